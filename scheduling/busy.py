"""S5, S7, S8: when too many seats are taken.

With one seat, "the slot with its buffers must not meet a raw busy interval, and the raw slot must not meet one with
that booking's buffers". With more seats the same two tests ask whether seats taken plus the party stay within the
capacity at every minute. So there are two sets of full minutes, raw and padded, and a padded slot must keep out of the
one, a raw slot out of the other. A booking that takes part of a minute takes the minute.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from scheduling.intervals import Interval, merge
from scheduling.problem import Booking, Event, Problem, Series
from scheduling.series import occurrences
from scheduling.zone import ceil_minute, floor_minute


@dataclass(frozen=True, slots=True)
class Busy:
    """Seats taken during the minutes ``raw``, and with its own buffers during ``padded``, by ``source``."""

    raw: Interval
    padded: Interval
    seats: int
    source: Booking | Series


def blocks(booking: Booking, now: datetime) -> bool:
    """Say whether a booking takes seats: not if cancelled, transparent, or a hold that has run out."""
    if booking.transparent:
        return False
    return is_live(booking, now)


def is_live(booking: Booking, now: datetime) -> bool:
    """Say whether a booking stands: it is not cancelled, nor a hold that has run out."""
    if booking.status == "hold":
        return booking.expires_at is None or booking.expires_at > now
    return booking.status != "cancelled"


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a problem says is in one resource's calendar."""

    bookings: list[Booking] = field(default_factory=list)
    series: list[Series] = field(default_factory=list)


def calendars(problem: Problem) -> dict[str, Calendar]:
    """Return the calendar of each of the problem's resources, by id; entries of other resources are left out."""
    found = {resource.id: Calendar() for resource in problem.rules.resources}
    for booking in problem.bookings:
        if booking.resource in found:
            found[booking.resource].bookings.append(booking)
    for series in problem.series:
        if series.resource in found:
            found[series.resource].series.append(series)
    return found


def busy_times(calendar: Calendar, tz: str, now: datetime, start: int, end: int) -> list[Busy]:
    """Return what takes a resource's seats in the minutes ``[start, end)``, buffers included; ``tz`` is its zone."""
    found: list[Busy] = []
    for booking in calendar.bookings:
        if not blocks(booking, now):
            continue
        raw = floor_minute(booking.start), ceil_minute(booking.end)
        padded = raw[0] - booking.buffer_before_min, raw[1] + booking.buffer_after_min
        if padded[0] < end and padded[1] > start:
            found.append(Busy(raw, padded, booking.seats, booking))
    for series in calendar.series:
        times = occurrences(series, tz, start, end)
        found.extend(Busy(interval, interval, series.seats, series) for interval in times)
    return found


def full_intervals(taken: Iterable[tuple[Interval, int]], spare: int) -> list[Interval]:
    """Return the minutes at which more than ``spare`` seats are taken."""
    changes = [(at, change) for (start, end), seats in taken for at, change in ((start, seats), (end, -seats))]
    full: list[Interval] = []
    seats, since = 0, None
    for minute, group in groupby(sorted(changes), key=itemgetter(0)):
        seats += sum(change for _, change in group)
        if seats > spare and since is None:
            since = minute
        elif seats <= spare and since is not None:
            full.append((since, minute))
            since = None
    return full


def blocked_starts(event: Event, busy: list[Busy], spare: int) -> list[Interval]:
    """Return the minutes at which a slot may not start, because at some minute more than ``spare`` seats are taken."""
    raw = full_intervals(((one.raw, one.seats) for one in busy), spare)
    padded = full_intervals(((one.padded, one.seats) for one in busy), spare)
    return starts_meeting(event, raw, padded)


def starts_meeting(event: Event, raw: list[Interval], padded: list[Interval]) -> list[Interval]:
    """Return the minutes from which a slot with its own buffers meets ``raw``, or without them ``padded``."""
    after = event.duration_min + event.buffer_after_min
    # [t, t+d) meets [x, y) if and only if x-d < t < y: as whole minutes, t in [x-d+1, y).
    return merge(
        [(start - after + 1, end + event.buffer_before_min) for start, end in raw]
        + [(start - event.duration_min + 1, end) for start, end in padded]
    )
