from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.looks.visual.clusters import CELL, MOST_PLACES, Place, places
from generator.looks.visual.compare import compare
from generator.looks.visual.decoded import decoded, encoded, smaller
from generator.looks.visual.described import describe
from tests.generator.looks.visual.drawings import drawing, png

ROWS = st.integers(1, 40).flatmap(
    lambda width: st.lists(st.text(".#gho", min_size=width, max_size=width), min_size=1, max_size=40)
)


def counted(old: list[str], new: list[str]) -> int:
    """The oracle: places of either picture where the two do not show the same."""
    before, after = ({(x, y): one for y, row in enumerate(rows) for x, one in enumerate(row)} for rows in (old, new))
    return sum(before.get(place) != after.get(place) for place in before.keys() | after.keys())


@given(ROWS)
@settings(max_examples=15, deadline=None)
def test_a_picture_is_itself_however_it_is_packed(rows: list[str]):
    """Nothing differs between a picture and the same pixels in other bytes."""
    one = drawing(*rows)
    for packed in (one, smaller(one), encoded(decoded(one)), png(decoded(one)[..., :3], compress_level=1)):
        assert compare(one, packed) is None


@given(ROWS, ROWS)
@settings(max_examples=60, deadline=None)
def test_the_count_is_exact_and_the_same_both_ways(old: list[str], new: list[str]):
    """The count is the oracle's in either order, and the places hold all of it when none is left out."""
    there, back = compare(drawing(*old), drawing(*new)), compare(drawing(*new), drawing(*old))
    expected = counted(old, new)
    assert (there.count if there else 0, back.count if back else 0) == (expected, expected)
    if there is not None and back is not None:
        assert sum(place.count for place in there.places) == expected
        assert (there.total, there.places, there.shift) == (back.total, back.places, back.shift)


@given(st.lists(st.tuples(st.integers(0, 299), st.integers(0, 199)), min_size=1, max_size=30, unique=True))
@settings(max_examples=40, deadline=None)
def test_places_hold_every_mark_as_tightly_as_can_be(marked: list[tuple[int, int]]):
    """Each mark lies in a place; each edge of a place has a mark on it; marks nearer than a cell share a place."""
    marks = np.zeros((200, 300), np.bool_)
    for x, y in marked:
        marks[y, x] = True
    found, more = places(marks)
    assert len(found) <= MOST_PLACES
    if not more:
        assert sum(place.count for place in found) == len(marked)
        assert all(any(inside(place, x, y) for place in found) for x, y in marked)
    for place in found:
        part = marks[place.y : place.y + place.height, place.x : place.x + place.width]
        assert part[0].any() and part[-1].any() and part[:, 0].any() and part[:, -1].any()  # noqa: PT018  # four edges


def inside(place: Place, x: int, y: int) -> bool:
    """Say whether a pixel lies in a place."""
    return place.x <= x < place.x + place.width and place.y <= y < place.y + place.height


FIELD = ["." * 120] * 90


def with_marks(*marks: tuple[int, int, int, int], letter: str = "#") -> list[str]:
    """The field with boxes (x, y, width, height) of another letter."""
    rows = [list(row) for row in FIELD]
    for x, y, width, height in marks:
        for row in rows[y : y + height]:
            row[x : x + width] = letter * width
    return ["".join(row) for row in rows]


SAID = {
    "one pixel": (FIELD, with_marks((7, 5, 1, 1)), "1 of 10,800 pixels differs, in one place: 1x1 at (7, 5)"),
    "two places, the larger first": (
        FIELD,
        with_marks((0, 0, 2, 2), (60, 50, 9, 4)),
        "40 of 10,800 pixels differ, in 2 places: 9x4 at (60, 50) and 2x2 at (0, 0)",
    ),
    "what is near is one place": (
        FIELD,
        with_marks((0, 0, 2, 2), (CELL, CELL, 2, 2)),
        f"8 of 10,800 pixels differ, in one place: {CELL + 2}x{CELL + 2} at (0, 0)",
    ),
    "only the first are named": (
        FIELD,
        with_marks(*((x * 2 * CELL, y * 2 * CELL, 2, 1) for x in range(3) for y in range(2))),
        "12 of 10,800 pixels differ, in 6 places: 2x1 at (0, 0), 2x1 at (48, 0), 2x1 at (96, 0) and 3 more",
    ),
    "a shade": (
        with_marks((0, 0, 9, 9), letter="g"),
        with_marks((0, 0, 9, 9), letter="h"),
        "81 of 10,800 pixels differ, in one place: 9x9 at (0, 0); colours shift by at most 3 of 255.",
    ),
    "rows are put in": (
        with_marks((3, 40, 50, 1)),
        with_marks((3, 40, 50, 1))[:20] + FIELD[:8] + with_marks((3, 40, 50, 1))[20:],
        "All from row 0 on is as it was, 8 rows lower.",
    ),
    "rows are put in below what changed": (
        with_marks((3, 0, 50, 1), (3, 60, 50, 1)),
        FIELD[:8] + with_marks((3, 60, 50, 1)),
        "All from row 1 on is as it was, 8 rows lower.",
    ),
    "rows are taken away": (
        with_marks((3, 40, 50, 1)),
        with_marks((3, 40, 50, 1))[8:],
        "The picture was 120x90 pixels and is 120x82. All from row 8 on is as it was, 8 rows higher.",
    ),
    "rows that are only empty": (FIELD[:80], FIELD, "The picture was 120x80 pixels and is 120x90."),
    "columns": (["..", ".."], ["...", "..."], "2 of 6 pixels differ, in one place: 1x2 at (2, 0)."),
}


@pytest.mark.parametrize(("old", "new", "said"), SAID.values(), ids=SAID.keys())
def test_a_difference_is_said_in_words(old: list[str], new: list[str], said: str):
    """How many pixels, where, by how much, and what only moved."""
    difference = compare(drawing(*old), drawing(*new))
    assert difference is not None
    assert said in describe(difference)
    assert ("lower" in describe(difference) or "higher" in describe(difference)) == (
        "lower" in said or "higher" in said
    )


def test_a_shade_that_nobody_would_see_is_counted_to_the_last_pixel():
    """A large area that shifts by one step of one channel is all of its pixels: no threshold swallows it."""
    old = np.full((300, 400, 4), 255, np.uint8)
    new = old.copy()
    new[50:250, 100:300, 2] = 254
    difference = compare(png(old), png(new))
    assert difference is not None
    assert (difference.count, difference.total, difference.shift) == (200 * 200, 300 * 400, 1)
    assert difference.places == (Place(100, 50, 200, 200, 40_000),)
