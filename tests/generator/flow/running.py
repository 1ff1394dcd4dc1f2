"""Running the command line inside the test's own process, and models that are one short program."""

from __future__ import annotations

import contextlib
import io
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

from generator.cli import main
from generator.project import Project
from tests.generator.flow.locked import write


@dataclass(frozen=True, slots=True)
class Ran:
    """What came out of one command."""

    code: int
    out: str
    err: str


def lockstep(project: Project, *arguments: str) -> Ran:
    """Run one command with the project's root as the working directory."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.chdir(project.root), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(list(arguments))
    return Ran(code, out.getvalue(), err.getvalue())


def model(project: Project, first: str, *repaired: str) -> str:
    """Return a ``--provider`` that answers ``first``, and the next of ``repaired`` each time it is shown findings.

    After the last it repeats itself. It appends a line to ``calls.txt`` beside the project for each call.
    """
    folder = project.root.parent / f"{project.root.name}-model"
    for number, answer in enumerate((first, *repaired)):
        write(folder / f"{number}.json", answer)
    write(
        folder / "model.py",
        "import sys\nfrom pathlib import Path\n"
        "here, asked = Path(__file__).parent, sys.stdin.read()\n"
        "with (here / 'calls.txt').open('a') as calls:\n    calls.write('called\\n')\n"
        f"number = min(asked.count('Your answer was checked'), {len(repaired)})\n"
        "sys.stdout.write((here / f'{number}.json').read_text())\n",
    )
    return f"command:{shlex.quote(sys.executable)} {shlex.quote(str(folder / 'model.py'))}"


def calls(project: Project) -> int:
    """Return how often the project's model was called."""
    file = Path(project.root.parent, f"{project.root.name}-model", "calls.txt")
    return len(file.read_text(encoding="utf-8").splitlines()) if file.exists() else 0
