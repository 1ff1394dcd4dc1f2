"""``lockstep regenerate --watch``: a round at once, and one more each time something is saved."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import click

from generator.cli.errors import tell
from generator.errors import LockstepError
from generator.gallery import Wanted, gallery, has_components
from generator.watch import rounds

Round = Callable[[int, tuple[str, ...]], None]
_NAMED = 3


def keep_on(root: Path, work: Round, stories: Wanted | None) -> NoReturn:
    """Call ``work`` with the round's number and the changed paths, for ever; what goes wrong is shown, and no end.

    The gallery is served as ``stories`` says, as soon as a unit has components. Only an interrupt ends this.
    """
    with ExitStack() as serving:
        for number, changed in enumerate(rounds(root), start=1):
            if changed:
                _say(f"--- {datetime.now().astimezone():%H:%M:%S} {_named(changed)}")
            try:
                work(number, changed)
            except LockstepError as error:
                tell(error)
            sys.stdout.flush()
            if stories and has_components(root):
                serving.enter_context(gallery(root, _say, stories))
                stories = None
            if number == 1:
                _say("Watching prompts/ and schemas/. Save a file to regenerate; Ctrl-C ends.")
    raise AssertionError("nobody stops looking")


def _named(paths: tuple[str, ...]) -> str:
    more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
    return ", ".join(paths[:_NAMED]) + more


def _say(words: str) -> None:
    click.echo(words, err=True)
