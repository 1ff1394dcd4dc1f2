"""Stored: an index as bytes, so that a restart reads it instead of rebuilding it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from typing import TypedDict

import numpy as np
from pydantic import TypeAdapter

from scheduling.index.entries import Layer
from scheduling.index.horizon import Horizon
from scheduling.index.index import Index
from scheduling.index.row import Row, narrow
from scheduling.problem import Booking, Resource
from scheduling.zone import VERSION

FORMAT = 1
_HOLDS = TypeAdapter(list[Booking])


class Outdated(ValueError):
    """A stored index is of another version or damaged: rebuild it from the database."""


class _Head(TypedDict):
    """What comes before the bits; ``planes`` holds how many each layer has, row by row."""

    version: str
    first: int
    days: int
    expired_until: str
    planes: list[dict[str, int]]
    booked: list[bool]
    broken: list[bool]
    unknown: list[list[int]]
    uneven: list[list[tuple[int, int]]]
    holds: str


def version(resources: Iterable[Resource]) -> str:
    """Return what an index depends on besides its entries: the format, the zone data, and the rules in their order."""
    digest = sha256()
    for one in resources:
        windows = [
            sorted((day, [(window.start, window.end) for window in some]) for day, some in rules)
            for rules in (one.weekly.items(), ((day.isoformat(), some) for day, some in one.overrides.items()))
        ]
        digest.update(json.dumps([one.id, one.tz, windows, one.capacity]).encode())
    return f"{FORMAT} {VERSION} {digest.hexdigest()}"


def dumps(index: Index) -> bytes:
    """Return an index as bytes: all but its start layers and day hashes, which are made again when asked for."""
    rows = list(index.rows.values())
    head = _Head(
        version=version(row.resource for row in rows),
        first=index.horizon.first,
        days=index.horizon.days,
        expired_until=index.expired_until.isoformat(),
        planes=[{layer.name: len(planes) for layer, planes in row.planes.items()} for row in rows],
        booked=[row.booked is not None for row in rows],
        broken=[row.broken for row in rows],
        unknown=[sorted(row.unknown) for row in rows],
        uneven=[sorted(row.uneven.items()) for row in rows],
        holds=_HOLDS.dump_json([hold for row in rows for hold in row.holds]).decode(),
    )
    bits = b"".join(part for row in rows for part in _parts(row))
    text = json.dumps(head).encode()
    return zlib.compress(len(text).to_bytes(8, "little") + text + bits, level=1)


def _parts(row: Row) -> Iterator[bytes | bytearray]:
    for planes in row.planes.values():
        yield from planes
    if row.booked is not None:
        yield row.booked.astype("<i4").tobytes()


def loads(data: bytes, resources: Iterable[Resource]) -> Index:
    """Return a stored index of these resources, whose rules must be those of then. Raises Outdated."""
    told = tuple(resources)
    try:
        whole = zlib.decompress(data)
        length = int.from_bytes(whole[:8], "little")
        head: _Head = json.loads(whole[8 : 8 + length])
        found = head["version"]
    except (zlib.error, ValueError, KeyError) as error:
        raise Outdated("the stored index cannot be read; rebuild it") from error
    if found != version(told):
        raise Outdated(f"the stored index is of version {found!r}, not {version(told)!r}; rebuild it")
    index = Index(Horizon(head["first"], head["days"]), told)
    _restore(index, head, memoryview(whole)[8 + length :])
    return index


def _restore(index: Index, head: _Head, bits: memoryview) -> None:
    at, size = 0, index.horizon.size
    for number, row in enumerate(index.rows.values()):
        for name, count in head["planes"][number].items():
            row.planes[Layer[name]] = [bytearray(bits[at + n * size : at + (n + 1) * size]) for n in range(count)]
            at += count * size
        if head["booked"][number]:
            length = (index.horizon.days + 4) * 3 * 4
            row.booked = narrow(np.frombuffer(bits[at : at + length], "<i4")).reshape(index.horizon.days + 4, 3)
            at += length
        row.broken, row.unknown = head["broken"][number], set(head["unknown"][number])
        row.uneven = dict(head["uneven"][number])
    for hold in _HOLDS.validate_json(head["holds"]):
        index.watch(hold)
    index.expired_until = datetime.fromisoformat(head["expired_until"])
    index.doubtful = any(row.unknown for row in index.rows.values())
