"""A progress bar for runs that take a while: on a terminal only, on stderr, and only after a second."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE_SECONDS = 1.0


class Meter:
    """Counts finished units and received tokens; shows them once it has been shown a screen. Safe across threads."""

    def __init__(self, units: int) -> None:
        self.units = units
        self.done = 0
        self.tokens: dict[str, int] = {}
        self._lock = threading.Lock()
        self._screen: tuple[Progress, TaskID] | None = None

    def received(self, unit: str) -> Callable[[int], None]:
        """Return what a provider calls with the tokens it has received so far for ``unit``."""

        def tokens(count: int) -> None:
            with self._lock:
                self.tokens[unit] = count
                self._refresh()

        return tokens

    def finished(self) -> None:
        """Count one unit as done."""
        with self._lock:
            self.done += 1
            self._refresh()

    def show(self, progress: Progress) -> None:
        """Start showing."""
        with self._lock:
            self._screen = (progress, progress.add_task(self.words(), total=self.units))
            self._refresh()

    def words(self) -> str:
        """Return what stands beside the bar."""
        tokens = sum(self.tokens.values())
        return f"regenerating{f', {tokens:,} tokens received' if tokens else ''}"

    def _refresh(self) -> None:
        if self._screen is not None:
            progress, task = self._screen
            progress.update(task, completed=self.done, description=self.words())


@contextmanager
def meter(units: int, stream: TextIO = sys.stderr, patience: float = PATIENCE_SECONDS) -> Iterator[Meter]:
    """Yield a meter; on a terminal its bar appears when the block takes longer than ``patience`` seconds."""
    counting = Meter(units)
    if not stream.isatty():
        yield counting
        return
    from rich.console import Console  # noqa: PLC0415  # only where somebody looks
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    progress = Progress(*columns, console=Console(file=stream), transient=True)

    def appear() -> None:
        counting.show(progress)
        progress.start()

    timer = threading.Timer(patience, appear)
    timer.daemon = True
    timer.start()
    try:
        yield counting
    finally:
        timer.cancel()
        timer.join()
        progress.stop()
