"""A process that dies at any moment leaves every unit's tree whole: the old one or the new one."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from generator import bundles
from generator.canonical import digest, sha256
from generator.project import Project, open_project
from generator.units import Unit
from tests.generator.flow.conftest import Start
from tests.generator.flow.crashing import killed_at
from tests.generator.flow.locked import manifest_of, project_in
from tests.generator.flow.running import lockstep
from tests.generator.flow.synthetic import LOOK, answer, record_answer, tree, write_unit

UNITS = (LOOK, Unit("look", 2), Unit("see", 1))
OLD, NEW = {"api.py": b"OLD\n" * 9, "ui/page.html": b"old"}, {"api.py": b"NEW\n" * 9, "models.py": b"new"}
KILLS = 16
SEED = 20260308
NEVER = 10**9
UNANNOUNCED = 6  # of the next runs that begin from scratch: each renders three units


def _put(project: Project, files: dict[str, bytes]) -> None:
    texts = {name: data.decode() for name, data in files.items()}
    staged = [bundles.stage(project, unit, files, manifest_of(project, unit, {}, texts, None)) for unit in UNITS]
    bundles.swap_in(project, staged)


def test_killed_at_every_touch_of_the_disk_while_swapping(tmp_path: Path) -> None:
    """At each single moment of staging and swapping three units: no mixture, and the next start finishes or forgets."""
    standing: set[tuple[bool, ...]] = set()
    template = project_in(tmp_path / "template")
    _put(template, OLD)
    moment, touches = 0, None
    while touches is None:
        moment += 1
        project = Project(shutil.copytree(template.root, tmp_path / "killed"), template.settings)
        touches = killed_at(moment, partial(_put, project, NEW))
        stands = [_files(project, unit) for unit in UNITS]
        assert all(files in (OLD, NEW) for files in stands), f"a mixture after a kill at touch {moment}"
        standing.add(tuple(files == NEW for files in stands))
        announced = (project.private / "journal.json").exists()
        bundles.recover(project)
        after = [_files(project, unit) for unit in UNITS]
        assert after in ([OLD] * 3, [NEW] * 3), f"half recovered after a kill at touch {moment}"
        assert after == [NEW] * 3 or not announced
        assert not (project.private / "staging").exists()
        shutil.rmtree(project.root)
    assert moment > 30
    assert {(False, False, False), (True, False, False), (True, True, False), (True, True, True)} <= standing


@pytest.fixture
def changed(tmp_path: Path, start: Start) -> tuple[Project, dict[str, bytes], dict[str, bytes]]:
    """A project of three generated units whose prompts all changed, and the old and new trees of ``generated/``."""
    project = start(tmp_path / "template", *UNITS)
    assert lockstep(project, "regenerate").code == 0
    old = tree(project.root / "generated")
    for unit in UNITS:
        write_unit(project, unit, why="Says which words there are, anew.")
        record_answer(project, unit, answer(unit, " anew"))
    finished = shutil.copytree(project.root, tmp_path / "finished")
    assert lockstep(open_project(finished), "regenerate").code == 0
    shutil.copytree(finished / ".lockstep" / "types", project.private / "types", dirs_exist_ok=True)
    shutil.rmtree(project.private / "mypy")  # the answers are known to pass, so no copy needs it
    return project, old, tree(finished / "generated")


@pytest.mark.timeout(1200)  # many runs, each with the programs that it starts
def test_regenerate_killed_at_random_moments(
    tmp_path: Path, changed: tuple[Project, dict[str, bytes], dict[str, bytes]]
) -> None:
    """Three units change and the process dies: each unit is all old or all new, and the next run makes all new."""
    template, old, new = changed
    folders = [shutil.copytree(template.root, tmp_path / f"kill-{number}") for number in range(KILLS)]
    finished = tmp_path / "finished"
    moments = _moments(finished, shutil.copytree(template.root, tmp_path / "counted"))
    assert _regenerate(finished, folders, moments) == ["killed"] * KILLS
    left = {}
    for folder, moment in zip(folders, moments, strict=True):
        stands = tree(folder / "generated")
        for unit in UNITS:
            whole = [_below(each, unit) for each in (stands, old, new)]
            assert whole[0] in whole[1:], f"{unit} is a mixture after a kill at touch {moment}"
        left[_on_disk(folder)] = folder  # equal states of the disk have equal futures: one next run is enough
    announced = [folder for folder in left.values() if (folder / ".lockstep" / "journal.json").exists()]
    assert announced
    again = announced + [folder for folder in left.values() if folder not in announced][:UNANNOUNCED]
    assert [line.split()[0] for line in _regenerate(finished, again, [NEVER] * len(again))] == ["ended"] * len(again)
    for folder in again:
        assert tree(folder / "generated") == new
        assert not (folder / ".lockstep" / "staging").exists()
        assert not (folder / ".lockstep" / "journal.json").exists()


def _moments(warm: Path, folder: Path) -> list[int]:
    """Return when to kill, of all touches of a whole run: half of the kills among the last hundred, which swap."""
    last = int(_regenerate(warm, [folder], [NEVER])[0].removeprefix("ended "))
    chance = random.Random(SEED)  # noqa: S311  # a fixed seed is what is wanted
    late = chance.sample(range(last - 99, last + 1), KILLS // 2)
    return sorted(late + chance.sample(range(1, last - 99), KILLS - len(late)))


def _on_disk(folder: Path) -> str:
    """Return a digest of the project's files; the names of staging folders are random, so they are left out."""
    files = {
        "/".join(part for part in path.split("/") if len(part) != 32): sha256(data)
        for path, data in tree(folder).items()
        if not path.endswith("regenerate.lock")
    }
    return digest(files)


def _files(project: Project, unit: Unit) -> dict[str, bytes]:
    return {name: data for name, data in tree(project.generated(unit)).items() if name != "bundle.json"}


def _below(files: dict[str, bytes], unit: Unit) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if path.startswith(f"{unit}/")}


def _regenerate(warm: Path, folders: list[Path], moments: list[int]) -> list[str]:
    pairs = [text for row in zip(map(str, folders), map(str, moments), strict=True) for text in row]
    done = subprocess.run(
        [sys.executable, "-m", "tests.generator.flow.crashing", str(warm), *pairs],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
        timeout=1000,
    )
    return done.stdout.splitlines()
