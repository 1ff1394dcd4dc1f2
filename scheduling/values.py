"""The values that go in and out of the kernel's door. All frozen, all times aware.

The one description of each field that generated code and its readers see is ``schemas/kernel/v2.pyi``; a test holds
this module to it, field by field.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

BookingStatus = Literal["confirmed", "cancelled"]
EventMode = Literal["any", "all"]
ObstacleCode = Literal[
    "past",
    "too_soon",
    "too_far",
    "closed",
    "booked",
    "full",
    "day_limit",
    "calendar_error",
    "no_fit",
    "nobody",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceInfo:
    """Someone or something that can be booked, as people are told of it."""

    id: str
    title: str
    tz: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventInfo:
    """What can be booked, as people are told of it."""

    id: str
    title: str
    description: str
    duration_min: int
    tz: str
    resources: tuple[ResourceInfo, ...]
    mode: EventMode
    max_party: int
    min_notice_min: int
    max_advance_min: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What free time is asked for: starts in ``[start, end)``, at most 92 days."""

    event: str
    start: datetime
    end: datetime
    resources: tuple[str, ...] = ()
    party: int = 1
    limit: int = 100
    cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One start that can be booked now, and the resources that can serve it."""

    start: datetime
    end: datetime
    resources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """One page of free time, by rising start."""

    event: str
    duration_min: int
    slots: tuple[Slot, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeDay:
    """How many starts are free on one date, and the first of them."""

    date: date
    slots: int
    first: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """One reason why nothing is free on a date; without start and end it rules out the whole date."""

    code: ObstacleCode
    text: str
    resource: str | None
    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """For whom a booking is made."""

    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBooking:
    """What is to be booked."""

    event: str
    start: datetime
    attendee: Attendee
    resources: tuple[str, ...] = ()
    party: int = 1
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """A booking as it stands."""

    id: str
    event: str
    resources: tuple[str, ...]
    start: datetime
    end: datetime
    status: BookingStatus
    party: int
    attendee: Attendee
    notes: str
    cancellation_reason: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingQuery:
    """Which bookings are to be listed; what is None does not narrow."""

    event: str | None = None
    resource: str | None = None
    status: BookingStatus | None = None
    start: datetime | None = None
    end: datetime | None = None
    limit: int = 50
    cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingPage:
    """One page of bookings, by rising start, then id."""

    bookings: tuple[Booking, ...]
    next_cursor: str | None
