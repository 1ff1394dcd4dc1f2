from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.rollout import Rollout, State, taken_back


def stable(version: int) -> Rollout:
    """Return a rollout without a canary, as set."""
    return Rollout("notes", version)


def back(version: int) -> Rollout:
    """Return what is in force after an abort of the stable version."""
    return Rollout("notes", version, state=State.aborted)


def canary(of: int, version: int, weight: float = 5.0, state: State = State.running) -> Rollout:
    """Return a rollout with a canary."""
    return Rollout("notes", of, version, weight, state)


TAKEN = State.aborted


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ([], None),
        ([stable(1)], None),
        ([stable(2), stable(2)], None),
        ([canary(1, 2)], canary(1, 2, state=TAKEN)),
        ([stable(1), stable(2), canary(2, 3, 0.0)], canary(2, 3, 0.0, TAKEN)),
        ([canary(1, 2), canary(1, 2, state=TAKEN)], None),
        ([stable(1), canary(2, 3), canary(2, 3, state=TAKEN)], back(1)),
        ([stable(2), stable(3)], back(2)),
        ([stable(2), canary(2, 3), canary(2, 3, 50.0), stable(3)], back(2)),
        ([stable(2), stable(3), back(2)], None),
        ([stable(1), stable(2), stable(3), back(2)], back(1)),
        ([stable(1), stable(2), stable(3), back(2), back(1)], None),
        ([stable(1), stable(2), stable(3), back(2), stable(4)], back(2)),
        ([stable(1), stable(2), stable(3), back(2), stable(4), back(2)], back(1)),
        ([stable(1), stable(2), stable(3), back(2), stable(3)], back(2)),
        ([stable(1), stable(2), stable(1)], back(2)),
        ([stable(2), stable(1), stable(2), stable(3), back(2)], back(1)),
        ([stable(2), stable(3), back(3)], back(2)),
    ],
)
def test_an_abort_goes_one_step_back(history: list[Rollout], expected: Rollout | None):
    """A live canary goes first, then each move of the stable version, and a move taken back is not made again."""
    assert taken_back(history) == expected


@given(st.lists(st.one_of(st.builds(stable, st.integers(1, 4)), st.builds(canary, st.just(9), st.integers(1, 4)))))
def test_aborting_again_and_again_comes_to_an_end(history: list[Rollout]):
    """Every abort changes what is in force, no chain of aborts goes round in a circle, and it ends at the first set."""
    steps = list(history)
    while (taken := taken_back(steps)) is not None:
        assert taken != steps[-1]
        steps.append(taken)
        assert len(steps) <= 2 * len(history) + 1
    if history:
        assert steps[-1].stable == history[0].stable
