"""An index that answers, answers what the reference does: slots, and the resources named for each."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.index import Horizon, Index
from scheduling.parsing import parse
from scheduling.problem import Booking, Event, Problem, Query, Resource, Rules, Series, Window
from scheduling.slots import search
from scheduling.zone import DAY, floor_minute
from tests.scheduling.index.asked import CALM, MINUTE, ask, entries, ids, indexed, must_answer, plain
from tests.scheduling.laws import oracle
from tests.scheduling.laws.problems import problems

HOURS = (Window(540, 750), Window(810, 1020))
NIGHT = (Window(1320, 1800),)


@settings(CALM, max_examples=40)
@given(problems())
def test_an_index_answers_what_the_oracle_says_minute_by_minute(problem: dict[str, Any]):
    """Slots and resources are those of an oracle that asks each law about each minute, and of the reference."""
    asked = parse(problem)
    answer = ask(indexed(asked), asked)
    assert answer is not None or not must_answer(asked)
    if answer is not None:
        slots, names = oracle.solve(problem)
        assert list(answer.slots) == slots
        assert [list(one) for one in answer.resources] == names
        assert answer == search(asked)


@CALM
@given(problems())
def test_on_the_grid_an_index_always_answers(problem: dict[str, Any]):
    """With even steps and times, and no zone that is off the grid, None is no answer."""
    asked = plain(parse(problem))
    answer = ask(indexed(asked), asked)
    if must_answer(asked):
        assert answer == search(asked)


@settings(CALM, max_examples=40)
@given(problems(), st.data())
def test_odd_minutes_are_answered_right_or_not_at_all(stated: dict[str, Any], data: st.DataObject):
    """Lengths, buffers, hours and bookings off the grid; seats that are taken one after the other within a tick."""
    problem, odd = parse(stated), st.sampled_from([0, 0, 0, 1, 2, 3])
    event = problem.rules.event
    event = replace(
        event,
        step_min=data.draw(st.sampled_from([5, 15])),
        duration_min=event.duration_min + data.draw(odd),
        buffer_before_min=event.buffer_before_min + data.draw(odd),
        buffer_after_min=event.buffer_after_min + data.draw(odd),
    )
    late = data.draw(odd)
    people = tuple(
        replace(one, capacity=2, weekly={day: tuple(replace(w, start=max(w.start - late, 0)) for w in windows)
                                         for day, windows in one.weekly.items()})
        for one in problem.rules.resources
    )  # fmt: skip
    short = [
        replace(one, start=one.start + n * MINUTE, end=one.start + (n + data.draw(st.integers(1, 4))) * MINUTE)
        for one in problem.bookings
        for n in data.draw(st.lists(st.integers(0, 9), max_size=3))
    ]
    problem = replace(problem, rules=Rules(people, event), bookings=(*problem.bookings, *short))
    assert ask(indexed(problem), problem) in {None, search(problem)}


@pytest.mark.parametrize(
    ("event", "hours", "booking", "answered"),
    [
        pytest.param(Event(20, 5), (540, 720), (3, 8, 1), True, id="whole ticks, one seat"),
        pytest.param(Event(22, 5), (540, 720), (0, 10, 1), True, id="odd length, even booking"),
        pytest.param(Event(22, 5), (540, 720), (3, 8, 1), False, id="odd length, odd booking"),
        pytest.param(Event(20, 5, buffer_after_min=7), (540, 720), (3, 8, 1), False, id="odd buffer, odd booking"),
        pytest.param(Event(20, 5), (542, 717), (0, 10, 1), True, id="whole ticks, odd hours"),
        pytest.param(Event(22, 5), (542, 717), (0, 10, 1), False, id="odd length, odd hours"),
        pytest.param(Event(22, 5), (540, 717), (0, 10, 1), False, id="odd length, an odd end of hours"),
        pytest.param(Event(20, 5), (540, 720), (0, 10, 2), True, id="seats, even booking"),
        pytest.param(Event(20, 5), (540, 720), (3, 8, 2), False, id="seats, odd booking"),
        pytest.param(Event(20, 7), (540, 720), (0, 10, 1), False, id="odd steps"),
    ],
)
def test_what_lies_off_the_grid_is_asked_of_the_exact_path_only_where_it_matters(
    event: Event,
    hours: tuple[int, int],
    booking: tuple[int, int, int],
    answered: bool,  # noqa: FBT001 - a column
):
    """A booking on the 10th: that day is answered, or not; a week later all are, unless the rules are odd."""
    day = datetime(2026, 6, 10, tzinfo=UTC)
    low, high, seats = booking
    ada = Resource("ada", "UTC", {"wed": (Window(*hours),)}, capacity=seats)
    taken = Booking("ada", day + (600 + low) * MINUTE, day + (600 + high) * MINUTE)
    index = Index(Horizon(floor_minute(day) // DAY - 3, 14), [ada])
    index.add(taken)
    problem = Problem(Rules((ada,), event), Query(day, day, day + timedelta(days=1)), (taken,))
    assert ask(index, problem) == (search(problem) if answered else None)
    week = timedelta(days=7)
    later = replace(problem, query=Query(day, day + week, day + week + timedelta(days=1)))
    odd_rules = event.step_min % 5 or (event.duration_min % 5 and sum(hours) % 5)
    assert ask(index, later) == (None if odd_rules else search(later))


@pytest.mark.parametrize(
    ("tz", "shift"),
    [
        ("America/New_York", "2026-03-08T07:00Z"),
        ("America/New_York", "2026-11-01T06:00Z"),
        ("Europe/London", "2026-10-25T01:00Z"),
        ("Australia/Lord_Howe", "2026-04-04T15:00Z"),
        ("Australia/Lord_Howe", "2026-10-03T15:30Z"),
        ("Asia/Kathmandu", "1985-12-31T18:30Z"),
        ("Pacific/Apia", "2011-12-30T10:00Z"),
        ("America/St_Johns", "2026-03-08T05:30Z"),
        ("Africa/Casablanca", "2026-02-15T02:00Z"),
    ],
)
@pytest.mark.parametrize(
    "event",
    [
        Event(30, 15, buffer_after_min=10),
        Event(50, 25, buffer_before_min=15, mode="all"),
        Event(45, 45, anchor="utc", max_per_day=5),
        Event(90, 30, buffer_before_min=5, buffer_after_min=5, tz="Asia/Kathmandu"),
    ],
    ids=["30 minutes", "all of them", "five a day", "on another clock"],
)
def test_a_month_around_a_shift_of_the_clock(tz: str, shift: str, event: Event):
    """Two people with hours, a night shift, bookings of all kinds and a series, from two weeks before to two after."""
    moment = datetime.fromisoformat(shift).astimezone(UTC)
    start = moment - timedelta(days=14)
    days = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), HOURS) | {"sat": NIGHT, "sun": (*HOURS, *NIGHT)}
    people = (Resource("ada", tz, days), Resource("bob", tz, dict.fromkeys(days, (Window(480, 1200),)), capacity=2))
    booked = tuple(
        Booking(
            "ada" if number % 3 else "bob",
            start + timedelta(minutes=(number * 7919) % 8640 * 5),
            start + timedelta(minutes=(number * 7919) % 8640 * 5 + 20 + number % 5 * 15),
            seats=1 + number % 2,
            source="google" if number % 7 == 0 else "own",
            buffer_after_min=number % 4 * 5,
        )
        for number in range(90)
    )
    lunch = Series("ada", (start + timedelta(days=1)).replace(tzinfo=None, hour=2, minute=30), 45, "daily")
    query = Query(start, start, start + timedelta(days=28))
    problem = Problem(Rules(people, event), query, booked, (lunch,))
    index = Index(Horizon(floor_minute(start) // DAY - 2, 34), people)
    for entry in entries(problem):
        index.add(entry)
    found = index.plan(event, ids(problem)).search(query)
    assert found == search(problem)
    assert found is not None
    assert len(found.slots) > 50
    party = replace(problem, query=replace(query, party=2, limit=40))
    assert index.plan(event, ids(problem)).search(party.query) == search(party)
