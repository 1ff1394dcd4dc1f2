"""Ours: a job with its own row, key, payload, progress and turns, over PgQueuer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from scheduling.jobs import queue, worker
from scheduling.jobs.attempt import Bench
from scheduling.jobs.job import KERNEL
from scheduling.jobs.kinds import Kind
from scheduling.jobs.turn import Turn
from scheduling.jobs.worker import Pace, Work
from scheduling.store import database, migrations
from tests.benchmarks.kernel.queues.arm import CONCURRENCY, PATIENCE, Desk, Handle, Put


async def install(url: str) -> None:
    """Make all of the kernel's tables."""
    engine = database.engine(url, pool_size=1)
    await migrations.migrate(engine, migrations.load())
    await engine.dispose()


def kind(handle: Handle) -> Kind[int]:
    """Return a kind whose payload is a number."""

    async def run(_: Turn, number: int) -> None:
        await handle(number)

    return Kind("noop", lambda value: value.integer(0, 2**40), run)


async def nobody(_: int) -> None:
    """Do nothing."""


@dataclass(frozen=True)
class Own:
    """A connection of the kernel's pool."""

    connection: AsyncConnection

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Put]:
        """Begin a transaction."""

        async def put(number: int, key: str) -> None:
            now = datetime.now(UTC)
            await queue.enqueue(self.connection, KERNEL, kind(nobody), number, key=key, now=now)

        async with self.connection.begin():
            yield put


@asynccontextmanager
async def desk(url: str) -> AsyncIterator[Desk]:
    """Open a connection."""
    engine = database.engine(url, pool_size=1)
    async with engine.connect() as connection:
        yield Own(connection)
    await engine.dispose()


async def work(url: str, handle: Handle) -> None:
    """Work."""
    engine = database.engine(url, pool_size=CONCURRENCY)
    pace = Pace(at_once=CONCURRENCY, patience=timedelta(seconds=PATIENCE))
    async with worker.working(Bench(engine, lambda: datetime.now(UTC)), Work((kind(handle),)), pace):
        await asyncio.Event().wait()
