"""Explain: each law's refusal in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from scheduling.explain import explain
from tests.scheduling.laws.asking import day, problem

TEN_TO_ELEVEN = {"start": "2026-06-15T10:00Z", "end": "2026-06-15T11:00Z"}
NINE_TO_FIVE = {"weekly": {"mon": [["09:00", "12:00"], ["13:00", "17:00"]], "sun": [["22:00", "26:00"]]}}
NEW_YORK = {"tz": "America/New_York", "weekly": {"sun": [["02:00", "03:00"]]}}
WIDE = {"from": "2026-06-14T00:00Z", "to": "2026-06-20T00:00Z"}


def reasons(at: str, *resources: dict[str, Any], **rest: Any) -> list[str]:  # noqa: ANN401 - passed on as it is
    """The reasons' texts, each after its law."""
    found = explain(problem(*resources, **rest), datetime.fromisoformat(at))
    assert not found.offered
    assert found.resources == ()
    return [f"{reason.law} {reason.text}" for reason in found.reasons]


@pytest.mark.parametrize(
    ("at", "resource", "rest", "expected"),
    [
        pytest.param(
            "2026-03-08T02:30",
            NEW_YORK,
            {"query": day("2026-03-08")},
            "S1 closed: Sunday 02:30 does not exist in America/New_York on 2026-03-08",
            id="a reading that does not exist",
        ),
        pytest.param(
            "2026-03-08T07:30Z",
            NEW_YORK,
            {"query": day("2026-03-08")},
            "S1 closed: Sunday 02:30 does not exist in America/New_York on 2026-03-08; "
            "the clock reads 03:30, outside ada's hours 02:00-03:00",
            id="the instant that would have been it",
        ),
        pytest.param(
            "2026-06-15T12:00Z",
            NINE_TO_FIVE,
            {"query": WIDE},
            "S1 closed: Monday 12:00 in UTC on 2026-06-15 is outside ada's hours 00:00-02:00, 09:00-12:00, 13:00-17:00",
            id="outside hours, the night shift of the day before among them",
        ),
        pytest.param(
            "2026-06-15T11:30Z",
            NINE_TO_FIVE,
            {"query": WIDE},
            "S1 closed: 60 min from Monday 11:30 run into 12:00 on 2026-06-15, "
            "outside ada's hours 00:00-02:00, 09:00-12:00, 13:00-17:00",
            id="runs past closing",
        ),
        pytest.param(
            "2026-06-17T11:30Z",
            NINE_TO_FIVE,
            {"query": WIDE},
            "S1 closed: Wednesday 11:30 in UTC on 2026-06-17 is a day on which ada is closed",
            id="closed all day",
        ),
        pytest.param("2026-06-15T10:10Z", {}, {}, "S3 off the 30-minute grid: the clock in UTC reads 10:10", id="grid"),
        pytest.param(
            "2026-06-15T10:10Z", {}, {"event": {"anchor": "utc"}}, "S3 off the 30-minute grid of UTC", id="grid of UTC"
        ),
        pytest.param(
            "2026-06-15T12:00Z",
            {},
            {},
            "S4 not asked for: not before the query's to, 2026-06-15T12:00Z",
            id="to itself",
        ),
        pytest.param(
            "2026-06-15T08:00Z",
            {},
            {},
            "S4 not asked for: before the query's from, 2026-06-15T09:00Z",
            id="before from",
        ),
        pytest.param("2026-06-15T10:00Z", {}, {"bookings": [TEN_TO_ELEVEN]}, "S5 busy: booking 10:00-11:00", id="busy"),
        pytest.param(
            "2026-06-15T11:00Z",
            {},
            {"bookings": [TEN_TO_ELEVEN | {"buffer_after_min": 10, "id": "b-7"}]},
            "S5 busy: booking b-7 10:00-11:00 with its 10 min buffer",
            id="the booking's buffer",
        ),
        pytest.param(
            "2026-06-15T09:00Z",
            {},
            {
                "bookings": [TEN_TO_ELEVEN | {"status": "hold", "expires_at": "2026-06-15T12:00Z"}],
                "event": {"buffer_after_min": 5},
            },
            "S5 busy: hold 10:00-11:00 within the slot's own buffer after it",
            id="the slot's buffer after",
        ),
        pytest.param(
            "2026-06-15T11:00Z",
            {},
            {"bookings": [TEN_TO_ELEVEN], "event": {"buffer_before_min": 5}},
            "S5 busy: booking 10:00-11:00 within the slot's own buffer before it",
            id="the slot's buffer before",
        ),
        pytest.param(
            "2026-06-15T10:00Z",
            {},
            {"series": [{"dtstart_local": "2026-06-14T23:00", "freq": "daily", "duration_min": 720}]},
            "S5 busy: series 2026-06-14 23:00-2026-06-15 11:00",
            id="a series past midnight",
        ),
        pytest.param(
            "2026-06-15T10:00Z",
            {},
            {"query": {"now": "2026-06-15T10:30Z"}},
            "S6 too soon: at 2026-06-15T10:30Z it has passed",
            id="past",
        ),
        pytest.param(
            "2026-06-15T10:00Z",
            {},
            {"query": {"now": "2026-06-15T09:30Z"}, "event": {"min_notice_min": 60}},
            "S6 too soon: at 2026-06-15T09:30Z it needs 60 min of notice",
            id="notice",
        ),
        pytest.param(
            "2026-06-15T10:00Z",
            {},
            {"event": {"max_advance_min": 60}},
            "S6 too far: more than 60 min after 2026-06-01T00:00Z",
            id="advance",
        ),
        pytest.param(
            "2026-06-15T10:00Z",
            {"capacity": 3},
            {"bookings": [TEN_TO_ELEVEN | {"seats": 3}]},
            "S8 full: 3 of 3 seats taken at Monday 10:00",
            id="full",
        ),
        pytest.param(
            "2026-06-15T10:00Z",
            {"capacity": 3},
            {"bookings": [TEN_TO_ELEVEN | {"seats": 2}], "query": {"party": 2}},
            "S8 full: 2 of 3 seats taken at Monday 10:00, 2 wanted",
            id="full for two",
        ),
        pytest.param(
            "2026-06-15T10:00Z",
            {},
            {"query": {"party": 2}},
            "S8 full: a party of 2 on 1 seats",
            id="never enough seats",
        ),
        pytest.param(
            "2026-06-15T09:00Z",
            {},
            {"bookings": [TEN_TO_ELEVEN] * 2, "event": {"max_per_day": 2}},
            "S9 day full: 2 of 2 bookings that day",
            id="the day is full",
        ),
        pytest.param(
            "2026-06-15T10:00Z",
            {},
            {"query": {"limit": 2}},
            "limit past the limit: not among the first 2 slots",
            id="limit",
        ),
        pytest.param(
            "2026-06-15T10:00Z",
            {},
            {"errors": ["ada"]},
            "S12 calendar in error: its outside calendar cannot be read",
            id="error",
        ),
    ],
)
def test_one_law_one_reason(at: str, resource: dict[str, Any], rest: dict[str, Any], expected: str):
    """Each law's refusal, alone."""
    assert reasons(at, resource, **rest) == [expected]


