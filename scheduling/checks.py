"""Strangers' values, checked once at the door: what passes here can be stored and asked about.

Each function returns the value in one form (times in UTC, resources without repeats) or raises InvalidRequest, whose
``extensions["field"]`` names the field.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args
from uuid import UUID

from scheduling import zone as zones
from scheduling.days import Dates
from scheduling.errors import IdempotencyKeyMissing, InvalidRequest, NotFound
from scheduling.values import Attendee, BookingQuery, BookingStatus, NewBooking, Search

# The years that the laws are held to (scheduling.times); arithmetic around any instant of them is safe.
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
LONGEST_SEARCH = timedelta(days=92)
# A day inside of these years on either side, so that in each zone all of the date lies in them.
FIRST_DATE, LAST_DATE = date(1970, 1, 2), date(2199, 12, 30)
MOST_DATES = timedelta(days=62)
MOST_SEATS = 10_000
MOST_RESOURCES = 100
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\Z")


def invalid(field: str, problem: str) -> InvalidRequest:
    """Return the refusal of a field; ``problem`` goes on after the field's name."""
    return InvalidRequest(f"{field} {problem}.", {"field": field})


def text(field: str, value: str, *, shortest: int = 1, longest: int, lines: bool = False) -> str:
    """Return text that can be stored: no control characters (``lines`` allows line ends and tabs), no surrogates."""
    if not isinstance(value, str):
        raise invalid(field, "must be text")
    if not shortest <= len(value) <= longest:
        raise invalid(field, f"must have {shortest} to {longest} characters, not {len(value)}")
    if shortest and not value.strip():
        raise invalid(field, "must not be blank")
    allowed = "\n\r\t" if lines else ""
    if any(unicodedata.category(char) in {"Cc", "Cs"} and char not in allowed for char in value):
        raise invalid(field, "must not contain control characters or lone surrogates")
    return value


def name(field: str, value: str) -> str:
    """Return the id of a tenant, an event or a resource."""
    return text(field, value, longest=100)


def number(field: str, value: int, most: int) -> int:
    """Return a whole number from 1 to ``most``."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise invalid(field, f"must be a whole number from 1 to {most}")
    return value


def instant(field: str, value: datetime) -> datetime:
    """Return an aware instant in UTC."""
    if not isinstance(value, datetime) or value.utcoffset() is None:
        raise invalid(field, "must be a time with an offset, such as 2026-03-08T05:00:00Z")
    try:
        moment = value.astimezone(UTC)
    except OverflowError:
        moment = LATEST
    if not EARLIEST <= moment < LATEST:
        raise invalid(field, f"must lie in the years {EARLIEST.year} to {LATEST.year - 1}")
    return moment


def resources(value: tuple[str, ...]) -> tuple[str, ...]:
    """Return ids of resources, each once, in the order given."""
    if not isinstance(value, tuple) or len(value) > MOST_RESOURCES:
        raise invalid("resources", f"must be a tuple of at most {MOST_RESOURCES} ids")
    return tuple(dict.fromkeys(name("resources", one) for one in value))


def search(value: Search) -> Search:
    """Check a search."""
    start, end = instant("start", value.start), instant("end", value.end)
    if not start < end <= start + LONGEST_SEARCH:
        raise invalid("end", f"must be after start, at most {LONGEST_SEARCH.days} days")
    return replace(
        value,
        event=name("event", value.event),
        start=start,
        end=end,
        resources=resources(value.resources),
        party=number("party", value.party, MOST_SEATS),
        limit=number("limit", value.limit, 1_000),
    )


def dates(first: date, last: date, tz: str, *, names: tuple[str, str] = ("first", "last")) -> Dates:
    """Check dates of a zone; ``names`` are what the caller calls the first and the last."""
    for field, value in zip(names, (first, last), strict=True):
        # A datetime is a date to Python, and would be compared as none is.
        if not isinstance(value, date) or isinstance(value, datetime):
            raise invalid(field, "must be a date")
        if not FIRST_DATE <= value <= LAST_DATE:
            raise invalid(field, f"must lie between {FIRST_DATE} and {LAST_DATE}")
    if not first <= last < first + MOST_DATES:
        raise invalid(names[1], f"must not lie before {names[0]}, and at most {MOST_DATES.days} dates in all")
    return Dates(first, last, zone(tz))


def zone(value: str) -> str:
    """Return the name of a zone."""
    if not isinstance(value, str) or value not in zones.names():
        raise invalid("tz", "must be the IANA name of a time zone, such as Europe/London")
    return value


def new_booking(value: NewBooking) -> NewBooking:
    """Check a booking to be made."""
    return replace(
        value,
        event=name("event", value.event),
        start=instant("start", value.start),
        attendee=attendee(value.attendee),
        resources=resources(value.resources),
        party=number("party", value.party, MOST_SEATS),
        notes=text("notes", value.notes, shortest=0, longest=4_000, lines=True),
    )


def attendee(value: Attendee) -> Attendee:
    """Check for whom a booking is made."""
    email = text("attendee.email", value.email, shortest=3, longest=254)
    if not _EMAIL.match(email):
        raise invalid("attendee.email", "must be an address such as ada@example.com")
    return Attendee(name=text("attendee.name", value.name, longest=200), email=email)


def booking_query(value: BookingQuery) -> BookingQuery:
    """Check which bookings are to be listed."""
    if value.status is not None and value.status not in get_args(BookingStatus):
        raise invalid("status", f"must be one of {', '.join(get_args(BookingStatus))}")
    return replace(
        value,
        event=None if value.event is None else name("event", value.event),
        resource=None if value.resource is None else name("resource", value.resource),
        start=None if value.start is None else instant("start", value.start),
        end=None if value.end is None else instant("end", value.end),
        limit=number("limit", value.limit, 200),
    )


def booking_id(value: str) -> str:
    """Return a booking's id in its one spelling; what is not a UUID cannot be found."""
    try:
        found = UUID(value)
    except (ValueError, AttributeError, TypeError):
        found = None
    if found is None or str(found) != value.lower():
        raise NotFound("There is no such booking.")
    return str(found)


def idempotency_key(value: str) -> str:
    """Return a caller's idempotency key, 1 to 255 characters."""
    if not isinstance(value, str) or not value.strip():
        raise IdempotencyKeyMissing(
            "A write needs an idempotency key: make up one key for each thing that you want done, such as a UUID, "
            "and send the same one when you try again."
        )
    return text("idempotency_key", value, longest=255)


def title(value: str | None) -> str | None:
    """Return what an event or a resource is called; None stays None."""
    return None if value is None else text("title", value, longest=200)


def description(value: str) -> str:
    """Return what an event is; may be empty."""
    return text("description", value, shortest=0, longest=4_000, lines=True)


def reason(value: str) -> str:
    """Return why a booking is cancelled; may be empty."""
    return text("reason", value, shortest=0, longest=500, lines=True)
