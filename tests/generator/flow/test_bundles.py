"""Whole trees change place in one step, and what a crash leaves behind is finished at the next start."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from generator import bundles, lock
from generator.bundles import Staged
from generator.claim import claim
from generator.disk import tree_digest
from generator.errors import HandEdited, UsageInvalid
from generator.exchange import put_in_place
from generator.project import Project
from generator.units import Unit
from tests.generator.flow.locked import manifest_of, project_in, write

UNITS = [Unit("look", 1), Unit("look", 2), Unit("see", 1)]
OLD, NEW = {"api.py": "OLD\n", "ui/page.html": "old"}, {"api.py": "NEW\n", "models.py": "NEW\n"}


def _stage(project: Project, unit: Unit, files: dict[str, str]) -> Staged:
    return bundles.stage(
        project,
        unit,
        {name: text.encode() for name, text in files.items()},
        manifest_of(project, unit, {}, files, None),
    )


def _stands(project: Project, unit: Unit) -> dict[str, str]:
    folder = project.generated(unit)
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "bundle.json"]
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project whose three units hold their old trees."""
    project = project_in(tmp_path)
    bundles.swap_in(project, [_stage(project, unit, OLD) for unit in UNITS])
    return project


def test_nothing_changes_before_the_swap_and_everything_after(project: Project) -> None:
    """Staging leaves ``generated/`` alone; the swap replaces whole trees and leaves nothing beside them."""
    staged = [_stage(project, unit, NEW) for unit in UNITS]
    assert [_stands(project, unit) for unit in UNITS] == [OLD] * 3
    bundles.swap_in(project, staged)
    assert [_stands(project, unit) for unit in UNITS] == [NEW] * 3
    assert [tree_digest(str(project.generated(one.unit))) for one in staged] == [one.after for one in staged]
    assert sorted(path.name for path in project.private.iterdir()) == []


@pytest.mark.parametrize("swapped", [0, 1, 2, 3])
def test_a_crash_between_two_swaps_is_finished_at_the_next_start(project: Project, swapped: int) -> None:
    """With the journal written, recovery moves in exactly the trees that were still waiting."""
    staged = [_stage(project, unit, NEW) for unit in UNITS]
    _crash_after(project, staged, swapped)
    assert lock.interrupted(project)
    assert bundles.recover(project) == tuple(UNITS[swapped:])
    assert [_stands(project, unit) for unit in UNITS] == [NEW] * 3
    assert not lock.interrupted(project)
    assert bundles.recover(project) == ()


def test_where_exchanging_is_impossible_the_gap_is_closed_too(project: Project) -> None:
    """Without an atomic exchange a crash may leave a place empty; recovery fills it with the new tree."""
    staged = [_stage(project, unit, NEW) for unit in UNITS]
    _crash_after(project, staged, 1)
    project.generated(UNITS[1]).rename(project.private / "aside")
    assert bundles.recover(project) == tuple(UNITS[1:])
    assert [_stands(project, unit) for unit in UNITS] == [NEW] * 3


def test_a_crash_before_the_journal_leaves_the_old_tree_and_no_litter(project: Project) -> None:
    """What was staged but never announced is removed."""
    _stage(project, UNITS[0], NEW)
    assert lock.interrupted(project)
    assert bundles.recover(project) == ()
    assert [_stands(project, unit) for unit in UNITS] == [OLD] * 3
    assert not (project.private / "staging").exists()


def test_recovery_never_overwrites_what_was_edited_after_the_crash(project: Project) -> None:
    """Somebody who worked in ``generated/`` after a crash keeps every byte."""
    staged = [_stage(project, unit, NEW) for unit in UNITS]
    _crash_after(project, staged, 0)
    write(project.generated(UNITS[1]) / "api.py", "BY HAND\n")
    assert bundles.recover(project) == (UNITS[0], UNITS[2])
    assert _stands(project, UNITS[1])["api.py"] == "BY HAND\n"


def test_a_damaged_staged_tree_is_never_moved_in(project: Project) -> None:
    """A staged tree that lost a file (a full disk, a curious hand) stays out."""
    staged = [_stage(project, unit, NEW) for unit in UNITS]
    _crash_after(project, staged, 0)
    (project.root / staged[0].folder / "models.py").unlink()
    assert bundles.recover(project) == tuple(UNITS[1:])
    assert _stands(project, UNITS[0]) == OLD


def test_an_edit_made_while_regenerating_stops_the_whole_swap(project: Project) -> None:
    """When one tree is not what was staged for, no tree is swapped."""
    staged = [_stage(project, unit, NEW) for unit in UNITS]
    write(project.generated(UNITS[2]) / "api.py", "BY HAND\n")
    with pytest.raises(HandEdited, match=r"generated/see/v1 was edited while it was being regenerated\. Run again\."):
        bundles.swap_in(project, staged)
    assert [_stands(project, unit)["api.py"] for unit in UNITS] == ["OLD\n", "OLD\n", "BY HAND\n"]


def test_one_regenerate_at_a_time(tmp_path: Path) -> None:
    """A second run waits a bounded while, then says who holds the project; afterwards it may go on."""
    project = project_in(tmp_path)
    pauses: list[float] = []
    refusal = pytest.raises(UsageInvalid, match=r"another `lockstep regenerate` is at work .*\(process [0-9]+\)")
    with claim(project), refusal, claim(project, wait=0.2, pause=pauses.append):
        pass  # pragma: no cover
    assert len(pauses) == 4
    with claim(project, wait=0):
        pass


def _crash_after(project: Project, staged: list[Staged], swapped: int) -> None:
    """Leave the disk as a process leaves it that dies after ``swapped`` swaps: see ``bundles.swap_in``."""
    bundles.write_journal(project, staged)
    for one in staged[:swapped]:
        put_in_place(project.root / one.folder, project.generated(one.unit))


@pytest.mark.parametrize(
    "change",
    [
        {"feature": "../../victim"},
        {"feature": 7},
        {"version": "1/../../x"},
        {"version": 0},
        {"folder": "../elsewhere"},
        {"folder": None},
        {"more": 1},
    ],
)
def test_a_journal_that_no_run_wrote_is_refused(project: Project, change: dict[str, object]) -> None:
    """It could name any folder of the disk; nothing is moved, and what to do is said."""
    (staged,) = [_stage(project, UNITS[0], NEW)]
    rows = [{**asdict(staged), **change}]
    write(project.private / "journal.json", json.dumps(rows))
    with pytest.raises(UsageInvalid, match=r"journal\.json is not what an interrupted run leaves\. Delete it"):
        bundles.recover(project)
    assert _stands(project, UNITS[0]) == OLD


@pytest.mark.parametrize("text", ["", "{}x", "[1]", "7"])
def test_a_broken_journal_is_refused(project: Project, text: str) -> None:
    """Never a traceback."""
    write(project.private / "journal.json", text)
    with pytest.raises(UsageInvalid, match="Delete it"):
        bundles.recover(project)
