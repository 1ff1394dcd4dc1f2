"""Clocks: what the clocks of many places read, and when they are next on a start grid, all at once (S3)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scheduling.seeds.draws import Ints
from scheduling.seeds.values import Plan
from scheduling.zone import DAY, segments

_MARGIN = 30 * DAY


class Clocks:
    """The clocks of a plan's places around its time."""

    def __init__(self, plan: Plan) -> None:
        names = sorted({place.rules.tz for place in plan.places})
        self.zone = np.array([names.index(place.rules.tz) for place in plan.places], np.int64)
        pieces = [segments(name, plan.start - _MARGIN, plan.end + _MARGIN) for name in names]
        self._starts = [np.array([piece.start for piece in found], np.int64) for found in pieces]
        self._offsets = [np.array([piece.offset for piece in found], np.int64) for found in pieces]
        self.shifts = [starts[(starts > plan.start) & (starts < plan.end)] for starts in self._starts]
        """The minutes at which the clock of each zone is moved during the plan's time."""

    def offsets(self, place: Ints, minute: Ints) -> Ints:
        """Return what to add to minutes to get what the places' clocks read."""
        found = np.zeros(len(minute), np.int64)
        zones = self.zone[place]
        for zone, (starts, offsets) in enumerate(zip(self._starts, self._offsets, strict=True)):
            here = zones == zone
            found[here] = offsets[np.searchsorted(starts, minute[here], side="right") - 1]
        return found

    def near_a_shift(self, place: Ints, first: Ints, last: Ints, reach: int) -> NDArray[np.bool_]:
        """Say for which of ``[first, last)`` the place's clock is moved at most ``reach`` minutes away."""
        found = np.zeros(len(first), np.bool_)
        zones = self.zone[place]
        for zone, shifts in enumerate(self.shifts):
            here = np.flatnonzero(zones == zone)
            for shift in shifts:
                found[here] |= (first[here] - reach <= shift) & (shift <= last[here] + reach)
        return found

    def on_grid(
        self, place: Ints, earliest: Ints, step: Ints, utc: NDArray[np.bool_]
    ) -> tuple[Ints, NDArray[np.bool_]]:
        """Return the first start on the grid from ``earliest`` on, and where there is one.

        Where the clock is moved in between there may be none, though a later one would do.
        """
        start = earliest
        for _ in range(2):  # the clock may be moved before the grid's next line
            start = _rounded_up(start, np.where(utc, 0, self.offsets(place, start)), step)
        offset = np.where(utc, 0, self.offsets(place, start))
        return start, (start + offset) % DAY % step == 0


def _rounded_up(minute: Ints, offset: Ints, step: Ints) -> Ints:
    local = minute + offset
    midnight = local - local % DAY
    on_the_grid = -(-(local - midnight) // step) * step
    result: Ints = midnight + np.minimum(on_the_grid, DAY) - offset  # the grid starts anew at midnight
    return result
