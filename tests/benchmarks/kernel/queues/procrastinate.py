"""Procrastinate, as it comes: jobs are put over asyncpg with its SQL function, its worker brings psycopg."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg  # type: ignore[import-untyped]
import procrastinate  # type: ignore[import-not-found]  # the engine not chosen
from procrastinate.schema import SchemaManager  # type: ignore[import-not-found]

from router.postgres import Connection, plain_url
from tests.benchmarks.kernel.queues.arm import CONCURRENCY, PATIENCE, Desk, Handle
from tests.benchmarks.kernel.queues.plain import Plain, opened

PUT = """
    SELECT procrastinate_defer_jobs_v1(ARRAY[
        ROW('default', 'noop', 0, NULL, $1::text, $2::jsonb, NULL)::procrastinate_job_to_defer_v1])
"""


async def install(url: str) -> None:
    """Make its tables."""
    async with opened(url) as connection:
        await connection.execute(SchemaManager.get_schema())


@asynccontextmanager
async def desk(url: str) -> AsyncIterator[Desk]:
    """Open a connection."""
    async with opened(url) as connection:
        yield Plain(connection, enqueue)


async def enqueue(connection: Connection, number: int, key: str) -> None:
    """Put a job; a key that waits already is refused by a unique index, inside of a savepoint."""
    try:
        async with connection.transaction():
            await connection.fetchrow(PUT, key, json.dumps({"number": number}))
    except asyncpg.UniqueViolationError:
        return


async def work(url: str, handle: Handle) -> None:
    """Work; what a dead worker left is given out again by hand, as its documentation says, each second."""
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=plain_url(url)))

    @app.task(name="noop")
    async def noop(number: int) -> None:
        await handle(number)

    async def revive() -> None:
        while True:
            for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=PATIENCE):
                await app.job_manager.retry_job(job)
            await asyncio.sleep(1)

    async with app.open_async():
        reviving = asyncio.create_task(revive())
        await app.run_worker_async(
            concurrency=CONCURRENCY,
            install_signal_handlers=False,
            update_heartbeat_interval=PATIENCE / 4,
            stalled_worker_timeout=60,
        )
        reviving.cancel()
