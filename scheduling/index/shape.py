"""Shapes: what decides where a slot of an event may start, and the law that says it in bits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scheduling.index import bits
from scheduling.index.entries import CORES
from scheduling.index.horizon import TICK, WORD, Horizon
from scheduling.index.hours import start_grid, ticks_of_days
from scheduling.index.row import ALL, Row
from scheduling.index.words import Words, ahead, reach
from scheduling.intervals import Interval
from scheduling.problem import Anchor, Event, Resource


@dataclass(frozen=True, slots=True)
class Shape:
    """Length, buffers, start grid and day limit of an event: events of one shape share their start layers."""

    duration: int
    before: int
    after: int
    step: int
    anchor: Anchor
    tz: str | None
    most: int | None

    @property
    def even(self) -> bool:
        """Say whether a slot and its buffers are whole ticks; then it does not matter how others lie on the grid.

        A slot of whole ticks meets a busy time if and only if one of its ticks does, and is open throughout if and
        only if each of its ticks is.
        """
        return not (self.duration % TICK or self.before % TICK or self.after % TICK)

    @property
    def length(self) -> int:
        """Ticks that a slot meets."""
        return -(-self.duration // TICK)

    @property
    def lead(self) -> int:
        """Ticks that its buffer before meets."""
        return -(-self.before // TICK)

    @property
    def tail(self) -> int:
        """Ticks that a slot with its buffer after meets."""
        return -(-(self.duration + self.after) // TICK)

    def grid(self, resource: Resource, horizon: Horizon) -> bytes | None:
        """Return the ticks on the start grid, or None where the grid has minutes that are no ticks."""
        return start_grid(self.step, self.anchor, self.tz or resource.tz, horizon)


def shape(event: Event) -> Shape:
    """Return an event's shape."""
    return Shape(
        event.duration_min,
        event.buffer_before_min,
        event.buffer_after_min,
        event.step_min,
        event.anchor,
        event.tz,
        event.max_per_day,
    )


def starts(row: Row, wanted: Shape, party: int, words: Interval) -> bytes:
    """Return where slots may start in the words ``[low, high)`` of one resource's row: S1 to S5, S7 to S9, S12.

    Starts nearer to an end of the horizon than a slot with its buffers reaches are not to be trusted.
    """
    low, high = words[0] * 8, words[1] * 8
    spare = row.resource.capacity - party
    grid = wanted.grid(row.resource, row.horizon)
    if spare < 0 or row.broken or grid is None:
        return bytes(high - low)
    first = max(0, low - -(-wanted.lead // 8))
    end = min(row.horizon.size, high + -(-wanted.tail // 8))
    # Whatever the slot itself may not meet; then, where it has buffers, what these may not meet.
    closed = int.from_bytes(row.hours.row[first:end], "little") ^ ((1 << 8 * (end - first)) - 1)
    blocked = bits.reach(closed | row.full(ALL, spare, first, end), wanted.length)
    if wanted.lead + wanted.tail > wanted.length:
        blocked |= bits.reach(row.full(CORES, spare, first, end), wanted.lead + wanted.tail) << wanted.lead
    free = int.from_bytes(grid[low:high], "little") & ~(blocked >> (low - first) * 8)
    if wanted.most is not None:
        free &= ~_full_days(row, wanted.most, (low * 8, high * 8))
    return free.to_bytes(high - low, "little")


def starts_of_all(rows: Sequence[Row], wanted: Shape, party: int) -> Words:
    """Return the same of many rows and the whole horizon, faster."""
    count = (len(rows), rows[0].horizon.words)
    met, bare = np.empty(count, np.uint64), np.zeros(count, np.uint64)
    for number, row in enumerate(rows):
        np.invert(np.frombuffer(row.hours.row, np.uint64), out=met[number])
        row.put_full(met[number], ALL, party)
    blocked = reach(met, wanted.length)
    if wanted.lead + wanted.tail > wanted.length:
        for number, row in enumerate(rows):
            row.put_full(bare[number], CORES, party)
        blocked |= ahead(reach(bare, wanted.lead + wanted.tail), wanted.lead)
    free = np.invert(blocked, out=blocked)
    for number, row in enumerate(rows):
        grid = wanted.grid(row.resource, row.horizon)
        if row.resource.capacity < party or row.broken or grid is None:
            free[number] = 0
            continue
        free[number] &= np.frombuffer(grid, np.uint64)
        if wanted.most is not None:
            full = _full_days(row, wanted.most, (0, row.horizon.words * WORD))
            free[number] &= ~np.frombuffer(full.to_bytes(row.horizon.size, "little"), np.uint64)
    return free


def _full_days(row: Row, most: int, ticks: Interval) -> int:
    """Return the ticks of ``[low, high)`` on local days with ``most`` bookings or more (S9)."""
    full = 0
    for day, low, high in ticks_of_days(row.resource.tz, row.horizon):
        if low < ticks[1] and high > ticks[0] and row.booked_on(day) >= most:
            full |= bits.span(max(low, ticks[0]) - ticks[0], min(high, ticks[1]) - ticks[0])
    return full


def touched(wanted: Shape, changed: Interval, horizon: Horizon) -> Interval:
    """Return the words that hold all starts that can change when something changes in some ticks."""
    low, high = max(changed[0] - wanted.tail, 0), min(changed[1] + wanted.lead, horizon.ticks)
    return low // WORD, -(-high // WORD)


def days_touched(row: Row, local: int) -> list[Interval]:
    """Return the ticks of a local day."""
    return [(low, high) for day, low, high in ticks_of_days(row.resource.tz, row.horizon) if day == local]
