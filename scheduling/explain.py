"""Explain: why a problem offers a slot at one instant, or why not, in words.

Every law is asked about the one instant, apart from :mod:`scheduling.slots`, which finds all slots at once; that the
two agree is a law of its own: ``explain(problem, t).offered`` if and only if ``t in search(problem).slots``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from scheduling.busy import Busy, Calendar, busy_times, calendars, full_intervals
from scheduling.intervals import Interval
from scheduling.limits import days_booked, grid, local_day
from scheduling.opening import open_intervals, windows_of
from scheduling.problem import Booking, Event, Problem, Resource
from scheduling.slots import search
from scheduling.wording import hours_around, moment, reading, skipped_reading, span
from scheduling.zone import ceil_minute, floor_minute, instant, load, resolve


@dataclass(frozen=True, slots=True)
class Reason:
    """Why not: the law that says so (``S1`` .. ``S12``, ``limit``), in words, and for which resource (None: any).

    ``code`` is one word for the same, which stays when the text is put better.
    """

    law: str
    code: str
    text: str
    resource: str | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was found about one instant.

    ``at`` is that instant in UTC; ``resources`` are the ids that a slot there would name, empty if it is not offered;
    ``reasons`` say why not, and of an offered slot of mode any why the other resources are not free.
    """

    at: datetime
    offered: bool
    resources: tuple[str, ...]
    reasons: tuple[Reason, ...]


def explain(problem: Problem, at: datetime) -> Explanation:
    """Return why a slot at an instant is offered or not.

    A naive ``at`` is a reading of the clock in the event's zone, else in the first resource's: of two such instants
    the first is meant, and one that the clock skipped is never offered.
    """
    if at.tzinfo is None:
        tz = problem.rules.event.tz or (problem.rules.resources[0].tz if problem.rules.resources else "UTC")
        meant = resolve(tz, at)
        if meant.astimezone(load(tz)).replace(tzinfo=None) != at:
            text = f"closed: {at:%A %H:%M} does not exist in {tz} on {at:%Y-%m-%d}"
            return Explanation(meant, offered=False, resources=(), reasons=(Reason("S1", "closed", text),))
        at = meant
    minute = floor_minute(at)
    shared = tuple(_about_the_start(problem, at))
    entries = calendars(problem)
    own = {one.id: tuple(_about(problem, one, entries[one.id], minute)) for one in problem.rules.resources}
    free = tuple(name for name, reasons in own.items() if not reasons)
    reasons = shared + tuple(reason for found in own.values() for reason in found)
    enough = len(free) == len(own) if problem.rules.event.mode == "all" else bool(free)
    if not own:
        reasons += (Reason("S10", "nobody", "nobody: the problem has no resources"),)
    offered = bool(own) and enough and not shared
    if offered and problem.query.limit is not None and at not in search(problem).slots:
        text = f"past the limit: not among the first {problem.query.limit} slots"
        offered, reasons = False, (Reason("limit", "limit", text),)
    return Explanation(instant(minute) if offered else at, offered, free if offered else (), reasons)


def _about_the_start(problem: Problem, at: datetime) -> Iterator[Reason]:
    """Yield what stands against the start itself, whoever would serve it."""
    query, event = problem.query, problem.rules.event
    if ceil_minute(at) != floor_minute(at):
        yield Reason("S3", "off_grid", "off the grid: slots start on whole minutes")
    if at < query.from_:
        yield Reason("S4", "not_asked", f"not asked for: before the query's from, {_utc(query.from_)}")
    if at >= query.to:
        yield Reason("S4", "not_asked", f"not asked for: not before the query's to, {_utc(query.to)}")
    if at < query.now + timedelta(minutes=event.min_notice_min):
        what = f"needs {event.min_notice_min} min of notice" if event.min_notice_min else "has passed"
        yield Reason("S6", "past" if at < query.now else "too_soon", f"too soon: at {_utc(query.now)} it {what}")
    if event.max_advance_min is not None and at > query.now + timedelta(minutes=event.max_advance_min):
        yield Reason("S6", "too_far", f"too far: more than {event.max_advance_min} min after {_utc(query.now)}")


