"""Worker: takes jobs from the queue and does them, a few at a time, until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from scheduling.jobs import engine, feeds, schedules
from scheduling.jobs.attempt import Bench, attempt
from scheduling.jobs.kinds import Feed, Kind, Schedule
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


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker does: jobs of these kinds, schedules that put some, and feeds that put others."""

    kinds: tuple[Kind[Any], ...]
    planned: tuple[Schedule, ...] = ()
    feeds: tuple[Feed, ...] = ()

    @property
    def known(self) -> dict[str, Kind[Any]]:
        """The kinds by their names."""
        return {kind.name: kind for kind in self.kinds}


@asynccontextmanager
async def working(bench: Bench, work: Work, pace: Pace | None = None) -> AsyncIterator[None]:
    """Work beside whatever else this process does; on the way out finish or hand back what was begun."""
    pace = pace or Pace()
    tasks = [
        asyncio.create_task(keep_working(bench, work, pace)),
        asyncio.create_task(schedules.keep(bench, work.known, work.planned)),
    ]
    try:
        yield
    finally:
        bench.stopping.set()
        _, late = await asyncio.wait(tasks, timeout=pace.grace.total_seconds())
        bench.leaving.set()
        _, late = await asyncio.wait(late, timeout=5) if late else ((), late)
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def keep_working(bench: Bench, work: Work, pace: Pace) -> None:
    """Work until told to stop; where the connection is lost, open another one, later and later."""
    delay = 0.2
    while not bench.stopping.is_set():
        try:
            await work_on_one_connection(bench, work, pace)
            delay = 0.2
        except Exception as error:  # noqa: BLE001 - whatever befalls the connection, jobs must go on
            log.warning("jobs: %s: %s; trying again in %.1f s", type(error).__name__, error, delay)
            with suppress(TimeoutError):
                await asyncio.wait_for(bench.stopping.wait(), delay)
            delay = min(delay * 2, 30)


async def work_on_one_connection(bench: Bench, work: Work, pace: Pace) -> None:
    """Work until told to stop or until the connection is lost."""
    from pgqueuer import QueueManager  # noqa: PLC0415 - costs 0.3 s

    async with engine.link(bench.engine) as connection, engine.shared(bench.engine) as lend:
        bench = replace(bench, lend=lend)
        manager = QueueManager(await engine.queries(connection), engine.channel())
        for kind in work.kinds:
            manager.entrypoint(kind.name, accepts_context=False)(_entrypoint(bench, kind))
        over = asyncio.Event()
        telling = asyncio.create_task(_tell(bench, manager.shutdown))
        # Before the engine uses the connection, which takes one call at a time.
        noticed = [await engine.listen(connection, one.channel) for one in work.feeds]
        feeding = [
            asyncio.create_task(feeds.keep(bench, one, notice, over))
            for one, notice in zip(work.feeds, noticed, strict=True)
        ]
        try:
            await manager.run(
                dequeue_timeout=pace.patience / 2,
                batch_size=pace.at_once // 2,
                max_concurrent_tasks=pace.at_once,
                heartbeat_timeout=pace.patience,
                shutdown_on_listener_failure=True,
            )
        finally:
            over.set()
            telling.cancel()
            await asyncio.gather(telling, *feeding, return_exceptions=True)


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
