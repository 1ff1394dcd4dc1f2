"""A desk over a bare asyncpg connection, for queues that take one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg  # type: ignore[import-untyped]

from router.postgres import Connection, plain_url
from tests.benchmarks.kernel.queues.arm import Put


@dataclass(frozen=True)
class Plain:
    """A connection, and how a job is put over it."""

    connection: Connection
    enqueue: Callable[[Connection, int, str], Awaitable[None]]

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Put]:
        """Begin a transaction."""
        async with self.connection.transaction():
            yield lambda number, key: self.enqueue(self.connection, number, key)


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Connection]:
    """Open a connection."""
    connection: Connection = await asyncpg.connect(plain_url(url))
    try:
        yield connection
    finally:
        await connection.close()
