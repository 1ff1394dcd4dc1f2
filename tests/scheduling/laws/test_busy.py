"""S5 to S10 and S12: what takes time and seats, and who must be free."""

from __future__ import annotations

from typing import Any

import pytest

from scheduling.slots import search
from tests.scheduling.laws.asking import problem, starts

TEN_TO_ELEVEN = {"start": "2026-06-15T10:00Z", "end": "2026-06-15T11:00Z"}
QUERY = {"from": "2026-06-15T08:00Z", "to": "2026-06-15T13:00Z"}
ALL = "08:00 08:30 09:00 09:30 10:00 10:30 11:00 11:30 12:00 12:30"


@pytest.mark.parametrize(
    ("event", "booking", "expected"),
    [
        pytest.param({}, {}, "08:00 08:30 09:00 11:00 11:30 12:00 12:30", id="half open: before and after touch it"),
        pytest.param(
            {"buffer_before_min": 10}, {}, "08:00 08:30 09:00 11:30 12:00 12:30", id="the slot's buffer before"
        ),
        pytest.param({"buffer_after_min": 10}, {}, "08:00 08:30 11:00 11:30 12:00 12:30", id="the slot's buffer after"),
        pytest.param(
            {"buffer_before_min": 30}, {}, "08:00 08:30 09:00 11:30 12:00 12:30", id="a buffer that just fits"
        ),
        pytest.param({}, {"buffer_before_min": 10}, "08:00 08:30 11:00 11:30 12:00 12:30", id="the booking's before"),
        pytest.param({}, {"buffer_after_min": 10}, "08:00 08:30 09:00 11:30 12:00 12:30", id="the booking's after"),
        pytest.param(
            {"buffer_before_min": 30},
            {"buffer_after_min": 30},
            "08:00 08:30 09:00 11:30 12:00 12:30",
            id="buffers may overlap each other",
        ),
        pytest.param(
            {"buffer_before_min": 30},
            {"buffer_after_min": 31},
            "08:00 08:30 09:00 12:00 12:30",
            id="the longer of two buffers counts",
        ),
        pytest.param(
            {}, {"end": "2026-06-15T11:00:30Z"}, "08:00 08:30 09:00 11:30 12:00 12:30", id="half a minute is taken"
        ),
    ],
)
def test_s5_slots_and_bookings_keep_their_buffers_apart(event: dict[str, Any], booking: dict[str, Any], expected: str):
    """One booking from 10:00 to 11:00, slots of an hour."""
    assert starts(event=event, bookings=[TEN_TO_ELEVEN | booking], query=QUERY) == expected


def test_s5_every_booking_in_a_window_counts():
    """Three bookings on a day that is open throughout, two of which touch."""
    times = [("08:30", "09:00"), ("10:00", "10:30"), ("10:30", "11:00")]
    taken = [{"start": f"2026-06-15T{start}Z", "end": f"2026-06-15T{end}Z"} for start, end in times]
    assert starts(bookings=taken, query=QUERY) == "09:00 11:00 11:30 12:00 12:30"


def test_s5_buffers_may_lie_outside_opening_hours():
    """An event with half an hour before and after fits hours that are just as long as itself."""
    event = {"buffer_before_min": 30, "buffer_after_min": 30}
    assert starts({"weekly": {"mon": [["10:00", "11:00"]]}}, event=event) == "10:00"


@pytest.mark.parametrize(
    ("now", "event", "expected"),
    [
        pytest.param("2026-06-15T09:30Z", {}, "09:30 10:00 10:30 11:00 11:30", id="no notice: now itself"),
        pytest.param("2026-06-15T09:30:01Z", {}, "10:00 10:30 11:00 11:30", id="a second later it has passed"),
        pytest.param("2026-06-15T09:00Z", {"min_notice_min": 60}, "10:00 10:30 11:00 11:30", id="notice is inclusive"),
        pytest.param("2026-06-15T09:00Z", {"max_advance_min": 60}, "09:00 09:30 10:00", id="advance is inclusive"),
        pytest.param(
            "2026-06-15T08:59:59Z", {"max_advance_min": 60}, "09:00 09:30", id="a second earlier it is too far"
        ),
        pytest.param("2026-06-15T09:00Z", {"min_notice_min": 90, "max_advance_min": 60}, "-", id="nothing in between"),
        pytest.param("2026-06-15T09:00Z", {"min_notice_min": 60, "max_advance_min": 60}, "10:00", id="one instant"),
    ],
)
def test_s6_notice_and_advance_are_both_inclusive(now: str, event: dict[str, Any], expected: str):
    """Slots between 09:00 and 12:00."""
    assert starts(event=event, query={"now": now}) == expected


