"""The kernel against the oracle, on random problems around the moments at which clocks are moved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduling.explain import explain
from scheduling.parsing import parse
from scheduling.slots import search
from tests.scheduling.laws import oracle
from tests.scheduling.laws.problems import problems

CALM = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


@CALM
@given(problems())
def test_search_finds_what_the_laws_say_minute_by_minute(problem: dict[str, Any]):
    """Slots and resources are those of an oracle that asks each law about each minute."""
    answer = search(parse(problem))
    slots, names = oracle.solve(problem)
    assert list(answer.slots) == slots
    assert [list(ids) for ids in answer.resources] == names


@CALM
@given(problems(), st.data())
def test_explain_says_offered_if_and_only_if_search_offers(problem: dict[str, Any], data: st.DataObject):
    """Explain asks each law about one instant; search finds all instants at once; they agree."""
    parsed = parse(problem)
    answer = search(parsed)
    offered = dict(zip(answer.slots, answer.resources, strict=True))
    span = int((parsed.query.to - parsed.query.from_) / timedelta(minutes=1))
    around = [parsed.query.from_ + timedelta(minutes=data.draw(st.integers(-60, span + 60))) for _ in range(25)]
    edges = [slot + timedelta(minutes=n) for slot in answer.slots[:3] + answer.slots[-3:] for n in (-5, -1, 0, 1, 5)]
    for at in [*around, *edges, parsed.query.from_, parsed.query.to]:
        found = explain(parsed, at)
        assert found.offered == (at in offered), (at, found.reasons)
        assert found.resources == offered.get(at, ())
        assert found.offered or found.reasons


@CALM
@given(problems())
def test_search_is_the_same_whatever_the_order_of_its_input(problem: dict[str, Any]):
    """Bookings and series are sets: turning them round changes nothing."""
    turned = problem | {"bookings": problem["bookings"][::-1], "series": problem["series"][::-1]}
    assert search(parse(turned)) == search(parse(problem))
