from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from router import store
from router.errors import DatabaseUnavailable, UsageInvalid
from router.postgres import Connection, connect, throwaway_database
from router.rollout import Rollout, State
from router.watch import Watch, watching

T = TypeVar("T")


def fresh(postgres: str, story: Callable[[str], Awaitable[T]]) -> T:
    """Run a story on a database of its own."""

    async def run() -> T:
        async with throwaway_database(postgres) as url:
            return await story(url)

    return asyncio.run(run())


async def opened(url: str) -> Connection:
    """Return a connection to a database that has the tables."""
    connection = await connect(url)
    await store.migrate(connection)
    return connection


def test_what_is_put_in_force_is_shown(postgres: str):
    """A rollout replaces the one before it; taking a canary back keeps all but its state; history has every step."""

    async def story(url: str) -> None:
        connection = await opened(url)
        await store.put(connection, Rollout("notes", 1), "ann")
        await store.put(connection, Rollout("notes", 1, 2, 0.07), "bob")
        await store.put(connection, Rollout("tasks", 3), "ann")
        shown = await store.show(connection)
        assert {name: entry.rollout for name, entry in shown.items()} == {
            "notes": Rollout("notes", 1, 2, 0.07),
            "tasks": Rollout("tasks", 3),
        }
        aborted = await store.abort(connection, "notes", "cy")
        with pytest.raises(UsageInvalid, match="rollout set notes --stable v<N>"):
            await store.abort(connection, "notes", "dee")
        assert aborted.before.rollout == Rollout("notes", 1, 2, 0.07)
        first = aborted.after
        assert (first.rollout, first.changed_by) == (Rollout("notes", 1, 2, 0.07, State.aborted), "cy")
        steps = [(entry.rollout.state, entry.changed_by) for entry in await store.history(connection, "notes")]
        assert steps == [(State.aborted, "cy"), (State.running, "bob"), (State.running, "ann")]
        assert first.changed_at.tzinfo is not None
        await connection.close()

    fresh(postgres, story)


def test_a_promotion_is_taken_back(postgres: str):
    """The version before comes back, once; after the next set, the one before that; what is said is in force."""

    async def story(url: str) -> None:
        connection = await opened(url)
        for version in (1, 2, 3):
            await store.put(connection, Rollout("notes", version), "ann")
        await store.put(connection, Rollout("tasks", 9), "ann")
        aborted = await store.abort(connection, "notes", "cy")
        assert (aborted.before.rollout.stable, aborted.after.rollout.stable) == (3, 2)
        assert (await store.show(connection))["notes"] == aborted.after
        assert (await store.history(connection, "notes"))[:2] == [aborted.after, aborted.before]
        with pytest.raises(UsageInvalid, match="'notes': that was aborted already, and all clients get v2"):
            await store.abort(connection, "notes", "cy")
        assert (await store.show(connection))["notes"] == aborted.after
        assert len(await store.history(connection, "notes")) == 4
        await store.put(connection, Rollout("notes", 2), "ann")
        assert (await store.abort(connection, "notes", "cy")).after.rollout.stable == 1
        await connection.close()

    fresh(postgres, story)


def test_nonsense_is_not_stored(postgres: str):
    """A rollout that makes no sense, and an abort of nothing, are refused and leave no trace."""

    async def story(url: str) -> None:
        connection = await opened(url)
        with pytest.raises(UsageInvalid):
            await store.put(connection, Rollout("notes", 1, 2, 101), "ann")
        with pytest.raises(UsageInvalid, match="no rollout of 'notes'"):
            await store.abort(connection, "notes", "ann")
        assert await store.show(connection) == {}
        assert await store.history(connection, "notes") == []
        await connection.close()

    fresh(postgres, story)


def test_many_processes_may_begin_and_change_at_once(postgres: str):
    """Racing migrations make the tables once; of racing aborts one does it; history ends with what is in force."""

    async def story(url: str) -> None:
        connections = await asyncio.gather(*(opened(url) for _ in range(8)))
        for version in range(1, 9):
            await store.put(connections[0], Rollout("notes", version, 9, 5), "ann")
        aborts = await asyncio.gather(
            *(store.abort(connection, "notes", f"user {number}") for number, connection in enumerate(connections)),
            return_exceptions=True,
        )
        assert sorted(type(each).__name__ for each in aborts) == ["Aborted", *["UsageInvalid"] * 7]
        assert len(await store.history(connections[0], "notes")) == 9
        await asyncio.gather(
            *(
                store.put(connection, Rollout("notes", 1, 2, number), f"user {number}")
                for number, connection in enumerate(connections)
            )
        )
        shown = (await store.show(connections[0]))["notes"]
        assert (await store.history(connections[0], "notes"))[0] == shown
        for connection in connections:
            await connection.close()

    fresh(postgres, story)


async def until(watch: Watch, holds: Callable[[Watch], bool]) -> None:
    """Wait for something to hold, thirty seconds at most: the machine may be busy."""
    async with asyncio.timeout(30):
        while not holds(watch):
            await asyncio.sleep(0.01)


def test_a_running_process_sees_each_change(postgres: str):
    """A watch takes over what others put in force, without being told."""

    async def story(url: str) -> None:
        async with watching(url) as watch:
            assert watch.entries == {}
            connection = await opened(url)
            await store.put(connection, Rollout("notes", 1, 2, 5), "ann")
            await until(watch, lambda watch: "notes" in watch.entries)
            await store.abort(connection, "notes", "ann")
            await until(watch, lambda watch: watch.entries["notes"].rollout.state is State.aborted)
            await connection.close()

    fresh(postgres, story)


def test_the_last_known_rollout_outlives_the_database(postgres: str):
    """With its connection cut, and even with the table gone, the watch keeps what it knew, and comes back by itself."""

    async def story(url: str) -> None:
        now = [0.0]
        admin = await opened(url)
        await store.put(admin, Rollout("notes", 1, 2, 5), "ann")
        async with watching(url, lambda: now[0]) as watch:
            await admin.execute("ALTER SCHEMA lockstep RENAME TO away")
            await admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            await asyncio.sleep(0.7)
            now[0] = 1000.0
            assert watch.entries["notes"].rollout == Rollout("notes", 1, 2, 5)
            assert not watch.reachable
            await admin.execute("ALTER SCHEMA away RENAME TO lockstep")
            await store.put(admin, Rollout("notes", 1, 2, 50), "ann")
            await until(watch, lambda watch: watch.entries["notes"].rollout.weight == 50)
            assert watch.reachable
        await admin.close()

    fresh(postgres, story)


def test_a_database_that_is_away_at_the_start_is_said(postgres: str):
    """Nothing can be served without knowing the rollouts once."""
    del postgres

    async def start() -> None:
        async with watching("postgresql://127.0.0.1:1/none"):
            pass

    with pytest.raises(DatabaseUnavailable, match=r"127\.0\.0\.1:1"):
        asyncio.run(start())
