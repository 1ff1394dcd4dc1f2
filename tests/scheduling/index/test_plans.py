"""Plans: days, edges of the horizon, and what is kept in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.days import Dates, free_days
from scheduling.index import Horizon, Index, Plan
from scheduling.parsing import parse
from scheduling.problem import WEEKDAYS, Booking, Event, Query, Resource, Window
from scheduling.zone import instant
from tests.scheduling.index.asked import CALM, ids, indexed
from tests.scheduling.laws.problems import ZONES, problems

HORIZON = Horizon(20_500, 9)
ALWAYS = dict.fromkeys(WEEKDAYS, (Window(0, 1440),))
PEOPLE = [Resource(f"r{n}", "UTC", ALWAYS) for n in range(40)]


@CALM
@given(problems(), st.sampled_from(ZONES))
def test_days_are_counted_as_the_reference_counts_them(stated: dict[str, Any], tz: str):
    """Of any and of all, on the dates of a visitor's zone."""
    problem = parse(stated)
    first = problem.query.from_.date()
    dates = Dates(first, first + timedelta(days=2), tz)
    start, end = (instant(minute) for minute in dates.hull())
    problem = replace(problem, query=replace(problem.query, from_=start, to=end, limit=None))
    plan = indexed(problem).plan(problem.rules.event, ids(problem))
    assert plan.free_days(problem.query, dates) in {None, free_days(problem, dates)}
    assert (plan.free_days(problem.query, dates) is None) == (plan.search(problem.query) is None)


def middle(plan: Plan) -> int:
    """How many slots of the horizon's second day are free."""
    now = instant(HORIZON.start + 1440)
    found = plan.search(Query(now, now, now + timedelta(days=1)))
    assert found is not None
    return len(found.slots)


@pytest.mark.parametrize(
    ("event", "early", "late"),
    [
        pytest.param(Event(5, 5), 0, 0, id="a tick fits everywhere"),
        pytest.param(Event(30, 5), 0, 25, id="a slot must end in the horizon"),
        pytest.param(Event(30, 5, buffer_after_min=10), 0, 35, id="with its buffer"),
        pytest.param(Event(30, 5, buffer_before_min=20), 20, 25, id="and begin in it"),
    ],
)
def test_near_the_ends_of_the_horizon_there_is_no_answer(event: Event, early: int, late: int):
    """Starts so many minutes from an end are answered, a tick nearer is not."""
    plan = Index(HORIZON, PEOPLE[:1]).plan(event, ["r0"])
    first, end = HORIZON.start + early, HORIZON.end - late
    now = instant(HORIZON.start)
    found = plan.search(Query(now, instant(first), instant(end)))
    assert found is not None
    assert len(found.slots) == (end - first) // 5
    assert plan.search(Query(now - timedelta(days=1), instant(first - 5), instant(end))) is None
    assert plan.search(Query(now, instant(first), instant(end + 1))) is None
    assert plan.is_free("r0", instant(first)) is True
    assert plan.is_free("r0", instant(first - 5)) is None
    assert plan.is_free("r0", instant(end)) is None


def test_nobody_offers_nothing():
    """On no date; no index is needed to know it."""
    plan, today = Index(HORIZON).plan(Event(30, 30), []), instant(HORIZON.start).date()
    assert middle(plan) == 0
    found = plan.free_days(Query(*[instant(HORIZON.start)] * 3), Dates(today, today, "UTC"))
    assert found is not None
    assert [day.slots for day in found] == [0]


def test_who_is_free_is_remembered_until_it_changes():
    """Asked twice with a booking in between, the names are those of now; so they are when too many are remembered."""
    index = Index(HORIZON, PEOPLE)
    plan = index.plan(Event(30, 30), [one.id for one in PEOPLE])
    query = Query(instant(HORIZON.start), instant(HORIZON.start + 600), instant(HORIZON.start + 700), 2)
    assert plan.search(query) == plan.search(query)
    booking = Booking("r7", instant(HORIZON.start + 630), instant(HORIZON.start + 640))
    index.add(booking)
    found = plan.search(query)
    assert found is not None
    assert [("r7" in free, len(free)) for free in found.resources] == [(True, 40), (False, 39)]
    index.remove(booking)
    assert [len(free) for free in (plan.search(query) or found).resources] == [40, 40]


def test_start_layers_of_too_many_bytes_are_forgotten():
    """The oldest first; it is made again when it is asked, and writes reach those that are left."""
    size = HORIZON.size
    index = Index(HORIZON, PEOPLE[:2], most_layer_bytes=2 * size)
    plans = [index.plan(Event(30, 5 * step), ["r0"]) for step in (1, 2, 3)]
    assert [middle(plan) for plan in plans] == [288, 144, 96]
    assert index.size() == 2 * size + len(index.rows["r0"].hours.row)
    noon = instant(HORIZON.start + 1440 + 720)
    index.add(Booking("r0", noon, noon + timedelta(minutes=30)))
    assert [middle(plan) for plan in plans] == [288 - 11, 144 - 5, 96 - 3]


def test_a_year_of_a_resource_fits_64_kilobytes():
    """Hours, bookings with buffers, a start layer, counts by date and day hashes."""
    horizon = Horizon(20_454, 365)
    index = Index(horizon, PEOPLE[:1])
    for number in range(365 * 6):
        start = instant(horizon.start + number * 240)
        index.add(Booking("r0", start, start + timedelta(minutes=30), buffer_after_min=10))
    index.layer(index.plan(Event(30, 15), ["r0"]), 1)
    index.day_hash("r0", horizon.first)
    assert index.size() <= 64 * 1024


def test_a_stranger_is_not_guessed_at():
    """A resource that the index was not told of is a mistake of the caller's."""
    with pytest.raises(KeyError, match="set_rules"):
        Index(HORIZON, PEOPLE[:1]).plan(Event(30, 30), ["r1"])
