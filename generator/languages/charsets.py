"""Sets of code points: sorted, disjoint ranges that do not touch, both ends included."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import TypeAlias

Charset: TypeAlias = tuple[tuple[int, int], ...]

LAST = 0x10FFFF
ANYTHING: Charset = ((0, LAST),)
NONE: Charset = ()


def charset(ranges: Iterable[tuple[int, int]]) -> Charset:
    """Return the union of ranges in any order."""
    joined: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return tuple(joined)


def complement(of: Charset) -> Charset:
    """Return all other code points."""
    gaps = []
    following = 0
    for low, high in of:
        if low > following:
            gaps.append((following, low - 1))
        following = high + 1
    if following <= LAST:
        gaps.append((following, LAST))
    return tuple(gaps)


def contains(one: Charset, code: int) -> bool:
    """Say whether ``code`` is in the set."""
    at = bisect_right(one, (code, LAST)) - 1
    return at >= 0 and code <= one[at][1]


def is_within(small: Charset, large: Charset) -> bool:
    """Say whether all of ``small`` is in ``large``."""
    for low, high in small:
        at = bisect_right(large, (low, LAST)) - 1
        if at < 0 or high > large[at][1]:
            return False
    return True


DIGIT = charset([(0x30, 0x39)])
WORD = charset([(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)])
LINE_END = charset([(0x0A, 0x0A), (0x0D, 0x0D), (0x2028, 0x2029)])
SPACE = charset(
    [
        *LINE_END,
        (0x09, 0x09),
        (0x0B, 0x0C),
        (0x20, 0x20),
        (0xA0, 0xA0),
        (0x1680, 0x1680),
        (0x2000, 0x200A),
        (0x202F, 0x202F),
        (0x205F, 0x205F),
        (0x3000, 0x3000),
        (0xFEFF, 0xFEFF),
    ]
)
DOT = complement(LINE_END)
