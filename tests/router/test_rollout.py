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
        ([stable(1), canary(2, 3), canary(2, 3, state=TAKEN)], None),
        ([stable(2), stable(3)], back(2)),
        ([stable(2), canary(2, 3), canary(2, 3, 50.0), stable(3)], back(2)),
        ([stable(2), stable(3), back(2)], None),
        ([stable(1), stable(2), stable(3), back(2)], None),
        ([stable(1), stable(2), stable(3), back(2), stable(4)], back(2)),
        ([stable(1), stable(2), stable(3), back(2), stable(3)], back(2)),
        ([stable(1), stable(2), stable(1)], back(2)),
        ([stable(2), stable(1), stable(2), stable(3), back(2), stable(2)], back(1)),
        ([stable(2), stable(3), back(3), stable(3)], back(2)),
    ],
)
def test_an_abort_takes_back_what_was_set_last(history: list[Rollout], expected: Rollout | None):
    """A live canary, else the last move of the stable version; after an abort there is nothing more to take."""
    assert taken_back(history) == expected


@given(st.lists(st.one_of(st.builds(stable, st.integers(1, 4)), st.builds(canary, st.just(9), st.integers(1, 4)))))
def test_aborting_twice_is_aborting_once(history: list[Rollout]):
    """An abort changes what is in force, to a version that was stable before, and a second one changes nothing."""
    taken = taken_back(history)
    if taken is not None:
        assert taken != history[-1]
        assert taken.stable in {rollout.stable for rollout in history}
        assert taken_back([*history, taken]) is None
