"""Writes: whatever is told in whatever order, the index stands as if it had been built of what is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.index import Horizon, Index, differing, differing_from
from scheduling.index.layer import Layer, build
from scheduling.limits import start_span
from scheduling.parsing import parse
from scheduling.problem import WEEKDAYS, Booking, Event, Problem, Resource, Window
from scheduling.slots import search
from scheduling.zone import DAY, floor_minute, instant
from tests.scheduling.index.asked import CALM, MINUTE, around, ask, empty, entries, horizon, ids, indexed, pairs, plain
from tests.scheduling.laws.problems import problems

EARLY = timedelta(days=4000)


def warmed(index: Index, problem: Problem) -> Index:
    """The index, with start layers and day hashes made, and nothing run out."""
    index.plan(problem.rules.event, ids(problem)).search(replace(problem.query, now=problem.query.now - EARLY))
    for resource in ids(problem):
        index.day_hash(resource, index.horizon.first)
    return index


def asks(problem: Problem) -> bool:
    """Say whether there is a tick between now, notice, advance and the query's ends."""
    first, end = start_span(problem)
    return -(-first // 5) < -(-end // 5)


def same(index: Index, problem: Problem) -> None:
    """The index equals one that was told of the problem from the start, layer by layer and in what it answers."""
    fresh = indexed(problem)
    assert differing(index, fresh) == {}
    for resource in ids(problem):
        assert differing_from(index, resource, entries(problem, resource)) == []
    assert ask(index, problem) == ask(fresh, problem)
    plan, other = (one.plan(problem.rules.event, ids(problem)) for one in (index, fresh))
    equal_layers(index.layer(plan, problem.query.party), fresh.layer(other, problem.query.party))


def equal_layers(one: Layer, other: Layer) -> None:
    """Every start of every resource, and the rows kept beside them."""
    assert np.array_equal(one.words, other.words)
    assert np.array_equal(one.some, other.some)
    assert np.array_equal(one.every, other.every)


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(Event(30, 5), id="bare"),
        pytest.param(Event(30, 5, buffer_after_min=40), id="a buffer after"),
        pytest.param(Event(5, 5, buffer_before_min=35), id="a buffer before"),
        pytest.param(Event(330, 5, buffer_before_min=330, buffer_after_min=330), id="longer than a word"),
        pytest.param(Event(20, 5, max_per_day=1), id="one a day"),
    ],
)
def test_a_write_mends_all_starts_that_it_changes(event: Event):
    """Wherever a booking lies in a word: its start layer equals one that is built with it, and then without it."""
    horizon, rules = (
        Horizon(20_500, 3),
        Resource("ada", "America/New_York", dict.fromkeys(WEEKDAYS, (Window(0, 1440),))),
    )
    index = Index(horizon, [rules, replace(rules, id="bob")])
    plan = index.plan(event, ["ada", "bob"])
    empty_layer = index.layer(plan, 1)
    before = empty_layer.words.copy()
    for tick in range(288, 288 + 130):
        start = instant(horizon.start + tick * 5)
        booking = Booking("ada", start, start + timedelta(minutes=10), buffer_before_min=15, buffer_after_min=25)
        index.add(booking)
        equal_layers(index.layer(plan, 1), build(plan.shape, 1, plan.team))
        assert not np.array_equal(index.layer(plan, 1).words, before)
        index.remove(booking)
        assert np.array_equal(index.layer(plan, 1).words, before)


@CALM
@given(problems(), problems(), st.randoms())
def test_incremental_is_rebuilt(stated: dict[str, Any], other: dict[str, Any], chance: Any):  # noqa: ANN401 - hypothesis'
    """Entries come and go between questions; what is left counts, and the day hashes come along by XOR."""
    problem, strange = parse(stated), parse(other)
    moment = problem.query.from_ - strange.query.from_
    guests = [
        replace(one, resource=ids(problem)[0], start=one.start + moment, end=one.end + moment)
        for one in strange.bookings
    ]
    index = warmed(empty(problem), problem)
    todo = [(1, one) for one in entries(problem)] + [(1, guest) for guest in guests]
    chance.shuffle(todo)
    todo += [(-1, guest) for guest in chance.sample(guests, len(guests))]
    for sign, entry in todo:
        if sign > 0:
            index.add(entry)
        else:
            assert index.remove(entry)
    same(index, problem)


@CALM
@given(problems(), st.data())
def test_rebuilding_days_in_any_order_is_building(stated: dict[str, Any], data: st.DataObject):
    """An index full of another problem's entries, told of one stretch of days after the other, forgets them."""
    problem = parse(stated)
    index = warmed(empty(problem), problem)
    length = timedelta(minutes=data.draw(st.integers(1, 2000)))
    for one in problem.bookings:
        index.add(replace(one, status="confirmed", start=one.start - length, end=one.end + length))
    days = list(horizon(problem).span())
    cut = data.draw(st.integers(0, len(days)))
    for some in data.draw(st.permutations([days[:cut], days[cut:]])):
        for resource in ids(problem):
            if some:
                index.rebuild(resource, range(some[0], some[-1] + 1), entries(problem, resource))
    assert not any(index.rebuild(one, horizon(problem).span(), entries(problem, one)) for one in ids(problem))
    same(index, problem)


