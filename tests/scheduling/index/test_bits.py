"""Bits and words against plain sets and lists."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.index import bits, words
from scheduling.index.columns import Batch
from scheduling.index.columns import _paint as paint

CALM = settings(max_examples=100, deadline=None, derandomize=True, database=None)
WIDTH = 192
SPANS = st.tuples(st.integers(0, WIDTH), st.integers(0, WIDTH)).map(lambda ends: (min(ends), max(ends)))
TAKEN = st.lists(st.tuples(SPANS, st.integers(1, 9)), max_size=8)
ROWS = st.sets(st.integers(0, WIDTH - 1))


def row(ticks: set[int]) -> int:
    """A set of ticks as a row."""
    return sum(1 << tick for tick in ticks)


def counted(planes: bits.Planes) -> list[int]:
    """How many seats the planes say are taken at each tick."""
    return [sum((plane >> tick & 1) << at for at, plane in enumerate(planes)) for tick in range(WIDTH)]


def planes_of(taken: list[tuple[tuple[int, int], int]]) -> bits.Planes:
    """Spans added one after the other."""
    planes: bits.Planes = []
    for (low, high), seats in taken:
        planes = bits.add(planes, bits.span(low, high), seats)
    return planes


@CALM
@given(TAKEN, st.integers(0, 20))
def test_planes_count_seats(taken: list[tuple[tuple[int, int], int]], spare: int):
    """Adding spans counts their seats at each tick; more than a number of them is a comparison."""
    plain = [sum(seats for (low, high), seats in taken if low <= tick < high) for tick in range(WIDTH)]
    planes = planes_of(taken)
    assert counted(planes) == plain
    assert counted([bits.over(planes, spare, (1 << WIDTH) - 1)]) == [int(count > spare) for count in plain]


@CALM
@given(TAKEN, TAKEN, st.randoms())
def test_what_was_added_can_be_taken_away_in_any_order(
    kept: list[tuple[tuple[int, int], int]], gone: list[tuple[tuple[int, int], int]], chance: object
):
    """The same counts are left as if it had never been there; a seat more than there is, is refused."""
    planes = planes_of(kept + gone)
    for (low, high), seats in sorted(gone, key=lambda _: chance.random()):  # type: ignore[attr-defined]
        taken = bits.take(planes, bits.span(low, high), seats)
        assert taken is not None
        planes = taken
    assert counted(planes) == counted(planes_of(kept))
    assert bits.take(planes, 1, counted(planes)[0] + 1) is None


@CALM
@given(st.lists(TAKEN, max_size=3))
def test_a_total_is_the_sum(parts: list[list[tuple[tuple[int, int], int]]]):
    """Planes of several layers add up."""
    whole = [one for part in parts for one in part]
    assert counted(bits.total(map(planes_of, parts))) == counted(planes_of(whole))


@CALM
@given(ROWS, st.integers(1, 150))
def test_a_stretch_reaches_what_lies_ahead_of_it(ticks: set[int], length: int):
    """The ticks from which so many meet a row, as whole numbers and as words."""
    expected = {tick for tick in range(WIDTH) if ticks & set(range(tick, tick + length))}
    assert bits.reach(row(ticks), length) == row(expected)
    assert ints(words.reach(array(ticks), length)) == row(expected)


@CALM
@given(ROWS, st.integers(0, 200))
def test_words_move_by_ticks(ticks: set[int], by: int):
    """Ahead and behind, over the edges of words; what leaves the row is lost."""
    assert ints(words.ahead(array(ticks), by)) == row({tick + by for tick in ticks if tick + by < WIDTH})
    assert ints(words.behind(array(ticks), by)) == row({tick - by for tick in ticks if tick >= by})


@CALM
@given(ROWS)
def test_painting_disjoint_spans(ticks: set[int]):
    """Spans between sorted edges become the bits of their ticks, however many words they cross."""
    edges = sorted(ticks)
    edges = edges[: len(edges) // 2 * 2]
    low, high = (np.array(edges[at::2], np.int32) for at in (0, 1))
    painted = paint(Batch(low * 0, low, high, low * 0 + 1), None, WIDTH // 64)
    expected = {tick for one, other in zip(low.tolist(), high.tolist(), strict=True) for tick in range(one, other)}
    assert ints(painted.reshape(1, -1)) == row(expected)


def array(ticks: set[int]) -> words.Words:
    """A set of ticks as one row of words."""
    return np.frombuffer(row(ticks).to_bytes(WIDTH // 8, "little"), np.uint64).reshape(1, -1)


def ints(rows: words.Words) -> int:
    """One row of words as a whole number."""
    return int.from_bytes(rows.tobytes(), "little")
