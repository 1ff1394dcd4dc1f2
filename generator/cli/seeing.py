"""``lockstep regenerate --see``: once a round is done, what it did to the stories, old beside new."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NoReturn

import click

from generator.before import Before, kept
from generator.cli.errors import as_lines, tell
from generator.cli.watching import keep_on
from generator.errors import LockstepError
from generator.gallery import Wanted, has_components, serve
from generator.outcomes import Outcome, Result, summary
from generator.project import Project

NOTHING = "No unit of this project has components: there is nothing to see."
_NAMED = 3


def see(project: Project, work: Callable[[], Sequence[Result]]) -> int:
    """Do the work, which prints what came of it, and show what it did until an interrupt; return the exit code.

    Also where it was refused: then the page says why, and shows what stands.
    """
    if not has_components(project.root):
        say(NOTHING)
        work()
        return 0
    with kept(project) as before:
        code = 0
        try:
            _tell_page(before, work())
        except LockstepError as error:
            tell(error)
            _tell_page(before, (), error=error)
            code = error.exit_code
        serve(project.root, Wanted(before=before.folder, browse=True), say)
    return code


def see_each(project: Project, work: Callable[[int, tuple[str, ...]], Sequence[Result]]) -> NoReturn:
    """Do the work round after round, each to be seen beside what stood before the first. Never ends by itself."""
    if not has_components(project.root):
        say(f"{NOTHING} The page opens with the first ui.prompt.")
    with kept(project) as before:

        def seen(number: int, changed: tuple[str, ...]) -> None:
            try:
                _tell_page(before, work(number, changed), changed)
            except LockstepError as error:
                _tell_page(before, (), changed, error)
                raise

        keep_on(project.root, seen, Wanted(before=before.folder, browse=True))


def _tell_page(
    before: Before, results: Sequence[Result], changed: Sequence[str] = (), error: LockstepError | None = None
) -> None:
    """Let the page say what a round did, or why it changed nothing."""
    when = f"{datetime.now().astimezone():%H:%M:%S}"
    more = "and more" if len(changed) > _NAMED else ""
    title = f"{when} {', '.join(changed[:_NAMED])} {more}".strip()
    lines = [result.line() for result in results if result.outcome is not Outcome.unchanged]
    before.tell(title, [] if error else [*lines, summary(results)], "\n".join(as_lines(error)) if error else "")


def say(words: str) -> None:
    """Say something to the person; stdout is for what the command is asked for."""
    click.echo(words, err=True)
