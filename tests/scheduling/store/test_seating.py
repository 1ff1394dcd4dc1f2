"""Seats: whatever the law lets in finds seats that the constraint lets in."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from scheduling.store.seating import Seating, Sitter, choose, free, seat
from tests.scheduling.store.world import at

MINUTE = timedelta(minutes=1)
CAPACITY = 4
sitters = st.builds(
    lambda start, length, before, after, party: Sitter(
        at(9, start), at(9, start + length), before * MINUTE, after * MINUTE, party
    ),
    st.integers(0, 30),
    st.integers(1, 12),
    st.integers(0, 4),
    st.integers(0, 4),
    st.integers(1, CAPACITY),
)


def fits(sitter: Sitter, others: list[Sitter]) -> bool:
    """Say by law, minute by minute: S5 and S8 of the slot with its buffers, and of the others with theirs."""
    minute = sitter.start - sitter.before
    while minute < sitter.end + sitter.after:
        raw = sum(one.party for one in others if one.start <= minute < one.end)
        padded = sum(one.party for one in others if one.start - one.before <= minute < one.end + one.after)
        inside = sitter.start <= minute < sitter.end
        if raw + sitter.party > CAPACITY or (inside and padded + sitter.party > CAPACITY):
            return False
        minute += MINUTE
    return True


def allowed(one: Seating, other: Seating) -> bool:
    """Say what the constraint says of two rows of different bookings."""
    apart = one.end <= other.start or other.end <= one.start
    other_seats = one.seats[1] <= other.seats[0] or other.seats[1] <= one.seats[0]
    return apart or other_seats or (one.padding and other.padding)


@given(st.lists(sitters, max_size=12))
def test_what_the_law_lets_in_the_constraint_lets_in(wanting: list[Sitter]) -> None:
    """In any order of arrival, everybody who fits by law gets seats that clash with nobody's."""
    inside: list[Sitter] = []
    rows: list[list[Seating]] = []
    for sitter in wanting:
        if fits(sitter, inside):
            inside.append(sitter)
            rows.append(seat(sitter, [row for taken in rows for row in taken], CAPACITY))
    for one, other in combinations(rows, 2):
        assert all(allowed(a, b) for a in one for b in other)
    for sitter, taken in zip(inside, rows, strict=True):
        minute = sitter.start - sitter.before
        while minute < sitter.end + sitter.after:
            here = [row for row in taken if row.start <= minute < row.end]
            assert sum(row.seats[1] - row.seats[0] for row in here) == sitter.party
            assert all(row.padding != (sitter.start <= minute < sitter.end) for row in here)
            assert all(0 <= row.seats[0] < row.seats[1] <= CAPACITY for row in here)
            minute += MINUTE


@given(st.lists(sitters, max_size=12))
def test_what_the_constraint_lets_in_is_no_overbooking(wanting: list[Sitter]) -> None:
    """Whoever sits, law or not, as long as no two rows clash: at no minute do bookings take more than there is."""
    inside: list[Sitter] = []
    rows: list[Seating] = []
    for sitter in wanting:
        new = seat(sitter, rows, CAPACITY)
        if all(allowed(one, other) for one in new for other in rows):
            inside.append(sitter)
            rows += new
    for minute in (at(9, number) for number in range(50)):
        assert sum(one.party for one in inside if one.start <= minute < one.end) <= CAPACITY


def test_one_seat_is_one_row_and_its_buffers() -> None:
    """With a capacity of one, a booking is its core and what pads it, and touching ones share a buffer's time."""
    first = seat(Sitter(at(9), at(10), 15 * MINUTE, 15 * MINUTE, 1), [], 1)
    assert first == [
        Seating(at(8, 45), at(9), (0, 1), padding=True),
        Seating(at(9), at(10), (0, 1)),
        Seating(at(10), at(10, 15), (0, 1), padding=True),
    ]
    second = seat(Sitter(at(10, 15), at(11), 15 * MINUTE, timedelta(0), 1), first, 1)
    assert all(allowed(one, other) for one in first for other in second)


def test_a_party_may_sit_apart() -> None:
    """Free seats are taken from below, around those that are taken; too few give the constraint something to refuse."""
    others = [Seating(at(9), at(10), (1, 2)), Seating(at(9, 30), at(11), (3, 5))]
    assert free(at(9), at(10), others, 8) == [(0, 1), (2, 3), (5, 8)]
    assert free(at(10), at(11), others, 4) == [(0, 3)]
    assert choose([(0, 1), (2, 3), (5, 8)], 4) == [(0, 1), (2, 3), (5, 7)]
    assert choose([(2, 3)], 2) == [(0, 2)]
