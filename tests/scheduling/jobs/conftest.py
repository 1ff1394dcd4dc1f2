"""A database with toys to leave rows in, and a worker for tests that want one in their own process."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from scheduling.jobs import worker
from scheduling.jobs.attempt import Bench
from scheduling.store import database as databases
from scheduling.store import migrations
from tests.scheduling.jobs import toys


@pytest.fixture(scope="module")
async def engine(database: str) -> AsyncIterator[AsyncEngine]:
    """Open a pool on a database with all tables and the toys'."""
    opened = databases.engine(database, pool_size=12)
    await migrations.migrate(opened, migrations.load())
    async with opened.begin() as connection:
        await connection.execute(text(toys.TABLE))
    yield opened
    await opened.dispose()


@pytest.fixture
async def working(engine: AsyncEngine) -> AsyncIterator[Bench]:
    """Work on toys while the test runs."""
    bench = Bench(engine, toys.utc_now, new_span=lambda: "00000000000000aa")
    async with worker.working(bench, toys.WORK, toys.PACE):
        yield bench