def test_several_reasons_are_all_told():
    """Whoever mends one cause sees the next at the same time."""
    found = reasons("2026-06-15T10:10Z", {}, bookings=[TEN_TO_ELEVEN], errors=["ada"])
    assert [text.split()[0] for text in found] == ["S12", "S3", "S5"]


def test_an_offered_slot_says_who_else_is_not_free():
    """Of two people one is free: offered by that one, and the other's reason is told."""
    found = explain(problem({}, {"id": "bob", "weekly": {}}), datetime.fromisoformat("2026-06-15T10:00Z"))
    assert (found.offered, found.resources) == (True, ("ada",))
    assert [reason.resource for reason in found.reasons] == ["bob"]


def test_a_reading_is_meant_in_the_events_zone_and_the_first_of_two():
    """02:30 in Lord Howe is 16:00 UTC the day before; 01:45 came twice on 2026-04-05."""
    lord_howe = problem({}, event={"tz": "Australia/Lord_Howe"})
    assert explain(lord_howe, datetime.fromisoformat("2026-06-16T02:30")).at.isoformat() == "2026-06-15T16:00:00+00:00"
    assert explain(lord_howe, datetime.fromisoformat("2026-04-05T01:45")).at.isoformat() == "2026-04-04T14:45:00+00:00"


def test_without_resources_nobody_is_the_reason():
    """No resource, no slot, but a reason."""
    stated = problem()
    empty = type(stated)(rules=type(stated.rules)(resources=(), event=stated.rules.event), query=stated.query)
    found = explain(empty, datetime.fromisoformat("2026-06-15T10:00Z"))
    assert [reason.law for reason in found.reasons] == ["S10"]
