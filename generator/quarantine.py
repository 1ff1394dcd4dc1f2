"""Look at a stranger's Python in a child process with limits, so that hostile text can only end the child."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from generator import children
from generator.canonical import Json
from generator.expectations import Expectations
from generator.findings import Finding

Task = Literal["examine", "digest"]

SECONDS = 30
"""Wall-clock limit of one child; its limits on processor time and memory are in :mod:`generator.quarantined`."""

# -S leaves the site module out, which costs 40 ms: the child gets its two folders by hand.
_START = "import sys; sys.path += sys.argv[1:]; from generator.quarantined import main; main()"


def examine(files: dict[str, str], expectations: Expectations) -> tuple[Finding, ...]:
    """Return what is wrong with the Python files of one answer: syntax, complexity, safety. Runs none of them.

    ``files`` maps paths in the bundle to texts. Findings are in the order of path, line and rule. Never raises for
    anything that can stand in ``files``.
    """
    said = _ask("examine", files, expectations)
    rows = said if isinstance(said, list) else []
    return tuple(_finding(row, expectations) for row in rows if isinstance(row, dict))


def digests(files: dict[str, str], expectations: Expectations) -> dict[str, str] | tuple[Finding, ...]:
    """Return path → semantic digest (:mod:`generator.semantic`) of each file, or findings for unreadable ones."""
    said = _ask("digest", files, expectations)
    if isinstance(said, dict):
        return {path: str(found) for path, found in said.items()}
    return tuple(_finding(row, expectations) for row in said if isinstance(row, dict)) if isinstance(said, list) else ()


def _ask(task: Task, files: dict[str, str], expectations: Expectations) -> Json:
    # The child reads Python alone, which no interface has a say in.
    said = answered({"task": task, "files": files, "expectations": asdict(replace(expectations, interface=None))})
    return [_ended_early(said)] if isinstance(said, EndedEarly) else said


@dataclass(frozen=True, slots=True)
class EndedEarly:
    """The child crashed, or ran into a limit, at the file that it named last."""

    at: str


def answered(asked: dict[str, object]) -> Json | EndedEarly:
    """Run one child; it says on stdout which file it is at, and at the end what it found."""
    command = [sys.executable, "-I", "-S", "-B", "-c", _START, *_folders()]
    try:
        done = children.run(command, said=json.dumps(asked).encode(), seconds=SECONDS)  # its text goes in by stdin
        lines, ended = done.stdout.splitlines(), done.returncode
    except subprocess.TimeoutExpired as late:
        lines, ended = (late.stdout or b"").splitlines(), -1
    said: list[Json] = [json.loads(line) for line in lines if line.endswith(b"}")]
    last = said[-1] if said else None
    if isinstance(last, dict) and "result" in last and ended == 0:
        return last["result"]
    assert isinstance(last, dict), f"the quarantine did not start: {done.stderr.decode(errors='replace')}"  # noqa: S101 - our own bug if not
    return EndedEarly(str(last["at"]))


def _ended_early(early: EndedEarly) -> Json:
    """Return the row for a child that crashed or ran into a limit."""
    return {
        "rule": "code/too-complex",
        "path": early.at,
        "line": None,
        "message": "the parser crashes on this file, or runs out of time or memory",
        "remedy": "Write shorter expressions, with less nesting.",
    }


def _finding(row: dict[str, Json], expectations: Expectations) -> Finding:
    line = row["line"]
    return Finding(
        rule=str(row["rule"]),
        message=str(row["message"]),
        path=expectations.place_of(str(row["path"])),
        unit=str(expectations.unit),
        line=line if isinstance(line, int) else None,
        remedy=str(row["remedy"]),
    )


@cache
def _folders() -> tuple[str, ...]:
    """Return the folders that the child imports from: ours and libcst's."""
    found = find_spec("libcst")
    assert found is not None, "libcst is not installed"  # noqa: S101 - our own bug if not
    assert found.origin is not None, "libcst is a package with a file"  # noqa: S101 - as above
    return (str(Path(__file__).parents[1]), str(Path(found.origin).parents[1]))
