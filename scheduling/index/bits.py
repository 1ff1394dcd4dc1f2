"""Bits: rows of ticks as whole numbers, and numbers of seats as several rows.

A row is an ``int`` whose lowest bit is its earliest tick. How many seats are taken at each tick is a list of rows,
*planes*: row ``k`` holds the bits of value ``2**k`` of all ticks at once. So what one entry adds another can take away,
and where nothing overlaps there is one plane.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

Planes = list[int]


def span(low: int, high: int) -> int:
    """Return the row of the ticks ``[low, high)``."""
    return ((1 << (high - low)) - 1) << low if low < high else 0


def reach(row: int, length: int) -> int:
    """Return the ticks from which a stretch of ``length`` ticks, at least one, meets the row."""
    covered = 1
    while covered < length:
        more = min(covered, length - covered)
        row |= row >> more
        covered += more
    return row


def add(planes: Sequence[int], where: int, seats: int) -> Planes:
    """Return the planes with so many seats more at the ticks of ``where``."""
    left = list(planes)
    for place in _places(seats):
        carry, at = where, place
        while carry:
            left.extend([0] * (at + 1 - len(left)))
            left[at], carry = left[at] ^ carry, left[at] & carry
            at += 1
    return left


def take(planes: Sequence[int], where: int, seats: int) -> Planes | None:
    """Return the planes with so many seats fewer at the ticks of ``where``, or None if there are not as many."""
    left = list(planes)
    for place in _places(seats):
        borrow, at = where, place
        while borrow:
            if at >= len(left):
                return None
            left[at], borrow = left[at] ^ borrow, borrow & ~left[at]
            at += 1
    return left


def _places(seats: int) -> Iterable[int]:
    return (place for place in range(seats.bit_length()) if seats >> place & 1)


def total(counts: Iterable[Planes]) -> Planes:
    """Return the planes of the sum."""
    found: Planes = []
    for planes in counts:
        for at, plane in enumerate(planes):
            found = add(found, plane, 1 << at)
    return found


def over(planes: Planes, spare: int, every: int) -> int:
    """Return the ticks of ``every`` at which more than ``spare`` seats are taken."""
    if not spare:
        return reduce(or_, planes, 0)
    more, equal = 0, every
    for at in reversed(range(max(len(planes), spare.bit_length()))):
        plane = planes[at] if at < len(planes) else 0
        if spare >> at & 1:
            equal &= plane
        else:
            more |= equal & plane
            equal &= ~plane
    return more
