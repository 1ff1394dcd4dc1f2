"""Each story beside what it is compared with: what was accepted here, or what the version before has."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from generator.gate.browsing import Browsed
from generator.gate.compared import compared
from generator.gate.looked import LookedAt, PictureState
from generator.gate.viewers import Viewers
from generator.looks.browsers.found import Engine
from generator.looks.modes import PICTURED, Mode
from generator.looks.seen import Seen
from generator.project import Project
from generator.units import Unit
from tests.generator.gate.desk import commit, git, scope_of, write
from tests.generator.gate.seen import MARKED, WHITE

OLD, NEW = Unit("cards", 1), Unit("cards", 2)
VIEWERS = Viewers(key="chromium-1")
TREE = "snapshot:\n  - button\n"


def told(project: Project, unit: Unit, *stories: str) -> None:
    """Write what a bundle tells of its stories."""
    rows = [{"name": name, "summary": f"A card, {name}."} for name in stories]
    write(project.generated(unit) / "ui/card/stories.json", json.dumps(rows))
    write(project.prompts(unit) / "ui.prompt", "?")


def accepted(project: Project, unit: Unit, story: str, png: bytes | None = WHITE, tree: str = TREE) -> None:
    """Accept a story in every mode."""
    folder = project.snapshots(unit) / "ui/card"
    write(folder / f"{story}.aria.yaml", tree)
    for mode in PICTURED if png is not None else ():
        file = folder / f"chromium-1/{story}.{mode}.png"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(png or b"")


def looked_at(project: Project, unit: Unit, seen: Seen | None = None, **more: Seen) -> list[LookedAt]:
    """Return what there is to tell of ``unit``, whose story `plain` was ``seen`` just now; others by their names."""
    all_ = {**({"plain": seen} if seen else {}), **more}
    browsed = Browsed(unit, seen={(f"{unit}/card/{name}", Engine.chromium): each for name, each in all_.items()})
    return list(compared(scope_of(project), unit, browsed, VIEWERS, {}))


def seen(png: bytes = WHITE, tree: str = TREE, **other: bytes) -> Seen:
    """Return what one story showed: this picture in every mode, but for those named."""
    return Seen((), tree, dict.fromkeys(PICTURED, png) | {Mode(mode): each for mode, each in other.items()})


def states(story: LookedAt) -> dict[str, PictureState]:
    """Return the state of each picture that is not as it was accepted."""
    return {each.mode: each.state for each in story.pictures if each.state is not PictureState.same}


def test_what_is_as_it_was_accepted_is_not_told(project: Project) -> None:
    """Nobody has to look at it again."""
    told(project, OLD, "plain")
    accepted(project, OLD, "plain")
    assert looked_at(project, OLD, seen()) == []


def test_a_picture_that_changed_stands_beside_the_accepted_one(project: Project) -> None:
    """With what differs, in words; the other modes are as they were."""
    told(project, OLD, "plain")
    accepted(project, OLD, "plain")
    (story,) = looked_at(project, OLD, seen(dark=MARKED))
    assert states(story) == {"dark": PictureState.changed}
    (dark,) = (each for each in story.pictures if each.mode == "dark")
    assert (dark.old, dark.new) == (WHITE, MARKED)
    assert dark.said.startswith("1 of 1,200 pixels differs")
    assert (story.summary, story.is_open, story.frozen) == ("A card, plain.", True, False)


def test_pictures_of_a_browser_that_nothing_was_accepted_of_miss_nothing(project: Project) -> None:
    """A machine that cannot compare them is no reason to look; a tree that nobody accepted is."""
    told(project, OLD, "plain")
    accepted(project, OLD, "plain", png=None)
    (story,) = looked_at(project, OLD, seen())
    assert set(states(story).values()) == {PictureState.unrecorded}
    assert not story.is_telling
    accepted(project, OLD, "other")
    (story,) = looked_at(project, OLD, seen())[:1]
    assert set(states(story).values()) == {PictureState.missing}


def test_what_this_change_accepted_is_compared_with_the_version_before(project: Project) -> None:
    """Pictures and tree alike: a reviewer sees what becomes of the interface, though nothing is left to accept."""
    for unit, png, tree in ((OLD, WHITE, TREE), (NEW, MARKED, TREE.replace("button", "link"))):
        told(project, unit, "plain")
        accepted(project, unit, "plain", png, tree)
    (story,) = looked_at(project, NEW)
    assert set(states(story).values()) == {PictureState.accepted}
    assert {(each.old, each.new) for each in story.pictures} == {(WHITE, MARKED)}
    assert (story.against, story.tree_accepted, story.tree_old) == ("cards/v1", True, TREE)
    assert story.is_telling
    assert not story.is_open


@pytest.mark.parametrize("landed", [False, True])
def test_a_story_that_is_gone_is_shown_as_it_was_accepted(project: Project, landed: bool) -> None:  # noqa: FBT001  # a column
    """Whoever accepts that sees what they give up; what stands on the merge base cannot be given up."""
    told(project, OLD, "plain")
    accepted(project, OLD, "plain")
    accepted(project, OLD, "gone", MARKED)
    if landed:
        write(project.root / ".gitignore", ".lockstep\n__pycache__/\n")
        git(project.root, "init", "-q", "-b", "main")
        commit(project.root)
        git(project.root, "switch", "-q", "-c", "work")
    (story,) = looked_at(project, OLD, seen())
    assert (story.name, story.tree_new, story.frozen) == ("card/gone", None, landed)
    assert set(states(story).values()) == {PictureState.unused}
    assert {each.old for each in story.pictures} == {MARKED}


def test_without_a_browser_nothing_is_told_of_pictures(project: Project) -> None:
    """There is none to compare with either."""
    told(project, OLD, "plain")
    accepted(project, OLD, "plain")
    scope, nothing = scope_of(project), replace(VIEWERS, key="")
    assert list(compared(scope, OLD, Browsed(OLD), nothing, {})) == []
