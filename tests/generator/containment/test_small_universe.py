"""Brute force: in a universe of some hundred values, an answer can be compared with the truth."""

from __future__ import annotations

import os
from random import Random

import pytest

from generator.canonical import Json
from generator.containment import Subset, Widens, widens
from tests.generator.containment.all_rows import read
from tests.generator.containment.judges import python_judge, rust_judge
from tests.generator.containment.universe import Grammar, loosened, universe

# How many random pairs are tried: a nightly run sets 20,000 and takes half an hour, the suite takes seconds.
PAIRS = int(os.environ.get("CONTAINMENT_PAIRS", "400"))
SEED = int(os.environ.get("CONTAINMENT_SEED", "0"))


def pair(number: int) -> tuple[Json, Json]:
    """Return the random pair of this number: strangers, or one and its own change, in either direction."""
    rng = Random(SEED * 1_000_003 + number)  # noqa: S311  # no secret
    old = Grammar(rng, references=number % 3 == 0).document(3)
    if number % 3 == 0:
        return old, Grammar(rng).document(3)
    new = loosened(old, rng)
    return (old, new) if number % 3 == 1 else (new, old)


@pytest.mark.parametrize("start", range(0, PAIRS, 100))
def test_brute_force_finds_no_value_where_we_say_there_is_none(start: int) -> None:
    """Of random pairs, "subset" is never refuted by a value, and each witness convinces both libraries."""
    undecided = []
    for number in range(start, min(start + 100, PAIRS)):
        old, new = pair(number)
        answer = widens(read(old), read(new))
        before, after = rust_judge(old, "2020-12"), rust_judge(new, "2020-12")
        if isinstance(answer, Subset):
            refuting = [value for value in universe() if after(value) and not before(value)]
            assert refuting == [], f"pair {number}: {old} / {new}"
        elif isinstance(answer, Widens):
            assert after(answer.witness), f"pair {number}: new refuses {answer.witness!r}: {old} / {new}"
            assert not before(answer.witness), f"pair {number}: old takes {answer.witness!r}: {old} / {new}"
            assert python_judge(new, "2020-12")(answer.witness), f"pair {number}"
            assert not python_judge(old, "2020-12")(answer.witness), f"pair {number}"
        else:
            undecided.append(f"pair {number}: {answer}")
    assert len(undecided) <= 1, "\n".join(undecided)
