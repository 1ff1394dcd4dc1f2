"""Worker: takes jobs from the queue and does them, a few at a time, until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from scheduling.jobs import engine, schedules
from scheduling.jobs.attempt import Bench, attempt
from scheduling.jobs.kinds import Kind, Schedule
from scheduling.jobs.queue import labelled

if TYPE_CHECKING:
    from pgqueuer import Job as Taken

log = logging.getLogger("scheduling.jobs")


@dataclass(frozen=True, slots=True)
class Pace:
    """How a worker works.

    ``at_once``: how many jobs at a time, at least 2. ``patience``: after how long without a sign of life another
    worker's jobs are taken over; all workers of a database should agree on it. ``grace``: how long a step may go on
    once the worker is told to stop.
    """

    at_once: int = 8
    patience: timedelta = timedelta(seconds=20)
    grace: timedelta = timedelta(seconds=3)


@asynccontextmanager
async def working(
    bench: Bench, kinds: Iterable[Kind[Any]], planned: Iterable[Schedule] = (), pace: Pace | None = None
) -> AsyncIterator[None]:
    """Work beside whatever else this process does; on the way out finish or hand back what was begun."""
    known = {kind.name: kind for kind in kinds}
    tasks = [
        asyncio.create_task(keep_working(bench, known, pace or Pace())),
        asyncio.create_task(schedules.keep(bench, known, tuple(planned))),
    ]
    try:
        yield
    finally:
        bench.stopping.set()
        _, late = await asyncio.wait(tasks, timeout=(pace or Pace()).grace.total_seconds())
        bench.leaving.set()
        _, late = await asyncio.wait(late, timeout=5) if late else ((), late)
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def keep_working(bench: Bench, kinds: dict[str, Kind[Any]], pace: Pace) -> None:
    """Work until told to stop; where the connection is lost, open another one, later and later."""
    delay = 0.2
    while not bench.stopping.is_set():
        try:
            await work(bench, kinds, pace)
            delay = 0.2
        except Exception as error:  # noqa: BLE001 - whatever befalls the connection, jobs must go on
            log.warning("jobs: %s: %s; trying again in %.1f s", type(error).__name__, error, delay)
            with suppress(TimeoutError):
                await asyncio.wait_for(bench.stopping.wait(), delay)
            delay = min(delay * 2, 30)


async def work(bench: Bench, kinds: dict[str, Kind[Any]], pace: Pace) -> None:
    """Work on one connection."""
    from pgqueuer import QueueManager  # noqa: PLC0415 - costs 0.3 s

    async with engine.link(bench.engine) as connection:
        manager = QueueManager(await engine.queries(connection), engine.channel())
        for kind in kinds.values():
            manager.entrypoint(kind.name, accepts_context=False)(_entrypoint(bench, kind))
        telling = asyncio.create_task(_tell(bench, manager.shutdown))
        try:
            await manager.run(
                dequeue_timeout=pace.patience / 2,
                batch_size=pace.at_once // 2,
                max_concurrent_tasks=pace.at_once,
                heartbeat_timeout=pace.patience,
                shutdown_on_listener_failure=True,
            )
        finally:
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)


async def _tell(bench: Bench, shutdown: asyncio.Event) -> None:
    await bench.stopping.wait()
    shutdown.set()


def _entrypoint(bench: Bench, kind: Kind[Any]) -> Callable[[Taken], Awaitable[None]]:
    """Return what the engine calls with each job of a kind."""
    from pgqueuer import RetryRequested  # noqa: PLC0415 - as above

    async def run(taken: Taken) -> None:
        tenant, job_id = labelled(taken.payload or b"")
        try:
            again = await attempt(bench, kind, tenant, job_id)
        except Exception as error:  # the engine forgets a job whose attempt raises anything else
            log.exception("job %s %s could not be attempted", kind.name, job_id)
            raise RetryRequested(timedelta(seconds=5), str(error)) from error
        if again is not None:
            raise RetryRequested(again)

    return run
