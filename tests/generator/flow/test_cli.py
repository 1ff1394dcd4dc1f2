"""The command line says what it can do at once, and ends every failure in one message and one exit code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator.cli import COMMANDS
from generator.errors import LockstepError
from generator.units import Unit
from tests.generator.flow.locked import lock_unit, project_in, write
from tests.generator.flow.running import lockstep

HEAVY = ("pydantic", "jinja2", "rich", "yaml", "libcst", "jsonschema", "openai", "asyncio", "subprocess", "tomllib")


def _python(code: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_help_names_every_command_and_loads_none(tmp_path: Path) -> None:
    """``lockstep --help`` lists all commands, the exit codes and examples, and imports nothing that takes long."""
    code = (
        "import sys; from generator.cli import main; code = main(['--help']); "
        f"print([name for name in {HEAVY!r} if name in sys.modules]); sys.exit(code)"
    )
    done = _python(code, tmp_path)
    assert (done.returncode, done.stderr, done.stdout.splitlines()[-1]) == (0, "", "[]")
    for name, (_, summary) in COMMANDS.items():
        assert f"  {name} " in done.stdout
        assert summary in done.stdout
    assert "64 usage" in done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_help_page_with_examples(tmp_path: Path, command: str) -> None:
    """Each command explains itself outside any project, and shows how it is called."""
    ran = lockstep(project_in(tmp_path), command, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: lockstep {command} [OPTIONS]")
    assert f"  lockstep {command}" in ran.out.split("Examples:")[1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Usage: lockstep [OPTIONS] COMMAND [ARGS]..."),
        (("generate",), "Error: No such command 'generate'."),
        (("regenerate", "--chek"), "Error: No such option"),
        (("regenerate", "--max-repairs", "many"), "Error: Invalid value for '--max-repairs'"),
        (("regenerate", "--check", "--provider", "openai"), "Error: --check is offline and writes nothing"),
        (("regenerate", "loook"), "Error: there is no feature 'loook' in prompts/. Known: look."),
        (("regenerate", "look/v1", "--fresh", "--provider", "telepathy"), "Error: there is no provider 'telepathy'"),
        (("record", "look"), "Error: Missing option '--answer'"),
        (("new", "Not-A-Name"), "Error: 'Not-A-Name' cannot be a feature"),
        (("new-version", "loook"), "Error: there is no feature 'loook'"),
    ],
)
def test_a_command_that_makes_no_sense_ends_with_64(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    """Usage errors say what is wrong on stderr, print nothing on stdout, and never show a traceback."""
    project = project_in(tmp_path)
    lock_unit(project, Unit("look", 1))
    ran = lockstep(project, *arguments)
    assert (ran.code, ran.out) == (64, "")
    assert message in ran.err
    assert "Traceback" not in ran.err


def test_outside_a_project_the_way_in_is_said(tmp_path: Path) -> None:
    """Without a pyproject.toml that names a kernel, the message says which line makes a project."""
    done = _python("import sys; from generator.cli import main; sys.exit(main(['regenerate']))", tmp_path)
    assert (done.returncode, done.stdout) == (64, "")
    assert 'Add one with: kernel = "<your package>"' in done.stderr


def test_a_project_without_features_has_nothing_to_do(tmp_path: Path) -> None:
    """An empty project is clean."""
    ran = lockstep(project_in(tmp_path), "regenerate")
    assert (ran.code, ran.out) == (0, "0 units (0 calls, $0.00)\n")


def test_the_version_is_the_package_s(tmp_path: Path) -> None:
    """``--version`` prints one line."""
    assert lockstep(project_in(tmp_path), "--version").out == "lockstep 0.1.0\n"


def test_every_kind_of_error_has_its_exit_code() -> None:
    """The table in ``generator.errors`` is what scripts rely on."""
    assert {kind.__name__: kind.exit_code for kind in LockstepError.__subclasses__()} == {
        "UsageInvalid": 64,
        "PromptInvalid": 64,
        "Stale": 2,
        "AnswerRejected": 3,
        "HandEdited": 4,
        "BudgetExceeded": 5,
        "RecordingMissing": 6,
        "ProviderFailed": 6,
    }


def test_an_interrupt_ends_with_130(tmp_path: Path) -> None:
    """Control-C while a model is asked ends at once, says so, and leaves no traceback."""
    project = project_in(tmp_path)
    code = (
        "import os, signal, sys, click\n"
        "from generator import cli\n"
        # What runs in the background of a shell was told to ignore interrupts, and so were we then.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "@click.command()\n"
        "def slow():\n    os.kill(os.getpid(), signal.SIGINT); signal.pause()\n"
        "cli.root.add_command(slow, 'slow')\n"
        "cli.LazyGroup.get_command = lambda self, ctx, name: slow\n"
        "sys.exit(cli.main(['slow']))"
    )
    done = _python(code, project.root)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (128 + signal.SIGINT, "", "Interrupted.")


def test_our_own_bug_keeps_its_traceback(tmp_path: Path) -> None:
    """What is neither a usage error nor a LockstepError is shown whole, and ends with 1."""
    code = (
        "import sys\nfrom generator import cli\n"
        "cli.COMMANDS['broken'] = ('broken', 'Not there.')\n"
        "sys.exit(cli.main(['broken']))"
    )
    done = _python(code, tmp_path)
    assert done.returncode == 1
    assert "Traceback (most recent call last)" in done.stderr


def test_a_reader_that_went_away_is_no_error(tmp_path: Path) -> None:
    """``lockstep regenerate | head -0`` ends cleanly."""
    project = project_in(tmp_path)
    for number in range(3):
        lock_unit(project, Unit(f"look_{number}", 1))
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "generator", "regenerate"],
        cwd=tmp_path,
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_broken_prompt_is_named_with_its_line(tmp_path: Path) -> None:
    """A prompt that cannot be read ends with 64, file and line, before anything is asked."""
    project = project_in(tmp_path)
    write(project.root / "prompts/look/v1/api.prompt", "---\nname: look\ncolour: red\n---\n")
    ran = lockstep(project, "regenerate")
    assert ran.code == 64
    assert "prompts/look/v1/api.prompt:3: colour: unknown key" in ran.err
