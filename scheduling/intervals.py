"""Sets of minutes as sorted, disjoint, half-open intervals that do not touch."""

from __future__ import annotations

from collections.abc import Iterable

Interval = tuple[int, int]


def merge(intervals: Iterable[Interval]) -> list[Interval]:
    """Return the union of intervals in any order; empty ones vanish, touching ones become one."""
    merged: list[Interval] = []
    for start, end in sorted(interval for interval in intervals if interval[0] < interval[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def intersect(one: list[Interval], other: list[Interval]) -> list[Interval]:
    """Return the minutes that are in both; both as :func:`merge` returns them."""
    return subtract(one, subtract(one, other))


def subtract(kept: list[Interval], removed: list[Interval]) -> list[Interval]:
    """Return the minutes of ``kept`` that are not in ``removed``; both as :func:`merge` returns them."""
    left: list[Interval] = []
    position = 0
    for first, end in kept:
        start = first
        while position < len(removed) and removed[position][0] < end:
            left.append((start, removed[position][0]))
            start = max(start, removed[position][1])
            if removed[position][1] > end:
                break  # it may reach into the next interval too
            position += 1
        left.append((start, end))
    return [interval for interval in left if interval[0] < interval[1]]
