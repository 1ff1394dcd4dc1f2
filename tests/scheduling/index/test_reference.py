"""An index that answers, answers what the reference does: slots, and the resources named for each."""

from __future__ import annotations

from typing import Any

from hypothesis import given

from scheduling.parsing import parse
from scheduling.slots import search
from tests.scheduling.index.asked import CALM, ask, indexed
from tests.scheduling.laws import oracle
from tests.scheduling.laws.problems import problems


@CALM
@given(problems())
def test_an_index_answers_what_the_oracle_says_minute_by_minute(problem: dict[str, Any]):
    """Slots and resources are those of an oracle that asks each law about each minute."""
    asked = parse(problem)
    answer = ask(indexed(asked), asked)
    if answer is not None:
        slots, names = oracle.solve(problem)
        assert list(answer.slots) == slots
        assert [list(one) for one in answer.resources] == names


@CALM
@given(problems())
def test_an_index_answers_what_the_reference_does(problem: dict[str, Any]):
    """Equal to the last byte, limit and order included."""
    asked = parse(problem)
    assert ask(indexed(asked), asked) in {None, search(asked)}
