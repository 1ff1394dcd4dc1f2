"""``lockstep regenerate``: prompts and schemas in, code out, and nothing at all where nothing changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from generator import lock
from generator.cli.results import as_json, as_json_line, as_text
from generator.errors import LockstepError
from generator.lock import Unchanged
from generator.options import Options
from generator.outcomes import Outcome, Result
from generator.project import Project, open_project
from generator.units import Unit

STALE = 2
CLEAN = (Outcome.unchanged, Outcome.reproduced)
EXAMPLES = """\b
Examples:
  lockstep regenerate                              what changed, from recordings
  lockstep regenerate bookings/v2 --provider openai
  lockstep regenerate --check                      for CI: writes nothing, 2 when stale
  lockstep regenerate --fresh                      prove that recordings reproduce the tree
  lockstep regenerate --watch bookings             again each time a prompt or schema is saved
  lockstep regenerate --watch --provider ask       the same, asking you
  lockstep regenerate --see                        then old beside new, in the browser
  lockstep regenerate --watch --see bookings       the same after every save"""


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
@click.option("--watch", is_flag=True, help="Regenerate whenever a prompt or schema is saved; serve the stories.")
@click.option("--no-stories", is_flag=True, help="With --watch: serve no gallery of stories.")
@click.option("--see", is_flag=True, help="Show the stories in the browser, before beside after, until Ctrl-C.")
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
    watch: bool,
    no_stories: bool,
    see: bool,
    jobs: int,
    form: str,
) -> int:
    """Turn prompts and schemas into code, where they changed.

    Units whose inputs, files and manifest agree are not touched. Stored answers are replayed; the provider is asked
    for what was never answered. Either every changed unit is swapped in, or nothing in generated/ changes.
    """
    if check and (provider != "recordings" or discard_edits):
        raise click.UsageError("--check is offline and writes nothing: it takes neither --provider nor --discard-edits")
    if (check and watch) or (no_stories and not watch):
        raise click.UsageError("--watch goes on for ever, --check ends: one of them; --no-stories belongs to --watch")
    if see and (check or no_stories):
        raise click.UsageError(
            "--see shows what has changed: it takes neither --check, which changes nothing, nor --no-stories"
        )
    options = Options(check, fresh, discard_edits, provider, max_repairs, jobs)
    project = open_project(Path.cwd())
    project.chosen(features)  # a name that makes no sense is refused before anything is begun
    asked = _Asked(project, features, options, check or show_diff, form == "json")
    if watch:
        return _watch(asked, stories=not no_stories, see=see)
    if see:
        from generator.cli import seeing  # noqa: PLC0415  # only those who look need it

        return seeing.see(project, lambda: _once(asked))
    results = _once(asked)
    return STALE if check and any(result.outcome not in CLEAN for result in results) else 0


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the command was asked for: of which features, how, and whether diffs or JSON are printed."""

    project: Project
    features: tuple[str, ...]
    options: Options
    diff: bool
    json: bool


def _once(asked: _Asked) -> Sequence[Result]:
    """Regenerate, and print what came of it."""
    try:
        results = _run(asked.project, asked.project.chosen(asked.features), asked.options)
    except LockstepError as error:
        if asked.json:
            click.echo(as_json((), error))
        raise
    click.echo(as_json(results) if asked.json else as_text(results, diff=asked.diff), color=True)
    return results


def _watch(asked: _Asked, *, stories: bool, see: bool) -> int:
    """Regenerate round after round."""
    from generator.cli import seeing, watching  # noqa: PLC0415  # only those who watch need it
    from generator.gallery import Wanted  # noqa: PLC0415  # as above
    from generator.providers import open_provider  # noqa: PLC0415  # as above

    open_provider(asked.options.provider, asked.project)  # a name that makes no sense is refused before anything else
    if see:
        return seeing.see_each(asked.project, lambda number, changed: _round(asked, number, changed))

    def work(number: int, changed: tuple[str, ...]) -> None:
        _round(asked, number, changed)

    return watching.keep_on(asked.project.root, work, Wanted() if stories else None)


def _round(asked: _Asked, number: int, changed: tuple[str, ...]) -> Sequence[Result]:
    """Regenerate once and print what came of it. All of the project is read again: any of it may be what was saved."""
    # What --fresh is for has been done after one round; asking a model anew at every save would cost too much.
    how = asked.options if number == 1 else replace(asked.options, fresh=False)
    try:
        now = open_project(asked.project.root)
        results = _run(now, now.chosen(asked.features), how)
    except LockstepError as error:
        if asked.json:
            click.echo(as_json_line(number, changed, (), error))
        raise
    if asked.json:
        click.echo(as_json_line(number, changed, results, None))
        return results
    news = results if number == 1 else [result for result in results if result.outcome is not Outcome.unchanged]
    click.echo(as_text(news, diff=asked.diff, of=results), color=True)
    return results


def _run(project: Project, units: Sequence[Unit], options: Options) -> Sequence[Result]:
    """Answer from digests where they suffice; import what renders and asks only for the rest."""
    if not options.fresh and (options.check or not lock.interrupted(project)):
        states = list(lock.states(project, units))
        if all(isinstance(state, Unchanged) for _, state in states):
            return [Result(unit, Outcome.unchanged) for unit in units]
    from generator.regenerate import run  # noqa: PLC0415  # half a second of imports that a no-op run must not pay

    return run(project, units, options)
