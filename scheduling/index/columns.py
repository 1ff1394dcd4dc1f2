"""Columns: millions of entries as arrays, and the rows that they make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from scheduling.index.entries import BUFFER_OF, MARGIN, Layer
from scheduling.index.horizon import TICK, WORD, Horizon
from scheduling.index.row import Row, narrow
from scheduling.zone import DAY, Segment, segments

Ints = NDArray[np.int32]
Words = NDArray[np.uint64]
Bools = NDArray[np.bool_]
Places = NDArray[np.intp]
TOLD = (Layer.OWN, Layer.OUTSIDE, Layer.SERIES)
_EVERY = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
_ROWS_AT_ONCE = 32
"""So many rows' bits and entries fit a processor's second cache."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Entries, one an index of all arrays (int32).

    ``resource`` is the place of its resource in a list that goes with it; ``start`` and ``end`` are minutes since 1970,
    the first rounded down and the second up; ``layer`` is ``Layer.OWN``, ``OUTSIDE`` or ``SERIES`` (each occurrence of
    a series is an entry; holds cannot be told this way). Entries take seats: cancelled and transparent ones are left
    out. Sorted by resource, then start, they are taken in fastest.
    """

    resource: Ints
    start: Ints
    end: Ints
    layer: Ints
    seats: Ints
    before: Ints
    after: Ints

    def __len__(self) -> int:
        """Return how many entries there are."""
        return len(self.resource)

    def of(self, chosen: slice | Bools | Places) -> Columns:
        """Return some of the entries."""
        return Columns(
            self.resource[chosen],
            self.start[chosen],
            self.end[chosen],
            self.layer[chosen],
            self.seats[chosen],
            self.before[chosen],
            self.after[chosen],
        )

    def sorted(self) -> Columns:
        """Return the entries by resource, then start."""
        one, after = self.resource[:-1], self.resource[1:]
        behind = (one > after) | ((one == after) & (self.start[:-1] > self.start[1:]))
        place = self.resource.astype(np.int64) << 32 | self.start
        return self.of(np.argsort(place)) if behind.any() else self


@dataclass(frozen=True, slots=True)
class Batch:
    """Seats taken during ticks of rows, which are counted on as one long row of whole words each."""

    row: Ints
    low: Ints
    high: Ints
    seats: Ints


def fill(rows: Sequence[Row], told: Columns) -> None:
    """Make rows of entries and forget what was in them; ``told.resource`` is a place in ``rows``."""
    if not set(_kinds(told)) <= set(TOLD):
        raise ValueError("only own bookings, outside entries and series can be loaded; add holds one by one")
    told = told.sorted()
    bounds = np.searchsorted(told.resource, np.arange(0, len(rows) + _ROWS_AT_ONCE, _ROWS_AT_ONCE))
    for at, (begin, end) in enumerate(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)):
        first = at * _ROWS_AT_ONCE
        some = told.of(slice(begin, end))
        _fill(rows[first : first + _ROWS_AT_ONCE], replace(some, resource=some.resource - np.int32(first)))


def _kinds(told: Columns) -> list[Layer]:
    """Return the layers of some entries; to see that all are of one is much faster than to sort them."""
    alike = told.layer[:1] if (told.layer[:1] == told.layer).all() else np.unique(told.layer)
    return [Layer(number) for number in alike.tolist()]


def _fill(rows: Sequence[Row], told: Columns) -> None:
    for row in rows:
        row.planes, row.holds, row.uneven, row.booked, row.hashes = {}, [], {}, None, None
        row.unknown.clear()
    layers = _kinds(told)
    for layer in layers:
        some = told if len(layers) == 1 else told.of(told.layer == layer)
        if layer == Layer.OWN:
            _count(rows, some)
        if not some.seats.all():
            some = some.of(some.seats > 0)
        for name, batches in _batches(rows, some, layer):
            _keep(rows, name, _stack(batches, rows[0].horizon, len(rows)))


def _batches(rows: Sequence[Row], told: Columns, layer: Layer) -> Iterator[tuple[Layer, list[Batch]]]:
    """Yield what the times take, and what their buffers do."""
    horizon, origin = rows[0].horizon, rows[0].horizon.start
    starts, ends = told.start - origin, told.end - origin
    low, high = starts // TICK, -(-ends // TICK)
    uneven = (low * TICK != starts) | (high * TICK != ends)
    buffers: list[Batch] = []
    # Series have no buffers.
    if layer in BUFFER_OF:
        if len(padded := np.flatnonzero(told.before)):
            early = (starts - told.before)[padded]
            uneven[padded] |= early % TICK != 0
            buffers.append(_cut(told, padded, early // TICK, low[padded], horizon))
        if len(padded := np.flatnonzero(told.after)):
            late = (ends + told.after)[padded]
            uneven[padded] |= late % TICK != 0
            buffers.append(_cut(told, padded, high[padded], -(-late // TICK), horizon))
    _note_uneven(rows, told, uneven)
    yield layer, [_cut(told, slice(None), low, high, horizon)]
    if buffers:
        yield BUFFER_OF[layer], buffers


def _cut(told: Columns, chosen: slice | Places, low: Ints, high: Ints, horizon: Horizon) -> Batch:
    """Return what some entries take of the horizon, in the order of rows and ticks."""
    row, seats = told.resource[chosen], told.seats[chosen]
    if low.min(initial=0) < 0 or high.max(initial=0) > horizon.ticks or not (low < high).all():
        low, high = np.maximum(low, 0), np.minimum(high, horizon.ticks)
        inside = low < high
        row, low, high, seats = row[inside], low[inside], high[inside], seats[inside]
    base = row * np.int32(horizon.words * WORD)
    low, high = base + low, base + high
    if not bool((low[1:] >= low[:-1]).all()):
        order = np.argsort(low)
        row, low, high, seats = row[order], low[order], high[order], seats[order]
    return Batch(row, low, high, seats)


def _stack(batches: list[Batch], horizon: Horizon, count: int) -> list[Words]:
    """Return the planes of all rows, one matrix each: at once where each batch is disjoint and takes one seat."""
    crowded = np.zeros(count, np.bool_)
    for batch in batches:
        crowded[batch.row[1:][batch.low[1:] < batch.high[:-1]]] = True
        crowded[batch.row[batch.seats != 1]] = True
    planes: list[Words] = []
    for batch in batches:
        alone = None if not crowded.any() else ~crowded[batch.row]
        carry = _paint(batch, alone, horizon.words * count)
        for at, plane in enumerate(planes):
            planes[at], carry = plane ^ carry, plane & carry
        if carry.any():
            planes.append(carry)
    found = [plane.reshape(count, horizon.words) for plane in planes]
    for row in np.flatnonzero(crowded).tolist():
        _count_seats(batches, row, horizon, found, count)
    return found


def _paint(batch: Batch, chosen: Bools | None, size: int) -> Words:
    """Return the bits of disjoint spans in so many words."""
    low, last = (batch.low, batch.high - 1) if chosen is None else (batch.low[chosen], batch.high[chosen] - 1)
    words = np.zeros(size, np.uint64)
    if not len(low):
        return words
    first_word, last_word = low >> 6, last >> 6
    heads = _EVERY << (low & 63).astype(np.uint64)
    tails = _EVERY >> (63 - (last & 63)).astype(np.uint64)
    across = np.flatnonzero(first_word != last_word)
    crossing = tails[across]
    tails[across] = _EVERY
    heads &= tails
    # No two spans share a bit, so a sum is a union; the sum of each word is a difference of running sums.
    ends = np.flatnonzero(first_word[1:] != first_word[:-1])
    ends = np.append(ends, len(low) - 1)
    sums = np.cumsum(heads)[ends]
    words[first_word[ends]] = np.diff(sums, prepend=np.uint64(0))
    words[last_word[across]] |= crossing
    between = last_word[across] - first_word[across] - 1
    starts = np.repeat(first_word[across] + 1 - np.cumsum(between) + between, between)
    words[starts + np.arange(len(starts))] = _EVERY
    return words


def _count_seats(batches: list[Batch], row: int, horizon: Horizon, planes: list[Words], count: int) -> None:
    """Put one row's counts, where spans meet or take several seats, into the planes of all rows."""
    width = horizon.words * WORD
    mine = [(batch, *np.searchsorted(batch.row, (row, row + 1)).tolist()) for batch in batches]
    ends = [(batch.low[begin:end], batch.high[begin:end]) for batch, begin, end in mine]
    seats = [batch.seats[begin:end].astype(np.int64) for batch, begin, end in mine]
    edges = np.concatenate([edge for both in ends for edge in both]) - row * width
    change = np.concatenate([some for one in seats for some in (one, -one)])
    order = np.argsort(edges, kind="stable")  # made of a few runs in order, which is what it is good at
    edges, running = edges[order], np.cumsum(change[order])
    runs = np.concatenate(([0], running))
    small = runs.astype(np.uint8) if runs.max() < 256 else runs
    counts = np.repeat(small, np.diff(np.concatenate(([0], edges, [width]))))
    for at in range(int(counts.max()).bit_length()):
        if at == len(planes):
            planes.append(np.zeros((count, horizon.words), np.uint64))
        planes[at][row] = np.packbits(np.bitwise_and(counts, 1 << at), bitorder="little").view(np.uint64)


