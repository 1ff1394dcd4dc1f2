"""The gate looks at stories in a real Chromium: what was accepted, what changed, what was not looked at again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import regenerate
from generator.findings import Finding
from generator.gate.accept import accept
from generator.gate.shown import Shown, check_shown
from generator.gate.viewers import Choice, Viewers, viewers
from generator.options import Options
from generator.project import Project, open_project
from generator.units import Unit
from tests.generator.flow.drawn import BOARD, PAINT, drawn_project
from tests.generator.gate.desk import relock, scope_of

CHROMIUM = Choice(engines=("chromium",))


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy design and the toy feature, generated, and accepted as Chromium shows them."""
    project = drawn_project(tmp_path_factory.mktemp("looked") / "project")
    regenerate.run(project, [PAINT, BOARD], Options())
    accept(project, ("board",), None, only_look=False, browsers=CHROMIUM)
    return project.root


@pytest.fixture
def project(looked: Path, tmp_path: Path) -> Project:
    """A copy of them, with what was found about the browser."""
    root = tmp_path / "project"
    shutil.copytree(looked, root, ignore=shutil.ignore_patterns("postgres*", "gate"))
    return open_project(root)


def shown(project: Project, unit: Unit = BOARD, *, fresh: bool = True) -> tuple[Shown, list[str]]:
    """Return what came of looking at a unit, and what was said meanwhile."""
    said: list[str] = []
    with_chromium: Viewers = viewers([unit], CHROMIUM, project)
    scope = scope_of(project, fresh=fresh)
    found = check_shown(scope, [unit], [unit], lambda *_: False, with_chromium, said.append)
    return found, said


def findings(found: Shown, unit: Unit = BOARD) -> list[Finding]:
    """Return all findings about a unit's stories."""
    return [finding for check in found.checks[unit] if check.family != "snapshots" for finding in check.findings]


def edited(project: Project, path: str, change: Callable[[str], str]) -> None:
    """Change a file of the bundle's interface, as another answer would have: the manifest says so."""
    before = (project.generated(BOARD) / "ui" / path).read_text()
    assert change(before) != before
    relock(project, BOARD, f"ui/{path}", change(before))


def test_what_was_accepted_is_clean_and_not_looked_at_again(project: Project) -> None:
    """The second look is no look at all; each family has said its word."""
    first, said = shown(project, fresh=False)
    assert findings(first) == []
    assert any("stories in chromium" in each for each in said)
    again, said = shown(project, fresh=False)
    assert again == first
    assert not any("stories in chromium" in each for each in said)


def test_a_colour_that_shifts_by_one_step_is_found_and_shown(project: Project) -> None:
    """`visual/changed`: how many pixels, where, by how much; the report gets both pictures, the remedy its command."""
    edited(project, "components.css", lambda css: css + "\n.word-card { outline: 1px solid #fefefe; }\n")
    found, _ = shown(project)
    changed = [each for each in findings(found) if each.rule == "visual/changed"]
    assert changed
    assert "pixels differ" in changed[0].message
    assert "lockstep accept board/v1 word_card/" in changed[0].remedy
    story = next(each for each in found.stories if each.findings)
    pictures = [each for each in story.pictures if each.state == "changed"]
    assert all(each.old and each.new and each.old != each.new for each in pictures)


def test_only_the_story_that_was_named_is_accepted(project: Project) -> None:
    """Each picture is looked at before it is accepted; the others stay open."""
    edited(project, "components.css", lambda css: css + "\n.word-card { outline: 1px solid #fefefe; }\n")
    stories = sorted(
        file.name.split(".")[0] for file in (project.snapshots(BOARD) / "ui/word_card").glob("*.aria.yaml")
    )
    done = accept(project, ("board/v1", f"word-card/{stories[0]}"), None, only_look=False, browsers=CHROMIUM)
    updated = {row.path for row in done.rows if row.state == "updated"}
    assert updated
    assert {Path(path).name.split(".")[0] for path in updated} == {stories[0]}
    left = {place.split(" ")[0] for each in findings(shown(project)[0]) for place in each.places}
    assert stories[0] not in left
    assert left


def test_a_browser_without_pictures_checks_all_else_and_says_so(project: Project) -> None:
    """`visual/unrecorded` is a note; a tree that changed is found all the same."""
    for folder in (project.snapshots(BOARD) / "ui").glob("*/chromium-*"):
        folder.rename(folder.with_name("chromium-1.0-00000000"))
    found, _ = shown(project)
    assert {each.rule for each in findings(found)} == {"visual/unrecorded"}
    edited(project, "start.js", lambda script: script + "\nthrow new Error('on purpose');\n")
    assert {each.rule for each in findings(shown(project)[0])} == {"visual/unrecorded", "stories/error"}


def test_an_accepted_file_of_no_story_is_unused(project: Project) -> None:
    """`visual/unused` and `aria/unused`: they would hide that a story is gone."""
    folder = project.snapshots(BOARD) / "ui/word_card"
    tree = next(folder.glob("*.aria.yaml"))
    picture = next(folder.glob("*/*.light.png"))
    shutil.copy(tree, folder / "gone.aria.yaml")
    shutil.copy(picture, picture.with_name("gone.light.png"))
    assert {each.rule for each in findings(shown(project)[0])} == {"visual/unused", "aria/unused"}
