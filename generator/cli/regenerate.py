"""``lockstep regenerate``: prompts and schemas in, code out, and nothing at all where nothing changed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from shutil import get_terminal_size

import click

from generator import lock
from generator.cli.colour import bold, painted, wanted
from generator.errors import AnswerRejected, LockstepError
from generator.lock import Unchanged
from generator.options import Options
from generator.outcomes import Outcome, Result, summary
from generator.project import Project, open_project
from generator.units import Unit

STALE = 2
CLEAN = (Outcome.unchanged, Outcome.reproduced)
EXAMPLES = """\b
Examples:
  lockstep regenerate                              what changed, from recordings
  lockstep regenerate bookings/v2 --provider openai
  lockstep regenerate --check                      for CI: writes nothing, 2 when stale
  lockstep regenerate --fresh                      prove that recordings reproduce the tree"""


@click.command(epilog=EXAMPLES)
@click.argument("features", nargs=-1, metavar="[FEATURE[/vN]]...")
@click.option("--check", is_flag=True, help="Write nothing, ask nobody; print what would change, exit 2 when stale.")
@click.option("--diff", "show_diff", is_flag=True, help="Print what changed in generated/ as a unified diff.")
@click.option("--fresh", is_flag=True, help="Redo unchanged units too: replay recordings, or ask --provider anew.")
@click.option("--discard-edits", is_flag=True, help="Replace hand edits in generated/ instead of merging them.")
@click.option(
    "--provider",
    default="recordings",
    show_default=True,
    metavar="NAME",
    help="Who answers what no recording answers: recordings, openai, command:CMD, ask, ask:FOLDER.",
)
@click.option("--max-repairs", type=click.IntRange(0, 10), default=3, show_default=True, help="Repairs of an answer.")
@click.option("--jobs", type=click.IntRange(1, 64), default=4, show_default=True, help="Units worked on at once.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(  # noqa: PLR0913  # one parameter an option: Click hands them over by name
    *,
    features: tuple[str, ...],
    check: bool,
    show_diff: bool,
    fresh: bool,
    discard_edits: bool,
    provider: str,
    max_repairs: int,
    jobs: int,
    form: str,
) -> int:
    """Turn prompts and schemas into code, where they changed.

    Units whose inputs, files and manifest agree are not touched. Stored answers are replayed; the provider is asked
    for what was never answered. Either every changed unit is swapped in, or nothing in generated/ changes.
    """
    if check and (provider != "recordings" or discard_edits):
        raise click.UsageError("--check is offline and writes nothing: it takes neither --provider nor --discard-edits")
    project = open_project(Path.cwd())
    options = Options(check, fresh, discard_edits, provider, max_repairs, jobs)
    try:
        results = _run(project, project.chosen(features), options)
    except LockstepError as error:
        if form == "json":
            click.echo(_as_json((), error))
        raise
    click.echo(_as_json(results) if form == "json" else _as_text(results, diff=check or show_diff), color=True)
    return STALE if check and any(result.outcome not in CLEAN for result in results) else 0


def _run(project: Project, units: Sequence[Unit], options: Options) -> Sequence[Result]:
    """Answer from digests where they suffice; import what renders and asks only for the rest."""
    if not options.fresh and (options.check or not lock.interrupted(project)):
        states = list(lock.states(project, units))
        if all(isinstance(state, Unchanged) for _, state in states):
            return [Result(unit, Outcome.unchanged) for unit in units]
    from generator.regenerate import run  # noqa: PLC0415  # half a second of imports that a no-op run must not pay

    return run(project, units, options)


def _as_text(results: Sequence[Result], *, diff: bool) -> str:
    """Return the whole diff, where that is asked for, then a line a unit; at a terminal, with what changed."""
    colour, terminal = wanted(sys.stdout, os.environ), sys.stdout.isatty()
    diffs = "".join(result.diff for result in results if diff)
    if colour or terminal:
        diffs = "\n".join(painted(diffs.split("\n"), colour=colour))
    notes = [result.note for result in results if result.note]
    lines = [line for result in results for line in _told(result, short=terminal and not diff, colour=colour)]
    return diffs + "\n".join([*notes, *lines, summary(results)])


def _told(result: Result, *, short: bool, colour: bool) -> Iterator[str]:
    if not (short and result.diff):
        yield result.line()
        return
    from generator.cli.difference import summarised  # noqa: PLC0415  # only where something changed and somebody looks

    yield bold(result.line(), colour=colour)
    yield from summarised(result, get_terminal_size().columns, colour=colour)


def _as_json(results: Sequence[Result], error: LockstepError | None = None) -> str:
    table: dict[str, object] = {
        "units": [
            {
                "unit": str(result.unit),
                "outcome": result.outcome.value,
                "calls": result.calls,
                "cost_usd": result.cost_usd,
                "reasons": result.reasons,
                "kept_edits": result.kept,
                "diff": result.diff,
                "note": result.note,
            }
            for result in results
        ],
        "calls": sum(result.calls for result in results),
        "cost_usd": sum(result.cost_usd for result in results),
        "error": None if error is None else _error(error),
    }
    return json.dumps(table, indent=2, ensure_ascii=False)


def _error(error: LockstepError) -> dict[str, object]:
    findings = error.findings if isinstance(error, AnswerRejected) else ()
    return {
        "kind": type(error).__name__,
        "exit_code": error.exit_code,
        "message": str(error),
        "findings": [asdict(finding) for finding in findings],
    }
