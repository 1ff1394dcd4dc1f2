"""What is shown is what was accepted; created, changed and unused are told apart."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.findings import Finding
from generator.gate.accept import accept
from generator.gate.snapshots import findings, run_suite
from generator.project import Project
from tests.generator.gate.desk import PROMPT, REPOSITORY, V1, V2, ask, write

PICTURE, OPENAPI = "snapshots/notes/v1/api.prompt.txt", "snapshots/notes/v1/openapi.json"
SURFACE = "snapshots/notes/v1/surface.json"


def found(project: Project) -> list[Finding]:
    """Return the findings about notes/v1."""
    return list(findings(V1, run_suite(project, [str(V1)])))


def rules(project: Project) -> list[tuple[str, str]]:
    """Return rule and path of each finding about notes/v1."""
    return [(finding.rule, finding.path) for finding in found(project)]


def states(project: Project, *features: str, only_look: bool = False) -> dict[str, str]:
    """Accept, and return what came of each picture."""
    return {row.path: row.state for row in accept(project, features, None, only_look=only_look).rows}


def test_what_was_accepted_is_clean(project: Project) -> None:
    """The pictures are the accepted ones, byte for byte."""
    assert rules(project) == []


def test_a_picture_that_nobody_accepted_is_missing(project: Project) -> None:
    """`snapshots/missing`: somebody has to look first."""
    (project.root / PICTURE).unlink()
    assert rules(project) == [("snapshots/missing", PICTURE)]


def test_a_picture_that_changed_shows_what_changed(project: Project) -> None:
    """`snapshots/changed`: the finding quotes the first line that was and the first that is."""
    file = project.root / OPENAPI
    file.write_text(file.read_text().replace("Keep a note", "Keep a nota"))
    (changed,) = found(project)
    assert (changed.rule, changed.path) == ("snapshots/changed", OPENAPI)
    assert (changed.old, changed.new) == ('"summary": "Keep a nota",', '"summary": "Keep a note",')


def test_white_space_is_a_change(project: Project) -> None:
    """`snapshots/changed`: pictures are bytes, not words."""
    file = project.root / PICTURE
    file.write_bytes(file.read_bytes() + b"\n")
    assert rules(project) == [("snapshots/changed", PICTURE)]


def test_an_accepted_picture_of_nothing_is_unused(project: Project) -> None:
    """`snapshots/unused`: what nothing shows any more would hide that it is gone."""
    write(project.snapshots(V1) / "ui.prompt.txt", "a prompt that is gone\n")
    assert rules(project) == [("snapshots/unused", "snapshots/notes/v1/ui.prompt.txt")]


def test_recordings_are_no_pictures(project: Project) -> None:
    """Only accepted pictures are looked at: recordings and other files beside them are left alone."""
    write(project.snapshots(V1) / "notes.json", "{}")
    assert rules(project) == []
    assert states(project).keys() == {PICTURE, OPENAPI, SURFACE}
    assert len(list(project.recordings(V1).glob("*.json"))) == 1


def test_a_picture_that_cannot_be_drawn_says_so(project: Project) -> None:
    """`gate/not-run`: a prompt that does not render has no picture, and that is never a pass."""
    write(project.prompts(V1) / "api.prompt", PROMPT.replace("{{ models }}", "{{ nothing }}"))
    assert ("gate/not-run", PICTURE) in rules(project)


def test_accept_takes_over_what_is_shown_now(project: Project) -> None:
    """New, changed and unused pictures are accepted in one go, and the diff says what happened to each."""
    ask(project, V2)
    file = project.root / PICTURE
    file.write_text(file.read_text().replace("Write api.py.", "Write something."))
    write(project.snapshots(V1) / "ui.prompt.txt", "gone\n")
    looked = accept(project, (), None, only_look=True)
    assert looked.exit_code == 2
    assert "-Write something.\n+Write api.py.\n" in "".join(row.said for row in looked.rows)
    assert states(project) == {
        PICTURE: "updated",
        OPENAPI: "matched",
        SURFACE: "matched",
        "snapshots/notes/v1/ui.prompt.txt": "removed",
        "snapshots/notes/v2/api.prompt.txt": "created",
        "snapshots/notes/v2/openapi.json": "created",
    }
    assert set(states(project).values()) == {"matched"}


def test_looking_writes_nothing(project: Project) -> None:
    """`lockstep accept --diff` leaves every file as it is."""
    (project.root / PICTURE).unlink()
    assert states(project, only_look=True) == {PICTURE: "missing", OPENAPI: "matched", SURFACE: "matched"}
    assert not (project.root / PICTURE).exists()


def test_a_surface_shows_what_the_bundle_offers(project: Project) -> None:
    """`snapshots/changed` when generated code offers something else; `gate/not-run` when it cannot be read."""
    file = project.generated(V1) / "api.py"
    file.write_text(f"{file.read_text()}\n\nLIMIT = 5\n")
    (changed,) = found(project)
    assert (changed.rule, changed.path, changed.new) == ("snapshots/changed", SURFACE, '"LIMIT": "constant int",')
    file.write_text("def (")
    (broken,) = found(project)
    assert (broken.rule, broken.path) == ("gate/not-run", SURFACE)
    assert "generated/notes/v1/api.py:1: is no Python that we read" in broken.message


def test_accept_of_one_feature_leaves_the_others(project: Project) -> None:
    """Only what was named is accepted."""
    ask(project, V2)
    assert set(states(project, "notes/v2")) == {"snapshots/notes/v2/api.prompt.txt", "snapshots/notes/v2/openapi.json"}


def test_accept_never_touches_what_has_landed(landed: Project) -> None:
    """An accepted picture of the merge base stays, changed or unused; one that was never accepted may be."""
    file = landed.root / OPENAPI
    frozen = file.read_bytes()
    prompt = landed.prompts(V1) / "api.prompt"
    write(prompt, prompt.read_text().replace("Keep a note", "Keep it"))
    accepted = accept(landed, (), None, only_look=False)
    states = {row.path: row.state for row in accepted.rows}
    assert states == {PICTURE: "matched", OPENAPI: "changed", SURFACE: "matched"}
    assert accepted.exit_code == 3
    assert any("stands on the merge base" in line for line in accepted.lines())
    assert file.read_bytes() == frozen


@pytest.mark.parametrize(("harm", "code"), [(False, 0), (True, 1)])
def test_the_suite_runs_alone_in_any_project(project: Project, harm: bool, code: int) -> None:  # noqa: FBT001  # a column
    """`python -m pytest --pyargs generator.suite` fails for an unused picture, and passes when all is as accepted."""
    if harm:
        write(project.snapshots(V1) / "ui.prompt.txt", "gone\n")
    command = [sys.executable, "-m", "pytest", "--pyargs", "generator.suite", "-p", "generator.suite.plugin", "-q"]
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider", "--lockstep-root", "."],
        cwd=project.root,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout
    assert ("unused: snapshots/notes/v1/ui.prompt.txt" in done.stdout) == harm
    assert Path(project.root / PICTURE).is_file()
