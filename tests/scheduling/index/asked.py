"""Problems asked of an index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import HealthCheck, settings

from scheduling.index import Entry, Horizon, Index
from scheduling.problem import Problem, Rules
from scheduling.slots import Answer
from scheduling.zone import DAY, floor_minute, segments

BEFORE, DAYS = 6, 16
MINUTE = timedelta(minutes=1)
CALM = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def horizon(problem: Problem) -> Horizon:
    """Some days around the time asked about."""
    return Horizon(floor_minute(problem.query.from_) // DAY - BEFORE, DAYS)


def empty(problem: Problem) -> Index:
    """An index that knows the rules and the calendars in error, but no entry."""
    index = Index(horizon(problem), problem.rules.resources)
    for resource in problem.calendar_errors:
        index.set_error(resource, broken=True)
    return index


def indexed(problem: Problem) -> Index:
    """An index that was told of all that a problem states, one thing after the other."""
    index = empty(problem)
    for entry in entries(problem):
        index.add(entry)
    return index


def entries(problem: Problem, resource: str | None = None) -> list[Entry]:
    """All entries, or those of one resource."""
    return [one for one in (*problem.bookings, *problem.series) if resource in {None, one.resource}]


def ids(problem: Problem) -> list[str]:
    """The ids of its resources."""
    return [resource.id for resource in problem.rules.resources]


def ask(index: Index, problem: Problem) -> Answer | None:
    """What the index says to the problem's query."""
    return index.plan(problem.rules.event, ids(problem)).search(problem.query)


def plain(problem: Problem) -> Problem:
    """The problem with its step and its bookings moved to whole ticks."""
    event = problem.rules.event
    even = replace(event, step_min=-(-event.step_min // 5) * 5)
    bookings = tuple(replace(one, start=tick(one.start), end=tick(one.end) + 5 * MINUTE) for one in problem.bookings)
    return replace(problem, rules=Rules(problem.rules.resources, even), bookings=bookings)


def tick(time: datetime) -> datetime:
    """The tick in which an instant lies."""
    return time.replace(minute=time.minute // 5 * 5, second=0)


def must_answer(problem: Problem) -> bool:
    """Say whether everything lies on the grid, so that an index has no excuse."""
    event, around = problem.rules.event, horizon(problem)
    zones = {event.tz or one.tz for one in problem.rules.resources} | {one.tz for one in problem.rules.resources}
    zones |= {one.tz for one in problem.series if one.tz}
    shifts = [piece for tz in zones for piece in segments(tz, around.start, around.end)]
    times = [time for one in problem.bookings for time in (one.start, one.end)]
    lengths = [event.duration_min, event.step_min, event.buffer_before_min, event.buffer_after_min]
    minutes = [*(minute for piece in shifts for minute in (piece.start, piece.offset)), *lengths]
    return all(minute % 5 == 0 for minute in minutes) and all(on_grid(time) for time in times)


def on_grid(time: datetime) -> bool:
    """Say whether an instant lies on a tick."""
    return time.minute % 5 == 0 and not time.second and not time.microsecond


def pairs(answer: Answer | None) -> set[tuple[datetime, str]]:
    """Who is free when, as a set."""
    assert answer is not None
    return {(slot, one) for slot, free in zip(answer.slots, answer.resources, strict=True) for one in free}


def alone(problem: Problem, chosen: Sequence[str]) -> Problem:
    """The problem with only some of its resources."""
    some = tuple(one for one in problem.rules.resources if one.id in chosen)
    return replace(problem, rules=Rules(some, problem.rules.event))


def around(problem: Problem) -> tuple[datetime, datetime]:
    """Twenty minutes in the middle of what is asked for."""
    start = problem.query.from_ + (problem.query.to - problem.query.from_) // 2
    start = start.replace(minute=start.minute // 5 * 5, second=0, microsecond=0)
    return start, start + 20 * MINUTE
