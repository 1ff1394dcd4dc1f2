"""One Postgres for the session, one empty database for each module, one tenant for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from router.postgres import database_url, throwaway_database
from scheduling import Kernel, lifespan
from tests.scheduling.store.world import OPENING, Clock, Shop, open_shop


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Run async tests and fixtures on asyncio."""
    return "asyncio"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a Postgres server and yield its URL."""
    with database_url(tmp_path_factory.mktemp("server"), {}, durable=False) as url:
        yield url


@pytest.fixture(scope="module")
async def database(server: str) -> AsyncIterator[str]:
    """Make an empty database and yield its URL."""
    async with throwaway_database(server) as url:
        yield url


@pytest.fixture(scope="module")
def running_clock() -> Clock:
    """Return the module's clock."""
    return Clock()


@pytest.fixture(scope="module")
async def kernel(database: str, running_clock: Clock) -> AsyncIterator[Kernel]:
    """Open the kernel."""
    async with lifespan(database, clock=running_clock) as opened:
        yield opened


@pytest.fixture
def clock(running_clock: Clock) -> Clock:
    """Set the clock back to the opening."""
    running_clock.moment = OPENING
    return running_clock


@pytest.fixture
async def shop(kernel: Kernel, clock: Clock, request: pytest.FixtureRequest) -> Shop:  # noqa: ARG001 - sets the clock
    """Open a shop of the test's own."""
    return await open_shop(kernel, request.node.name[:100])
