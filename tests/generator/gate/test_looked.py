"""What browsers showed, as values that every form of the report reads."""

from __future__ import annotations

from dataclasses import replace

from generator.findings import Finding
from generator.gate.looked import Looked, LookedAt, Picture, PictureState, Viewer
from generator.gate.report import CheckResult, Verdict, is_blocking
from tests.generator.gate.test_outputs import BLOCKED, CLEAN, unit

ABSENT = Finding("gate/no-browser", "firefox-esr is not there", "generated/cards/v2", "cards/v2")


def test_a_browser_that_is_not_there_blocks_nothing() -> None:
    """It is a note: said, and no reason to refuse a merge."""
    assert not is_blocking(ABSENT)
    noted = replace(CLEAN, units=(unit("cards/v2", lock=CheckResult("lock", (ABSENT,))),))
    assert (noted.verdict, noted.exit_code) == (Verdict.clean, 0)
    assert BLOCKED.exit_code == 3


def test_a_browser_is_said_in_two_words() -> None:
    """Its version's first number is enough for people, and one that is absent says so."""
    looked = Looked((Viewer("chromium", "156.0.7"), Viewer("firefox-esr")))
    assert [viewer.said for viewer in looked.viewers] == ["chromium 156", "firefox-esr absent"]
    assert looked.absent == looked.viewers[1:]


def test_a_story_prints_without_its_pictures_and_is_told_from_another_by_them() -> None:
    """A picture's bytes are a digest's business, not a line's."""
    one, other = (
        Looked((), 1, (LookedAt("a/v1", "card", "plain", pictures=(Picture("light", None, data, PictureState.same),)),))
        for data in (b"one picture", b"another one")
    )
    assert "picture" not in repr(one).replace("pictures", "")
    assert one.digests != other.digests
    assert one.digests[0] == ""