@CALM
@given(problems(), problems())
def test_new_rules_are_as_good_as_first_ones(stated: dict[str, Any], other: dict[str, Any]):
    """Hours, seats, zones and calendar errors may change under entries; after a new zone the days must be rebuilt."""
    problem, strange = parse(stated), parse(other)
    index = empty(problem)
    for resource in problem.rules.resources:
        index.set_rules(replace(strange.rules.resources[0], id=resource.id))
        index.set_error(resource.id, broken=resource.id not in problem.calendar_errors)
    for entry in entries(problem):
        index.add(entry)
    warmed(index, problem)
    moved = [
        one for one in problem.rules.resources if one.tz != strange.rules.resources[0].tz and entries(problem, one.id)
    ]
    for resource in problem.rules.resources:
        index.set_rules(resource)
        index.set_error(resource.id, broken=resource.id in problem.calendar_errors)
    if any(index.rows[one.id].unknown for one in moved):
        assert ask(index, problem) is None or not asks(problem)
    for resource in moved:
        index.rebuild(resource.id, horizon(problem).span(), entries(problem, resource.id))
    same(index, problem)


@CALM
@given(problems(), st.data())
def test_cancel_and_restore_commute_and_bring_back_the_hashes(stated: dict[str, Any], data: st.DataObject):
    """Two bookings go and come back in any order: every answer and every day's hash is as before."""
    problem = parse(stated)
    index = warmed(indexed(problem), problem)
    first = {one: [index.day_hash(one, day) for day in horizon(problem).span()] for one in ids(problem)}
    gone = data.draw(st.permutations(entries(problem)))[:2]
    for entry in gone:
        assert index.remove(entry)
    for entry in data.draw(st.permutations(gone)):
        index.add(entry)
    assert first == {one: [index.day_hash(one, day) for day in horizon(problem).span()] for one in ids(problem)}
    same(index, problem)


@CALM
@given(problems(), st.data())
def test_a_booking_changes_its_days_hashes_and_no_others(stated: dict[str, Any], data: st.DataObject):
    """The UTC days that a booking meets with its buffers differ from before, the rest do not."""
    problem = parse(stated)
    fresh = [one for one in problem.bookings if one.status in {"confirmed", "pending"} and one.seats]
    if not fresh:
        return
    booking = replace(data.draw(st.sampled_from(fresh)), transparent=False)
    before, after = indexed(problem), indexed(problem)
    after.add(booking)
    edges = (
        floor_minute(booking.start) - booking.buffer_before_min,
        floor_minute(booking.end - timedelta(microseconds=1)) + booking.buffer_after_min,
    )
    low, high = (edge // 5 * 5 // DAY for edge in edges)
    assert differing(before, after) == {booking.resource: list(range(low, high + 1))}


@CALM
@given(problems(), st.integers(1, 300))
def test_merging_and_splitting_change_nothing(stated: dict[str, Any], minutes: int):
    """An outside entry cut in two on a tick is the same time taken."""
    problem = plain(parse(stated))
    whole = [replace(one, source="google", buffer_before_min=0, buffer_after_min=0) for one in problem.bookings]
    cuts = [min(one.start + minutes * 5 * MINUTE, one.end - 5 * MINUTE) for one in whole]
    parts = [
        part
        for one, cut in zip(whole, cuts, strict=True)
        for part in ((replace(one, end=cut), replace(one, start=cut)) if one.start < cut else (one,))
    ]
    one, other = (indexed(replace(problem, bookings=tuple(some))) for some in (whole, parts))
    assert differing(one, other) == {}
    assert ask(one, problem) == ask(other, problem)


@CALM
@given(problems(), st.data())
def test_a_booking_removes_exactly_what_it_meets(stated: dict[str, Any], data: st.DataObject):
    """Of one seat: the starts whose slot, padded on one side at a time, meets it; nothing else goes, nothing comes."""
    problem = plain(parse(stated))
    rules = replace(
        problem.rules,
        event=replace(problem.rules.event, max_per_day=None, mode="any"),
        resources=tuple(replace(one, capacity=1) for one in problem.rules.resources),
    )
    problem = replace(problem, rules=rules, query=replace(problem.query, limit=None, party=1))
    booking = replace(
        data.draw(st.sampled_from(problem.bookings or (Booking(ids(problem)[0], *around(problem)),))),
        status="confirmed",
        transparent=False,
        seats=1,
    )
    index = warmed(indexed(problem), problem)
    before = ask(index, problem)
    index.add(booking)
    after = ask(index, problem)
    if before is None or after is None:
        assert before is after
        return
    event = problem.rules.event
    early, late = booking.buffer_before_min * MINUTE, booking.buffer_after_min * MINUTE

    def meets(start: datetime) -> bool:
        end = start + event.duration_min * MINUTE
        padded = start - event.buffer_before_min * MINUTE, end + event.buffer_after_min * MINUTE
        raw = padded[0] < booking.end and booking.start < padded[1]
        return raw or (start < booking.end + late and booking.start - early < end)

    gone = {(start, one) for start, one in pairs(before) if one == booking.resource and meets(start)}
    assert pairs(after) == pairs(before) - gone


@CALM
@given(problems())
def test_what_never_was_there_cannot_be_taken_away(stated: dict[str, Any]):
    """It is said, and the days are asked about no more until they have been rebuilt."""
    problem = plain(parse(stated))
    start, end = around(problem)
    index = empty(problem)
    assert not index.remove(Booking(ids(problem)[0], start, end))
    assert ask(index, problem) is None or not asks(problem)
    index.rebuild(ids(problem)[0], horizon(problem).span(), [])
    assert ask(index, problem) in {None, search(replace(problem, bookings=(), series=()))}
