"""S1, S2: when a resource is open.

A minute is open if what the wall clock reads lies in a window ``[start, end)`` of its local date, or in the part past
24:00 of a window of the date before. On a stretch of constant offset local minutes are UTC minutes shifted by a
number, so windows are laid on local minutes and cut to the stretch: a minute in a gap is on no stretch, a repeated
one is on two, and neither needs a line of code of its own.
"""

from __future__ import annotations

from scheduling.intervals import Interval, merge
from scheduling.problem import WEEKDAYS, Resource, Window
from scheduling.zone import DAY, date_of_day, segments


def windows_of(resource: Resource, day: int) -> tuple[Window, ...]:
    """Return the windows that start on a local day (days since 1970); an override replaces the weekly ones."""
    date = date_of_day(day)
    if date in resource.overrides:
        return resource.overrides[date]
    return resource.weekly.get(WEEKDAYS[date.weekday()], ())


def open_intervals(resource: Resource, start: int, end: int) -> list[Interval]:
    """Return the open minutes of ``[start, end)``, merged, in UTC minutes."""
    found: list[Interval] = []
    for segment in segments(resource.tz, start, end):
        local_start, local_end = segment.start + segment.offset, segment.end + segment.offset
        # Windows end by 48:00, so only those of the day before can reach into the stretch from outside.
        for day in range(local_start // DAY - 1, (local_end - 1) // DAY + 1):
            for window in windows_of(resource, day):
                opens = max(day * DAY + window.start, local_start)
                closes = min(day * DAY + window.end, local_end)
                found.append((opens - segment.offset, closes - segment.offset))
    return merge(found)
