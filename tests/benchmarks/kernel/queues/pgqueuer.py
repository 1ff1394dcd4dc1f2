"""PgQueuer, as it comes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import asyncpg  # type: ignore[import-untyped]
from pgqueuer import AsyncpgDriver, Job, PgQueuer, Queries

from router.postgres import Connection, plain_url
from tests.benchmarks.kernel.queues.arm import CONCURRENCY, PATIENCE, Desk, Handle
from tests.benchmarks.kernel.queues.plain import Plain, opened


async def install(url: str) -> None:
    """Make its tables."""
    async with opened(url) as connection:
        await Queries(AsyncpgDriver(connection)).install()


@asynccontextmanager
async def desk(url: str) -> AsyncIterator[Desk]:
    """Open a connection."""
    async with opened(url) as connection:
        yield Plain(connection, enqueue)


async def enqueue(connection: Connection, number: int, key: str) -> None:
    """Put a job; a key that waits or runs already is passed over."""
    await Queries(AsyncpgDriver(connection)).enqueue("noop", str(number).encode(), dedupe_key=key, on_conflict="skip")


async def work(url: str, handle: Handle) -> None:
    """Work."""
    queue = PgQueuer(AsyncpgDriver(await asyncpg.connect(plain_url(url))))

    @queue.entrypoint("noop")
    async def noop(job: Job) -> None:
        await handle(int(job.payload or b""))

    await queue.qm.run(
        batch_size=CONCURRENCY // 2,
        max_concurrent_tasks=CONCURRENCY,
        heartbeat_timeout=timedelta(seconds=PATIENCE),
        dequeue_timeout=timedelta(seconds=PATIENCE / 2),
    )
