"""Obstacles: what explain says of each start of a date, said once for the date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from scheduling.days import Dates, free_days
from scheduling.explain import explain
from scheduling.limits import grid
from scheduling.obstacles import obstacles
from scheduling.parsing import parse
from scheduling.problem import Problem
from scheduling.values import Obstacle
from scheduling.zone import instant
from tests.scheduling.laws.asking import Json, stated
from tests.scheduling.laws.test_days import CALM, asked, asking

MEANS = {
    "closed": {"S1"},
    "booked": {"S5"},
    "full": {"S8"},
    "no_fit": {"S5", "S8", "S1", "S3"},
    "day_limit": {"S9"},
    "calendar_error": {"S12"},
    "past": {"S6"},
    "too_soon": {"S6"},
    "too_far": {"S6"},
}
"""The laws that each code speaks for."""
Refusal = set[tuple[str, str | None]]


def refusals(problem: Problem, dates: Dates) -> list[Refusal]:
    """Which laws explain names, and for whom, of each start of the dates on the grid of any resource."""
    event = problem.rules.event
    starts = {
        minute
        for _, (low, high) in dates.minutes()
        for resource in problem.rules.resources
        for minute in grid(event, resource.tz, low, high)
    }
    return [{(one.law, one.resource) for one in explain(problem, instant(at)).reasons} for at in sorted(starts)]


def is_candidate(problem: Problem, refusal: Refusal) -> bool:
    """Whether opening hours and grid would allow the start: of somebody, or of all where all are needed."""
    shut = {resource for law, resource in refusal if law in {"S1", "S3"}}
    return not shut if problem.rules.event.mode == "all" else len(shut) < len(problem.rules.resources)


def speaks(one: Obstacle, refusal: Refusal) -> bool:
    """Whether an obstacle is about a refusal; one about nobody in particular is about everybody."""
    return any(law in MEANS[one.code] and one.resource in {None, resource} for law, resource in refusal)


@CALM
@given(asking(most=1))
def test_obstacles_are_what_explain_says_of_the_starts(case: tuple[dict[str, Any], Dates]):
    """Something is told where nothing is free; it holds of a start, and of each start some of it does."""
    json, dates = case
    problem = parse(asked(json, dates))
    (day,) = free_days(problem, dates)
    if day.slots:
        return
    told = obstacles(problem, dates, {})
    assert 1 <= len(told) <= 8
    assert [one.start is None for one in told] == sorted([one.start is None for one in told], reverse=True)
    found = refusals(problem, dates)
    untrue = [one for one in told if found and not any(speaks(one, refusal) for refusal in found)]
    assert not untrue, (untrue, told)
    for refusal in found:
        if is_candidate(problem, refusal):
            assert any(speaks(one, refusal) for one in told), (refusal, told)


@CALM
@given(asking(most=1))
def test_each_resource_that_might_serve_is_accounted_for(case: tuple[dict[str, Any], Dates]):
    """Of those of whom one would do, something is told of each, or of all at once."""
    json, dates = case
    problem = parse(asked(json, dates))
    if problem.rules.event.mode == "all" or free_days(problem, dates)[0].slots:
        return
    told = obstacles(problem, dates, {})
    everyone = {resource.id for resource in problem.rules.resources}
    assert None in {one.resource for one in told} or {one.resource for one in told} == everyone or len(told) == 8


NINE = {"weekly": {"mon": [["09:00", "12:00"], ["13:00", "17:00"]]}}
MORNING = {"id": "bob", "weekly": {"mon": [["09:00", "12:00"]]}}
AFTERNOON = {"id": "eve", "weekly": {"mon": [["13:00", "17:00"]]}}
ROOM = {"id": "room", "capacity": 3} | NINE
MONDAY = "on Monday, 15 June 2026"


def taken(*spans: str, **rest: Any) -> list[Json]:  # noqa: ANN401 - members of a booking
    """Bookings of the Monday, each as its times of day."""
    return [
        {"start": f"2026-06-15T{start}Z", "end": f"2026-06-15T{end}Z"} | rest
        for start, end in (span.split("-") for span in spans)
    ]


def reasons(*resources: Json, day: str = "2026-06-15", tz: str = "UTC", **rest: Any) -> list[str]:  # noqa: ANN401
    """The obstacles of a date, each as its code, whom it is about, its times of day in UTC and its sentence."""
    dates = Dates(date.fromisoformat(day), date.fromisoformat(day), tz)
    problem = parse(asked(stated(*resources, **rest), dates))
    assert free_days(problem, dates)[0].slots == 0
    told = obstacles(problem, dates, {"ada": "Ada", "bob": "Bob", "eve": "Eve", "room": "Room"})
    return [f"{one.code} {one.resource or '*'} {times(one)}: {one.text}" for one in told]


def times(one: Obstacle) -> str:
    """An obstacle's times of day in UTC, ``all`` if it rules out the whole date."""
    return f"{one.start:%H:%M}-{one.end:%H:%M}" if one.start and one.end else "all"


