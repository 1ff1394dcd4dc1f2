"""Keeps the rollouts of a running process up to date: a change in the database arrives within a second.

The table is read again every 300 ms over one connection of its own. Polling was chosen over LISTEN because it works
through every connection pooler, cannot miss a message while reconnecting, and tells at the same time whether the
database is there. While it is away the last known rollouts stay in force.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from router import store
from router.errors import DatabaseUnavailable
from router.postgres import Connection, connect
from router.rollout import State
from router.store import Entry

log = logging.getLogger("lockstep.router")

INTERVAL = 0.3  # seconds between two looks
_PATIENCE = 2.0  # seconds for one answer
_STALE_AFTER = 3.0  # seconds without an answer after which the database counts as away


class Watch:
    """The rollouts in force as last seen, and how long ago that was."""

    def __init__(self, entries: Mapping[str, Entry] | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._entries = dict(entries or {})
        self._clock = clock
        self._changed = asyncio.Event()
        self._seen_at = clock()

    @property
    def entries(self) -> Mapping[str, Entry]:
        """What is in force, by feature."""
        return self._entries

    @property
    def reachable(self) -> bool:
        """Say whether the database answered within the last three seconds."""
        return self._clock() - self._seen_at < _STALE_AFTER

    def see(self, entries: Mapping[str, Entry]) -> None:
        """Take over what the database says now, and log what is new about it."""
        for feature in sorted(entries.keys() | self._entries.keys()):
            if entries.get(feature) != self._entries.get(feature):
                log.info("rollout of %s: %s", feature, describe(entries.get(feature)))
                self._changed.set()
        self._entries = dict(entries)
        self._seen_at = self._clock()

    async def change(self) -> None:
        """Wait until something is new since the last call; for one caller at a time."""
        await self._changed.wait()
        self._changed.clear()


def describe(entry: Entry | None) -> str:
    """Return a rollout in words."""
    if entry is None:
        return "none, the newest version answers"
    rollout = entry.rollout
    if rollout.canary is None:
        again = f", brought back by {entry.changed_by}" if rollout.state is State.aborted else ""
        return f"stable v{rollout.stable}{again}"
    if rollout.state is State.aborted:
        return f"stable v{rollout.stable}, canary v{rollout.canary} taken back by {entry.changed_by}"
    return f"stable v{rollout.stable}, canary v{rollout.canary} at {rollout.weight:g} %"


@asynccontextmanager
async def watching(url: str, clock: Callable[[], float] = time.monotonic) -> AsyncIterator[Watch]:
    """Yield a watch that has seen the database once and looks again until the end.

    Makes the tables where they are missing. Raises DatabaseUnavailable when the database is away at the start.
    """
    connection = await connect(url)
    try:
        await store.migrate(connection)
        watch = Watch(await store.show(connection), clock)
    except BaseException:
        connection.terminate()
        raise
    task = asyncio.create_task(_look(url, watch, connection))
    try:
        yield watch
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _look(url: str, watch: Watch, first: Connection) -> None:
    connection: Connection | None = first
    try:
        while True:
            await asyncio.sleep(INTERVAL)
            try:
                connection = connection or await connect(url, patience=_PATIENCE)
                watch.see(await store.show(connection))
            except DatabaseUnavailable:
                continue
            except Exception:  # noqa: BLE001 - whatever broke, the watch goes on; the driver's errors have no one root
                _drop(connection)
                connection = None
    finally:
        _drop(connection)


def _drop(connection: Connection | None) -> None:
    if connection is not None:
        connection.terminate()
