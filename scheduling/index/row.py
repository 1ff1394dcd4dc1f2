"""A row: one resource's layers of bits, what is counted of it, and its day hashes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from scheduling.index import bits, keys
from scheduling.index.entries import BUFFERS, CORES, Layer, Piece, Taking
from scheduling.index.horizon import BYTES_PER_DAY, PER_DAY, Horizon
from scheduling.index.hours import Hours
from scheduling.index.words import Words
from scheduling.intervals import Interval
from scheduling.problem import Booking, Resource

ALL = (*CORES, *BUFFERS)
Counts = NDArray[np.uint16] | NDArray[np.uint32]
Hashes = NDArray[np.uint64]


@dataclass(slots=True)
class Row:
    """What is known of one resource.

    ``planes`` holds the seats taken, layer by layer; a layer that holds nothing is not there. ``booked`` counts, for
    each UTC day from two before the horizon on, the bookings that start on it and on the local day before it, of the
    same number, and after it. ``uneven`` counts the entries of a day with edges off the grid. ``holds`` are those that
    have not run out. ``unknown`` are the UTC days (days since 1970) of which nothing is known until they are rebuilt.
    """

    resource: Resource
    horizon: Horizon
    hours: Hours
    broken: bool = False
    planes: dict[Layer, list[bytearray]] = field(default_factory=dict)
    booked: Counts | None = None
    uneven: dict[int, int] = field(default_factory=dict)
    holds: list[Booking] = field(default_factory=list)
    unknown: set[int] = field(default_factory=set)
    hashes: Hashes | None = None

    def read(self, layer: Layer, low: int, high: int) -> bits.Planes:
        """Return the planes of a layer between two bytes."""
        return [int.from_bytes(plane[low:high], "little") for plane in self.planes.get(layer, ())]

    def full(self, layers: Iterable[Layer], spare: int, low: int, high: int) -> int:
        """Return where, between two bytes, the layers together take more than ``spare`` seats."""
        counts = [self.read(layer, low, high) for layer in layers if layer in self.planes]
        if not spare:
            return bits.over([plane for planes in counts for plane in planes], 0, 0)
        return bits.over(bits.total(counts), spare, (1 << 8 * (high - low)) - 1)

    def put_full(self, words: Words, layers: Iterable[Layer], party: int) -> None:
        """Add to a whole row of words where the layers together leave fewer seats than a party needs."""
        spare = self.resource.capacity - party
        if spare > 0:
            full = self.full(layers, spare, 0, self.horizon.size)
            words |= np.frombuffer(full.to_bytes(self.horizon.size, "little"), np.uint64)
            return
        for layer in layers:
            for plane in self.planes.get(layer, ()):
                words |= np.frombuffer(plane, np.uint64)

    def booked_on(self, day: int) -> int:
        """Return how many bookings that count start on a local day (days since 1970)."""
        if self.booked is None:
            return 0
        at = day - self.horizon.first + 2
        places = ((at + 1, 0), (at, 1), (at - 1, 2))
        return sum(int(self.booked[row, column]) for row, column in places if 0 <= row < len(self.booked))


def apply(row: Row, takings: Sequence[Taking], *, sign: int) -> list[Interval]:
    """Add (``sign`` 1) or take away (-1) what entries take; return the ticks where the start of a slot may change.

    The days of which more is to be taken away than is there become unknown.
    """
    touched: list[Interval] = []
    for taking in takings:
        touched += [changed for piece in taking.pieces if (changed := _apply(row, piece, sign))]
        for day in taking.uneven:
            row.uneven[day] = row.uneven.get(day, 0) + sign
            if not row.uneven[day]:
                del row.uneven[day]
        if taking.counted:
            _count(row, taking.counted, sign)
    return touched


def _apply(row: Row, piece: Piece, sign: int) -> Interval | None:
    low, high = max(piece.low, 0), min(piece.high, row.horizon.ticks)
    if low >= high:
        return None
    first, end = low // 8, -(-high // 8)
    before = row.read(piece.layer, first, end)
    where = bits.span(low - 8 * first, high - 8 * first)
    after = (bits.add if sign > 0 else bits.take)(before, where, piece.seats)
    if after is None:
        days = range(low // PER_DAY + row.horizon.first, (high - 1) // PER_DAY + row.horizon.first + 1)
        row.unknown.update(days)
        return None
    write(row, piece.layer, first, end, after)
    return low, high


def write(row: Row, layer: Layer, low: int, high: int, planes: bits.Planes) -> int:
    """Put a layer's planes between two bytes, bring the hashes along, and return which bits changed in any plane."""
    before = row.read(layer, low, high)
    changed = 0
    for at, after in enumerate(planes + [0] * (len(before) - len(planes))):
        old = before[at] if at < len(before) else 0
        if old == after:
            continue
        changed |= old ^ after
        stored = row.planes.setdefault(layer, [])
        while len(stored) <= at:
            stored.append(bytearray(row.horizon.size))
        stored[at][low:high] = after.to_bytes(high - low, "little")
        rehash(row, layer, at, low, (old ^ after).to_bytes(high - low, "little"))
    return changed


