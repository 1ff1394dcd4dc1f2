"""What a job queue costs: PgQueuer, Procrastinate, and ours over PgQueuer, in one run on one Postgres.

Run: ``python -m tests.benchmarks.kernel.jobs``. Prints a table; asserts nothing. Workers are processes of their own;
times are taken with the clock that all processes of a machine share. An arm whose queue is not installed is skipped.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from statistics import quantiles

from router.postgres import database_url, throwaway_database
from tests.benchmarks.kernel.queues.arm import STUCK, Arm, Desk, arm

ARMS = ("ours", "pgqueuer", "procrastinate")
SINGLE, MANY, DUPLICATES = 400, 2_000, 50
FIRST = 1_000_000


class Worker:
    """A process that works, and the starts that it told of."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.starts: list[tuple[int, int]] = []
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            number, moment = line.split()
            self.starts.append((int(number), int(moment)))

    async def until(self, count: int, patience: float = 60) -> None:
        """Wait until so many starts were told of."""
        deadline = time.monotonic() + patience
        while len(self.starts) < count and time.monotonic() < deadline:
            await asyncio.sleep(0.01)

    async def kill(self) -> None:
        """Kill it, without a word."""
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()
        await self._reading


@asynccontextmanager
async def worker(name: str, url: str, *words: str) -> AsyncIterator[Worker]:
    """Run a worker."""
    command = [sys.executable, "-m", "tests.benchmarks.kernel.queues.arm", name, url, *words]
    running = Worker(await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE))
    try:
        yield running
    finally:
        await running.kill()


async def put(desk: Desk, number: int, key: str | None = None) -> int:
    """Put one job in a transaction of its own; return when that had committed."""
    async with desk.transaction() as into:
        await into(number, key or str(number))
    return time.monotonic_ns()


@asynccontextmanager
async def warm(queue: Arm, name: str, url: str, *words: str) -> AsyncIterator[tuple[Desk, Worker]]:
    """Open a desk and run a worker that has done a job: everything is imported and prepared."""
    async with queue.desk(url) as desk, worker(name, url, *words) as running:
        await put(desk, FIRST)
        await running.until(1)
        yield desk, running


async def starts_after(names: list[str], server: str) -> dict[str, list[float]]:
    """Return how many milliseconds after its commit each job started, by arm.

    All arms are ready and take turns, so that whatever else the machine does befalls all of them alike.
    """
    async with AsyncExitStack() as stack:
        ready = {}
        for name in names:
            url = await stack.enter_async_context(fresh(arm(name), server))
            ready[name] = await stack.enter_async_context(warm(arm(name), name, url))
        committed: dict[tuple[str, int], int] = {}
        for number in range(1, SINGLE + 1):
            for name, (desk, _) in ready.items():
                committed[name, number] = await put(desk, number)
                await asyncio.sleep(0.02)
        for _, running in ready.values():
            await running.until(SINGLE + 1)
    return {
        name: [(moment - committed[name, number]) / 1e6 for number, moment in running.starts if number != FIRST]
        for name, (_, running) in ready.items()
    }


async def per_second(queue: Arm, name: str, url: str) -> float:
    """Return how many jobs that do nothing one worker starts each second."""
    async with queue.desk(url) as desk, desk.transaction() as into:
        for number in range(1, MANY + 1):
            await into(number, str(number))
    async with worker(name, url) as running:
        await running.until(MANY)
    moments = [moment for _, moment in running.starts]
    return len(moments) / (max(moments) - min(moments)) * 1e9


async def executions(queue: Arm, name: str, url: str) -> int:
    """Return how often a job runs whose key is put fifty times over ten connections while a worker works."""

    async def put_some() -> None:
        async with queue.desk(url) as desk:
            for _ in range(DUPLICATES // 10):
                await put(desk, 7, "the-key")

    async with warm(queue, name, url) as (_, running):
        await asyncio.gather(*(put_some() for _ in range(10)))
        await asyncio.sleep(2)
    return Counter(number for number, _ in running.starts)[7]


async def revived(queue: Arm, name: str, url: str) -> float:
    """Return after how many seconds another worker starts the job whose worker was killed."""
    async with warm(queue, name, url, "stuck") as (desk, first):
        await put(desk, STUCK)
        await first.until(2)
        async with worker(name, url) as second:
            await asyncio.sleep(3)  # it is there, and the first one is still alive
            await first.kill()
            died = time.monotonic_ns()
            await second.until(1)
    return (second.starts[0][1] - died) / 1e9 if second.starts else float("inf")


async def row(name: str, server: str, times: list[float]) -> list[str]:
    """Return an arm's row."""
    percentiles = quantiles(times, n=100)
    found = [name, *(f"{percentiles[at]:.1f}" for at in (49, 94, 98))]
    for measure in (per_second, executions, revived):
        async with fresh(arm(name), server) as url:
            found.append(f"{await measure(arm(name), name, url):.3g}")
    return found


@asynccontextmanager
async def fresh(queue: Arm, server: str) -> AsyncIterator[str]:
    """Make a database with a queue's tables."""
    async with throwaway_database(server) as url:
        await queue.install(url)
        yield url


def installed(name: str) -> bool:
    """Say whether an arm can be measured here."""
    try:
        arm(name)
    except ModuleNotFoundError:
        sys.stderr.write(f"{name} is not installed here and is skipped; install it beside Lockstep to measure it too\n")
        return False
    return True


async def main() -> None:
    """Print a table."""
    table = [["", "start P50 ms", "P95 ms", "P99 ms", "jobs/s", "runs of 50 keys", "revived s"]]
    names = [name for name in sys.argv[1:] or ARMS if installed(name)]
    load = [f"{one:.1f}" for one in os.getloadavg()]
    with tempfile.TemporaryDirectory() as folder, database_url(Path(folder), os.environ, durable=False) as server:
        times = await starts_after(names, server)
        table += [await row(name, server, times[name]) for name in names]
    sys.stdout.writelines("".join(f"{cell:>17}" for cell in line) + "\n" for line in table)
    sys.stdout.write(f"load {' '.join(load)} before, on {os.cpu_count()} cores\n")


if __name__ == "__main__":
    asyncio.run(main())
