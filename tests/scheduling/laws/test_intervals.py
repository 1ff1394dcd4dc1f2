"""Interval arithmetic against plain sets of minutes."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.intervals import Interval, merge, subtract

SOME = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8)
CALM = settings(max_examples=200, deadline=None, derandomize=True, database=None)


def minutes(intervals: list[Interval]) -> set[int]:
    """The same as a set."""
    return {minute for start, end in intervals for minute in range(start, end)}


@CALM
@given(SOME)
def test_a_merged_list_is_the_union_in_order(intervals: list[Interval]):
    """Sorted, disjoint, not even touching, none empty, and the same minutes."""
    merged = merge(intervals)
    assert minutes(merged) == minutes(intervals)
    assert all(start < end for start, end in merged)
    assert all(one[1] < after[0] for one, after in pairwise(merged))


@CALM
@given(SOME, SOME)
def test_subtracting_leaves_the_other_minutes(kept: list[Interval], removed: list[Interval]):
    """What is in the first and not in the second, in order."""
    left = subtract(merge(kept), merge(removed))
    assert minutes(left) == minutes(kept) - minutes(removed)
    assert left == merge(left)
