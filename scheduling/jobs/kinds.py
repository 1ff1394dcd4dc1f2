"""Kind: what a job of this kind does, what it is given, and how often it is tried."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Generic, TypeVar

from scheduling.jobs.job import Json
from scheduling.reading import Value

if TYPE_CHECKING:
    from scheduling.jobs.attempt import Bench
    from scheduling.jobs.turn import Turn

Payload = TypeVar("Payload")


@dataclass(frozen=True, slots=True)
class Backoff:
    """How long to wait before another attempt: twice as long each time, up to ``most``, half of it by chance."""

    first: timedelta = timedelta(seconds=1)
    most: timedelta = timedelta(hours=1)

    def after(self, attempts: int, chance: float) -> timedelta:
        """Return how long to wait after so many attempts; ``chance`` lies in [0, 1)."""
        whole = min(self.most, self.first * (1 << min(attempts - 1, 30)))
        return whole / 2 + whole / 2 * chance


@dataclass(frozen=True, slots=True)
class Kind(Generic[Payload]):
    """A kind of job.

    ``read`` reads the payload or raises ProblemInvalid; ``work`` does the job in one or more steps of its turn and
    returns what came of it. A refusal of the laws (SchedulingError) fails the job, anything else is tried again.
    """

    name: str
    read: Callable[[Value], Payload]
    work: Callable[[Turn, Payload], Awaitable[Json]]
    attempts: int = 8
    backoff: Backoff = field(default_factory=Backoff)


@dataclass(frozen=True, slots=True)
class Feed:
    """Puts jobs for what others have left in the database, whenever a notice comes on ``channel``, and now and then.

    ``put`` puts some and says whether there may be more.
    """

    channel: str
    put: Callable[[Bench], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Schedule:
    """A job of the kernel's own that is put once in each period, counted from 1970 in UTC, and needs no payload."""

    kind: str
    every: timedelta


def nothing(value: Value) -> None:
    """Read the payload of a kind that needs none."""
    value.members(())
