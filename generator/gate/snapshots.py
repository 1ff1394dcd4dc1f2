"""``snapshots/*``: what is shown is what was accepted, as the suite that ships with us finds it."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import generator.suite
from generator import children
from generator.canonical import pretty_json
from generator.findings import Finding
from generator.gate.report import CheckResult
from generator.gate.scope import not_run
from generator.programs import command, environment
from generator.project import Project
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


def check_snapshots(project: Project, units: Sequence[Unit]) -> dict[Unit, CheckResult]:
    """Look at every picture of ``units`` in one run of the suite."""
    try:
        rows = run_suite(project, [str(unit) for unit in units])
    except SuiteFailed as error:
        return {unit: CheckResult("snapshots", (not_run(unit, "snapshots", str(error)),)) for unit in units}
    return {unit: CheckResult("snapshots", tuple(_findings(unit, rows))) for unit in units}


def run_suite(
    project: Project, names: Sequence[str], *, update: bool = False, frozen: Iterable[str] = ()
) -> tuple[Row, ...]:
    """Run the suite for the named features or units; ``update`` accepts all but the ``frozen`` files.

    Raises SuiteFailed when it does not come to an end.
    """
    with tempfile.TemporaryDirectory(prefix="lockstep-suite-") as folder:
        results, held = Path(folder) / "results.json", Path(folder) / "frozen.json"
        held.write_bytes(pretty_json(sorted(frozen)))
        options = ["--lockstep-root", str(project.root), "--lockstep-results", str(results)]
        options += ["--lockstep-frozen", str(held), *(f"--lockstep-unit={name}" for name in names)]
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


def _findings(unit: Unit, rows: Iterable[Row]) -> Iterable[Finding]:
    for row in rows:
        if row.unit != str(unit) or row.state in _FINE:
            continue
        if row.state in _RULES:
            old, new = _first_lines(row.said)
            remedy = f"Look at it, then run: lockstep accept {unit.feature}"
            yield Finding(_RULES[row.state], _MESSAGES[row.state], row.path, row.unit, old=old, new=new, remedy=remedy)
        else:
            yield not_run(unit, "snapshots", row.said or "the suite did not look at it", row.path)


def _first_lines(diff: str) -> tuple[str | None, str | None]:
    """Return the first line that was taken out and the first that was put in, of a unified diff."""
    found: Mapping[str, str | None] = {
        sign: next(
            (line[1:].strip() for line in diff.splitlines()[2:] if line.startswith(sign) and line[1:].strip()), None
        )
        for sign in "-+"
    }
    return found["-"], found["+"]
