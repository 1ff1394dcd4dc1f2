"""Tenants are apart: in what they see, in what they can reach, in every table and in every statement."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from scheduling import BookingQuery, Kernel, NotFound, Search
from tests.scheduling.store.world import Shop, at, key, open_shop, wanted

pytestmark = pytest.mark.anyio

SHARED = {"tenants", "migrations"}


@pytest.fixture
async def neighbour(kernel: Kernel) -> Shop:
    """Open another shop with the same names for everything."""
    return await open_shop(kernel, f"neighbour-{uuid4()}")


async def test_a_neighbour_s_booking_is_out_of_reach(shop: Shop, neighbour: Shop) -> None:
    """Another tenant can neither read nor change a booking, and is told no more than of one that never was."""
    made = await shop.kernel.book(shop.tenant, key(), wanted("call", at(9)))
    kernel, stranger = shop.kernel, neighbour.tenant
    tries = (
        kernel.get_booking(stranger, made.id),
        kernel.cancel(stranger, key(), made.id),
        kernel.restore(stranger, key(), made.id),
        kernel.reschedule(stranger, key(), made.id, at(10)),
        kernel.get_booking(stranger, str(uuid4())),
    )
    details = set()
    for one in tries:
        with pytest.raises(NotFound) as refusal:
            await one
        details.add(refusal.value.detail)
    assert len(details) == 1
    assert await kernel.get_booking(shop.tenant, made.id) == made
    assert (await kernel.list_bookings(stranger, BookingQuery())).bookings == ()


async def test_a_neighbour_s_booking_takes_no_time(shop: Shop, neighbour: Shop) -> None:
    """Resources of the same name are different resources."""
    for one in (shop, neighbour):
        assert (await one.kernel.book(one.tenant, key(), wanted("consult", at(9)))).resources == ("ada",)


async def test_an_unknown_tenant_has_nothing(kernel: Kernel) -> None:
    """A tenant that nobody made is not found, and writing for it makes nothing."""
    nobody = f"nobody-{uuid4()}"
    with pytest.raises(NotFound):
        await kernel.search(nobody, Search(event="call", start=at(9), end=at(10)))
    with pytest.raises(NotFound):
        await kernel.book(nobody, key(), wanted("call", at(9)))
    assert (await kernel.list_bookings(nobody, BookingQuery())).bookings == ()


async def test_a_row_cannot_point_at_a_neighbour_s_row(shop: Shop, neighbour: Shop) -> None:
    """The database refuses a booking of one tenant that another tenant's resource or event would serve."""
    made = await shop.kernel.book(shop.tenant, key(), wanted("call", at(9)))
    row = {"shop": shop.tenant, "other": neighbour.tenant, "id": made.id}
    for statement in (
        "UPDATE seatings SET resource_number = (SELECT number FROM resources WHERE tenant = :other "
        "AND resource = 'ada') WHERE tenant = :shop AND booking = CAST(:id AS uuid)",
        "UPDATE booking_resources SET tenant = :other WHERE tenant = :shop AND booking = CAST(:id AS uuid)",
        "UPDATE seatings SET tenant = :other WHERE tenant = :shop AND booking = CAST(:id AS uuid)",
    ):
        with pytest.raises(IntegrityError, match="foreign key"):
            async with shop.kernel.engine.begin() as connection:
                await connection.execute(text(statement), row)


async def test_every_table_and_every_reference_carries_the_tenant(kernel: Kernel) -> None:
    """Each table's primary key starts with the tenant, and each foreign key includes it."""
    statement = text("""
        SELECT c.conrelid::regclass::text AS name, c.contype::text AS kind,
               (SELECT array_agg(a.attname::text ORDER BY k.place)
                FROM unnest(c.conkey) WITH ORDINALITY k (number, place)
                JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number) AS columns
        FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
        WHERE t.relnamespace = 'public'::regnamespace AND c.contype IN ('p', 'f')
    """)
    async with kernel.engine.connect() as connection:
        found = [row for row in await connection.execute(statement) if row.name not in SHARED]
        tables = text("SELECT table_name FROM information_schema.columns WHERE column_name = 'tenant'")
        with_tenant = set((await connection.execute(tables)).scalars())
        every = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = set((await connection.execute(every)).scalars())
    assert names - with_tenant == {"migrations"}
    assert len(found) > 15
    assert [row for row in found if row.columns[0] != "tenant"] == []


@contextmanager
def statements(kernel: Kernel) -> Iterator[list[tuple[str, Any]]]:
    """Collect the SQL that a kernel sends, and the values."""
    sent: list[tuple[str, Any]] = []

    def note(_conn: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:  # noqa: ANN401
        sent.append((statement, parameters))

    event.listen(kernel.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(kernel.engine.sync_engine, "before_cursor_execute", note)


async def test_every_statement_names_the_tenant(shop: Shop) -> None:
    """Whatever the kernel asks the database, the tenant is in the statement and among its values."""
    with statements(shop.kernel) as sent:
        made = await shop.kernel.book(shop.tenant, key(), wanted("call", at(9)))
        await shop.kernel.reschedule(shop.tenant, key(), made.id, at(10))
        await shop.kernel.cancel(shop.tenant, key(), made.id)
        await shop.kernel.restore(shop.tenant, key(), made.id)
        await shop.kernel.get_booking(shop.tenant, made.id)
        await shop.kernel.list_bookings(shop.tenant, BookingQuery(event="call", resource="ada"))
        await shop.kernel.search(shop.tenant, Search(event="call", start=at(9), end=at(10)))
        await shop.kernel.why_not(shop.tenant, "call", at(9))
    about_tables = [(sql, values) for sql, values in sent if any(word in sql for word in ("FROM", "INTO", "UPDATE"))]
    assert len(about_tables) > 40
    for sql, values in about_tables:
        assert "tenant" in sql, sql
        assert shop.tenant in repr(values), sql
