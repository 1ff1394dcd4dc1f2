"""An index that answers, answers what the reference does: slots, and the resources named for each."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from scheduling.index import Horizon, Index
from scheduling.parsing import parse
from scheduling.problem import Booking, Event, Problem, Query, Resource, Rules, Series, Window
from scheduling.slots import search
from scheduling.zone import DAY, floor_minute
from tests.scheduling.index.asked import CALM, ask, entries, ids, indexed, must_answer, plain
from tests.scheduling.laws import oracle
from tests.scheduling.laws.problems import problems

HOURS = (Window(540, 750), Window(810, 1020))
NIGHT = (Window(1320, 1800),)


@settings(CALM, max_examples=100)
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
