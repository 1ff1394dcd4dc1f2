"""Repeats: series of bookings, as they go in and out of the door. All frozen; instants are aware, wall times naive."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from scheduling import checks
from scheduling.checks import invalid
from scheduling.problem import Freq, Series, Weekday
from scheduling.series import local_starts
from scheduling.values import Attendee, BookingStatus
from scheduling.zone import resolve

SeriesStatus = Literal["expanding", "expanded", "cancelled"]
MOST_OCCURRENCES = 1_000
MOST_INTERVAL = 1_000
MOST_EXDATES = 1_000
FREQS: tuple[Freq, ...] = ("daily", "weekly", "monthly")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSeries:
    """What is to be booked again and again on the wall clock of ``tz``; ``count`` or ``until_local`` must end it.

    The fields of the rule mean what those of ``scheduling.problem.Series`` mean, the others what those of
    ``NewBooking`` mean; each occurrence lasts as long as the event does.
    """

    event: str
    tz: str
    first_local: datetime
    freq: Freq
    attendee: Attendee
    interval: int = 1
    byday: tuple[Weekday, ...] = ()
    count: int | None = None
    until_local: datetime | None = None
    exdates_local: tuple[date | datetime, ...] = ()
    resources: tuple[str, ...] = ()
    party: int = 1
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingSeries:
    """A series as it stands: ``booked`` and ``refused`` of ``total`` occurrences; ``job`` expands it."""

    id: str
    new: NewSeries
    status: SeriesStatus
    total: int
    booked: int
    refused: int
    job: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One occurrence: its booking and how that stands, or why there is none (``code`` in a word, ``reason``)."""

    local: datetime
    start: datetime
    booking: str | None = None
    status: BookingStatus | None = None
    code: str | None = None
    reason: str | None = None


def due(new: NewSeries) -> list[tuple[datetime, datetime]]:
    """Return the wall times at which a series takes place and their instants, in order of time.

    Two wall times that mean one instant are one occurrence, the earlier reading; one more than allowed is returned
    where there are too many.
    """
    found: dict[datetime, datetime] = {}
    last = new.until_local.date() if new.until_local else checks.LAST_DATE
    for local in local_starts(rule(new), new.first_local.date(), last):
        found.setdefault(resolve(new.tz, local), local)
        if len(found) > MOST_OCCURRENCES:
            break
    return [(local, start) for start, local in sorted(found.items())]


def rule(new: NewSeries) -> Series:
    """Return the rule alone."""
    return Series(
        resource="",
        dtstart_local=new.first_local,
        duration_min=1,
        freq=new.freq,
        tz=new.tz,
        interval=new.interval,
        byday=new.byday,
        count=new.count,
        until_local=new.until_local,
        exdates_local=new.exdates_local,
    )


def checked(new: NewSeries) -> NewSeries:
    """Check a series to be made; raises InvalidRequest."""
    if new.freq not in FREQS:
        raise invalid("freq", f"must be one of {', '.join(FREQS)}")
    if new.byday and new.freq == "monthly":
        raise invalid("byday", "does not go with monthly, which repeats the day of the month of first_local")
    if new.count is None and new.until_local is None:
        raise invalid("count", "or until_local must be given: a series has to end")
    if len(new.exdates_local) > MOST_EXDATES:
        raise invalid("exdates_local", f"must be at most {MOST_EXDATES}")
    asked = replace(
        new,
        event=checks.name("event", new.event),
        tz=checks.zone(new.tz),
        first_local=wall("first_local", new.first_local),
        interval=checks.number("interval", new.interval, MOST_INTERVAL),
        byday=tuple(dict.fromkeys(new.byday)),
        count=None if new.count is None else checks.number("count", new.count, MOST_OCCURRENCES),
        until_local=None if new.until_local is None else wall("until_local", new.until_local),
        attendee=checks.attendee(new.attendee),
        resources=checks.resources(new.resources),
        party=checks.number("party", new.party, checks.MOST_SEATS),
        notes=checks.text("notes", new.notes, shortest=0, longest=4_000, lines=True),
    )
    if len(due(asked)) > MOST_OCCURRENCES:
        raise invalid("until_local", f"must leave at most {MOST_OCCURRENCES} occurrences; make the series shorter")
    return asked


def wall(field: str, value: datetime) -> datetime:
    """Return a reading of a clock in whole minutes, without an offset."""
    if not isinstance(value, datetime) or value.tzinfo is not None or value.second or value.microsecond:
        raise invalid(field, "must be a wall time of whole minutes without an offset, such as 2026-03-08T09:30")
    if not checks.FIRST_DATE <= value.date() <= checks.LAST_DATE:
        raise invalid(field, f"must lie between {checks.FIRST_DATE} and {checks.LAST_DATE}")
    return value
