"""Loading: a seed into a database, by COPY.

A tenant of many bookings is loaded over three connections at once: one writes the tenant and its bookings, two their
seats, each for half of the places. The exclusion constraint stays in place and looks at each row. Foreign keys and
triggers would ask one question a row, sixteen million in all; they are left out (``session_replication_role``), and the
same questions are asked of all rows at once before the tenant is committed. Where the user may not leave them out, and
where there is little to load, one connection writes everything, with all of them in place.

Whole or not at all: the seats are committed before the tenant is. Whoever is killed in between leaves seats at
resources that nobody has heard of, in nobody's way; the next load of the tenant takes them away.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from scheduling.seeds import rows
from scheduling.seeds.bookings import bookings
from scheduling.seeds.checking import check
from scheduling.seeds.rows import COLUMNS, Numbered, Seated
from scheduling.seeds.setting_up import set_up
from scheduling.seeds.values import Plan
from scheduling.store import database, migrations, tenancy

Say = Callable[[str], None]
MANY = 200_000
"""From so many bookings on, several connections pay."""
_PARTS = 2
_NOT_ALLOWED = "42501"
_LOADED = ("resources", "events", "event_resources", "bookings", "booking_resources", "seatings")


class TenantExists(RuntimeError):
    """A tenant of that name is there already."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many bookings and rows of seats were loaded, in how many seconds (drawing included)."""

    bookings: int
    seatings: int
    seconds: float


async def load(
    database_url: str, plan: Plan, *, replace: bool = False, say: Say = lambda _: None, many: int = MANY
) -> Loaded:
    """Draw a plan's bookings and write all of it.

    From ``many`` bookings on they are written over several connections. Raises TenantExists unless the tenant is new
    or ``replace`` is given.
    """
    began = perf_counter()
    engine = database.engine(database_url, pool_size=1 + _PARTS)
    try:
        await migrations.migrate(engine, migrations.load())
        async with _unhurried(engine) as connection:
            there = await tenancy.is_there(connection, plan.tenant)
            if there and not replace:
                raise TenantExists(
                    f"there is a tenant {plan.tenant!r} already; choose another --tenant, or replace it with --replace"
                )
            at_once = plan.bookings >= many and await _without_triggers(connection)
            if there:
                say(f"removing the tenant {plan.tenant} that is there")
                await tenancy.remove(connection, plan.tenant)
            else:
                await _sweep(engine, plan.tenant)
            say(f"drawing {plan.bookings:,} bookings of {len(plan.places):,} resources")
            drawn = await asyncio.to_thread(bookings, plan)
            await connection.execute(text("SET LOCAL session_replication_role = origin")) if at_once else None
            numbers = await set_up(connection, plan)
            what = Numbered(plan, drawn, await _reserve(connection, len(drawn)), numbers)
            seatings = await (_at_once(engine, connection, what, say) if at_once else _in_turn(connection, what, say))
            await connection.execute(text(f"ANALYZE {', '.join(_LOADED)}"))
        return Loaded(len(drawn), seatings, perf_counter() - began)
    finally:
        await engine.dispose()


@asynccontextmanager
async def _unhurried(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Open a transaction that may take its time."""
    async with engine.begin() as connection:
        await connection.execute(text("SET LOCAL statement_timeout = 0"))
        await connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        yield connection


async def _without_triggers(connection: AsyncConnection) -> bool:
    """Leave out triggers and foreign keys until the transaction ends; say whether the user may do so."""
    try:
        async with connection.begin_nested():
            await connection.execute(text("SET LOCAL session_replication_role = replica"))
    except DBAPIError as error:
        if database.sqlstate(error) != _NOT_ALLOWED:
            raise
        return False
    return True


async def _sweep(engine: AsyncEngine, tenant: str) -> None:
    """Remove what a load that was killed has left."""
    async with _unhurried(engine) as connection:
        await connection.execute(text("DELETE FROM seatings WHERE tenant = :tenant"), {"tenant": tenant})


async def _reserve(connection: AsyncConnection, count: int) -> int:
    """Take so many of the numbers that bookings have, and return the first."""
    # Whoever inserts a booking or a hold waits for these locks, so nobody takes a number in between.
    await connection.execute(text("LOCK TABLE bookings, holds IN SHARE ROW EXCLUSIVE MODE"))
    statement = text("SELECT nextval(pg_get_serial_sequence('bookings', 'number'))")
    first = int((await connection.execute(statement)).scalar_one())
    statement = text("SELECT setval(pg_get_serial_sequence('bookings', 'number'), :last)")
    await connection.execute(statement, {"last": first + count})
    return first


async def _in_turn(connection: AsyncConnection, what: Numbered, say: Say) -> int:
    """Write everything over one connection; return how many rows of seats there are."""
    say("writing with foreign keys and triggers in place")
    taken = rows.seated(what.bookings)
    await _copy(connection, "bookings", rows.booking_rows(what))
    await _copy(connection, "booking_resources", rows.serving_rows(what))
    await _copy(connection, "seatings", rows.seating_rows(what, taken))
    return len(taken)


async def _at_once(engine: AsyncEngine, connection: AsyncConnection, what: Numbered, say: Say) -> int:
    """Write over several connections, and ask afterwards what triggers would have asked."""
    taken = [rows.seated(what.bookings, part=part, parts=_PARTS) for part in range(_PARTS)]
    many = sum(map(len, taken))
    say(f"writing {len(what.bookings):,} bookings and {many:,} rows of their seats over {1 + _PARTS} connections")
    await _without_triggers(connection)

    async def sit(part: Seated) -> None:
        async with _unhurried(engine) as other:
            await _without_triggers(other)
            await _copy(other, "seatings", rows.seating_rows(what, part))

    async def book() -> None:
        await _copy(connection, "bookings", rows.booking_rows(what))
        await _copy(connection, "booking_resources", rows.serving_rows(what))

    async with asyncio.TaskGroup() as tasks:
        for work in (book(), *map(sit, taken)):
            tasks.create_task(work)
    say("checking what foreign keys and triggers would have checked")
    await check(connection, what.plan.tenant, many)
    return many


async def _copy(connection: AsyncConnection, table: str, chunks: Iterator[bytes]) -> None:
    """Send chunks of rows; each is made in another thread, while the database reads the one before."""
    driver: Any = (await connection.get_raw_connection()).driver_connection

    async def sent() -> AsyncIterator[bytes]:
        while chunk := await asyncio.to_thread(next, chunks, b""):
            yield chunk

    await driver.copy_to_table(table, source=sent(), columns=COLUMNS[table], format="binary")
