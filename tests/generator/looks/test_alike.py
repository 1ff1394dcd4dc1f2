"""When two flaws are one, and where it stands."""

from __future__ import annotations

import pytest

from generator.looks.alike import alike, summed_up
from generator.looks.flaws import Flaw

SMALL = Flaw("layout/target", "button “9:30” is 18 by 20 pixels", "li:nth-child(3) > button", "<button>")


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (Flaw("layout/target", "button “10:00” is 17.5 by 20 pixels", "li:nth-child(12) > button", "<button x>"), True),
        (Flaw("layout/clipped", SMALL.message, SMALL.selector), False),
        (Flaw("layout/target", SMALL.message, "li:nth-child(3) > a"), False),
        (Flaw("layout/target", "link “9:30” is 18 by 20 pixels", SMALL.selector), False),
    ],
)
def test_flaws_that_one_edit_mends_are_alike(other: Flaw, same: bool) -> None:  # noqa: FBT001  # a column
    """Rule, element and words count; numbers do not."""
    assert (alike(SMALL) == alike(other)) == same


def test_two_differences_are_alike_where_the_same_lines_come_and_go() -> None:
    """One changed button in ten trees is one change, whatever else the trees hold."""
    first = Flaw("aria/changed", "the tree differs", old="- a\n- button\n", new="- a\n- link\n")
    assert alike(first) == alike(Flaw("aria/changed", "the tree differs", old="- button\n- b\n", new="- link\n- b\n"))
    assert alike(first) != alike(Flaw("aria/changed", "the tree differs", old="- button\n", new="- tab\n"))


def test_places_are_summed_up_by_story_and_browser() -> None:
    """Each story once, with the browsers and modes in which it was seen."""
    places = [
        ("plain", "chromium light"),
        ("plain", "chromium dark"),
        ("plain", "firefox light"),
        ("plain", "chromium dark"),
        ("full", "dark"),
        ("full", "320"),
        ("empty", ""),
        ("tree", "firefox"),
    ]
    assert summed_up(places) == (
        "plain (chromium light, dark; firefox light)",
        "full (dark, 320)",
        "empty",
        "tree (firefox)",
    )
