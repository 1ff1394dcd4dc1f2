"""Tracks: the open time of a block of places, lane by lane.

A *track* is one stretch of open time in one lane of seats of one place. Lanes split a place's seats, so bookings of
different lanes never count against each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scheduling.intervals import Interval, merge, subtract
from scheduling.opening import open_intervals
from scheduling.problem import Resource, Series
from scheduling.seeds.clocks import Clocks
from scheduling.seeds.draws import Ints
from scheduling.seeds.values import Plan
from scheduling.series import occurrences
from scheduling.zone import DAY

Mask = NDArray[np.bool_]
_PADDING = 60
"""No two buffers that meet are longer than this together."""
_NOON = DAY // 2


@dataclass(frozen=True, slots=True)
class Tracks:
    """Open time to be filled, one entry a track: place, lowest seat and seats of the lane, and minutes.

    ``cursor`` is where the next booking may start, ``after`` the buffer that the last one wants; ``dense`` tracks are
    filled without idle time.
    """

    place: Ints
    low: Ints
    width: Ints
    cursor: Ints
    close: Ints
    after: Ints
    dense: Mask

    def __getitem__(self, chosen: Mask | Ints) -> Tracks:
        """Return some of the tracks."""
        columns = (self.place, self.low, self.width, self.cursor, self.close, self.after, self.dense)
        return Tracks(*(column[chosen] for column in columns))  # type: ignore[arg-type]


def open_tracks(plan: Plan, number: int, clocks: Clocks) -> Tracks:
    """Return the tracks of a block, places in order, of each place lane by lane."""
    rows: list[NDArray[np.int64]] = []
    known: dict[int, list[Interval]] = {}
    for place in plan.members(number):
        planned = plan.places[place]
        if planned.partner in known:
            known[place] = known[planned.partner]
        else:
            series = [one for one in plan.series if one.resource == planned.rules.id]
            known[place] = list(_pieces(planned.rules, series, plan.start, plan.end))
        pieces = np.array(known[place], np.int64).reshape(-1, 2)
        for low, width in _lanes(planned.rules.capacity):
            rows.append(np.column_stack([np.full((len(pieces), 3), (place, low, width)), pieces]))
    table = np.concatenate(rows)
    columns: list[Ints] = [np.ascontiguousarray(column) for column in table.T]
    at, lows, widths, opens, close = columns
    dense = clocks.near_a_shift(at, opens, close, DAY)
    return Tracks(at, lows, widths, opens, close, np.zeros(len(at), np.int64), dense)


def _pieces(resource: Resource, series: list[Series], start: int, end: int) -> Iterator[Interval]:
    """Yield the open time of a resource in stretches of at most a day, far enough apart for any two buffers."""
    busy = [each for one in series for each in occurrences(one, resource.tz, start, end)]
    opened = subtract(
        open_intervals(resource, start, end), merge((low - _PADDING, high + _PADDING) for low, high in busy)
    )
    last = start - DAY
    for low, high in opened:
        noons = range(low - (low - _NOON) % DAY + DAY, high, DAY)
        for begins, closes in zip([low, *noons], [*noons, high], strict=True):
            first = max(begins, last + _PADDING)
            if first < closes:
                yield first, closes
                last = closes


def _lanes(capacity: int) -> Iterator[Interval]:
    """Yield lanes as (lowest seat, seats): half of what is left each time."""
    low = 0
    while low < capacity:
        width = (capacity - low + 1) // 2
        yield low, width
        low += width
