"""Indexes: what is free, kept in memory for the tenants that are asked about most lately.

A tenant's index is read when somebody first searches; until it is there, and wherever it cannot tell, the exact path
answers. Before each answer it catches up with the database by the change log, so that an answer is that of the moment
at which it was asked for, whichever process wrote before. Questions that come while it catches up share the next time.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from asyncpg import InterfaceError, PostgresError  # type: ignore[import-untyped]
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.ext.asyncio import AsyncEngine

from scheduling.errors import NotFound
from scheduling.index import Plan
from scheduling.store import changes, loading
from scheduling.store.gathering import Gathering, Waiting
from scheduling.store.loading import Known
from scheduling.store.rules import Roster

MOST_TENANTS = 16
PATIENCE = 0.25
"""Seconds for which the first question waits for an index to be read; a large one goes on being read behind it."""
RENEWED = 30
"""Days after which an index is read anew, to look a year ahead again."""


class Foresight(NamedTuple):
    """What an index knows of an event: who serves it, and what answers questions about it."""

    roster: Roster
    plan: Plan


Asked = Gathering[str, Foresight | None]


class _Tenant:
    """One tenant's index, or what becomes of it."""

    def __init__(self, engine: AsyncEngine, tenant: str) -> None:
        self.known: Known | None = None
        self.loading: asyncio.Task[None] | None = None
        self._engine = engine
        self._tenant = tenant
        self.asked: Asked = Gathering(self._answer, most=10_000, patience=0, lanes=1)

    async def load(self, now: datetime) -> None:
        """Read the index."""
        try:
            async with self._engine.connect() as plain:
                connection = await plain.execution_options(isolation_level="REPEATABLE READ")
                async with connection.begin():
                    # However long it takes: nobody waits for it.
                    await connection.execute(text("SET LOCAL statement_timeout = 0"))
                    self.known = await loading.load(connection, self._tenant, now)
        except (DBAPIError, PoolExhausted, PostgresError, InterfaceError, OSError):
            self.known = None  # the next question tries again
        finally:
            self.loading = None

    async def _answer(self, batch: Sequence[Waiting[str, Foresight | None]]) -> None:
        events = {one.item for one in batch}
        try:
            found = await self._caught_up(events)
        except (DBAPIError, PoolExhausted):
            found = {}
        for one in batch:
            one.answer(found.get(one.item))

    async def _caught_up(self, events: set[str]) -> dict[str, Foresight]:
        known = self.known
        if known is None:
            return {}
        if not (events <= known.plans.keys() and await self._nothing_new(known)):
            async with self._engine.connect() as plain:
                connection = await plain.execution_options(isolation_level="REPEATABLE READ")
                async with connection.begin():
                    if not await loading.catch_up(connection, self._tenant, known):
                        self.known = None
                        return {}
                    for event in sorted(events - known.plans.keys()):
                        try:
                            await loading.plan(connection, self._tenant, known, event)
                        except NotFound:
                            continue  # for the exact path to say
        return {one: Foresight(known.rosters[one], known.plans[one]) for one in events if one in known.plans}

    async def _nothing_new(self, known: Known) -> bool:
        """Say whether nothing was committed since the last look; one statement, and the most frequent case."""
        async with self._engine.connect() as plain:
            connection = await plain.execution_options(isolation_level="AUTOCOMMIT")
            told = await changes.since(connection, self._tenant, known.snapshot)
        if told is None or told.spans or told.events:
            return False
        known.snapshot = told.snapshot
        return True


class Indexes:
    """The indexes of the tenants asked about most lately, at most ``most`` of them."""

    def __init__(self, engine: AsyncEngine, *, most: int = MOST_TENANTS, patience: float = PATIENCE) -> None:
        self._engine = engine
        self._most, self._patience = most, patience
        self._tenants: OrderedDict[str, _Tenant] = OrderedDict()

    async def ask(self, tenant: str, event: str, now: datetime, *, load: bool = True) -> Foresight | None:
        """Return what is known of an event as of now; None where only the exact path can tell.

        Ask outside of transactions: this takes a connection. Use what comes back before anything else is awaited.
        An index that is not there is read if ``load`` says so.
        """
        one = self._tenants.get(tenant)
        if one is None:
            if not load:
                return None
            one = self._tenants[tenant] = _Tenant(self._engine, tenant)
        self._tenants.move_to_end(tenant)
        while len(self._tenants) > self._most:
            _drop(self._tenants.popitem(last=False)[1])
        if one.known is not None and _is_over(one.known, now):
            one.known = None
        if one.known is None:
            if not load:
                return None
            await self._load(one, now)
        return await one.asked.do(event, object()) if one.known is not None else None

    async def close(self) -> None:
        """Stop reading."""
        tasks = [task for one in self._tenants.values() if (task := one.loading)]
        for one in self._tenants.values():
            _drop(one)
        await asyncio.gather(*tasks, return_exceptions=True)
        for one in self._tenants.values():
            await one.asked.close()

    async def _load(self, one: _Tenant, now: datetime) -> None:
        if one.loading is None:
            one.loading = asyncio.get_running_loop().create_task(one.load(now))
        await asyncio.wait({one.loading}, timeout=self._patience)


def _drop(one: _Tenant) -> None:
    if one.loading is not None:
        one.loading.cancel()


def _is_over(known: Known, now: datetime) -> bool:
    """Say whether an index was made for another time; where the clock was set back the exact path answers."""
    return loading.horizon(now).first - known.index.horizon.first > RENEWED
