"""Fields: columns of numpy arrays as PostgreSQL's binary COPY wants them, whole chunks of rows at a time.

A row is its number of fields and, for each, its length in bytes and its bytes. Each field of a chunk is a matrix of
bytes, one line a row; where lines differ in length, a mask says which bytes count. Beside one another, and without what
the masks leave out, the matrices are the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scheduling.seeds.draws import Ints

Bytes = NDArray[np.uint8]
Mask = NDArray[np.bool_]
HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
_MICROSECONDS = 60_000_000
_SINCE = 10_957 * 1440
"""Minutes from 1970 to 2000, when PostgreSQL's time begins."""
_CLOSED_BELOW = 2


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a chunk; without a mask every byte counts."""

    lines: Bytes
    mask: Mask | None = None


def whole(values: Ints | NDArray[np.uint64], size: int = 8) -> Field:
    """Return numbers as bigint (``size`` 8) or integer (4)."""
    return _sized(_big_endian(values, size))


def moments(minutes: Ints) -> Field:
    """Return minutes since 1970 as timestamptz."""
    return whole((minutes - _SINCE) * _MICROSECONDS)


def uuids(high: NDArray[np.uint64], bits: NDArray[np.uint64]) -> Field:
    """Return two halves as uuid."""
    return _sized(np.concatenate([_big_endian(high, 8), _big_endian(bits, 8)], axis=1))


def spans(start: Ints, end: Ints) -> Field:
    """Return minutes ``[start, end)`` as tstzrange."""
    return _range((start - _SINCE) * _MICROSECONDS, (end - _SINCE) * _MICROSECONDS, 8)


def seats(low: Ints, high: Ints) -> Field:
    """Return numbers ``[low, high)`` as int4range."""
    return _range(low, high, 4)


def texts(table: Sequence[str], which: Ints) -> Field:
    """Return for each row the text of a table that it names."""
    coded = [text.encode() for text in table]
    width = max(map(len, coded))
    lengths = np.array([len(text) for text in coded], np.int64)
    lines = np.frombuffer(b"".join(text.ljust(width, b"\0") for text in coded), np.uint8).reshape(-1, width)
    kept = np.arange(width) < lengths[:, None]
    prefix = np.ones((len(coded), 4), np.bool_)
    sized = np.concatenate([_big_endian(lengths, 4), lines], axis=1)
    return Field(sized[which], np.concatenate([prefix, kept], axis=1)[which])


def nullable(field: Field, there: Mask) -> Field:
    """Return a field that is null where ``there`` is not."""
    lines = field.lines.copy()
    lines[~there, :4] = 0xFF  # a length of -1
    mask = np.ones(lines.shape, np.bool_) if field.mask is None else field.mask.copy()
    mask[~there, 4:] = False
    return Field(lines, mask)


def rows(fields: Sequence[Field]) -> bytes:
    """Return the rows that fields of one length make."""
    many = len(fields[0].lines)
    count = np.broadcast_to(np.frombuffer(len(fields).to_bytes(2), np.uint8), (many, 2))
    matrix = np.concatenate([count, *(field.lines for field in fields)], axis=1)
    if all(field.mask is None for field in fields):
        return matrix.tobytes()
    masks = [np.ones(one.lines.shape, np.bool_) if one.mask is None else one.mask for one in fields]
    kept: Bytes = matrix[np.concatenate([np.ones((many, 2), np.bool_), *masks], axis=1)]
    return kept.tobytes()


def _big_endian(values: Ints | NDArray[np.uint64], size: int) -> Bytes:
    return (
        np.ascontiguousarray(values, f">i{size}" if values.dtype.kind == "i" else ">u8")
        .view(np.uint8)
        .reshape(-1, size)
    )


def _sized(lines: Bytes) -> Field:
    size = np.frombuffer(lines.shape[1].to_bytes(4), np.uint8)
    return Field(np.concatenate([np.broadcast_to(size, (len(lines), 4)), lines], axis=1))


def _range(low: Ints, high: Ints, size: int) -> Field:
    flags = np.full((len(low), 1), _CLOSED_BELOW, np.uint8)
    bounds = [_sized(_big_endian(bound, size)).lines for bound in (low, high)]
    return _sized(np.concatenate([flags, *bounds], axis=1))
