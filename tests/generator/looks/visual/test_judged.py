from __future__ import annotations

import pytest

from generator.findings import Level
from generator.looks.modes import Mode
from generator.looks.visual.decoded import smaller
from generator.looks.visual.judged import judge, unrecorded
from generator.rules import RULES
from tests.generator.looks.visual.drawings import drawing

OLD, NEW = drawing("..", ".#"), drawing("..", ".g")

SAID = {
    "nothing at all": (None, None, "", ""),
    "the same": (OLD, OLD, "", ""),
    "the same in other bytes": (smaller(OLD), OLD, "", ""),
    "not yet accepted": (None, NEW, "visual/missing", "in dark: there is no accepted picture"),
    "shown no more": (OLD, None, "visual/unused", "in dark: nothing is shown any more"),
    "changed": (OLD, NEW, "visual/changed", "in dark: 1 of 4 pixels differs, in one place: 1x1 at (1, 1); colours"),
}


@pytest.mark.parametrize(("old", "new", "rule", "said"), SAID.values(), ids=SAID.keys())
def test_a_picture_is_judged(old: bytes | None, new: bytes | None, rule: str, said: str):
    """Each way a picture stands to the accepted one has its rule, and an error's level."""
    flaw = judge(Mode.dark, old, new)
    assert (flaw.rule if flaw else "") == rule
    assert flaw is None or (flaw.message.startswith(said) and RULES[rule].level is Level.error)


def test_a_machine_without_accepted_pictures_is_only_noted():
    """That pictures could not be compared is said, and blocks nothing."""
    flaw = unrecorded("chromium-1-2")
    assert "chromium-1-2" in flaw.message
    assert flaw.rule == "visual/unrecorded"
    assert RULES[flaw.rule].level is Level.note
