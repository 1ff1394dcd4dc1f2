"""The progress bar counts units and tokens, and is for people at a terminal only."""

from __future__ import annotations

import io

from rich.console import Console
from rich.progress import Progress, TextColumn

from generator.progress import Meter, meter


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Claim to be one."""
        return True


def test_a_pipe_gets_no_bar() -> None:
    """Where nobody looks, nothing is written, however long it takes."""
    stream = io.StringIO()
    with meter(2, stream, patience=0.0) as counting:
        counting.finished()
    assert stream.getvalue() == ""


def test_a_short_run_shows_nothing() -> None:
    """On a terminal, too, a run that ends before the patience does leaves the screen alone."""
    stream = Terminal()
    with meter(2, stream, patience=3600.0) as counting:
        counting.received("look/v1")(100)
        counting.finished()
    assert stream.getvalue() == ""


def test_units_and_tokens_are_counted_for_each_unit() -> None:
    """Tokens are what each unit received last, summed: a call that is tried again begins from nothing."""
    counting = Meter(2)
    counting.received("look/v1")(900)
    counting.received("look/v1")(0)
    counting.received("look/v1")(1200)
    counting.received("see/v1")(300)
    assert counting.words() == "regenerating, 1,500 tokens received"
    counting.finished()
    with Progress(TextColumn("{task.description}"), console=Console(file=io.StringIO())) as progress:
        counting.show(progress)
        counting.received("see/v1")(800)
        counting.finished()
        task = progress.tasks[0]
        assert (task.completed, task.total, task.description) == (2, 2, "regenerating, 2,000 tokens received")