def _about(problem: Problem, resource: Resource, calendar: Calendar, minute: int) -> Iterator[Reason]:
    """Yield what stands against one resource's serving a slot at a minute."""
    event, query = problem.rules.event, problem.query
    if resource.id in problem.calendar_errors:
        yield Reason("S12", "calendar_error", "calendar in error: its outside calendar cannot be read", resource.id)
    if closed := _closed(resource, event, minute):
        yield Reason("S1", "closed", closed, resource.id)
    if minute not in grid(event, resource.tz, minute, minute + 1):
        yield Reason("S3", "off_grid", _off_grid(event, resource.tz, minute), resource.id)
    busy = busy_times(calendar, resource.tz, query.now, *_padded(event, minute))
    for text in _taken(problem, resource, busy, minute):
        law, code = ("S8", "full") if text.startswith("full") else ("S5", "booked")
        yield Reason(law, code, text, resource.id)
    if event.max_per_day is not None:
        day = local_day(resource.tz, minute)
        count = days_booked(calendar, resource.tz, query.now).get(day, 0)
        if count >= event.max_per_day:
            yield Reason("S9", "day_limit", f"day full: {count} of {event.max_per_day} bookings that day", resource.id)


def _closed(resource: Resource, event: Event, minute: int) -> str | None:
    """Say when the resource is not open between start and end, if so."""
    end = minute + event.duration_min
    opened = open_intervals(resource, minute, end)
    if opened == [(minute, end)]:
        return None
    shut = opened[0][1] if opened and opened[0][0] == minute else minute
    date, time = reading(resource.tz, shut)
    day = local_day(resource.tz, shut)
    where = hours_around(resource, windows_of(resource, day), windows_of(resource, day - 1))
    missing = skipped_reading(resource.tz, shut)
    if missing:
        return f"closed: {missing}; the clock reads {time}, {where}"
    if shut > minute:
        return f"closed: {event.duration_min} min from {moment(resource.tz, minute)} run into {time} on {date}, {where}"
    return f"closed: {moment(resource.tz, shut)} in {resource.tz} on {date} is {where}"


def _off_grid(event: Event, tz: str, minute: int) -> str:
    """Say which grid a start misses."""
    if event.anchor == "utc":
        return f"off the {event.step_min}-minute grid of UTC"
    name = event.tz or tz
    return f"off the {event.step_min}-minute grid: the clock in {name} reads {reading(name, minute)[1]}"


def _padded(event: Event, minute: int) -> Interval:
    """Return a slot with its own buffers."""
    return minute - event.buffer_before_min, minute + event.duration_min + event.buffer_after_min


def _taken(problem: Problem, resource: Resource, busy: list[Busy], minute: int) -> Iterator[str]:
    """Yield what takes the seats that a slot needs."""
    event, party = problem.rules.event, problem.query.party
    spare = resource.capacity - party
    slot, padded = (minute, minute + event.duration_min), _padded(event, minute)
    if spare < 0:
        yield f"full: a party of {party} on {resource.capacity} seats"
        return
    full = [
        *(_common(one, padded) for one in full_intervals(((one.raw, one.seats) for one in busy), spare)),
        *(_common(one, slot) for one in full_intervals(((one.padded, one.seats) for one in busy), spare)),
    ]
    worst = [start for start, end in full if start < end]
    if not worst:
        return
    if resource.capacity > 1:
        yield _seats_taken(resource, busy, slot, worst[0], party)
        return
    for one in busy:
        if one.seats and (_meet(one.raw, padded) or _meet(one.padded, slot)):
            yield _busy(one, resource.tz, slot)


def _seats_taken(resource: Resource, busy: list[Busy], slot: Interval, minute: int, party: int) -> str:
    """Say how many seats are taken at a full minute."""
    inside = slot[0] <= minute < slot[1]
    times = [(one.padded if inside else one.raw, one.seats) for one in busy]
    taken = sum(seats for (start, end), seats in times if start <= minute < end)
    wanted = f", {party} wanted" if party > 1 else ""
    return f"full: {taken} of {resource.capacity} seats taken at {moment(resource.tz, minute)}{wanted}"


def _busy(one: Busy, tz: str, slot: Interval) -> str:
    """Name what is in the way and whose buffer makes it so."""
    source = one.source
    name = "booking" if isinstance(source, Booking) else "series"
    if isinstance(source, Booking) and source.status == "hold":
        name = "hold"
    label = f" {source.id}" if source.id else ""
    text = f"busy: {name}{label} {span(tz, *one.raw)}"
    if _meet(one.raw, slot):
        return text
    before, after = one.raw[0] - one.padded[0], one.padded[1] - one.raw[1]
    if _meet(one.padded, slot):
        return f"{text} with its {after if one.raw[1] <= slot[0] else before} min buffer"
    return f"{text} within the slot's own buffer {'before' if one.raw[1] <= slot[0] else 'after'} it"


def _meet(one: Interval, other: Interval) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _common(one: Interval, other: Interval) -> Interval:
    return max(one[0], other[0]), min(one[1], other[1])


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
