"""How one tree differs from another, in sentences."""

from __future__ import annotations

import pytest

from generator.looks.browsers.found import Engine
from generator.looks.trees.compare import MOST_SAID, compare, differences

OLD = """\
snapshot:
  - button "Cancel"
tree:
  - document "A page" [lang=en]:
    - main:
      - heading "Days" [level=2]
      - button "Cancel" [expanded=false] [focusable]:
        - /controls: menu "More"
      - text: "Two are free."
      - menu "More":
        - menuitem "One" [focusable]
        - menuitem "Two" [focusable]
"""

ROWS = {
    "nothing": ("", "", ()),
    "a relation lost": (
        '[focusable]:\n        - /controls: menu "More"', "[focusable]",
        ('button "Cancel" lost aria-controls (menu "More")',),
    ),
    "a state gained": (
        'menu "More":\n',
        'menu "More" [orientation=vertical]:\n',
        ('menu "More" gained orientation (vertical)',),
    ),
    "a state changed": ("[expanded=false]", "[expanded]", ('button "Cancel" has aria-expanded, and had it (false)',)),
    "a name changed": ('button "Cancel" [', 'button "Keep" [', ('button "Cancel" is called "Keep" now',)),
    "a name lost": ('button "Cancel" [', "button [", ('button "Cancel" has no name now',)),
    "a role changed": ("button \"Cancel\" [", "link \"Cancel\" [", ('button "Cancel" has the role link now',)),
    "a level changed": ("level=2", "level=3", ('heading "Days" has level (3), and had it (2)',)),
    "a text changed": ("Two are", "One is", ('the text "Two are free." reads "One is free." now',)),
    "a node gone": (
        '        - menuitem "Two" [focusable]\n', "", ('menuitem "Two", in menu "More", is gone',),
    ),
    "a node with all in it gone": (
        '      - menu "More":\n        - menuitem "One" [focusable]\n        - menuitem "Two" [focusable]\n', "",
        ('menu "More", in document "A page", is gone',),
    ),
    "a node new": (
        "      - text",
        '      - button "Help" [focusable]\n      - text',
        ('button "Help", in document "A page", is new',),
    ),
    "an order changed": (
        '"One" [focusable]\n        - menuitem "Two"', '"Two" [focusable]\n        - menuitem "One"',
        None,
    ),
    "a wrapper": (
        '      - heading "Days"', '      - group:\n        - heading "Days"',
        ('group, in document "A page", is new',),
    ),
    "a node in another place": (
        '        - menuitem "Two" [focusable]\n', '      - menuitem "Two" [focusable]\n',
        ('menuitem "Two" stands elsewhere now, in main',),
    ),
    "the language changed": ("lang=en", "lang=de", ('document "A page" has lang (de), and had it (en)',)),
    "only the snapshot changed": (
        'snapshot:\n  - button "Cancel"', 'snapshot:\n  - button "Cancel" [disabled]',
        ('button "Cancel" gained disabled',),
    ),
    "only the layout changed": ("snapshot:\n", "snapshot:\n\n", ("line 2 is '', and was '- button \"Cancel\"'",)),
}  # fmt: skip


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case.replace(" ", "-"))
def test_each_difference_is_one_sentence(case: str) -> None:
    """Whoever reads a difference knows which node it is about, and what became of it."""
    was, now, said = ROWS[case]
    assert was in OLD
    told = differences(OLD, OLD.replace(was, now, 1), Engine.chromium)
    assert told == said if said is not None else len(told) == 1
    if said != ():
        (flaw,) = compare(OLD, OLD.replace(was, now, 1), Engine.chromium)
        assert flaw.rule == "aria/changed"
        assert flaw.message == "; ".join(told)
        assert (flaw.old, flaw.new) == (OLD, OLD.replace(was, now, 1))


def test_other_engines_compare_the_part_that_they_draw() -> None:
    """Firefox has nothing to say of Chromium's tree, and everything of the snapshot."""
    snapshot = OLD.partition("tree:\n")[0]
    assert differences(OLD, snapshot, Engine.firefox) == ()
    assert differences(OLD, snapshot.replace("Cancel", "Keep"), Engine.firefox) == (
        'button "Cancel" is called "Keep" now',
    )
    (flaw,) = compare(OLD, snapshot.replace("Cancel", "Keep"), Engine.firefox)
    assert (flaw.old, flaw.new) == (snapshot, snapshot.replace("Cancel", "Keep"))


def test_a_tree_that_nobody_accepted_is_a_finding() -> None:
    """A new story's tree is shown, and not taken for right."""
    (flaw,) = compare(None, OLD, Engine.chromium)
    assert (flaw.rule, flaw.new) == ("aria/missing", OLD)


def test_a_message_has_an_end() -> None:
    """A tree that is another altogether is told of in a few sentences."""
    rows = "".join(f'    - button "{n}"\n' for n in range(50))
    (flaw,) = compare(OLD + rows, OLD, Engine.chromium)
    assert flaw.message.count(" is gone") == MOST_SAID
    assert flaw.message.endswith("; and 42 more")


def test_texts_too_long_to_compare_are_still_told_apart() -> None:
    """Beyond the limit the first line that differs is named."""
    rows = "".join(f'    - button "{n}"\n' for n in range(3_000))
    assert differences(OLD + rows, OLD + rows.replace('"7"', '"x"'), Engine.chromium) == (
        "line 20 is '- button \"x\"', and was '- button \"7\"'",
    )
