"""S11: series keep their wall time."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from scheduling.parsing import parse
from scheduling.series import local_starts, occurrences
from scheduling.slots import search
from scheduling.zone import floor_minute, instant
from tests.scheduling.laws.asking import stated

MONDAY = {"dtstart_local": "2026-03-02T09:00", "duration_min": 60, "freq": "weekly"}
NEW_YORK = "America/New_York"


def happens(series: dict[str, Any], tz: str, first: str, last: str) -> str:
    """The occurrences between two UTC instants, as ``08 07:30-08:30``: day, start and end in UTC."""
    (parsed,) = parse(stated({"tz": tz}, series=[series])).series
    begins, ends = (floor_minute(datetime.fromisoformat(text)) for text in (first, last))
    found = occurrences(parsed, tz, begins, ends)
    return ", ".join(f"{instant(start):%d %H:%M}-{instant(end):%H:%M}" for start, end in found) or "-"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, "02 09 16 23 30", id="weekly on dtstart's day"),
        pytest.param({"byday": ["MO", "WE"]}, "02 04 09 11 16 18 23 25 30", id="on two days, as RFC 5545 writes them"),
        pytest.param(
            {"byday": ["tue"]}, "03 10 17 24 31", id="dtstart itself is no occurrence unless the rule names it"
        ),
        pytest.param({"interval": 2}, "02 16 30", id="every other week"),
        pytest.param(
            {"dtstart_local": "2026-03-04T09:00", "interval": 2, "byday": ["mon", "wed"]},
            "04 16 18 30",
            id="weeks run from Monday: the Monday before dtstart is in its week",
        ),
        pytest.param({"count": 3}, "02 09 16", id="count"),
        pytest.param({"count": 3, "exdates_local": ["2026-03-09"]}, "02 16", id="a dropped date uses up count"),
        pytest.param({"count": 3, "exdates_local": ["2026-03-09T09:00"]}, "02 16", id="a dropped reading too"),
        pytest.param({"exdates_local": ["2026-03-09T10:00"]}, "02 09 16 23 30", id="another reading drops nothing"),
        pytest.param({"until_local": "2026-03-16T09:00"}, "02 09 16", id="until is inclusive"),
        pytest.param({"until_local": "2026-03-16T08:59:59"}, "02 09", id="a second earlier it is over"),
        pytest.param({"until_local": "2026-03-16"}, "02 09 16", id="until a date: all of it"),
        pytest.param({"count": 2, "until_local": "2026-03-16"}, "02 09", id="whichever ends it first"),
        pytest.param({"freq": "daily", "interval": 10}, "02 12 22", id="every tenth day"),
        pytest.param({"freq": "daily", "byday": ["sat", "sun"]}, "07 08 14 15 21 22 28 29", id="daily on some days"),
        pytest.param(
            {"freq": "DAILY", "byday": ["SU"], "count": 2}, "08 15", id="days that it passes over do not count"
        ),
        pytest.param({"freq": "monthly"}, "02", id="monthly"),
        pytest.param({"freq": "monthly", "dtstart_local": "2026-01-31T09:00"}, "31", id="on the last day"),
        pytest.param(
            {"freq": "monthly", "dtstart_local": "2026-01-30T09:00", "count": 2}, "30", id="February has no 30th"
        ),
        pytest.param({"freq": "monthly", "dtstart_local": "2025-03-15T09:00", "interval": 12}, "15", id="once a year"),
        pytest.param(
            {"freq": "monthly", "dtstart_local": "2025-02-15T09:00", "interval": 12}, "", id="in another month"
        ),
        pytest.param(
            {"freq": "daily", "interval": 7, "dtstart_local": "2026-02-01T09:00"},
            "01 08 15 22 29",
            id="the first date asked for is one of them",
        ),
        pytest.param({"dtstart_local": "1990-01-01T09:00"}, "02 09 16 23 30", id="since long ago"),
        pytest.param({"dtstart_local": "1990-01-01T09:00", "count": 1890}, "02 09 16", id="counted since long ago"),
    ],
)
def test_rules_name_dates(changes: dict[str, Any], expected: str):
    """Days of March 2026 on which a series of 09:00 that began on Monday the 2nd takes place."""
    (series,) = parse(stated(series=[MONDAY | changes])).series
    found = local_starts(series, date(2026, 3, 1), date(2026, 3, 31))
    assert " ".join(f"{local:%d}" for local in found) == expected


@pytest.mark.parametrize(
    ("start", "minutes", "tz", "hours", "expected"),
    [
        pytest.param(
            "2026-03-07T02:30", 60, NEW_YORK, ("2026-03-07T00:00Z", "2026-03-10T00:00Z"),
            "07 07:30-08:30, 08 07:30-08:30, 09 06:30-07:30", id="a missing time takes the offset before the gap",
        ),
        pytest.param(
            "2026-10-31T01:30", 60, NEW_YORK, ("2026-10-31T00:00Z", "2026-11-03T00:00Z"),
            "31 05:30-06:30, 01 05:30-06:30, 02 06:30-07:30", id="an ambiguous one its first instance",
        ),
        pytest.param(
            "2026-03-07T23:00", 240, NEW_YORK, ("2026-03-08T00:00Z", "2026-03-09T00:00Z"),
            "08 04:00-08:00", id="the end is elapsed time: 04:00 on the clock",
        ),
        pytest.param(
            "2026-10-03T02:10", 30, "Australia/Lord_Howe", ("2026-10-02T12:00Z", "2026-10-04T00:00Z"),
            "02 15:40-16:10, 03 15:40-16:10", id="a gap of half an hour",
        ),
        pytest.param(
            "2011-12-29T09:00", 60, "Pacific/Apia", ("2011-12-29T00:00Z", "2012-01-01T00:00Z"),
            "29 19:00-20:00, 30 19:00-20:00, 31 19:00-20:00", id="a skipped date falls together with the next",
        ),
    ],
)  # fmt: skip
def test_daily_series_keep_their_wall_time(start: str, minutes: int, tz: str, hours: tuple[str, str], expected: str):
    """Occurrences in UTC of a daily series over a shift of the clock."""
    series = {"dtstart_local": start, "duration_min": minutes, "freq": "daily"}
    assert happens(series, tz, *hours) == expected


def test_a_skipped_date_takes_a_seat_once():
    """In Apia the 30th's occurrence falls together with the 31st's: one meeting, one seat, no double."""
    series = {"dtstart_local": "2011-12-29T09:00", "duration_min": 60, "freq": "daily"}
    query = {"now": "2011-12-01T00:00Z", "from": "2011-12-30T19:00Z", "to": "2011-12-30T19:30Z"}
    problem = stated({"tz": "Pacific/Apia", "capacity": 2}, series=[series], query=query)
    assert len(search(parse(problem)).slots) == 1


def test_a_series_may_have_a_zone_of_its_own():
    """09:00 in London is 10:00 in Berlin, wherever the resource is."""
    assert (
        happens(MONDAY | {"tz": "Europe/London"}, "Europe/Berlin", "2026-03-30T00:00Z", "2026-03-31T00:00Z")
        == "30 08:00-09:00"
    )
    assert happens(MONDAY, "Europe/Berlin", "2026-03-30T00:00Z", "2026-03-31T00:00Z") == "30 07:00-08:00"


def test_an_occurrence_that_began_before_is_found():
    """What matters is whether it meets the time asked for, not whether it starts there."""
    long = MONDAY | {"duration_min": 3 * 1440}
    assert happens(long, "UTC", "2026-03-05T08:59Z", "2026-03-05T12:00Z") == "02 09:00-09:00"
    assert happens(long, "UTC", "2026-03-05T09:00Z", "2026-03-05T12:00Z") == "-"


@pytest.mark.parametrize(
    ("start", "tz", "hours", "expected"),
    [
        pytest.param(
            "2026-03-02T20:00", "America/Los_Angeles", ("2026-03-03T03:30Z", "2026-03-03T05:30Z"), "03 04:00-05:00",
            id="the local date is a day behind",
        ),
        pytest.param(
            "2026-03-02T09:00", "Pacific/Kiritimati", ("2026-03-01T18:00Z", "2026-03-01T19:30Z"), "01 19:00-20:00",
            id="the local date is a day ahead",
        ),
    ],
)  # fmt: skip
def test_local_dates_may_be_a_day_off(start: str, tz: str, hours: tuple[str, str], expected: str):
    """A weekly series is found though the UTC date is another than the local one."""
    assert happens(MONDAY | {"dtstart_local": start}, tz, *hours) == expected
