"""S1 to S4: when a resource is open, where the grid lies, and what a slot must fit into."""

from __future__ import annotations

from typing import Any

import pytest

from tests.scheduling.laws.asking import ALWAYS, day, starts

NEW_YORK, LONDON, LORD_HOWE = "America/New_York", "Europe/London", "Australia/Lord_Howe"


def weekly(*windows: list[str]) -> dict[str, Any]:
    """The same windows every day."""
    return {name: list(windows) for name in ALWAYS}


@pytest.mark.parametrize(
    ("tz", "windows", "query", "expected"),
    [
        pytest.param("UTC", [["09:00", "10:30"]], day("2026-06-15"), "09:00 09:30 10:00", id="half open: not 10:30"),
        pytest.param("UTC", [], day("2026-06-15"), "-", id="no windows, no slots"),
        pytest.param(
            "UTC", [["09:00", "09:45"], ["09:45", "10:30"]], day("2026-06-15"), "09:00 09:30 10:00", id="touching merge"
        ),
        pytest.param(
            "UTC",
            [["09:00", "10:00"], ["09:30", "10:30"]],
            day("2026-06-15"),
            "09:00 09:30 10:00",
            id="overlapping merge",
        ),
        pytest.param("UTC", [["09:00", "09:29"], ["09:30", "09:50"]], day("2026-06-15"), "-", id="a minute is missing"),
        pytest.param(
            "UTC", [["23:30", "24:30"]], day("2026-06-15", "20:00 28:00"), "23:30 00:00", id="a slot runs past midnight"
        ),
        pytest.param(
            NEW_YORK, [["01:00", "04:00"]], day("2026-03-08"), "06:00 06:30 07:00 07:30", id="spring: 3 h are 2"
        ),
        pytest.param(NEW_YORK, [["02:00", "03:00"]], day("2026-03-08"), "-", id="spring: the window does not exist"),
        pytest.param(
            NEW_YORK, [["01:00", "02:00"]], day("2026-11-01"), "05:00 05:30 06:00 06:30", id="autumn: 1 h is 2, merged"
        ),
        pytest.param(
            NEW_YORK, [["01:30", "02:00"]], day("2026-11-01"), "05:30 06:30", id="autumn: half an hour comes twice"
        ),
        pytest.param(
            NEW_YORK,
            [["22:00", "26:30"]],
            day("2026-03-08", "03:00 12:00"),
            "03:00 03:30 04:00 04:30 05:00 05:30 06:00 06:30",
            id="spring: a night shift loses what is skipped, it is not made up",
        ),
        pytest.param(
            LORD_HOWE,
            [["01:00", "02:00"]],
            day("2026-04-04", "14:00 16:00"),
            "14:00 14:30 15:00",
            id="half an hour repeats",
        ),
        pytest.param(
            LORD_HOWE,
            [["01:30", "03:00"]],
            day("2026-10-03", "14:00 18:00"),
            "15:00 15:30",
            id="half an hour is skipped",
        ),
        pytest.param(
            "Pacific/Apia",
            [["22:00", "26:00"]],
            day("2011-12-30", "08:00 14:00"),
            "08:00 08:30 09:00 09:30 10:00 10:30 11:00 11:30",
            id="the night shift of a date that never was is carried over, as the law says",
        ),
    ],
)
def test_s1_a_minute_is_open_if_the_clock_reads_so(
    tz: str, windows: list[list[str]], query: dict[str, Any], expected: str
):
    """Half-hour slots of a resource that keeps the same hours every day."""
    event = {"duration_min": 30, "step_min": 30}
    assert starts({"tz": tz, "weekly": weekly(*windows)}, event=event, query=query) == expected


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        pytest.param({}, "00:00 01:00 22:00 23:00", id="none: the night shift of Sunday, then of Monday"),
        pytest.param({"2026-06-15": []}, "00:00 01:00", id="closed: Sunday's night shift stays"),
        pytest.param({"2026-06-14": []}, "22:00 23:00", id="the day before closed: its night shift goes"),
        pytest.param({"2026-06-15": [["09:00", "11:00"]]}, "00:00 01:00 09:00 10:00", id="other hours"),
        pytest.param({"2026-06-14": [["20:00", "25:00"]]}, "00:00 22:00 23:00", id="the night before ends earlier"),
        pytest.param({"2026-06-16": []}, "00:00 01:00 22:00 23:00", id="the day after: nothing changes"),
    ],
)
def test_s2_an_override_replaces_the_windows_that_start_on_its_date(overrides: dict[str, Any], expected: str):
    """Monday 2026-06-15 of a resource that works from 22:00 to 02:00."""
    event = {"duration_min": 60, "step_min": 60}
    ada = {"weekly": weekly(["22:00", "26:00"]), "overrides": overrides}
    assert starts(ada, event=event, query=day("2026-06-15")) == expected


