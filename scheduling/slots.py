"""Search: which slots a problem offers, and who is free for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from itertools import chain, islice

from scheduling.busy import Calendar, blocked_starts, busy_times, calendars
from scheduling.intervals import Interval, intersect, merge, subtract
from scheduling.limits import clock, days_booked, full_days, grid, start_span
from scheduling.opening import open_intervals
from scheduling.problem import Problem, Resource
from scheduling.zone import instant


@dataclass(frozen=True, slots=True)
class Answer:
    """The slots on offer, in order of time, and beside each the ids of the resources that are free for it.

    ``slots`` are aware UTC datetimes of whole minutes; ``resources[i]`` belongs to ``slots[i]``, ids in the order of
    ``rules.resources`` (all of them where ``mode`` is ``all``).
    """

    slots: tuple[datetime, ...]
    resources: tuple[tuple[str, ...], ...]


def search(problem: Problem) -> Answer:
    """Return the slots that a problem offers, earliest first, at most ``query.limit``.

    A slot of mode ``any`` names the resources that are free for it, one of mode ``all`` is one for which every
    resource is. Without resources nothing is on offer. Pure: the clock is ``query.now``.
    """
    resources = problem.rules.resources
    limit = problem.query.limit
    # Of mode any, a slot among the first N of all is among the first N of each resource that is free for it.
    most = limit if problem.rules.event.mode == "any" else None
    entries = calendars(problem)
    free: dict[int, list[str]] = {}
    for resource in resources:
        for minute in islice(free_starts(problem, resource, entries[resource.id]), most):
            free.setdefault(minute, []).append(resource.id)
    if problem.rules.event.mode == "all":
        free = {minute: ids for minute, ids in free.items() if len(ids) == len(resources)}
    chosen = sorted(free)[:limit]
    return Answer(tuple(instant(minute) for minute in chosen), tuple(tuple(free[minute]) for minute in chosen))


def free_starts(problem: Problem, resource: Resource, calendar: Calendar) -> Iterator[int]:
    """Yield the minutes at which one resource can start, in order."""
    for low, high in free_spans(problem, resource, calendar):
        yield from grid(problem.rules.event, resource.tz, low, high)


def free_spans(problem: Problem, resource: Resource, calendar: Calendar) -> list[Interval]:
    """Return the minutes at which one resource could start if there were no start grid."""
    event, query = problem.rules.event, problem.query
    first, end = start_span(problem)
    spare = resource.capacity - query.party
    if first >= end or spare < 0 or resource.id in problem.calendar_errors:
        return []
    opened = open_intervals(resource, first, end + event.duration_min)
    starts = merge((opens, min(closes - event.duration_min + 1, end)) for opens, closes in opened)
    padded_end = end + event.duration_min + event.buffer_after_min
    busy = busy_times(calendar, resource.tz, query.now, first - event.buffer_before_min, padded_end)
    starts = subtract(starts, blocked_starts(event, busy, spare))
    if event.max_per_day is not None:
        counted = days_booked(calendar, resource.tz, query.now)
        starts = subtract(starts, merge(full_days(counted, event.max_per_day, resource.tz, first, end)))
    return starts


def free_minutes(problem: Problem) -> list[int]:
    """Return the minutes of all slots on offer, in order; the query's limit is not asked.

    Who is free is left out, which makes it cheap: resources on one start grid are one set of minutes before the grid is
    laid on it, however many they are.
    """
    event, entries = problem.rules.event, calendars(problem)
    spans: dict[str, list[list[Interval]]] = {}
    for resource in problem.rules.resources:
        spans.setdefault(clock(event, resource.tz), []).append(free_spans(problem, resource, entries[resource.id]))
    together = event.mode == "all"
    minutes: list[set[int]] = []
    for tz, found in spans.items():
        joined = reduce(intersect, found) if together else merge(chain.from_iterable(found))
        minutes.append({minute for low, high in joined for minute in grid(event, tz, low, high)})
    return sorted((set.intersection if together else set.union)(*minutes)) if minutes else []
