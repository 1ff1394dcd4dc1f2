"""What every arm can do, and the process that works for it: ``python -m tests.benchmarks.kernel.queues.arm ARM URL``.

A worker writes one line for each start: the job's number and when it started, by the clock that all processes share.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from importlib import import_module
from typing import Protocol, cast

Handle = Callable[[int], Awaitable[None]]
Put = Callable[[int, str], Awaitable[None]]
"""Puts the job of a number under a key; the same key twice should run once."""
STUCK = 0
"""The number of the job that never ends, where workers are told to get stuck on it."""
PATIENCE = 2.0
"""After how many silent seconds a worker counts as dead, in every arm."""
CONCURRENCY = 10


class Desk(Protocol):
    """A connection of somebody who has other things to write as well."""

    def transaction(self) -> AbstractAsyncContextManager[Put]:
        """Begin a transaction in which jobs can be put; leaving commits it."""


class Arm(Protocol):
    """One queue: its tables, somebody who puts jobs into it, and a worker."""

    async def install(self, url: str) -> None:
        """Make the tables."""

    def desk(self, url: str) -> AbstractAsyncContextManager[Desk]:
        """Open a connection."""

    async def work(self, url: str, handle: Handle) -> None:
        """Work until killed."""


def arm(name: str) -> Arm:
    """Return an arm by its module's name; raises ModuleNotFoundError where its queue is not installed."""
    return cast("Arm", import_module(f"tests.benchmarks.kernel.queues.{name}"))


async def main(name: str, url: str, *, gets_stuck: bool) -> None:
    """Work."""

    async def handle(number: int) -> None:
        sys.stdout.write(f"{number} {time.monotonic_ns()}\n")
        sys.stdout.flush()
        if number == STUCK and gets_stuck:
            await asyncio.sleep(3600)

    await arm(name).work(url, handle)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], gets_stuck="stuck" in sys.argv[3:]))