@pytest.mark.parametrize(
    ("tz", "event", "query", "expected"),
    [
        pytest.param("UTC", {"step_min": 20}, day("2026-06-15", "09:10 10:10"), "09:20 09:40 10:00", id="20 minutes"),
        pytest.param(
            "UTC",
            {"step_min": 50},
            day("2026-06-15", "22:00 26:00"),
            "22:30 23:20 00:00 00:50 01:40",
            id="anew at midnight",
        ),
        pytest.param("UTC", {"step_min": 2000}, day("2026-06-15"), "00:00", id="over a day: midnight only"),
        pytest.param(
            "Asia/Kathmandu", {"step_min": 30}, day("2026-06-15", "09:00 10:00"), "09:15 09:45", id="its own zone"
        ),
        pytest.param(
            "Asia/Kathmandu",
            {"step_min": 30, "tz": "UTC"},
            day("2026-06-15", "09:00 10:00"),
            "09:00 09:30",
            id="the event's",
        ),
        pytest.param(
            "Asia/Kathmandu",
            {"step_min": 30, "anchor": "utc"},
            day("2026-06-15", "09:00 10:00"),
            "09:00 09:30",
            id="epoch",
        ),
        pytest.param(
            NEW_YORK,
            {"step_min": 120},
            day("2026-03-08", "04:00 14:00"),
            "05:00 08:00 10:00 12:00",
            id="spring: 02:00 is skipped, 04:00 is an hour nearer",
        ),
        pytest.param(
            NEW_YORK,
            {"step_min": 120, "anchor": "utc"},
            day("2026-03-08", "04:00 14:00"),
            "04:00 06:00 08:00 10:00 12:00",
            id="spring: epoch minutes know of no shift",
        ),
        pytest.param(
            LORD_HOWE,
            {"step_min": 60},
            day("2026-04-04", "13:00 18:00"),
            "13:00 14:00 15:30 16:30 17:30",
            id="off by half an hour",
        ),
        pytest.param(
            NEW_YORK,
            {"step_min": 90},
            day("2026-11-01", "04:00 10:00"),
            "04:00 05:30 06:30 08:00 09:30",
            id="01:30 comes twice",
        ),
    ],
)
def test_s3_starts_lie_on_a_grid_of_local_minutes(tz: str, event: dict[str, Any], query: dict[str, Any], expected: str):
    """Slots of five minutes of a resource that is always open."""
    assert starts({"tz": tz}, event={"duration_min": 5, **event}, query=query) == expected


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        pytest.param("09:00 10:00", "09:00 09:30", id="to is left out, though the slot runs past it"),
        pytest.param("09:01 10:01", "09:30 10:00", id="from is not rounded down"),
        pytest.param("10:30 18:00", "10:30 11:00", id="the last slot ends when the hours do"),
        pytest.param("09:00 09:00", "-", id="an empty query"),
    ],
)
def test_s4_a_slot_starts_inside_the_query_and_is_open_throughout(hours: str, expected: str):
    """Hours of 09:00 to 12:00, an hour long."""
    assert starts({"weekly": weekly(["09:00", "12:00"])}, query=day("2026-06-15", hours)) == expected


def test_s4_seconds_in_a_query_count():
    """A slot at 09:00 is not at or after 09:00:01, and is before 09:00:01."""
    assert starts(query={"from": "2026-06-15T09:00:01Z", "to": "2026-06-15T10:00:01Z"}) == "09:30 10:00"
