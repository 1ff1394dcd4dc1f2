"""Hand edits survive a new answer when they can, and are shown when they cannot."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.merge import Conflict, merge

PRISTINE = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n"


@pytest.mark.parametrize(
    ("edited", "new", "expected"),
    [
        (PRISTINE, PRISTINE.replace("one", "ONE"), PRISTINE.replace("one", "ONE")),
        (PRISTINE.replace("seven", "SEVEN"), PRISTINE, PRISTINE.replace("seven", "SEVEN")),
        (
            PRISTINE.replace("seven", "SEVEN"),
            PRISTINE.replace("one", "ONE"),
            PRISTINE.replace("seven", "SEVEN").replace("one", "ONE"),
        ),
        (PRISTINE.replace("four", "FOUR"), PRISTINE.replace("four", "FOUR"), PRISTINE.replace("four", "FOUR")),
    ],
    ids=["only new", "only edited", "both, apart", "both, the same"],
)
def test_edits_that_do_not_meet_are_merged(edited: str, new: str, expected: str) -> None:
    """What changed on one side, or on both sides apart from one another, is kept."""
    assert merge("api.py", pristine=PRISTINE, edited=edited, new=new) == expected


def test_a_conflict_shows_both_sides_and_what_stood_before() -> None:
    """Two changes of one line cannot be merged: the conflict holds the ancestor and both sides, labelled."""
    conflict = merge(
        "api.py", pristine=PRISTINE, edited=PRISTINE.replace("four", "hand"), new=PRISTINE.replace("four", "new")
    )
    assert isinstance(conflict, Conflict)
    assert str(conflict) == (
        "--- api.py: both sides\none\ntwo\nthree\n<<<<<<< edited by hand\nhand\n||||||| as generated before\nfour\n"
        "=======\nnew\n>>>>>>> new\nfive\nsix\nseven\n"
    )


def test_without_the_pristine_text_nothing_is_guessed() -> None:
    """When nobody knows what stood there before the edit, any difference is a conflict."""
    conflict = merge("models.py", pristine=None, edited="a\n", new="b\n")
    assert conflict == Conflict("models.py", "a\n", "b\n", None)
    assert str(conflict) == "--- models.py: edited by hand\na\n\n--- models.py: new\nb\n"


def test_what_git_calls_binary_is_a_conflict() -> None:
    """A file with NUL bytes cannot be merged by lines, so both sides are handed back."""
    assert isinstance(merge("x", pristine="a\0\n", edited="b\0\n", new="c\0\n"), Conflict)


LINES = st.lists(st.sampled_from(["a", "b", "c"]), max_size=6).map(lambda lines: "".join(f"{x}\n" for x in lines))


@given(pristine=LINES, other=LINES)
def test_law_a_side_that_did_not_change_gives_way(pristine: str, other: str) -> None:
    """Merging with an unchanged side returns the other side, whichever it is."""
    assert merge("f", pristine=pristine, edited=pristine, new=other) == other
    assert merge("f", pristine=pristine, edited=other, new=pristine) == other
