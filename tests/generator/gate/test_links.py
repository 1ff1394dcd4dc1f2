"""What lies behind a link can never be frozen, so there are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import PromptInvalid
from generator.gate.links import linked
from generator.project import Project
from generator.question import questions
from tests.generator.gate.desk import V1, write
from tests.generator.gate.test_order import rules, run


@pytest.mark.parametrize(
    "path",
    [
        "prompts/notes/v1",
        "prompts/notes",
        "schemas/notes/v1/note.schema.json",
        "schemas/kernel",
        "schemas/kernel/v1.pyi",
        "schemas/answer.schema.json",
        "generated",
        "generated/notes/v1/api.py",
        "snapshots/notes/v1/recordings",
    ],
)
def test_a_link_anywhere_is_refused(project: Project, path: str) -> None:
    """`lock/symlink`: file or folder, at any depth, the top folders too; it is named, and the way out is."""
    place, elsewhere = project.root / path, project.root / "elsewhere"
    place.rename(elsewhere)
    place.symlink_to(elsewhere)
    (found,) = linked(project.root)
    assert (found.rule, found.path) == ("lock/symlink", path)
    assert f"rm {path}" in found.remedy


def test_a_broken_link_and_one_among_compiled_files_are_refused(tmp_path: Path) -> None:
    """`lock/symlink`: a link needs no target to be one."""
    for path in ("prompts/notes/v1/api.prompt", "generated/notes/v1/__pycache__/api.py"):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).symlink_to("/nowhere")
    assert len(list(linked(tmp_path))) == 2


def test_a_repository_inside_is_refused(tmp_path: Path) -> None:
    """`lock/symlink`: of a submodule a commit holds the name alone, too."""
    write(tmp_path / "prompts/notes/v1/.git", "gitdir: ../../../elsewhere\n")
    assert [finding.path for finding in linked(tmp_path)] == ["prompts/notes/v1/.git"]


def test_the_gate_refuses_a_version_behind_a_link(landed: Project) -> None:
    """The whole gate is blocked, whichever feature it is asked for."""
    place = landed.prompts(V1)
    place.rename(landed.root / "elsewhere")
    place.symlink_to(landed.root / "elsewhere")
    for features in ((), ("notes",)):
        assert ("", "lock/symlink") in rules(run(landed, *features)[0])


@pytest.mark.parametrize(
    "path",
    [
        "schemas/kernel/v1.pyi",
        "schemas/kernel",
        "schemas/answer.schema.json",
        "schemas/notes/v1/note.schema.json",
        "schemas/notes",
        "prompts/notes/v1/api.prompt",
        "prompts/notes/v1",
    ],
)
def test_nothing_behind_a_link_is_shown_to_a_model(project: Project, path: str) -> None:
    """A request is made of the project's own files: a link among them is refused by name before anything is sent."""
    place, elsewhere = project.root / path, project.root.parent / "elsewhere"
    place.rename(elsewhere)
    place.symlink_to(elsewhere)
    with pytest.raises(PromptInvalid, match=f"{path}: is a link"):
        questions(project, V1)