@pytest.mark.parametrize(
    ("resources", "rest", "expected"),
    [
        pytest.param(
            [NINE],
            {"query": {"now": "2026-06-16T00:00Z"}},
            [f"past * all: The times {MONDAY} have passed."],
            id="yesterday",
        ),
        pytest.param(
            [NINE],
            {"query": {"now": "2026-06-15T16:30Z"}},
            [f"past * all: The times {MONDAY} have passed."],
            id="today, too late for the last start",
        ),
        pytest.param(
            [NINE],
            {"query": {"now": "2026-06-14T18:00Z"}, "event": {"min_notice_min": 1530}},
            [
                f"too_soon * all: The times {MONDAY} are too soon: "
                "it must be booked at least 1 day 1 hour 30 minutes ahead."
            ],
            id="tomorrow, with a day of notice",
        ),
        pytest.param(
            [NINE],
            {"event": {"max_advance_min": 10080}},
            [f"too_far * all: The times {MONDAY} are too far ahead: it can be booked at most 7 days ahead."],
            id="in two weeks, bookable for one",
        ),
        pytest.param(
            [NINE],
            {
                "query": {"now": "2026-06-15T09:50Z"},
                "event": {"min_notice_min": 60, "max_advance_min": 240},
                "bookings": taken("11:00-14:00"),
            },
            [
                "past * 09:00-09:50: The times from 09:00 to 09:50 have passed.",
                "too_soon * 10:00-10:50: The times from 10:00 to 10:50 are too soon: "
                "it must be booked at least 1 hour ahead.",
                "booked ada 11:00-14:00: Ada is booked from 11:00 to 14:00.",
                "too_far * 14:00-17:00: The times from 14:00 to 17:00 are too far ahead: "
                "it can be booked at most 4 hours ahead.",
            ],
            id="today, a bit of everything",
        ),
        pytest.param(
            [NINE],
            {"day": "2026-06-16"},
            ["closed ada all: Ada has no opening hours on Tuesday, 16 June 2026."],
            id="closed",
        ),
        pytest.param(
            [NINE, MORNING, AFTERNOON],
            {"day": "2026-06-16"},
            ["closed * all: Ada, Bob and Eve have no opening hours on Tuesday, 16 June 2026."],
            id="all of them closed",
        ),
        pytest.param(
            [NINE, MORNING, AFTERNOON, {"id": "dan", "weekly": {}}],
            {"day": "2026-06-16"},
            ["closed * all: Ada, Bob and 2 more have no opening hours on Tuesday, 16 June 2026."],
            id="more than three closed",
        ),
        pytest.param(
            [NINE],
            {"bookings": taken("09:00-10:00", "10:00-12:00", "12:30-18:00")},
            [
                "booked ada 09:00-12:00: Ada is booked from 09:00 to 12:00.",
                "booked ada 12:30-17:00: Ada is booked from 12:30 to 17:00.",
            ],
            id="booked, touching bookings as one and within hours",
        ),
        pytest.param(
            [NINE],
            {"bookings": taken("09:30-11:30", "13:00-17:00")},
            [
                "no_fit ada 09:00-09:30: The longest time that Ada has left, from 09:00 to 09:30, "
                "does not hold 1 hour.",
                "booked ada 09:30-11:30: Ada is booked from 09:30 to 11:30.",
                "booked ada 13:00-17:00: Ada is booked from 13:00 to 17:00.",
            ],
            id="booked but for short gaps",
        ),
        pytest.param(
            [MORNING],
            {
                "bookings": taken("09:00-10:00", "11:00-12:00", resource="bob"),
                "event": {"buffer_before_min": 15, "buffer_after_min": 5},
            },
            [
                "booked bob 09:00-10:00: Bob is booked from 09:00 to 10:00.",
                "no_fit bob 10:00-11:00: The longest time that Bob has left, from 10:00 to 11:00, "
                "does not hold 1 hour with 15 minutes before and 5 minutes after it.",
                "booked bob 11:00-12:00: Bob is booked from 11:00 to 12:00.",
            ],
            id="a gap that buffers make too short",
        ),
        pytest.param(
            [NINE],
            {
                "bookings": taken(*(f"{hour:02}:{ten}5-{hour:02}:{ten}9" for hour in range(8, 18) for ten in "0235")),
                "event": {"duration_min": 30, "step_min": 15},
            },
            [
                "booked ada 09:05-16:59: Ada is booked from 09:05 to 16:59, with gaps that are too short.",
                "no_fit ada 09:09-09:25: The longest time that Ada has left, from 09:09 to 09:25, "
                "does not hold 30 minutes.",
            ],
            id="more bookings than anybody wants to read",
        ),
        pytest.param(
            [{"weekly": {"mon": [["09:00", "09:45"], ["10:00", "10:30"]]}}],
            {},
            ["no_fit ada 09:00-09:45: The longest time that Ada has left, from 09:00 to 09:45, does not hold 1 hour."],
            id="open, but not for long enough",
        ),
        pytest.param(
            [ROOM],
            {"bookings": taken("09:00-17:00", seats=2, resource="room"), "query": {"party": 2}},
            ["full room 09:00-17:00: Room has too few seats left from 09:00 to 17:00."],
            id="full",
        ),
        pytest.param(
            [ROOM, NINE],
            {"query": {"party": 4}},
            ["full * all: Room and Ada have too few seats for a party of 4."],
            id="never enough seats",
        ),
        pytest.param(
            [NINE],
            {"bookings": taken("09:00-10:00"), "event": {"max_per_day": 1}},
            [f"day_limit ada all: Ada takes no more bookings {MONDAY}."],
            id="the day is full",
        ),
        pytest.param(
            [{"tz": "Asia/Tokyo"}],
            {
                "day": "2026-06-16",
                "bookings": [
                    {"start": "2026-06-15T15:00Z", "end": "2026-06-15T16:00Z"},
                    {"start": "2026-06-16T15:00Z", "end": "2026-06-17T00:00Z", "source": "google"},
                ],
                "event": {"max_per_day": 1},
            },
            [
                "day_limit ada 00:00-15:30: Ada takes no more bookings from 00:00 to 15:30.",
                "booked ada 15:00-00:00: Ada is booked from 15:00 to 24:00.",
            ],
            id="the day is full elsewhere",
        ),
        pytest.param(
            [NINE, MORNING, AFTERNOON],
            {
                "errors": ["bob"],
                "bookings": taken("09:00-17:00") + taken("13:00-17:00", resource="eve"),
            },
            [
                "calendar_error bob all: The calendar of Bob cannot be read at the moment, so nothing can be promised.",
                "booked ada 09:00-17:00: Ada is booked from 09:00 to 17:00.",
                "booked eve 13:00-17:00: Eve is booked from 13:00 to 17:00.",
            ],
            id="three people, three reasons",
        ),
        pytest.param(
            [MORNING, AFTERNOON],
            {"event": {"mode": "all"}},
            [f"closed * all: Bob and Eve have no opening hours in common {MONDAY}."],
            id="never together",
        ),
        pytest.param(
            [NINE, MORNING],
            {"event": {"mode": "all"}, "bookings": taken("09:00-10:30") + taken("10:30-12:00", resource="bob")},
            [
                "booked ada 09:00-10:30: Ada is booked from 09:00 to 10:30.",
                "booked bob 10:30-12:00: Bob is booked from 10:30 to 12:00.",
            ],
            id="together, when one is booked after the other",
        ),
        pytest.param(
            [NINE, MORNING],
            {"event": {"mode": "all"}, "bookings": taken("09:00-10:30"), "errors": ["bob"]},
            [
                "calendar_error bob all: The calendar of Bob cannot be read at the moment, so nothing can be promised.",
            ],
            id="together, when one cannot come at all",
        ),
        pytest.param(
            [NINE, MORNING],
            {"event": {"mode": "all"}, "bookings": taken("09:30-10:30") + taken("11:00-12:00", resource="bob")},
            [
                "no_fit * 09:00-09:30: The longest time that Ada and Bob have left, from 09:00 to 09:30, "
                "does not hold 1 hour.",
                "booked ada 09:30-10:30: Ada is booked from 09:30 to 10:30.",
                "booked bob 11:00-12:00: Bob is booked from 11:00 to 12:00.",
            ],
            id="together, for too short a time",
        ),
        pytest.param(
            [{"weekly": {"mon": [["22:00", "26:00"]]}}],
            {"event": {"duration_min": 180}, "bookings": [{"start": "2026-06-16T00:00Z", "end": "2026-06-16T02:00Z"}]},
            [
                "no_fit ada 22:00-00:00: The longest time that Ada has left, from 22:00 to 24:00, "
                "does not hold 3 hours.",
                "booked ada 00:00-02:00: Ada is booked from 00:00 on 16 June to 02:00 on 16 June.",
            ],
            id="a booking of the day after",
        ),
        pytest.param(
            [{}],
            {"bookings": [{"start": "2026-06-10T00:00Z", "end": "2026-06-20T00:00Z"}], "tz": "America/New_York"},
            ["booked ada 04:00-04:00: Ada is booked from 00:00 to 24:00."],
            id="a holiday, told in the visitor's time",
        ),
        pytest.param(
            [{"tz": "Pacific/Apia"}],
            {"day": "2011-12-30", "tz": "Pacific/Apia", "query": {"now": "2011-12-01T00:00Z"}},
            [
                "closed * all: There are no times on Friday, 30 December 2011 in Pacific/Apia: "
                "the clock skipped that date."
            ],
            id="a date that does not exist",
        ),
    ],
)
def test_what_is_told(resources: list[Json], rest: Json, expected: list[str]):
    """Each reason alone and some together: code, whom it is about, when in UTC, and the sentence."""
    assert reasons(*resources, **rest) == expected


def test_without_resources_nobody_is_the_reason():
    """No resource, no slot, but an obstacle."""
    dates = Dates(date(2026, 6, 15), date(2026, 6, 15), "UTC")
    problem = parse(asked(stated({}), dates))
    told = obstacles(replace(problem, rules=replace(problem.rules, resources=())), dates, {})
    assert [(one.code, one.text) for one in told] == [("nobody", "Nobody serves it.")]
