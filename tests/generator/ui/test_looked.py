"""The keys of a story that say how it is to be looked at."""

from __future__ import annotations

import json

import pytest

from generator.canonical import Json
from tests.generator.ui.toys import STORIES, board, found

USUAL, EMPTY = STORIES
AT = "#notice-board-text"


def said(**keys: Json) -> list[tuple[str, str]]:
    """Return (pointer, message) of each finding when the first story has these keys, too."""
    findings = found(board(stories=json.dumps([{**USUAL, **keys}, EMPTY])))
    assert {each.rule for each in findings} <= {"ui/stories"}
    return [(each.pointer or "", each.message) for each in findings]


def test_a_story_may_say_how_it_is_looked_at() -> None:
    """All shapes of steps, a pattern with its options, a mask with its reason."""
    steps: Json = [
        {"click": ".notice-board > .button:not([disabled]):nth-child(2n + 1)"},
        {"press": "Shift+Tab"},
        {"press": "ArrowDown", "on": AT},
        {"type": "Grüße, 2!", "into": '.notice-board-form [name="text"]'},
        {"focus": "section.notice-board:has(> h2)"},
        {"hover": "#notice-board-title"},
        {"expect": ".notice-board-list li:first-child"},
    ]
    patterns: Json = [
        {"pattern": "dialog", "at": "#notice-board-dialog", "opener": AT},
        {"pattern": "grid", "at": ".notice-board-grid", "moves": "day", "pages": "visit"},
        {"pattern": "combobox", "at": AT, "text": "a"},
    ]
    assert said(steps=steps, patterns=patterns, masks=[{"at": AT, "why": "It is the time of day."}]) == []


DONE: Json = {"expect": AT}


@pytest.mark.parametrize(
    ("steps", "pointer"),
    [
        ([], ""), ({}, ""), (None, ""), ([DONE] * 13, ""),
        ([1, DONE], "/0"), ([{}, DONE], "/0"), ([{"wait": 5}, DONE], "/0"),
        ([{"click": AT, "hover": AT}, DONE], "/0"), ([{"type": "x"}, DONE], "/0"),
        ([{"click": AT, "on": AT}, DONE], "/0"), ([{"click": AT}], "/0"),
        ([{"press": "Return"}, DONE], "/0/press"), ([{"press": "Shift+Shift+a"}, DONE], "/0/press"),
        ([{"press": "ab"}, DONE], "/0/press"), ([{"press": ""}, DONE], "/0/press"), ([{"press": 1}, DONE], "/0/press"),
        ([{"press": "Hyper+a"}, DONE], "/0/press"), ([{"press": "Enter", "on": "x"}, DONE], "/0/on"),
        ([{"type": "", "into": AT}, DONE], "/0/type"), ([{"type": "x" * 201, "into": AT}, DONE], "/0/type"),
        ([{"type": "a\nb", "into": AT}, DONE], "/0/type"), ([{"type": "x", "into": 1}, DONE], "/0/into"),
    ],
    ids=str,
)  # fmt: skip
def test_steps_have_known_shapes(steps: Json, pointer: str) -> None:
    """Each row is a finding at its place."""
    assert f"/0/steps{pointer}" in [place for place, _ in said(steps=steps)]


@pytest.mark.parametrize(
    "selector",
    [
        "", " ", 1, None, "button", "*", ".other", "#other-x", ".other .notice-board", "> .notice-board",
        ".notice-board >", ".notice-board > > a", ".notice-board, .button", "text=Open", "//button",
        ".notice-board >> a",
        ".notice-board:",
        ".notice-board:has-text('x')", ".notice-board::before", ".notice-board:nth-child(x)", ".notice-board[]",
        ".notice-board[=x]", ".notice-board[a=]", ".notice-board[a b]", ".notice-board:not()", ".notice-board:is(a,)",
        ".notice-board!", ".notice-board(", '.notice-board["x"]', ".notice-board{}", ".notice-board\\41", "#1a",
        ".notice-board /* x */ a", ".notice-board a" * 20, "&.notice-board", ".notice-board a.", "@notice-board",
        ".notice-board:lang('de')", ".notice-boarder", ":is(.notice-board)", ".notice-board || a",
        ".notice-board:hover()",
    ],
    ids=str,
)  # fmt: skip
def test_selectors_are_read_and_begin_inside_of_the_component(selector: Json) -> None:
    """What is no CSS, what only Playwright knows, and what begins elsewhere is refused."""
    assert [place for place, _ in said(steps=[{"expect": selector}])] == ["/0/steps/0/expect"]


@pytest.mark.parametrize(
    ("patterns", "pointer"),
    [
        ([], ""), ([{"pattern": "switch", "at": f"{AT}-{n}"} for n in range(7)], ""),
        ([1], "/0"), ([{"at": AT}], "/0"), ([{"pattern": "carousel", "at": AT}], "/0"),
        ([{"pattern": [], "at": AT}], "/0"),
        ([{"pattern": "switch"}], "/0"), ([{"pattern": "switch", "at": "x"}], "/0/at"),
        ([{"pattern": "switch", "at": AT, "opener": AT}], "/0"), ([{"pattern": "alert", "at": AT}], "/0"),
        ([{"pattern": "dialog", "at": AT, "opener": "button"}], "/0/opener"),
        ([{"pattern": "grid", "at": AT, "moves": "week"}], "/0/moves"),
        ([{"pattern": "grid", "at": AT, "moves": []}], "/0/moves"),
        ([{"pattern": "combobox", "at": AT, "text": ""}], "/0/text"),
        ([{"pattern": "switch", "at": AT}] * 2, "/1"),
    ],
    ids=str,
)  # fmt: skip
def test_patterns_are_known_with_their_options(patterns: Json, pointer: str) -> None:
    """Each row is a finding at its place."""
    assert [place for place, _ in said(patterns=patterns)] == [f"/0/patterns{pointer}"]


def test_an_unknown_pattern_is_answered_with_the_list() -> None:
    """Whoever misspells a name finds the right one in the remedy."""
    [finding] = found(board(stories=json.dumps([{**USUAL, "patterns": [{"pattern": "modal", "at": AT}]}, EMPTY])))
    assert "'modal'" in finding.message
    assert "date-picker, dialog, disclosure" in finding.remedy


@pytest.mark.parametrize(
    ("masks", "pointer"),
    [
        ([], ""), ([{"at": f"{AT}-{n}", "why": "It varies a lot."} for n in range(7)], ""), ([{"at": AT}], "/0"),
        ([{"at": AT, "why": "x", "more": 1}], "/0"), ([{"at": "p", "why": "It varies."}], "/0/at"),
        ([{"at": AT, "why": "because"}], "/0/why"), ([{"at": AT, "why": 1}], "/0/why"),
    ],
    ids=str,
)  # fmt: skip
def test_masks_have_reasons(masks: Json, pointer: str) -> None:
    """Each row is a finding at its place."""
    assert [place for place, _ in said(masks=masks)] == [f"/0/masks{pointer}"]
