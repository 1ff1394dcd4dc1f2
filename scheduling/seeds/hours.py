"""Opening hours and holidays, from which drawn tenants choose."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from scheduling.problem import WEEKDAYS, Weekday, Window

Weekly = Mapping[Weekday, tuple[Window, ...]]
HOUR = 60


def week(days: tuple[Weekday, ...], *hours: tuple[float, float]) -> Weekly:
    """Return the same hours on some weekdays: ``(9, 12.5)`` is 09:00 to 12:30."""
    return dict.fromkeys(days, tuple(Window(int(start * HOUR), int(end * HOUR)) for start, end in hours))


OFFICE = week(WEEKDAYS[:5], (9, 12.5), (13.5, 17.5))
NIGHT = week(WEEKDAYS, (22, 30))
LATE = week(WEEKDAYS[1:6], (12, 21))
ALWAYS = week(WEEKDAYS, (0, 24))
EARLY = week(WEEKDAYS[:6], (7, 13))
SHIFTS: tuple[Weekly, ...] = (OFFICE, NIGHT, LATE, ALWAYS, EARLY, OFFICE)
"""In this order they are given to those who work in one zone, two by two."""

CLOSED: tuple[Window, ...] = ()
SHORT = (Window(10 * HOUR, 14 * HOUR),)
_HOLIDAYS: Mapping[str, tuple[tuple[int, int], ...]] = {
    "America/New_York": ((1, 1), (7, 4), (11, 11), (12, 25)),
    "America/St_Johns": ((1, 1), (7, 1), (12, 25), (12, 26)),
    "Europe/London": ((1, 1), (5, 4), (12, 25), (12, 26)),
    "Australia/Lord_Howe": ((1, 1), (1, 26), (4, 25), (12, 25)),
    "Asia/Kathmandu": ((4, 14), (9, 20), (10, 2)),
    "Pacific/Apia": ((1, 1), (6, 1), (12, 25)),
    "Africa/Casablanca": ((1, 1), (1, 11), (7, 30), (11, 18)),
}


def overrides(tz: str, first: date, days: int, away: tuple[int, int]) -> dict[date, tuple[Window, ...]]:
    """Return the exceptions of one who works in a zone: its holidays, short hours on the day before, and a time away.

    ``away`` is (how many days after the first, for how many days).
    """
    dates = [first + timedelta(days=number) for number in range(days)]
    holidays = {day for day in dates if (day.month, day.day) in _HOLIDAYS.get(tz, ())}
    found: dict[date, tuple[Window, ...]] = {day - timedelta(days=1): SHORT for day in holidays}
    found.update(dict.fromkeys(holidays, CLOSED))
    begins, lasts = away
    found.update(dict.fromkeys(dates[begins : begins + lasts], CLOSED))
    return dict(sorted(found.items()))