@pytest.mark.parametrize(
    ("booking", "blocks"),
    [
        pytest.param({}, True, id="no status: confirmed"),
        pytest.param({"status": "confirmed"}, True, id="confirmed"),
        pytest.param({"status": "confirmed", "expires_at": "2026-05-01T00:00Z"}, True, id="only holds run out"),
        pytest.param({"status": "pending"}, True, id="pending"),
        pytest.param({"status": "cancelled"}, False, id="cancelled"),
        pytest.param({"status": "canceled"}, False, id="cancelled, spelt otherwise"),
        pytest.param({"transparent": True}, False, id="transparent"),
        pytest.param({"status": "hold", "expires_at": "2026-06-01T00:00:01Z"}, True, id="a hold for another second"),
        pytest.param({"status": "hold", "expires_at": "2026-06-01T00:00:00Z"}, False, id="a hold that runs out now"),
        pytest.param({"status": "held", "expires_at": "2026-05-01T00:00Z"}, False, id="a hold that has run out"),
        pytest.param({"source": "google"}, True, id="an outside calendar's entry"),
        pytest.param({"seats": 0}, False, id="no seats"),
    ],
)
def test_s7_cancelled_transparent_and_expired_never_block(booking: dict[str, Any], blocks: bool):  # noqa: FBT001 - a column
    """Whether a booking from 10:00 to 11:00 takes the slots that meet it; now is 2026-06-01."""
    free = "08:00 08:30 09:00 11:00 11:30 12:00 12:30"
    assert starts(bookings=[TEN_TO_ELEVEN | booking], query=QUERY) == (free if blocks else ALL)


@pytest.mark.parametrize(
    ("capacity", "party", "seats", "expected"),
    [
        pytest.param(3, 1, [2], ALL, id="the last seat"),
        pytest.param(3, 2, [2], "08:00 08:30 09:00 11:00 11:30 12:00 12:30", id="one seat short"),
        pytest.param(3, 1, [2, 1], "08:00 08:30 09:00 11:00 11:30 12:00 12:30", id="two bookings add up"),
        pytest.param(3, 3, [], ALL, id="all of them"),
        pytest.param(3, 4, [], "-", id="more than there are"),
        pytest.param(0, 1, [], "-", id="no seats at all"),
        pytest.param(2, 1, [5], "08:00 08:30 09:00 11:00 11:30 12:00 12:30", id="overbooked elsewhere"),
    ],
)
def test_s8_seats_taken_and_the_party_stay_within_the_capacity(
    capacity: int, party: int, seats: list[int], expected: str
):
    """Bookings from 10:00 to 11:00 that take so many seats each."""
    taken = [TEN_TO_ELEVEN | {"seats": count} for count in seats]
    assert starts({"capacity": capacity}, bookings=taken, query=QUERY | {"party": party}) == expected


def test_s8_asks_at_each_minute():
    """Bookings after one another never take two seats at a time, though the slot meets both."""
    first = {"start": "2026-06-15T10:00Z", "end": "2026-06-15T10:30Z"}
    second = {"start": "2026-06-15T10:30Z", "end": "2026-06-15T11:00Z"}
    assert starts({"capacity": 2}, bookings=[first, second], query=QUERY) == ALL


def test_s8_counts_the_seats_of_a_series():
    """A weekly group of two leaves one of three seats."""
    group = {"dtstart_local": "2026-06-01T10:00", "freq": "weekly", "duration_min": 60, "seats": 2}
    assert starts({"capacity": 3}, series=[group], query=QUERY | {"party": 1}) == ALL
    assert starts({"capacity": 3}, series=[group], query=QUERY | {"party": 2}) != ALL


