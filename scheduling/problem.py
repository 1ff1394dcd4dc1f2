"""A search problem: everything that decides which slots are free, as frozen values.

Field names are those of the JSON form (``schemas/kernel/problem.schema.json``), except ``query.from_``: ``from``
is a Python keyword. Instants are aware datetimes in any zone, wall-clock values are naive, lengths are whole
minutes. :func:`scheduling.parsing.parse` builds a :class:`Problem` from strangers' JSON and checks it; code that
builds one itself (the store) is trusted to keep the stated ranges.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Mode = Literal["any", "all"]
Anchor = Literal["local", "utc"]
Status = Literal["confirmed", "pending", "hold", "cancelled"]
Freq = Literal["daily", "weekly", "monthly"]
OWN = "own"


class ProblemInvalid(ValueError):
    """A search problem that makes no sense.

    ``pointer`` is the JSON pointer of the value at fault (``""`` is the whole document), ``what`` says what is
    wrong with it, ``remedy`` the edit that mends it.
    """

    def __init__(self, pointer: str, what: str, remedy: str) -> None:
        super().__init__(f"{pointer or '(the whole problem)'}: {what}; {remedy}")
        self.pointer = pointer
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Window:
    """Opening hours ``[start, end)`` in minutes since local midnight; ``0 <= start < end <= 2880``.

    A window that ends past 1440 (24:00) is a night shift and belongs to the date on which it starts.
    """

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Resource:
    """Someone or something that can be booked.

    ``tz`` is an IANA zone; ``weekly`` maps ``mon`` .. ``sun`` to windows, a missing day is closed; ``overrides``
    replaces the windows that start on a local date (``()`` = closed); ``capacity`` is the number of seats at once.
    """

    id: str
    tz: str
    weekly: Mapping[Weekday, tuple[Window, ...]] = field(default_factory=dict)
    overrides: Mapping[date, tuple[Window, ...]] = field(default_factory=dict)
    capacity: int = 1


@dataclass(frozen=True, slots=True)
class Event:
    """What is to be booked: length, start grid, buffers and limits.

    ``step_min`` is the start grid; ``max_advance_min`` and ``max_per_day`` ``None`` mean no limit; ``mode`` ``any``
    needs one free resource, ``all`` needs every one; ``tz`` is the grid's zone, ``None`` is each resource's own;
    ``anchor`` ``utc`` lays the grid over epoch minutes instead of local minutes of the day.
    """

    duration_min: int
    step_min: int
    buffer_before_min: int = 0
    buffer_after_min: int = 0
    min_notice_min: int = 0
    max_advance_min: int | None = None
    max_per_day: int | None = None
    mode: Mode = "any"
    tz: str | None = None
    anchor: Anchor = "local"


@dataclass(frozen=True, slots=True)
class Rules:
    """The resources asked for, in the order in which answers name them, and the event."""

    resources: tuple[Resource, ...]
    event: Event


@dataclass(frozen=True, slots=True)
class Booking:
    """Something in a resource's calendar, ``[start, end)``.

    ``hold`` blocks while ``expires_at > now``; ``cancelled`` and ``transparent`` never block; ``source`` is ``own``
    or the name of an outside calendar, whose entries do not count for ``max_per_day``; ``id`` is only for messages.
    """

    resource: str
    start: datetime
    end: datetime
    status: Status = "confirmed"
    expires_at: datetime | None = None
    seats: int = 1
    transparent: bool = False
    source: str = OWN
    buffer_before_min: int = 0
    buffer_after_min: int = 0
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """A booking that repeats on the wall clock of ``tz`` (``None``: the resource's own zone).

    ``dtstart_local`` is naive, whole minutes; ``byday`` holds weekdays (weekly: the days, none is that of dtstart;
    daily: only on these days; monthly: must be empty); ``count`` and ``until_local`` (inclusive) end it, whichever
    comes first; a date in ``exdates_local`` drops that day's occurrence, a datetime the occurrence of that reading.
    """

    resource: str
    dtstart_local: datetime
    duration_min: int
    freq: Freq
    tz: str | None = None
    interval: int = 1
    byday: tuple[Weekday, ...] = ()
    count: int | None = None
    until_local: datetime | None = None
    exdates_local: tuple[date | datetime, ...] = ()
    seats: int = 1
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: slots that start in ``[from_, to)``, at most ``limit`` of them, for ``party`` seats."""

    now: datetime
    from_: datetime
    to: datetime
    limit: int | None = None
    party: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """A whole search problem; ``calendar_errors`` names the resources whose outside calendar cannot be read."""

    rules: Rules
    query: Query
    bookings: tuple[Booking, ...] = ()
    series: tuple[Series, ...] = ()
    calendar_errors: frozenset[str] = frozenset()
