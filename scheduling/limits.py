"""S3, S6, S9: on which minutes a slot may start, whoever is free."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from scheduling.busy import Calendar, is_live
from scheduling.intervals import Interval
from scheduling.problem import OWN, Event, Problem, Query
from scheduling.zone import DAY, ceil_minute, floor_minute, offset_at, segments


def start_span(problem: Problem) -> Interval:
    """Return the minutes ``[first, end)`` that query, notice and advance leave; empty where ``first >= end``."""
    return span(problem.rules.event, problem.query)


def span(event: Event, query: Query) -> Interval:
    """Return the same of an event and a query."""
    first = max(ceil_minute(query.from_), ceil_minute(query.now) + event.min_notice_min)
    end = ceil_minute(query.to)
    if event.max_advance_min is not None:
        end = min(end, floor_minute(query.now) + event.max_advance_min + 1)
    return first, end


def grid(event: Event, tz: str, start: int, end: int) -> Iterator[int]:
    """Yield the minutes of ``[start, end)`` on the start grid; ``tz`` is the resource's, for an event without one."""
    step = event.step_min
    if event.anchor == "utc":
        yield from range(-(-start // step) * step, end, step)
        return
    for segment in segments(event.tz or tz, start, end):
        local_start, local_end = segment.start + segment.offset, segment.end + segment.offset
        # The grid starts anew at each local midnight, which shows where the step does not divide a day.
        for day in range(local_start // DAY, (local_end - 1) // DAY + 1):
            midnight = day * DAY
            low = max(local_start - midnight, 0)
            high = min(local_end - midnight, DAY)
            first = midnight - segment.offset
            yield from range(first + -(-low // step) * step, first + high, step)


def clock(event: Event, tz: str) -> str:
    """Return a name for the clock that the start grid is laid on; two of the same name lay the same grid."""
    return "" if event.anchor == "utc" else event.tz or tz


def days_booked(calendar: Calendar, tz: str, now: datetime) -> dict[int, int]:
    """Return how many of the kernel's own bookings start on each local day (days since 1970) of the zone ``tz``.

    Cancelled bookings and holds that have run out do not count; outside calendars and series do not either.
    """
    counted: dict[int, int] = {}
    for booking in calendar.bookings:
        if booking.source == OWN and is_live(booking, now):
            day = local_day(tz, floor_minute(booking.start))
            counted[day] = counted.get(day, 0) + 1
    return counted


def local_day(tz: str, minute: int) -> int:
    """Return the local day (days since 1970) on which a minute lies."""
    return (minute + offset_at(tz, minute)) // DAY


def local_days(tz: str, start: int, end: int) -> Iterator[tuple[int, Interval]]:
    """Yield the local days (days since 1970) of the minutes ``[start, end)``, in order of time, each with its minutes.

    A day comes more than once where the clock is moved on it, and may come back after the next one has begun
    (America/St_Johns went from a minute past midnight to 23:01); a day that the clock skipped does not come.
    """
    for segment in segments(tz, start, end):
        local_start, local_end = segment.start + segment.offset, segment.end + segment.offset
        for day in range(local_start // DAY, (local_end - 1) // DAY + 1):
            low, high = max(day * DAY, local_start), min((day + 1) * DAY, local_end)
            yield day, (low - segment.offset, high - segment.offset)


def full_days(counted: dict[int, int], most: int, tz: str, start: int, end: int) -> list[Interval]:
    """Return the minutes of ``[start, end)`` that lie on local days with ``most`` bookings or more."""
    return [minutes for day, minutes in local_days(tz, start, end) if counted.get(day, 0) >= most]
