"""What stands on the merge base never changes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.gate.base import find_base
from generator.gate.frozen import frozen_kernel, frozen_unit, landed_units
from generator.gate.git import CommitTree
from generator.units import Unit
from tests.generator.gate.desk import V1, commit, git, write

RECORDING = f"snapshots/notes/v1/recordings/{'0' * 64}.json"
FILES = (
    "prompts/notes/v1/api.prompt",
    "schemas/notes/v1/note.schema.json",
    "generated/notes/v1/api.py",
    RECORDING,
    "snapshots/notes/v1/openapi.json",
    "schemas/kernel/v1.pyi",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository in which notes/v1 has landed."""
    git(tmp_path, "init", "-q", "-b", "main")
    for name in FILES:
        write(tmp_path / name, "first line\nsecond line\n")
    commit(tmp_path)
    return tmp_path


def base_of(root: Path) -> CommitTree:
    """Return the files of the merge base."""
    tree = find_base(root, None, "main").tree
    assert tree is not None
    return tree


def test_an_untouched_version_is_fine(root: Path) -> None:
    """Nothing changed, nothing found; new versions, kernels and compiled files are welcome."""
    write(root / "prompts/notes/v2/api.prompt", "new\n")
    write(root / "schemas/kernel/v2.pyi", "new\n")
    write(root / "generated/notes/v1/__pycache__/api.pyc", "new\n")
    write(root / "snapshots/notes/v1/api.prompt.txt", "accepted late\n")
    assert landed_units(base_of(root)) == [V1]
    assert [*frozen_unit(root, base_of(root), V1), *frozen_kernel(root, base_of(root))] == []


def change(path: Path) -> None:
    """Write other words."""
    path.write_text("first line\nSECOND line\n")


def delete(path: Path) -> None:
    """Take the file away."""
    path.unlink()


def link(path: Path) -> None:
    """Put a link to the same words in its place."""
    other = path.with_name("elsewhere")
    other.write_text(path.read_text())
    path.unlink()
    path.symlink_to(other.name)


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize(
    ("harm", "old", "new"),
    [(change, "second line", "SECOND line"), (delete, "present", "deleted"), (link, "file", "link")],
)
def test_each_file_of_a_landed_version_is_frozen(
    root: Path, path: str, harm: Callable[[Path], None], old: str, new: str
) -> None:
    """Changing, deleting or linking any of them breaks `lock/frozen`; the finding names the file and the way back."""
    harm(root / path)
    found = [*frozen_unit(root, base_of(root), V1), *frozen_kernel(root, base_of(root))]
    frozen = [finding for finding in found if finding.path == path]
    assert [(finding.rule, finding.old, finding.new) for finding in frozen] == [("lock/frozen", old, new)]
    assert f"-- {path}" in frozen[0].remedy


def test_a_landed_version_that_is_gone_is_said_once(root: Path) -> None:
    """Deleting a whole version breaks `lock/frozen`, with one command that takes all of it back."""
    for folder in ("prompts", "schemas", "generated", "snapshots"):
        shutil.rmtree(root / folder / "notes/v1")
    (found,) = frozen_unit(root, base_of(root), V1)
    assert (found.rule, found.path, found.new) == ("lock/frozen", "prompts/notes/v1", "deleted")
    assert found.remedy.endswith("-- prompts/notes/v1 schemas/notes/v1 generated/notes/v1 snapshots/notes/v1")


@pytest.mark.parametrize("folder", ["prompts", "schemas", "generated"])
def test_a_file_added_to_a_landed_version_is_a_change(root: Path, folder: str) -> None:
    """A new schema or prompt beside the landed ones breaks `lock/frozen`."""
    write(root / folder / "notes/v1/more.txt", "more\n")
    found = list(frozen_unit(root, base_of(root), V1))
    assert [(finding.rule, finding.path) for finding in found] == [("lock/frozen", f"{folder}/notes/v1/more.txt")]


def test_only_units_with_a_prompt_have_landed(root: Path) -> None:
    """Folders that are no unit do not count."""
    for name in ("prompts/notes/v1x/api.prompt", "prompts/Notes/v1/api.prompt", "prompts/notes/readme.txt"):
        write(root / name, "x")
    commit(root)
    assert landed_units(base_of(root)) == [Unit("notes", 1)]
