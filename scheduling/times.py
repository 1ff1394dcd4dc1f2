"""Reading times and zones from strangers' JSON: shape first, then whether the calendar has such a date."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from scheduling import zone
from scheduling.reading import Value

FIRST_YEAR, LAST_YEAR = 1900, 2199

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LOCAL = re.compile(DATE.pattern + r"T[0-9]{2}:[0-9]{2}(:[0-9]{2})?")
INSTANT = re.compile(DATE.pattern + r"T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})")
CLOCK = re.compile(r"(?:([0-3][0-9]|4[0-7]):([0-5][0-9])|(48):(00))")


def parse_clock(value: Value) -> int:
    """Read a clock reading of 00:00 to 48:00 as minutes."""
    match = value.matching(CLOCK, "hours and minutes from 00:00 to 48:00, such as 09:30")
    return int(match[1] or match[3]) * 60 + int(match[2] or match[4])


def parse_zone(value: Value) -> str:
    """Read the name of a zone of the tzdata package."""
    name = value.text()
    if name not in zone.names():
        raise value.refuse(f"is no zone known to tzdata {zone.VERSION}", "write an IANA name such as Europe/London")
    return name


def parse_instant(value: Value) -> datetime:
    """Read an instant with its offset, such as ``2026-03-08T05:00Z``, as UTC."""
    value.matching(INSTANT, "an instant with its offset, such as 2026-03-08T05:00Z")
    return dated(value, value.text()).astimezone(UTC)


def parse_whole_minute(value: Value) -> datetime:
    """Read a local date and time of whole minutes, such as ``2026-03-08T02:30``."""
    local = parse_local(value)
    if local.second:
        raise value.refuse("has seconds", "write whole minutes")
    return local


def parse_local(value: Value) -> datetime:
    """Read a local date and time without an offset."""
    value.matching(LOCAL, "a local date and time without an offset, such as 2026-03-08T02:30")
    return dated(value, value.text())


def parse_until(value: Value) -> datetime:
    """Read ``until_local``, inclusive; a bare date means all of that day."""
    if DATE.fullmatch(value.text()):
        return datetime.combine(parse_date(value), time.max)
    return parse_local(value)


def parse_exdate(value: Value) -> date | datetime:
    """Read one of ``exdates_local``: a date, or a local date and time."""
    return parse_date(value) if DATE.fullmatch(value.text()) else parse_whole_minute(value)


def parse_date(value: Value) -> date:
    """Read a date, such as ``2026-03-08``."""
    value.matching(DATE, "a date, such as 2026-03-08")
    return dated(value, value.text()).date()


def dated(value: Value, text: str) -> datetime:
    """Read ISO text whose shape is known to be right but whose date may not exist or be far away."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise value.refuse(f"does not exist: {error}", "write a date of the calendar and a time of the day") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise value.refuse(f"is in the year {found.year}", f"write a year from {FIRST_YEAR} to {LAST_YEAR}")
    return found
