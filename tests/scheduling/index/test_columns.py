"""Columns: millions of entries at once are the same as one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.index import Columns, Horizon, Index, Layer, differing, dumps, loads
from scheduling.parsing import parse
from scheduling.problem import OWN, WEEKDAYS, Booking, Event, Problem, Query, Resource, Window
from scheduling.zone import ceil_minute, floor_minute, instant
from tests.scheduling.index.asked import CALM, ask, empty, ids
from tests.scheduling.laws.problems import ZONES, problems

FIRST, DAYS = 20_500, 6
MINUTES = st.integers(FIRST * 1440 - 4000, (FIRST + DAYS) * 1440 + 4000)
LENGTHS = st.sampled_from([5, 20, 30, 60, 320, 330, 2000]) | st.integers(1, 700)


def columns(names: list[str], bookings: list[Booking]) -> Columns:
    """Bookings as arrays."""
    rows = [
        (
            names.index(one.resource),
            floor_minute(one.start),
            ceil_minute(one.end),
            Layer.OWN if one.source == OWN else Layer.OUTSIDE,
            one.seats,
            one.buffer_before_min,
            one.buffer_after_min,
        )
        for one in bookings
    ]
    return Columns(*np.array(rows, np.int32).reshape(-1, 7).T)


def one_by_one(horizon: Horizon, resources: list[Resource], bookings: list[Booking]) -> Index:
    """An index that was told of each booking."""
    index = Index(horizon, resources)
    for booking in bookings:
        index.add(booking)
    return index


@st.composite
def calendars(draw: st.DrawFn) -> tuple[list[Resource], list[Booking]]:
    """Some resources, and bookings in any order that overlap or not, on the grid or off it."""
    resources = [Resource(f"r{n}", draw(st.sampled_from(ZONES)), capacity=2) for n in range(draw(st.integers(1, 4)))]
    grid, busy = draw(st.sampled_from([1, 5])), draw(st.booleans())
    found = []
    for _ in range(draw(st.integers(0, 30))):
        start = draw(MINUTES) // grid * grid
        buffers = st.sampled_from([0, 0, 5, 10, 7] if grid == 1 else [0, 0, 5, 30])
        found.append(
            Booking(
                draw(st.sampled_from(resources)).id,
                instant(start),
                instant(start + draw(LENGTHS) // grid * grid + grid),
                seats=draw(st.integers(0, 3)) if busy else 1,
                source=draw(st.sampled_from(["own", "own", "google"])),
                buffer_before_min=draw(buffers),
                buffer_after_min=draw(buffers),
            )
        )
    return resources, found


@CALM
@given(calendars())
def test_loading_is_adding_one_by_one(told: tuple[list[Resource], list[Booking]]):
    """Every bit, every count for a date, and every day off the grid."""
    resources, bookings = told
    horizon = Horizon(FIRST, DAYS)
    expected = one_by_one(horizon, resources, bookings)
    index = Index(horizon, resources)
    index.add(Booking("r0", instant(FIRST * 1440), instant(FIRST * 1440 + 60)))
    names = [one.id for one in resources]
    index.load(names, columns(names, bookings))
    assert differing(index, expected) == {}
    for name in names:
        got, wanted = index.rows[name], expected.rows[name]
        assert {day: got.uneven.get(day) for day in horizon.span()} == {
            day: wanted.uneven.get(day) for day in horizon.span()
        }


def test_loading_more_rows_than_are_taken_at_once():
    """A hundred and thirty resources, disjoint bookings of all lengths: words between words, and rows between rows."""
    resources = [Resource(f"r{n}", ZONES[n % len(ZONES)]) for n in range(130)]
    names, first = [one.id for one in resources], FIRST * 1440
    bookings = [
        Booking(name, instant(first + at * 5), instant(first + at * 5 + length * 5), buffer_after_min=5)
        for number, name in enumerate(names)
        for at, length in [(number, 1), (number + 64, 3), (number + 100, 63), (number + 200, 400 + number)]
    ]
    horizon = Horizon(FIRST, DAYS)
    index = Index(horizon, resources)
    index.load(names, columns(names, bookings))
    assert differing(index, one_by_one(horizon, resources, bookings)) == {}
    assert len(index.rows["r7"].planes) == 2


def test_buffers_may_lie_on_one_another():
    """Two bookings apart by less than both their buffers, and one with an odd buffer: loaded as added."""
    first, horizon = FIRST * 1440, Horizon(FIRST, DAYS)
    bookings = [
        Booking("r0", instant(first + at), instant(first + at + 30), buffer_before_min=15, buffer_after_min=after)
        for at, after in [(600, 20), (650, 20), (3000, 7), (4440, 0)]
    ]
    resources = [Resource("r0", "UTC")]
    index, expected = Index(horizon, resources), one_by_one(horizon, resources, bookings)
    index.load(["r0"], columns(["r0"], bookings))
    assert differing(index, expected) == {}
    assert len(index.rows["r0"].planes[Layer.OWN_BUFFER]) == 2
    assert index.rows["r0"].uneven == expected.rows["r0"].uneven == {FIRST + 2: 1}


@CALM
@given(problems())
def test_a_loaded_index_answers_again(stated: dict[str, Any]):
    """Loading while a plan is in use: it answers of what was loaded."""
    problem: Problem = parse(stated)
    index = empty(problem)
    before = ask(index, problem)
    firm = [one for one in problem.bookings if one.status == "confirmed" and not one.transparent]
    index.load(ids(problem), columns(ids(problem), firm))
    other = empty(problem)
    for one in firm:
        other.add(one)
    assert ask(index, problem) == ask(other, problem)
    index.load(ids(problem), columns(ids(problem), []))
    assert ask(index, problem) == before


@pytest.mark.parametrize("layer", [Layer.HOLD, Layer.OPEN])
def test_only_layers_that_can_be_told_in_columns(layer: Layer):
    """Holds run out, and hours come of rules: neither can be loaded."""
    index = Index(Horizon(FIRST, DAYS), [Resource("r0", "UTC")])
    start = np.array([FIRST * 1440], np.int32)
    none = start * 0
    with pytest.raises(ValueError, match="only own bookings, outside entries and series"):
        index.load(["r0"], Columns(none, start, start + 5, none + int(layer), none + 1, none, none))


def test_more_bookings_start_on_a_day_than_two_bytes_count():
    """Seventy thousand of a seat each, told at once and one more; then the day limit knows them all."""
    many, first = 65_535, FIRST * 1440 + 2880
    resource = Resource("r0", "UTC", dict.fromkeys(WEEKDAYS, (Window(0, 1440),)), capacity=100_000)
    index = Index(Horizon(FIRST, DAYS), [resource])
    column = np.zeros(many, np.int32)
    told = Columns(column, column + first, column + first + 5, column + int(Layer.OWN), column + 1, column, column)
    index.load(["r0"], told)
    one_more = Booking("r0", instant(first), instant(first + 5))
    plans = [index.plan(Event(5, 5, max_per_day=most), ["r0"]) for most in (many, many + 1)]
    query = Query(instant(first), instant(first), instant(first + 60))

    def slots() -> list[int]:
        return [len(answer.slots) for answer in (plan.search(query) for plan in plans) if answer is not None]

    assert slots() == [0, 12]
    index.add(one_more)
    assert slots() == [0, 0]
    assert differing(index, loads(dumps(index), [resource])) == {}
    index.remove(one_more)
    assert slots() == [0, 12]
    index.add(replace(one_more, seats=100_000 - many))
    assert index.plan(Event(5, 5), ["r0"]).is_free("r0", instant(first)) is False
