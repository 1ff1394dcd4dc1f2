"""``snapshots/*``: what is shown is what was accepted, as the suite that ships with us finds it."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import generator.suite
from generator import children
from generator.canonical import pretty_json
from generator.findings import Finding
from generator.gate.scope import not_run
from generator.programs import command, environment
from generator.project import Project
from generator.suite.names import story_of
from generator.units import Unit

_SECONDS = 600
_RULES = {"missing": "snapshots/missing", "changed": "snapshots/changed", "unused": "snapshots/unused"}
_MESSAGES = {
    "missing": "nobody has accepted this yet",
    "changed": "what is shown is not what was accepted",
    "unused": "it was accepted, and nothing shows it any more",
}
_FINE = frozenset({"matched", "created", "updated", "removed"})


class SuiteFailed(Exception):
    """The suite ended without results; the message holds its last words."""


@dataclass(frozen=True, slots=True)
class Row:
    """One picture and what came of it.

    ``state`` is ``matched``, ``missing``, ``changed``, ``unused``, ``created``, ``updated``, ``removed`` (the last
    three only when accepting), ``broken`` (``said`` is why) or ``not-run``; otherwise ``said`` is a unified diff.
    """

    unit: str
    path: str
    state: str
    said: str


def run_suite(  # one parameter an option of the suite's
    project: Project,
    names: Sequence[str],
    *,
    update: bool = False,
    frozen: Iterable[str] = (),
    looks: Path | None = None,
    stories: Sequence[str] = (),
) -> tuple[Row, ...]:
    """Run the suite for the named features or units; ``update`` accepts all but the ``frozen`` files.

    ``looks`` is a file that tells where lies what browsers showed; ``stories`` are the only ones that count, where any
    are named. Raises SuiteFailed when it does not come to an end.
    """
    with tempfile.TemporaryDirectory(prefix="lockstep-suite-") as folder:
        results, held = Path(folder) / "results.json", Path(folder) / "frozen.json"
        held.write_bytes(pretty_json(sorted(frozen)))
        options = ["--lockstep-root", str(project.root), "--lockstep-results", str(results)]
        options += ["--lockstep-frozen", str(held), *(f"--lockstep-unit={name}" for name in names)]
        options += [f"--lockstep-story={name}" for name in stories]
        options += [f"--lockstep-looks={looks}"] if looks else []
        options += ["--snapshot-update"] if update else []
        said = _pytest(project, options)
        if not results.is_file():
            raise SuiteFailed(f"the suite gave no results. Its last words:\n{said}")
        return tuple(Row(**row) for row in json.loads(results.read_bytes()))


def _pytest(project: Project, options: Sequence[str]) -> str:
    ini = Path(next(iter(generator.suite.__path__))) / "pytest.ini"
    plugins = ["-p", "syrupy", "-p", "generator.suite.plugin", "-p", "no:cacheprovider"]
    settings = ["-c", str(ini), f"--rootdir={project.root}", "-q", "--no-header", "--tb=short"]
    try:
        done = children.run(
            command("pytest", "--pyargs", "generator.suite", *plugins, *settings, *options),
            folder=project.root,
            environment=environment(PYTEST_DISABLE_PLUGIN_AUTOLOAD="1", PYTEST_ADDOPTS="", PYTEST_PLUGINS=""),
            seconds=_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise SuiteFailed(f"the suite took more than {_SECONDS} s") from error
    return "\n".join((done.stdout + done.stderr).decode(errors="replace").strip().splitlines()[-12:])


def findings(unit: Unit, rows: Iterable[Row]) -> Iterable[Finding]:
    """Yield what is wrong with accepted files of ``unit``, but for those of stories: they have rules of their own."""
    for row in rows:
        if row.unit != str(unit) or row.state in _FINE or story_of_row(row):
            continue
        if row.state in _RULES:
            old, new = _first_lines(row.said)
            remedy = f"Look at it, then run: lockstep accept {unit.feature}"
            yield Finding(_RULES[row.state], _MESSAGES[row.state], row.path, row.unit, old=old, new=new, remedy=remedy)
        else:
            yield not_run(unit, "snapshots", row.said or "the suite did not look at it", row.path)


def story_of_row(row: Row) -> str:
    """Return ``feature/vN/component/story`` that a row is of, empty for none."""
    path = PurePosixPath(row.path)
    return story_of(PurePosixPath(*path.parts[1:])) if path.parts[:1] == ("snapshots",) else ""


def _first_lines(diff: str) -> tuple[str | None, str | None]:
    """Return the first line that was taken out and the first that was put in, of a unified diff."""
    found: Mapping[str, str | None] = {
        sign: next(
            (line[1:].strip() for line in diff.splitlines()[2:] if line.startswith(sign) and line[1:].strip()), None
        )
        for sign in "-+"
    }
    return found["-"], found["+"]
