"""The database: transactions, run again a few times when another writer was in the way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from scheduling.errors import Contended

Result = TypeVar("Result")

ATTEMPTS = 4
EXCLUSION_VIOLATION = "23P01"
# serialization failure, deadlock, lock not available in time
_TRANSIENT = {"40001", "40P01", "55P03"}
_SESSION = {
    "application_name": "lockstep-scheduling",
    "timezone": "UTC",
    "lock_timeout": "5s",
    "statement_timeout": "15s",
    "idle_in_transaction_session_timeout": "60s",
}


def engine(database_url: str, *, pool_size: int = 10) -> AsyncEngine:
    """Return an engine for a ``postgresql://`` URL, whichever driver it names."""
    return create_async_engine(
        make_url(database_url).set(drivername="postgresql+asyncpg"),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=20,
        pool_pre_ping=True,
        isolation_level="READ COMMITTED",
        connect_args={"server_settings": _SESSION},
    )


def sqlstate(error: DBAPIError) -> str | None:
    """Return Postgres' five-letter code of an error."""
    return getattr(error.orig, "sqlstate", None)


async def begun(engine: AsyncEngine, work: Callable[[AsyncConnection], Awaitable[Result]]) -> Result:
    """Run ``work`` in one transaction and commit."""
    async with engine.begin() as connection:
        return await work(connection)


async def transact(engine: AsyncEngine, work: Callable[[AsyncConnection], Awaitable[Result]]) -> Result:
    """Run ``work`` in one transaction and commit; when another writer was in the way, run it again from the start.

    Raises Contended after the last attempt, or when no connection was to be had; nothing is written then.
    """
    for attempt in range(ATTEMPTS):
        try:
            return await begun(engine, work)
        except PoolExhausted:
            break
        except DBAPIError as error:
            if sqlstate(error) not in _TRANSIENT:
                raise
        await asyncio.sleep(0.02 * 2**attempt)
    raise Contended("Too many writes came at once and nothing was written. Make the same call again in a second.")
