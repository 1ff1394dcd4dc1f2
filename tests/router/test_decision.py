from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from router.decision import Decision, Reason, bucket, choose, settle, unguided
from router.errors import UsageInvalid
from router.rollout import BUCKETS, Rollout, State, checked

KEYS = st.text(max_size=40)
WEIGHTS = st.integers(0, BUCKETS).map(lambda share: share / 100)


@pytest.mark.parametrize(
    ("feature", "key", "expected"),
    [
        ("availability", "", 6107),
        ("availability", "acme", 9567),
        ("availability", "tenant-1", 5314),
        ("bookings", "acme", 5681),
        ("bookings", "127.0.0.1", 8595),
        ("bookings", "Zürich", 6491),
    ],
)
def test_buckets_are_pinned(feature: str, key: str, expected: int):
    """Do not change these numbers: every client of every running rollout would move to another version."""
    assert bucket(feature, key) == expected


@given(key=KEYS, low=WEIGHTS, high=WEIGHTS)
def test_raising_the_weight_never_takes_a_client_out_of_the_canary(key: str, low: float, high: float):
    """Who has the canary at a weight has it at every higher one."""
    low, high = sorted((low, high))
    if choose(Rollout("notes", 1, 2, low), key).reason is Reason.canary:
        assert choose(Rollout("notes", 1, 2, high), key) == Decision(2, Reason.canary)


@given(key=KEYS, weight=WEIGHTS)
def test_nothing_and_everything_mean_what_they_say(key: str, weight: float):
    """No client has the canary at 0 %, every one at 100 %, and none once it was aborted or where there is no canary."""
    assert choose(Rollout("notes", 1, 2, 0.0), key) == Decision(1, Reason.stable)
    assert choose(Rollout("notes", 1, 2, 100.0), key) == Decision(2, Reason.canary)
    assert choose(Rollout("notes", 1, 2, weight, State.aborted), key) == Decision(1, Reason.aborted)
    assert choose(Rollout("notes", 1), key) == Decision(1, Reason.stable)
    assert choose(Rollout("notes", 1, state=State.aborted), key) == Decision(1, Reason.aborted)


@given(key=KEYS)
def test_a_client_joins_at_the_first_weight_above_its_bucket(key: str):
    """Bucket 0 is in at 0.01 %, bucket 9999 only at 100 %: a weight of n hundredths is n buckets, not one more."""
    own = bucket("notes", key)
    assert choose(Rollout("notes", 1, 2, own / 100), key).version == 1
    assert choose(Rollout("notes", 1, 2, (own + 1) / 100), key).version == 2


@pytest.mark.parametrize("weight", [0.5, 5.0, 50.0, 95.0])
def test_the_share_of_clients_is_the_weight(weight: float):
    """Of 20,000 clients the canary gets its weight, give or take one percent of all."""
    rollout = Rollout("notes", 1, 2, weight)
    served = sum(choose(rollout, f"client-{number}").version == 2 for number in range(20_000))
    assert abs(served / 200 - weight) < 1


def test_features_pick_their_canary_clients_apart():
    """The first ten percent of one feature's clients are not those of another."""
    first, second = ({key for key in map(str, range(2000)) if bucket(name, key) < 1000} for name in ("notes", "tasks"))
    assert len(first & second) < len(first) / 3


@pytest.mark.parametrize(
    ("wanted", "stable", "sound", "expected"),
    [
        (Decision(2, Reason.canary), 1, {1, 2}, Decision(2, Reason.canary)),
        (Decision(2, Reason.canary), 1, {1}, Decision(1, Reason.fallback)),
        (Decision(1, Reason.stable), 1, {2, 3}, Decision(3, Reason.fallback)),
        (Decision(1, Reason.stable), 1, set(), None),
    ],
)
def test_an_unsound_version_is_replaced(wanted: Decision, stable: int, sound: set[int], expected: Decision | None):
    """The stable version stands in for an unsound one, and the newest sound one for the stable."""
    assert settle(wanted, stable, sound) == expected


@pytest.mark.parametrize(
    ("known", "sound", "expected"),
    [
        ({1}, {1}, Decision(1, Reason.only)),
        ({1, 2}, {1, 2}, Decision(2, Reason.stable)),
        ({1, 2}, {1}, Decision(1, Reason.fallback)),
        ({1}, set(), None),
        (set(), set(), None),
    ],
)
def test_without_a_rollout_the_newest_version_answers(known: set[int], sound: set[int], expected: Decision | None):
    """The newest version is served, a sound one in its place says fallback."""
    assert unguided(known, sound) == expected


@pytest.mark.parametrize(
    "rollout",
    [
        Rollout("notes", 1, 2, -1),
        Rollout("notes", 1, 2, 100.5),
        Rollout("notes", 1, 2, float("nan")),
        Rollout("notes", 1, 2, 0.001),
        Rollout("notes", 1, None, 5),
        Rollout("notes", 1, 1, 5),
    ],
)
def test_rollouts_that_make_no_sense_are_refused(rollout: Rollout):
    """Weights outside of 0 to 100 in hundredths, weights without a canary, and a canary that is the stable version."""
    with pytest.raises(UsageInvalid):
        checked(rollout)


@given(weight=WEIGHTS)
def test_every_hundredth_of_a_percent_is_a_weight(weight: float):
    """A weight in hundredths is taken, and is that many buckets."""
    assert checked(Rollout("notes", 1, 2, weight)).share == round(weight * 100)
