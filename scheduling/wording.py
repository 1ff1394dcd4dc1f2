"""Times in words, as a zone's clock shows them."""

from __future__ import annotations

from datetime import date, timedelta

from scheduling.problem import Resource, Window
from scheduling.zone import DAY, date_of_day, offset_at, segments

LONGEST_GAP = 2 * DAY


def reading(tz: str, minute: int) -> tuple[date, str]:
    """Return the date and the time of day that a zone's clock shows at a minute."""
    local = minute + offset_at(tz, minute)
    return date_of_day(local // DAY), clock(local % DAY)


def clock(minute_of_day: int) -> str:
    """Return minutes since midnight as ``09:30``; past midnight it counts on, ``25:30``."""
    return f"{minute_of_day // 60:02}:{minute_of_day % 60:02}"


def moment(tz: str, minute: int) -> str:
    """Return ``Sunday 02:30``."""
    day, time = reading(tz, minute)
    return f"{day:%A} {time}"


def span(tz: str, start: int, end: int) -> str:
    """Return ``13:00-14:00``, with dates where it ends on another."""
    (first, begins), (last, ends) = reading(tz, start), reading(tz, end)
    if first == last or (ends == "00:00" and last - first == timedelta(days=1)):
        return f"{begins}-{ends}"
    return f"{first} {begins}-{last} {ends}"


def hours(windows: tuple[Window, ...]) -> str:
    """Return windows as ``09:00-12:00, 13:00-17:00``."""
    return ", ".join(f"{clock(window.start)}-{clock(window.end)}" for window in sorted(windows, key=lambda w: w.start))


def length(minutes: int) -> str:
    """Return ``30 minutes``, ``1 hour 30 minutes`` or ``90 days``."""
    counted = ((minutes // DAY, "day"), (minutes % DAY // 60, "hour"), (minutes % 60, "minute"))
    return " ".join(f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in counted if count) or "0 minutes"


def listed(names: list[str]) -> str:
    """Return ``Ada``, ``Ada and Grace``, ``Ada, Grace and Lin``, or ``Ada, Grace and 3 more``."""
    shown = names if len(names) <= 3 else [*names[:2], f"{len(names) - 2} more"]
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


def skipped_reading(tz: str, minute: int) -> str | None:
    """Return the reading that the zone's clock skipped and that would have been at ``minute``, if there is one.

    In America/New_York 2026-03-08T07:30Z would have been ``Sunday 02:30``; the clock showed 03:30.
    """
    pieces = segments(tz, minute - LONGEST_GAP, minute + 1)
    if len(pieces) < 2:
        return None
    before, now = pieces[-2], pieces[-1]
    if minute + before.offset >= now.start + now.offset:
        return None
    local = minute + before.offset
    day = date_of_day(local // DAY)
    return f"{day:%A} {clock(local % DAY)} does not exist in {tz} on {day}"


def hours_around(resource: Resource, today: tuple[Window, ...], yesterday: tuple[Window, ...]) -> str:
    """Say in words when a resource is open on a date: its own windows and the night shift of the date before."""
    carried = tuple(Window(max(one.start - DAY, 0), one.end - DAY) for one in yesterday if one.end > DAY)
    shown = hours(carried + today)
    return f"outside {resource.id}'s hours {shown}" if shown else f"a day on which {resource.id} is closed"
