"""`lockstep gate` and `lockstep accept` as they are typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator import gate
from generator.gate.accept import accept
from generator.project import Project
from tests.generator.gate.desk import REPOSITORY, V1, write


def lockstep(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one command in a project, as its own process."""
    return subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def remembered(built: Path) -> Path:
    """The built desk after a clean run: what the commands say of it, they say at once."""
    from generator.project import open_project  # noqa: PLC0415  # the fixture's own need

    assert gate.run(open_project(built)).exit_code == 0
    return built


def test_a_clean_tree_is_exit_0_on_one_screen(remembered: Path) -> None:
    """Data goes to stdout, nothing to stderr, and the last line is the verdict."""
    done = lockstep(remembered, "gate", NO_COLOR="1")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "Outside Git: each version is compared with the one before it only"
    assert done.stdout.splitlines()[-1] == "clean: 1 unit"
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize("form", ["json", "sarif", "junit"])
def test_machine_forms_stand_alone_on_stdout(remembered: Path, form: str) -> None:
    """What a script reads is one document, the same every time."""
    first, second = (lockstep(remembered, "gate", "--format", form) for _ in range(2))
    assert first.returncode == 0
    assert first.stdout == second.stdout
    if form == "junit":
        assert first.stdout.startswith("<?xml")
    else:
        json.loads(first.stdout)


def test_a_blocked_tree_is_exit_3_and_progress_goes_to_stderr(project: Project) -> None:
    """What the gate is doing is no data."""
    write(project.generated(V1) / "mine.py", "")
    done = lockstep(project.root, "gate", "--format", "json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["verdict"]) == (3, "blocked")
    assert {finding["rule"] for finding in report["findings"]} == {"lock/edited-by-hand", "behaviour/load"}
    assert "notes/v1: behaviour" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("gate", "nots"), "there is no feature 'nots'"),
        (("gate", "--base", "nowhere"), "outside Git"),
        (("gate", "--format", "yaml"), "'yaml' is not one of"),
        (("accept", "nots"), "there is no feature 'nots'"),
    ],
)
def test_a_command_that_makes_no_sense_is_exit_64(remembered: Path, arguments: tuple[str, ...], said: str) -> None:
    """The message names what was wrong, without a traceback."""
    done = lockstep(remembered, *arguments)
    assert done.returncode == 64
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_accept_shows_what_it_accepts(project: Project) -> None:
    """The diff is data, what was done with it is progress; --diff only looks."""
    file = project.snapshots(V1) / "api.prompt.txt"
    file.write_text(file.read_text().replace("Write api.py.", "Write it."))
    looked, done, again = (lockstep(project.root, "accept", *more) for more in (("--diff",), (), ()))
    assert (looked.returncode, done.returncode, again.returncode) == (2, 0, 0)
    assert "-Write it.\n+Write api.py.\n" in looked.stdout
    assert looked.stdout == done.stdout
    assert again.stdout == ""
    assert "snapshots/notes/v1/api.prompt.txt: accepted (changed)" in done.stderr
    assert again.stderr == "3 snapshots: 3 unchanged, 0 accepted now, 0 open\n"
    assert accept(project, (), None, only_look=True).exit_code == 0


@pytest.mark.parametrize("command", ["gate", "accept"])
def test_help_has_examples_and_exit_codes(remembered: Path, command: str) -> None:
    """Help is enough to use the command."""
    done = lockstep(remembered, command, "--help")
    assert done.returncode == 0
    assert "Examples:" in done.stdout
    assert "Exit codes:" in done.stdout
