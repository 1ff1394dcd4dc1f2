"""``lockstep regenerate``: prompts and schemas in, code out, and nothing at all where nothing changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
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
  lockstep regenerate --watch --provider ask       the same, asking you"""


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
    options = Options(check, fresh, discard_edits, provider, max_repairs, jobs)
    project = open_project(Path.cwd())
    units = project.chosen(features)
    if watch:
        return _watch(project, features, options, diff=show_diff, lines=form == "json", stories=not no_stories)
    try:
        results = _run(project, units, options)
    except LockstepError as error:
        if form == "json":
            click.echo(as_json((), error))
        raise
    click.echo(as_json(results) if form == "json" else as_text(results, diff=check or show_diff), color=True)
    return STALE if check and any(result.outcome not in CLEAN for result in results) else 0


def _watch(
    project: Project, features: tuple[str, ...], options: Options, *, diff: bool, lines: bool, stories: bool
) -> int:
    """Regenerate round after round. All of the project is read again in each: any of it may be what was saved."""
    from generator.cli.watching import keep_on  # noqa: PLC0415  # only those who watch need it
    from generator.providers import open_provider  # noqa: PLC0415  # as above

    open_provider(options.provider, project)  # a name that makes no sense is refused before anything else

    def work(number: int, changed: tuple[str, ...]) -> None:
        # What --fresh is for has been done after one round; asking a model anew at every save would cost too much.
        how = options if number == 1 else replace(options, fresh=False)
        try:
            now = open_project(project.root)
            results = _run(now, now.chosen(features), how)
        except LockstepError as error:
            if lines:
                click.echo(as_json_line(number, changed, (), error))
            raise
        if lines:
            click.echo(as_json_line(number, changed, results, None))
            return
        news = results if number == 1 else [result for result in results if result.outcome is not Outcome.unchanged]
        click.echo(as_text(news, diff=diff, of=results), color=True)

    return keep_on(project.root, work, stories=stories)


def _run(project: Project, units: Sequence[Unit], options: Options) -> Sequence[Result]:
    """Answer from digests where they suffice; import what renders and asks only for the rest."""
    if not options.fresh and (options.check or not lock.interrupted(project)):
        states = list(lock.states(project, units))
        if all(isinstance(state, Unchanged) for _, state in states):
            return [Result(unit, Outcome.unchanged) for unit in units]
    from generator.regenerate import run  # noqa: PLC0415  # half a second of imports that a no-op run must not pay

    return run(project, units, options)
