from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from asyncpg import UndefinedTableError
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from router.postgres import throwaway_database
from scheduling import BookingQuery, Search, demo, lifespan
from scheduling.store import database, migrations
from scheduling.store.migrations import Migration, MigrationChanged
from tests.scheduling.store.world import Clock, at

pytestmark = pytest.mark.anyio

FIRST = Migration("0001_first", "CREATE TABLE first (a int); INSERT INTO first VALUES (1);")
SECOND = Migration("0002_second", "ALTER TABLE first ADD COLUMN b text DEFAULT 'x;y'; SELECT ':not a parameter';")
BROKEN = Migration("0003_broken", "CREATE TABLE third (a int); SELECT nothing FROM nowhere;")


@pytest.fixture
async def empty(server: str) -> AsyncIterator[str]:
    """Make an empty database and yield its URL."""
    async with throwaway_database(server) as url:
        yield url


@pytest.fixture
async def engine(empty: str) -> AsyncIterator[AsyncEngine]:
    """Open an engine on an empty database."""
    engine = database.engine(empty)
    yield engine
    await engine.dispose()


async def tables(engine: AsyncEngine) -> set[str]:
    """Return the names of the tables."""
    async with engine.connect() as connection:
        rows = await connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        return set(rows.scalars())


async def test_each_file_is_applied_once_and_in_order(engine: AsyncEngine) -> None:
    """What is pending is applied, what was applied is not, and scripts may hold many statements."""
    assert await migrations.migrate(engine, [FIRST]) == ("0001_first",)
    assert await migrations.migrate(engine, [FIRST, SECOND]) == ("0002_second",)
    assert await migrations.migrate(engine, [FIRST, SECOND]) == ()
    async with engine.connect() as connection:
        assert tuple((await connection.execute(text("SELECT a, b FROM first"))).one()) == (1, "x;y")


async def test_a_file_that_was_applied_must_not_change(engine: AsyncEngine) -> None:
    """An edited file is refused before anything else is applied, and the message says what to do."""
    await migrations.migrate(engine, [FIRST])
    edited = Migration(FIRST.name, FIRST.sql + " -- a word")
    with pytest.raises(MigrationChanged, match=r"0001_first was edited.*new file"):
        await migrations.migrate(engine, [edited, SECOND])
    assert await migrations.migrate(engine, [FIRST, SECOND]) == ("0002_second",)


async def test_a_failure_leaves_the_old_tables(engine: AsyncEngine) -> None:
    """Where one of several files fails, none of them is applied."""
    with pytest.raises(UndefinedTableError, match="nowhere"):
        await migrations.migrate(engine, [FIRST, SECOND, BROKEN])
    assert await tables(engine) == set()


async def test_a_database_that_knows_more_is_left_alone(engine: AsyncEngine) -> None:
    """Older code starts on newer tables, so that a release can be taken back."""
    await migrations.migrate(engine, [FIRST, SECOND])
    assert await migrations.migrate(engine, [FIRST]) == ()


async def test_processes_that_start_together_do_not_collide(empty: str) -> None:
    """Eight kernels open on an empty database at once, and all of them work."""

    async def start() -> None:
        async with lifespan(empty, pool_size=1) as kernel:
            assert (await kernel.list_bookings("nobody", BookingQuery())).bookings == ()

    await asyncio.gather(*(start() for _ in range(8)))


def test_files_are_named_by_number(tmp_path: Path) -> None:
    """A file whose name has no number is refused, and ours are in order."""
    assert [one.name for one in migrations.load()][:2] == ["0001_tables", "0002_no_double_booking"]
    (tmp_path / "tables.sql").write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match="rename it"):
        migrations.load(tmp_path)


async def test_the_demonstration_is_made_once(empty: str) -> None:
    """A newcomer finds free time and some bookings, in every event; asking again, even at once, changes nothing."""
    clock = Clock()
    async with lifespan(empty, clock=clock) as kernel:
        await asyncio.gather(*(demo(kernel) for _ in range(3)))
        bookings = (await kernel.list_bookings("demo", BookingQuery())).bookings
        assert len(bookings) == 9
        for event in ("intro-call", "consultation", "panel", "group-class", "night-watch"):
            found = await kernel.search("demo", Search(event=event, start=clock.moment, end=at(0, days=14)))
            assert len(found.slots) >= 20, event
        await demo(kernel)
        assert (await kernel.list_bookings("demo", BookingQuery())).bookings == bookings


async def test_the_demonstration_works_at_any_time_of_the_year(server: str) -> None:
    """Whenever it is made, weekends, holidays and clock changes included, its bookings find room."""
    for days in (0, 1, 5, 22, 26, 240, 300):
        clock = Clock()
        clock.moment = at(3, 17, days=days)
        async with throwaway_database(server) as url, lifespan(url, clock=clock) as kernel:
            await demo(kernel)
            assert len((await kernel.list_bookings("demo", BookingQuery())).bookings) == 9