@pytest.mark.parametrize(
    ("tz", "most", "bookings", "free"),
    [
        pytest.param("UTC", 1, [{}], False, id="one of one"),
        pytest.param("UTC", 2, [{}], True, id="one of two"),
        pytest.param("UTC", 2, [{}, {}], False, id="two of two"),
        pytest.param("UTC", 0, [], False, id="none of none"),
        pytest.param("UTC", 1, [{"source": "google"}], True, id="outside calendars do not count"),
        pytest.param("UTC", 1, [{"status": "cancelled"}], True, id="nor do cancelled ones"),
        pytest.param("UTC", 1, [{"status": "hold", "expires_at": "2026-06-01T00:00Z"}], True, id="nor holds run out"),
        pytest.param("UTC", 1, [{"status": "hold", "expires_at": "2026-06-02T00:00Z"}], False, id="a live hold does"),
        pytest.param("UTC", 1, [{"transparent": True}], False, id="a transparent one does: it is uncancelled"),
        pytest.param("Pacific/Auckland", 1, [{}], True, id="02:00 in Auckland is tomorrow for a slot at 23:00"),
        pytest.param("America/Los_Angeles", 1, [{}], False, id="07:00 in Los Angeles is the same date"),
    ],
)
def test_s9_counts_own_bookings_by_local_start_date(tz: str, most: int, bookings: list[dict[str, Any]], free: bool):  # noqa: FBT001 - a column
    """Bookings at 14:00 UTC, a slot at 11:00 UTC of the same UTC date."""
    at = {"start": "2026-06-15T14:00Z", "end": "2026-06-15T14:30Z"}
    found = starts({"tz": tz}, event={"max_per_day": most}, bookings=[at | one for one in bookings])
    assert (found != "-") == free


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        pytest.param("any", ["09:00 ada,bob", "09:30 bob", "10:00 bob", "11:30 ada"], id="any: union"),
        pytest.param("all", ["09:00 ada,bob"], id="all: intersection"),
    ],
)
def test_s10_any_is_a_union_and_all_an_intersection(mode: str, expected: list[str]):
    """Two people with different hours; ids come in the order of the resources."""
    ada = {"id": "ada", "weekly": {"mon": [["09:00", "10:00"], ["11:30", "12:30"]]}}
    bob = {"id": "bob", "weekly": {"mon": [["09:00", "11:00"]]}}
    answer = search(problem(ada, bob, event={"mode": mode}))
    found = [f"{slot:%H:%M} {','.join(ids)}" for slot, ids in zip(answer.slots, answer.resources, strict=True)]
    assert found == expected


@pytest.mark.parametrize("mode", ["any", "all"])
def test_s10_nobody_offers_nothing(mode: str):
    """Without resources there is no slot, not every slot."""
    stated = problem(event={"mode": mode})
    empty = type(stated)(rules=type(stated.rules)(resources=(), event=stated.rules.event), query=stated.query)
    assert search(empty).slots == ()


@pytest.mark.parametrize("limit", [0, 1, 3, 100])
@pytest.mark.parametrize("mode", ["any", "all"])
def test_a_limit_keeps_the_earliest(limit: int, mode: str):
    """A limited answer is the beginning of the unlimited one, who is free included."""
    people = ({"id": "ada"}, {"id": "bob", "weekly": {"mon": [["10:00", "12:00"]]}})
    whole = search(problem(*people, event={"mode": mode}))
    part = search(problem(*people, event={"mode": mode}, query={"limit": limit}))
    assert part == type(whole)(whole.slots[:limit], whole.resources[:limit])


def test_s12_a_resource_whose_calendar_is_in_error_is_not_free():
    """Any goes on without it, all cannot."""
    people = ({"id": "ada"}, {"id": "bob"})
    answer = search(problem(*people, errors=["ada"]))
    assert set(answer.resources) == {("bob",)}
    assert starts(*people, event={"mode": "all"}, errors=["ada"]) == "-"
