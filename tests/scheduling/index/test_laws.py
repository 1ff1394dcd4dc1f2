"""Laws that hold between answers, whatever the rules and the calendars are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from scheduling.parsing import parse
from scheduling.problem import Booking, Problem, Rules
from scheduling.slots import search
from scheduling.zone import floor_minute
from tests.scheduling.index.asked import CALM, MINUTE, alone, around, ask, ids, indexed, pairs, plain
from tests.scheduling.laws.problems import problems


def unlimited(stated: dict[str, Any], **event: Any) -> Problem:  # noqa: ANN401 - fields of an event
    """The problem on whole ticks, without a limit, of an event with some fields set; one that the index answers."""
    problem = plain(parse(stated))
    rules = Rules(problem.rules.resources, replace(problem.rules.event, **event))
    problem = replace(problem, rules=rules, query=replace(problem.query, limit=None))
    assume(ask(indexed(problem), problem) is not None)
    return problem


def event(problem: Problem, **changes: Any) -> Problem:  # noqa: ANN401 - fields of an event
    """The problem of a changed event."""
    return replace(problem, rules=Rules(problem.rules.resources, replace(problem.rules.event, **changes)))


@CALM
@given(problems(), st.integers(1, 20), st.integers(0, 3), st.integers(0, 30))
def test_adding_busy_time_never_adds_a_slot(stated: dict[str, Any], ticks: int, seats: int, buffer: int):
    """Another booking, of any length, seats and buffer on ticks, takes slots away or none."""
    problem = unlimited(stated)
    index = indexed(problem)
    before = ask(index, problem)
    start, _ = around(problem)
    index.add(
        Booking(ids(problem)[0], start, start + ticks * 5 * MINUTE, seats=seats, buffer_after_min=buffer // 5 * 5)
    )
    assert pairs(ask(index, problem)) <= pairs(before)


@CALM
@given(problems(), st.sampled_from(["duration_min", "buffer_before_min", "buffer_after_min"]), st.integers(1, 30))
def test_a_longer_slot_or_buffer_fits_nowhere_that_a_shorter_does_not(stated: dict[str, Any], what: str, ticks: int):
    """Its starts are among those of the shorter one."""
    problem = unlimited(stated)
    longer = event(problem, **{what: getattr(problem.rules.event, what) + ticks * 5})
    index = indexed(problem)
    assert pairs(ask(index, longer)) <= pairs(ask(index, problem))


@CALM
@given(problems())
def test_any_is_the_union_and_all_the_intersection(stated: dict[str, Any]):
    """Of what each resource offers alone."""
    problem = unlimited(stated, mode="any")
    index = indexed(problem)
    each = [ask(index, alone(problem, [one])) for one in ids(problem)]
    starts = [set(answer.slots) for answer in each if answer is not None]
    assert pairs(ask(index, problem)) == set().union(*map(pairs, each))
    together = ask(index, event(problem, mode="all"))
    assert together is not None
    assert set(together.slots) == set.intersection(*starts)
    assert set(together.resources) <= {tuple(ids(problem))}


@CALM
@given(problems(), st.integers(0, 1200))
def test_two_windows_make_one(stated: dict[str, Any], minutes: int):
    """What starts before a moment and what starts from it on is what starts in the whole time."""
    problem = unlimited(stated)
    index, query = indexed(problem), problem.query
    cut = min(query.from_ + minutes * MINUTE, query.to)
    parts = [ask(index, replace(problem, query=replace(query, **end))) for end in ({"to": cut}, {"from_": cut})]
    whole = ask(index, problem)
    assert whole is not None
    assert [slot for part in parts if part for slot in part.slots] == list(whole.slots)


@CALM
@given(problems(), st.data())
def test_a_narrowed_plan_is_a_plan_of_those(stated: dict[str, Any], data: st.DataObject):
    """In their order, of any and all, with the limit; also narrowed twice."""
    problem = parse(stated)
    index = indexed(problem)
    chosen = data.draw(st.lists(st.sampled_from(ids(problem)), min_size=1, unique=True))
    by_id = {one.id: one for one in problem.rules.resources}
    asked = replace(problem, rules=Rules(tuple(by_id[one] for one in chosen), problem.rules.event))
    team = index.plan(problem.rules.event, ids(problem))
    for plan in (team.narrowed(chosen), team.narrowed(chosen[::-1]).narrowed(chosen)):
        answer = plan.search(asked.query)
        assert answer in {None, search(asked)}
        assert answer is not None or team.search(asked.query) is None


@CALM
@given(problems(), st.data())
def test_the_check_before_a_booking_agrees_with_search(stated: dict[str, Any], data: st.DataObject):
    """A start can be taken of a resource if and only if an unlimited search names it, notice and advance left out."""
    problem = unlimited(stated, min_notice_min=0, max_advance_min=None)
    problem = replace(problem, query=replace(problem.query, now=problem.query.from_ - 4 * 1440 * MINUTE))
    index = indexed(problem)
    plan = index.plan(problem.rules.event, ids(problem))
    index.expire(problem.query.now)
    free = pairs(search(event(problem, mode="any")))
    span = (problem.query.to - problem.query.from_) // MINUTE
    for _ in range(10):
        start = problem.query.from_ + data.draw(st.integers(0, span - 1)) * MINUTE
        one = data.draw(st.sampled_from(ids(problem)))
        expected = (start, one) in free if floor_minute(start) % 5 == 0 else None
        assert plan.is_free(one, start, problem.query.party) is expected
        narrowed = plan.narrowed(ids(problem)[::-1])
        assert narrowed.is_free(one, start, problem.query.party) is expected
