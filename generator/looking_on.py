"""Showing a run while it goes on: lines that move on a terminal, one plain line a finished unit in a log.

Both on stderr, and only when a run takes long enough for somebody to wonder.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import UnsupportedOperation
from typing import TYPE_CHECKING, TextIO

from generator.progress import Line, Meter, elapsed

if TYPE_CHECKING:
    from rich.console import Console
    from rich.live import Live
    from rich.table import Table
    from rich.text import Text

PATIENCE_SECONDS = 1.0
"""How long a run may take before a terminal shows anything."""
LOG_PATIENCE_SECONDS = 5.0
"""The same for what is no terminal: a log is read afterwards, and short runs need no lines in it."""
_FRAMES, _PLAIN_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏", "-\\|/"
_PER_SECOND = 8
_ENDED_SHOWN = 6


@contextmanager
def looking_on(
    units: int, stream: TextIO | None = None, patience: float | None = None, now: Callable[[], float] | None = None
) -> Iterator[Meter]:
    """Yield a meter for ``units`` units, and show it on ``stream`` (stderr) once ``patience`` seconds have gone by."""
    out = sys.stderr if stream is None else stream
    meter = Meter(units) if now is None else Meter(units, now)
    if out.isatty() and os.environ.get("TERM") != "dumb":
        with _on_a_terminal(meter, out, PATIENCE_SECONDS if patience is None else patience):
            yield meter
    elif units and _is_a_file(out):
        with _in_a_log(meter, out, LOG_PATIENCE_SECONDS if patience is None else patience):
            yield meter
    else:
        yield meter


@contextmanager
def _on_a_terminal(meter: Meter, out: TextIO, patience: float) -> Iterator[None]:
    # Rich takes 50 ms to import, which no short run should pay: so that happens when the patience is over, too.
    screen = _Screen(meter, out)
    with _later(patience, screen.appear):
        try:
            yield
        finally:
            screen.disappear()


@contextmanager
def _in_a_log(meter: Meter, out: TextIO, patience: float) -> Iterator[None]:
    log = _Log(meter, out)
    with _later(patience, log.begin):
        yield


@contextmanager
def _later(seconds: float, act: Callable[[], None]) -> Iterator[None]:
    timer = threading.Timer(seconds, act)
    timer.daemon = True
    if seconds > 0:
        timer.start()
    else:
        act()
    try:
        yield
    finally:
        timer.cancel()
        if timer.is_alive():
            timer.join()


class _Log:
    """One line for each unit that ends, from some moment on; those that ended before then get theirs at once."""

    def __init__(self, meter: Meter, out: TextIO) -> None:
        self._meter, self._out = meter, out
        self._begun, self._said, self._warned = False, 0, False
        self._lock = threading.Lock()
        meter.told = self._write

    def begin(self) -> None:
        """Write what there is to say, and go on with each unit that ends."""
        self._begun = True
        self._write()

    def _write(self) -> None:
        with self._lock:
            _, ended = self._meter.seen()
            for line in ended[self._said :] if self._begun else ():
                self._said += 1
                print(f"{_last_word(line)} ({self._said} of {self._meter.units})", file=self._out, flush=True)
            if not self._warned and (words := self._meter.awaited()):
                self._warned = True
                print(words, file=self._out, flush=True)


class _Screen:
    """Lines that move: one for each unit being worked on, the last that ended, and a total."""

    def __init__(self, meter: Meter, out: TextIO) -> None:
        self._meter, self._out = meter, out
        self._live: Live | None = None
        self._lock, self._over = threading.Lock(), False

    def appear(self) -> None:
        """Draw, and go on drawing."""
        from rich.console import Console  # noqa: PLC0415  # only where somebody looks
        from rich.live import Live  # noqa: PLC0415  # as above

        with self._lock:
            if self._over:
                return
            console = Console(file=self._out, highlight=False)
            self._live = Live(
                get_renderable=lambda: lines(self._meter, console),
                console=console,
                refresh_per_second=_PER_SECOND,
                transient=True,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._live.start()

    def disappear(self) -> None:
        """Leave the terminal as it was."""
        with self._lock:
            self._over = True
            if self._live is not None:
                self._live.stop()


def lines(meter: Meter, console: Console) -> Table:
    """Draw a meter: never wider than the terminal, nor higher."""
    from rich.table import Table  # noqa: PLC0415  # only where somebody looks

    working, ended = meter.seen()
    room = max(1, console.height - 2)
    working = working[:room]
    ended = ended[-min(_ENDED_SHOWN, room - len(working)) :] if len(working) < room else []
    table = Table.grid(padding=(0, 1), expand=False)
    table.add_column(no_wrap=True, overflow="ellipsis")
    unicode = console.encoding.startswith("utf")
    for line in ended:
        table.add_row(_ended(line, unicode=unicode))
    now = meter.now()
    frames = _FRAMES if unicode else _PLAIN_FRAMES
    frame = frames[int(now * _PER_SECOND) % len(frames)]
    for line in working:
        table.add_row(_at_work(line, frame, now - line.began, max(12, console.width // 2)))
    table.add_row(_below(meter))
    return table


def _ended(line: Line, *, unicode: bool) -> Text:
    from rich.text import Text  # noqa: PLC0415  # only where somebody looks

    sign = ("✓" if line.good else "✗") if unicode else ("+" if line.good else "x")
    return Text.assemble((sign, "green" if line.good else "red"), " ", (_last_word(line), "dim"))


def _at_work(line: Line, frame: str, seconds: float, most: int) -> Text:
    from rich.text import Text  # noqa: PLC0415  # only where somebody looks

    feature, slash, version = line.unit.rpartition("/")
    room = most - len(version) - 2
    name = line.unit if len(line.unit) <= most else f"{feature[:room]}…{slash}{version}"
    return Text.assemble((frame, "cyan"), " ", (name, "bold"), f" {line.words()} · {elapsed(seconds)}")


def _below(meter: Meter) -> Text:
    from rich.text import Text  # noqa: PLC0415  # only where somebody looks

    awaited = meter.awaited()
    return Text(awaited, "yellow") if awaited else Text(meter.total(), "dim")


def _last_word(line: Line) -> str:
    took = elapsed((line.ended or line.began) - line.began)
    return f"{line.unit} {line.said} in {took}"


def _is_a_file(stream: TextIO) -> bool:
    """Whether somebody may read this later; a string that a caller collects is no log."""
    try:
        stream.fileno()
    except (UnsupportedOperation, AttributeError, ValueError):
        return False
    return True
