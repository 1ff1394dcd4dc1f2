"""S11: when a series takes place.

A series keeps its wall time across offset changes; its end is its start plus elapsed minutes. ``count`` counts what the
rule yields, dropped occurrences (EXDATE) included. Months without dtstart's day are passed over and do not count
(RFC 5545 section 3.3.10). Two occurrences at one instant are one: after Pacific/Apia skipped 2011-12-30, a daily
series of that day fell together with the next day's.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count as count_from

from scheduling.intervals import Interval
from scheduling.problem import WEEKDAYS, Series
from scheduling.zone import DAY, ceil_minute, date_of_day, floor_minute, resolve


def occurrences(series: Series, zone: str, start: int, end: int) -> list[Interval]:
    """Return the occurrences that meet the UTC minutes ``[start, end)``, in order.

    ``zone`` is the resource's, for a series without its own.
    """
    name = series.tz or zone
    # Two days on either side: a clock is at most 16 hours from UTC, and a skipped wall time moves by at most a day.
    first = date_of_day((start - series.duration_min) // DAY - 2)
    last = date_of_day(end // DAY + 2)
    found: set[Interval] = set()
    for local in local_starts(series, first, last):
        begins = resolve(name, local)
        ends = begins + timedelta(minutes=series.duration_min)
        interval = floor_minute(begins), ceil_minute(ends)
        if interval[0] < end and interval[1] > start:
            found.add(interval)
    return sorted(found)


def local_starts(series: Series, first: date, last: date) -> Iterator[datetime]:
    """Yield the wall-clock starts on dates from ``first`` to ``last``, both included, without the dropped ones."""
    dropped = frozenset(series.exdates_local)
    for number, day in enumerate(_dates(series, first, last)):
        local = datetime.combine(day, series.dtstart_local.time())
        if series.count is not None and number >= series.count:
            return
        if series.until_local is not None and local > series.until_local:
            return
        if day >= first and day not in dropped and local not in dropped:
            yield local


def _dates(series: Series, first: date, last: date) -> Iterator[date]:
    """Yield the rule's dates up to ``last``: from dtstart on where they are counted, else from about ``first`` on."""
    origin = series.dtstart_local.date()
    period = 0 if series.count is not None else _period_before(series, first)
    for number in count_from(period):
        opening, dates = _period(series, number)
        if opening > last:
            return
        yield from (day for day in dates if origin <= day <= last)


def _period_before(series: Series, day: date) -> int:
    """Return a period number that no date from ``day`` on comes before."""
    days = {"daily": 1, "weekly": 7, "monthly": 31}[series.freq] * series.interval
    return max(0, (day - series.dtstart_local.date()).days // days - 1)


def _period(series: Series, number: int) -> tuple[date, list[date]]:
    """Return the first day of a period (day, week from Monday, or month) and the rule's dates in it, in order."""
    origin = series.dtstart_local.date()
    step = number * series.interval
    if series.freq == "daily":
        day = origin + timedelta(days=step)
        return day, [day] if not series.byday or WEEKDAYS[day.weekday()] in series.byday else []
    if series.freq == "weekly":
        monday = origin - timedelta(days=origin.weekday()) + timedelta(weeks=step)
        chosen = series.byday or (WEEKDAYS[origin.weekday()],)
        return monday, [monday + timedelta(days=at) for at, name in enumerate(WEEKDAYS) if name in chosen]
    year, month = divmod(origin.year * 12 + origin.month - 1 + step, 12)
    opening = date(year, month + 1, 1)
    day = opening + timedelta(days=origin.day - 1)
    return opening, [day] if day.month == opening.month else []
