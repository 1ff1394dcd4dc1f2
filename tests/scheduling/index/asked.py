"""Problems asked of an index."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from scheduling.index import Horizon, Index
from scheduling.problem import Problem
from scheduling.slots import Answer
from scheduling.zone import DAY, floor_minute

BEFORE, DAYS = 6, 16
CALM = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def horizon(problem: Problem) -> Horizon:
    """Some days around the time asked about."""
    return Horizon(floor_minute(problem.query.from_) // DAY - BEFORE, DAYS)


def indexed(problem: Problem) -> Index:
    """An index that was told of all that a problem states, one thing after the other."""
    index = Index(horizon(problem), problem.rules.resources)
    for entry in (*problem.bookings, *problem.series):
        index.add(entry)
    for resource in problem.calendar_errors:
        index.set_error(resource, broken=True)
    return index


def ids(problem: Problem) -> list[str]:
    """The ids of its resources."""
    return [resource.id for resource in problem.rules.resources]


def ask(index: Index, problem: Problem) -> Answer | None:
    """What the index says to the problem's query."""
    return index.plan(problem.rules.event, ids(problem)).search(problem.query)
