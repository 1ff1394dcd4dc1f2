"""The engine, PgQueuer: who works on which job next, who has died, and who is woken up.

Nothing else in the kernel knows it. All names are given here, so that no environment variable can change them, and it
is imported when it is needed first: most processes that import the kernel run no jobs.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from scheduling.jobs.job import Alone

if TYPE_CHECKING:
    from pgqueuer import Queries
    from pgqueuer.adapters.persistence.qb import DBSettings, QueryQueueBuilder
    from pgqueuer.domain.types import Channel

CHANNEL = "lockstep_jobs"


@lru_cache(maxsize=1)
def settings() -> DBSettings:
    """Return what PgQueuer's tables are called; ``sql/0010_jobs.sql`` makes them."""
    from pgqueuer.domain.settings import DBSettings, Durability  # noqa: PLC0415 - costs 0.3 s

    return DBSettings(
        prefix="",
        db_schema="pgqueuer",
        channel=CHANNEL,
        function="fn_pgqueuer_changed",
        trigger="tg_pgqueuer_changed",
        queue_table="pgqueuer",
        queue_table_log="pgqueuer_log",
        queue_status_type="pgqueuer_status",
        schedules_table="pgqueuer_schedules",
        statistics_table="pgqueuer_statistics",
        durability=Durability.durable,
        widen_id=False,
    )


async def queries(connection: AsyncConnection) -> Queries:
    """Return the queue over a connection, in its transaction."""
    from pgqueuer import AsyncpgDriver, Queries  # noqa: PLC0415 - as above
    from pgqueuer.adapters.persistence import qb  # noqa: PLC0415

    raw = await connection.get_raw_connection()
    driver: Any = raw.driver_connection
    return Queries(
        AsyncpgDriver(driver),
        qbe=qb.QueryBuilderEnvironment(settings()),
        qbq=_queue_builder(),
        qbs=qb.QuerySchedulerBuilder(settings()),
    )


@lru_cache(maxsize=1)
def _queue_builder() -> QueryQueueBuilder:
    from pgqueuer.adapters.persistence.qb import QueryQueueBuilder  # noqa: PLC0415

    return QueryQueueBuilder(settings())


async def put(connection: AsyncConnection, kind: str, label: str, delay: timedelta = timedelta(0)) -> None:
    """Put a label into the queue, in the connection's transaction, which must have begun; once for each label."""
    queue = await queries(connection)
    await queue.enqueue(kind, label.encode(), execute_after=delay, dedupe_key=label, on_conflict="skip")


@asynccontextmanager
async def link(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Open a connection beside the engine's pool: a worker listens on it for as long as it works."""
    alone = create_async_engine(engine.url, poolclass=NullPool, connect_args=_session())
    try:
        async with alone.connect() as connection:
            yield connection
    finally:
        await alone.dispose()


@asynccontextmanager
async def shared(engine: AsyncEngine) -> AsyncIterator[Alone]:
    """Open a connection that a worker's jobs are claimed and settled on, one statement at a time.

    Not of the pool, which asks whether a connection still lives each time that it lends one; where this one does not,
    an attempt fails, and the next finds it opened again.
    """
    lock = asyncio.Lock()
    async with link(engine) as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")

        @asynccontextmanager
        async def lend() -> AsyncIterator[AsyncConnection]:
            async with lock:
                try:
                    yield connection
                finally:
                    await connection.rollback()  # sends nothing, but lets a lost connection be opened again

        yield lend


def _session() -> dict[str, object]:
    # No limit on how long it may idle: listening is idling.
    return {
        "server_settings": {
            "application_name": "lockstep-jobs",
            "timezone": "UTC",
            "statement_timeout": "15s",
            "lock_timeout": "2s",
        }
    }


def channel() -> Channel:
    """Return the channel on which workers are woken."""
    from pgqueuer.domain.types import Channel  # noqa: PLC0415 - as above

    return Channel(CHANNEL)


async def listen(connection: AsyncConnection, channel: str) -> asyncio.Event:
    """Return what is set whenever a notice comes on a channel, for as long as the connection lives."""
    noticed = asyncio.Event()
    raw = await connection.get_raw_connection()
    driver: Any = raw.driver_connection
    await driver.add_listener(channel, lambda *_: noticed.set())
    return noticed
