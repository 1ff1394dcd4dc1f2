"""Days: how much is free on each date of a zone, which need not be the zone of whoever serves.

A start belongs to the date that the zone's clock shows at that minute, so every start belongs to exactly one date, also
where the clock is moved. A date is not always one stretch of minutes, and not always 24 hours.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from scheduling.intervals import Interval
from scheduling.limits import local_days
from scheduling.problem import Problem
from scheduling.slots import free_minutes
from scheduling.values import FreeDay
from scheduling.zone import DAY, EPOCH_ORDINAL, date_of_day, instant


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates from ``first`` to ``last``, both included, of the zone ``tz``."""

    first: date
    last: date
    tz: str

    def minutes(self) -> Iterator[tuple[int, Interval]]:
        """Yield the days (days since 1970) in order of time with their minutes, as ``local_days`` does."""
        first, last = (day.toordinal() - EPOCH_ORDINAL for day in (self.first, self.last))
        # A clock is at most 16 hours from UTC.
        for day, minutes in local_days(self.tz, (first - 1) * DAY, (last + 2) * DAY):
            if first <= day <= last:
                yield day, minutes

    def hull(self) -> Interval:
        """Return the minutes from the first to the last that belongs to the dates; some may belong to other dates.

        Of a date that the clock skipped it is the day in UTC.
        """
        found = [minutes for _, minutes in self.minutes()]
        if not found:
            start = (self.first.toordinal() - EPOCH_ORDINAL) * DAY
            return start, start + DAY
        return found[0][0], found[-1][1]


def free_days(problem: Problem, dates: Dates) -> tuple[FreeDay, ...]:
    """Return how many starts are free on each date; the problem's query must be about the whole hull of the dates."""
    return by_date(free_minutes(problem), dates)


def by_date(free: Sequence[int], dates: Dates) -> tuple[FreeDay, ...]:
    """Return how many of some minutes, in order, lie on each date."""
    slots = dict.fromkeys(range(dates.first.toordinal(), dates.last.toordinal() + 1), 0)
    firsts: dict[int, int] = {}
    for day, (start, end) in dates.minutes():
        low, high = bisect_left(free, start), bisect_left(free, end)
        if low < high:
            slots[day + EPOCH_ORDINAL] += high - low
            firsts.setdefault(day + EPOCH_ORDINAL, free[low])
    return tuple(
        FreeDay(
            date=date_of_day(day - EPOCH_ORDINAL),
            slots=count,
            first=instant(firsts[day]) if day in firsts else None,
        )
        for day, count in slots.items()
    )