def renew(row: Row, fresh: Row, days: range) -> Interval | None:
    """Take some UTC days from another row of the same resource; return the ticks from the first to the last change."""
    low, high = ((day - row.horizon.first) * BYTES_PER_DAY for day in (days.start, days.stop))
    changed = 0
    for layer in ALL:
        changed |= write(row, layer, low, high, fresh.read(layer, low, high))
    for day in days:
        row.uneven.pop(day, None)
    row.uneven |= {day: number for day, number in fresh.uneven.items() if day in days}
    if not changed:
        return None
    return (changed & -changed).bit_length() - 1 + low * 8, changed.bit_length() + low * 8


def recount(row: Row, fresh: Row, days: range) -> bool:
    """Take what is counted of some UTC days from another row; say whether it differs."""
    first, end = (day - row.horizon.first for day in (days.start, days.stop))
    # Two days more on either side belong to the horizon's first and last.
    first, end = first + 2 if first else 0, end + 4 if end == row.horizon.days else end + 2
    counts = np.zeros((row.horizon.days + 4, 3), np.int64)
    if row.booked is not None:
        counts[:] = row.booked
    kept = counts.copy()
    counts[first:end] = 0 if fresh.booked is None else fresh.booked[first:end]
    row.booked = narrow(counts) if counts.any() else None
    return not np.array_equal(kept, counts)


def rehash(row: Row, layer: Layer, plane: int, offset: int, changed: bytes) -> None:
    """Bring the hashes along with bits that changed."""
    if row.hashes is not None:
        for day, value in keys.of_bytes(changed, offset, layer, plane).items():
            row.hashes[day] ^= np.uint64(value)


def _count(row: Row, counted: tuple[int, int], sign: int) -> None:
    day, local = counted
    if row.booked is None:
        row.booked = np.zeros((row.horizon.days + 4, 3), np.uint16)
    at = day - row.horizon.first + 2
    if not 0 <= at < len(row.booked):
        return
    if sign < 0 and not row.booked[at, local - day + 1]:
        row.unknown.update({day, local} & set(row.horizon.span()))
        return
    if row.booked[at, local - day + 1] == np.iinfo(np.uint16).max:
        row.booked = row.booked.astype(np.uint32)
    row.booked[at, local - day + 1] = int(row.booked[at, local - day + 1]) + sign


def narrow(counts: NDArray[np.int64] | NDArray[np.int32]) -> Counts:
    """Return counts in as few bytes as they need."""
    if counts.max(initial=0) <= np.iinfo(np.uint16).max:
        return counts.astype(np.uint16)
    return counts.astype(np.uint32)


def hashes(row: Row) -> Hashes:
    """Return the hash of each day of the horizon: computed when first asked for, then kept."""
    if row.hashes is None:
        found = np.zeros(row.horizon.days, np.uint64)
        found ^= keys.of_days(by_day(row.hours.row, row.horizon), Layer.OPEN, 0)
        for layer, planes in row.planes.items():
            for at, plane in enumerate(planes):
                found ^= keys.of_days(by_day(plane, row.horizon), layer, at)
        row.hashes = found
    return row.hashes


def by_day(plane: bytes | bytearray, horizon: Horizon) -> NDArray[np.uint8]:
    """Return a plane's bytes, one row a day."""
    return np.frombuffer(plane, np.uint8, horizon.days * BYTES_PER_DAY).reshape(horizon.days, BYTES_PER_DAY)


def size(row: Row) -> int:
    """Return how many bytes a row's layers, counts and hashes take, its hours left out."""
    planes = sum(len(plane) for stored in row.planes.values() for plane in stored)
    return planes + sum(array.nbytes for array in (row.booked, row.hashes) if array is not None)
