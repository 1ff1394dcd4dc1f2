"""Days: the same slots as search finds, counted by the date that a visitor's clock shows."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduling.days import Dates, free_days
from scheduling.parsing import parse
from scheduling.slots import search
from scheduling.values import FreeDay
from scheduling.zone import instant
from tests.scheduling.laws import oracle
from tests.scheduling.laws.problems import ZONES, iso, problems

CALM = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def asked(json: dict[str, Any], dates: Dates) -> dict[str, Any]:
    """The problem with a query about the dates, whatever it asked for before."""
    start, end = dates.hull()
    kept = {name: value for name, value in json["query"].items() if name != "limit"}
    return json | {"query": kept | {"from": iso(instant(start)), "to": iso(instant(end))}}


def around(json: dict[str, Any], dates: Dates) -> dict[str, Any]:
    """The problem with a query that is far wider than the dates."""
    first, last = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (dates.first, dates.last))
    wide = {"from": iso(first - timedelta(days=2)), "to": iso(last + timedelta(days=3))}
    return json | {"query": asked(json, dates)["query"] | wide}


def grouped(slots: list[datetime], dates: Dates) -> list[FreeDay]:
    """The slots by the date that the clock of tzdata's own zone shows."""
    shown = [(slot.astimezone(oracle.zone(dates.tz)).date(), slot) for slot in slots]
    counted = Counter(day for day, _ in shown)
    count = (dates.last - dates.first).days + 1
    return [
        FreeDay(date=day, slots=counted[day], first=min((slot for at, slot in shown if at == day), default=None))
        for day in (dates.first + timedelta(days=n) for n in range(count))
    ]


@st.composite
def asking(draw: st.DrawFn, most: int) -> tuple[dict[str, Any], Dates]:
    """A problem and some dates near it, in its zone or another."""
    json = draw(problems())
    home = json["rules"]["resources"][0]["tz"]
    first = oracle.when(json["query"]["from"]).date() + timedelta(days=draw(st.integers(-1, 1)))
    length = timedelta(days=draw(st.integers(0, most - 1)))
    return json, Dates(first, first + length, draw(st.sampled_from([home, home, *ZONES])))


@CALM
@given(asking(most=9))
def test_free_days_are_the_slots_of_search_by_local_date(case: tuple[dict[str, Any], Dates]):
    """Whatever search finds counts once, on the date that the clock shows, also where the clock is moved."""
    json, dates = case
    slots = search(parse(around(json, dates))).slots
    assert list(free_days(parse(asked(json, dates)), dates)) == grouped(list(slots), dates)


@settings(CALM, max_examples=25)
@given(asking(most=1))
def test_free_days_are_what_the_laws_say_minute_by_minute(case: tuple[dict[str, Any], Dates]):
    """The same against the oracle, which shares no code with the kernel."""
    json, dates = case
    slots, _ = oracle.solve(around(json, dates))
    assert list(free_days(parse(asked(json, dates)), dates)) == grouped(slots, dates)
