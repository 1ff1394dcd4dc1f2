"""What a run is doing, unit by unit, for whoever looks on. Standard library only; safe across threads.

The flow tells a :class:`Meter`; :mod:`generator.looking_on` shows it. What is deep down, like the type checker, need
not be handed a line to report on: it says :func:`doing`, and the unit that its thread works on takes note.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

WORKING = "working"
_line: ContextVar[Line | None] = ContextVar("line", default=None)


@dataclass(slots=True)
class Line:
    """One unit: what is being done for it, since when, and what it took of a provider in this run.

    ``output`` and ``cost_usd`` are of the calls that have ended; ``coming`` are the tokens of the one under way, at
    ``dollars_a_token``. ``said`` is the last word, empty until then.
    """

    unit: str
    began: float
    state: str = WORKING
    repair: str = ""
    model: str = ""
    coming: int = 0
    dollars_a_token: float = 0.0
    output: int = 0
    cost_usd: float = 0.0
    said: str = ""
    good: bool = True
    ended: float | None = None

    @property
    def tokens(self) -> int:
        """Tokens received so far."""
        return self.output + self.coming

    @property
    def cost(self) -> float:
        """What they cost, as far as that is known: US dollars."""
        return self.cost_usd + self.coming * self.dollars_a_token

    def words(self) -> str:
        """Return what is being done, or what came of it."""
        state = f"{self.repair}, {self.state}" if self.repair else self.state
        return self.said or " · ".join([state, *spent(self.tokens, self.cost)])

    def asks(self, model: str, repair: int, most: int, dollars_a_token: float) -> None:
        """Say that ``model`` is asked, for the first time (``repair`` 0) or to mend its answer."""
        self.model, self.dollars_a_token = model, dollars_a_token
        self.state, self.repair = f"asking {model}", f"repair {repair} of {most}" if repair else ""

    def receives(self, tokens: int) -> None:
        """Say how many tokens of the answer have come so far; from 0 again when a call is tried again."""
        self.coming = tokens

    def heard(self, tokens: int, cost_usd: float) -> None:
        """Say what a call that has ended took, as the provider counted it."""
        self.output += tokens or self.coming
        self.cost_usd += cost_usd
        self.coming, self.model, self.state = 0, "", WORKING


@dataclass(slots=True)
class Meter:
    """All units of one run. ``now`` is a monotonic clock in seconds; ``told`` is called when a unit has ended."""

    units: int
    now: Callable[[], float] = time.monotonic
    began: float = field(init=False)
    told: Callable[[], None] = field(default=lambda: None)
    working: dict[str, Line] = field(default_factory=dict)
    finished: list[Line] = field(default_factory=list)
    interrupted: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.began = self.now()

    @contextmanager
    def unit(self, name: str) -> Iterator[Line]:
        """Yield the line of a unit that is being worked on, until :meth:`end` or the end of the block."""
        line = Line(name, self.now())
        with self._lock:
            self.working[name] = line
        token = _line.set(line)
        try:
            yield line
        finally:
            _line.reset(token)
            with self._lock:
                self.working.pop(name, None)

    def end(self, line: Line, said: str, *, good: bool = True) -> None:
        """Say what came of a unit."""
        with self._lock:
            line.said, line.good, line.ended = said, good, self.now()
            self.working.pop(line.unit, None)
            self.finished.append(line)
        self.told()

    def interrupt(self) -> None:
        """Say that the run is being interrupted, and what is waited for still."""
        self.interrupted = True
        self.told()

    def awaited(self) -> str:
        """Return what an interrupted run still waits for, nothing when that is nothing."""
        asked = sum(bool(line.model) for line in self.seen()[0]) if self.interrupted else 0
        what = "an answer that is" if asked == 1 else f"{asked} answers that are"
        return f"interrupted: waiting for {what} paid for; Ctrl-C again gives up" if asked else ""

    def seen(self) -> tuple[list[Line], list[Line]]:
        """Return the lines of the units being worked on and of those that have ended, as they are now."""
        with self._lock:
            return list(self.working.values()), list(self.finished)

    def total(self) -> str:
        """Return the line below all others: units, elapsed time, tokens, cost."""
        working, finished = self.seen()
        every = [*finished, *working]
        waiting = self.units - len(every)
        parts = [f"{len(finished)} of {self.units} {'unit' if self.units == 1 else 'units'}"]
        parts += [f"{waiting} waiting"] if waiting else []
        parts += [elapsed(self.now() - self.began)]
        parts += spent(sum(line.tokens for line in every), sum(line.cost for line in every))
        return " · ".join(parts)


@contextmanager
def doing(state: str) -> Iterator[None]:
    """Say what is being done for the unit that this thread works on; where there is none, nobody is told."""
    line = _line.get()
    if line is None:
        yield
        return
    before, line.state = line.state, state
    try:
        yield
    finally:
        line.state = before


def spent(tokens: int, cost_usd: float) -> list[str]:
    """Return ``["1,204 tokens", "$0.02"]``, without what is nothing; small sums keep two figures."""
    parts = [f"{tokens:,} {'token' if tokens == 1 else 'tokens'}"] if tokens else []
    return [*parts, *([f"${cost_usd:.2f}" if cost_usd >= 0.1 else f"${cost_usd:.4f}"] if cost_usd else [])]


def elapsed(seconds: float) -> str:
    """Return ``0.7 s``, ``12 s`` or ``2 min 05 s``."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