def _keep(rows: Sequence[Row], layer: Layer, planes: list[Words]) -> None:
    """Give each row its planes, up to the last that holds anything."""
    held: list[list[bool]] = [np.any(plane, axis=1).tolist() for plane in planes]
    for number, row in enumerate(rows):
        most = max((at + 1 for at in range(len(planes)) if held[at][number]), default=0)
        if most:
            row.planes[layer] = [bytearray(plane[number].tobytes()) for plane in planes[:most]]


def _count(rows: Sequence[Row], told: Columns) -> None:
    """Count the bookings of each day, for ``max_per_day``."""
    horizon, days = rows[0].horizon, rows[0].horizon.days + 4
    pieces = [
        (number << 32 | piece.start, piece.offset)
        for number, row in enumerate(rows)
        for piece in _offsets(row.resource.tz, horizon)
    ]
    # Entries are in order, so all that start on one stretch of constant offset stand together.
    place = told.resource.astype(np.int64) << 32 | told.start
    bounds = np.searchsorted(place, np.array([at for at, _ in pieces]))
    offset = np.repeat(np.array([one for _, one in pieces], np.int32), np.diff(bounds, append=len(place)))
    start = told.start[bounds[0] :]
    day = start // DAY
    inside = day - np.int32(horizon.first - 2)
    at = (told.resource[bounds[0] :] * np.int32(days) + inside) * 3 + ((start + offset) // DAY - day + 1)
    if inside.min(initial=0) < 0 or inside.max(initial=0) >= days:
        at = at[(inside >= 0) & (inside < days)]
    counts = np.bincount(at, minlength=len(rows) * days * 3)
    booked = narrow(counts.reshape(len(rows), days, 3))
    for number, row in enumerate(rows):
        row.booked = booked[number].copy()


@lru_cache(maxsize=1024)
def _offsets(tz: str, horizon: Horizon) -> tuple[Segment, ...]:
    return tuple(segments(tz, horizon.start - MARGIN, horizon.end + MARGIN))


def _note_uneven(rows: Sequence[Row], told: Columns, uneven: Bools) -> None:
    """Note the days of entries with edges off the grid."""
    if not uneven.any():
        return
    some = told.of(uneven)
    low, high = (some.start - some.before) // DAY, (some.end + some.after) // DAY
    for place, begin, end in zip(some.resource.tolist(), low.tolist(), high.tolist(), strict=True):
        noted = rows[place].uneven
        for day in range(begin, end + 1):
            noted[day] = noted.get(day, 0) + 1
