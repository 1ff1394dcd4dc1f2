"""Ending a process from outside, in order."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Stopped(SystemExit):
    """A signal ended the process. Told apart from an exit that generated code asks for at import: that is refused."""


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """End quietly on SIGINT and SIGTERM, at any moment, through every ``finally`` on the way."""

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise Stopped(0)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
