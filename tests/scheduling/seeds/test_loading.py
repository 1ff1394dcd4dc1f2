"""A seed in a database: what was drawn is what is there, over one connection or over many."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import numpy as np
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from router.postgres import database_url, throwaway_database
from scheduling import Attendee, BookingQuery, NewBooking, SlotTaken, lifespan
from scheduling.__main__ import main
from scheduling.seeds.bookings import bookings
from scheduling.seeds.checking import SeedBroken, check
from scheduling.seeds.loading import TenantExists, load
from scheduling.seeds.rows import seated
from scheduling.seeds.sizes import FIRST, Size, drawn
from scheduling.store import database as store
from scheduling.zone import instant

pytestmark = pytest.mark.anyio
PLAN = drawn(Size("cut", 50, 3_000, 25, 1), 5, FIRST)
CONTENT = """
    SELECT count(*), md5(string_agg(row, '|' ORDER BY row)) FROM (
        SELECT concat_ws(',', b.booking, b.event, b.starts_at, b.status, b.party, b.attendee_name, s.resource, s.during,
                         s.seats, s.padding_of - b.number) AS row
        FROM bookings b JOIN booking_resources r USING (tenant, booking)
        LEFT JOIN seatings s USING (tenant, booking, resource) WHERE b.tenant = :tenant) AS rows
"""


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Run async tests and fixtures on asyncio."""
    return "asyncio"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a Postgres server and yield its URL."""
    with database_url(tmp_path_factory.mktemp("seeds"), {}, durable=False) as url:
        yield url


@pytest.fixture
async def empty(server: str) -> AsyncIterator[str]:
    """Make an empty database and yield its URL."""
    async with throwaway_database(server) as url:
        yield url


async def asked(url: str, statement: str, **values: object) -> tuple[object, ...]:
    """Run one statement and return its only row, or nothing."""
    engine = store.engine(url)
    try:
        async with engine.begin() as connection:
            found = await connection.execute(text(statement), values)
            return tuple(found.one()) if found.returns_rows else ()
    finally:
        await engine.dispose()


async def test_many_connections_write_the_rows_that_one_writes(empty: str) -> None:
    """Both ways leave the same bookings, the same resources and the same seats, and as many as were drawn."""
    told: list[str] = []
    one = await load(empty, PLAN.named("one"), say=told.append)
    many = await load(empty, PLAN.named("many"), say=told.append, many=0)
    assert [(done.bookings, done.seatings) for done in (one, many)] == [(3_000, len(seated(bookings(PLAN))))] * 2
    assert await asked(empty, CONTENT, tenant="one") == await asked(empty, CONTENT, tenant="many")
    assert sum("over 3 connections" in line for line in told) == sum("triggers in place" in line for line in told) == 1
    # The change log tells of every resource, so that a reader looks at all of its time.
    logged = "SELECT count(DISTINCT resource_number) FROM changes WHERE tenant = :tenant AND during IS NULL"
    assert await asked(empty, logged, tenant="many") == (50,)


async def test_who_may_not_leave_out_triggers_loads_with_them(empty: str) -> None:
    """A plain user, owner of the tables and no more, loads the same over one connection."""
    await asked(empty, "CREATE ROLE plain LOGIN")
    try:
        await asked(empty, "GRANT ALL ON SCHEMA public TO plain")
        parts = urlsplit(empty)
        await asked(empty, f'GRANT ALL ON DATABASE "{parts.path[1:]}" TO plain')
        told: list[str] = []
        plain = empty.replace(f"//{parts.netloc}", "//plain@", 1)
        done = await load(plain, PLAN, say=told.append, many=0)
        assert done.bookings == 3_000
        assert any("triggers in place" in line for line in told)
    finally:
        await asked(empty, "DROP OWNED BY plain CASCADE")
        await asked(empty, "DROP ROLE plain")


async def test_a_tenant_that_is_there_stays_unless_it_is_replaced(empty: str) -> None:
    """The second load is refused and changes nothing; --replace leaves the new rows and nobody else's touched."""
    await load(empty, PLAN.named("other"))
    await load(empty, PLAN)
    before = await asked(empty, CONTENT, tenant="cut")
    with pytest.raises(TenantExists, match="--replace"):
        await load(empty, PLAN, many=0)
    assert await asked(empty, CONTENT, tenant="cut") == before
    for many in (0, 10_000):
        await load(empty, drawn(Size("cut", 50, 1_000, 25, 1), 6, FIRST), replace=True, many=many)
        assert await asked(empty, "SELECT count(*) FROM bookings WHERE tenant = 'cut'") == (1_000,)
    assert await asked(empty, CONTENT, tenant="other") == before


async def test_a_load_that_was_killed_is_taken_away_by_the_next(empty: str) -> None:
    """Seats that were committed before their tenant are nobody's; the next load begins without them."""
    await load(empty, PLAN, many=0)
    kept = await asked(empty, CONTENT, tenant="cut")
    engine = store.engine(empty)
    async with engine.begin() as connection:
        await connection.execute(text("SET LOCAL session_replication_role = replica"))
        for table in ("tenants", "resources", "events", "event_resources", "series", "calendar_errors", "bookings"):
            await connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - names above
        await connection.execute(text("DELETE FROM booking_resources"))
    await engine.dispose()
    await load(empty, PLAN, many=0)
    assert await asked(empty, CONTENT, tenant="cut") == kept


async def test_what_was_loaded_can_be_asked_booked_and_not_booked_twice(empty: str) -> None:
    """The kernel lists a seeded booking, refuses its time to others, cancels it, and books the time again."""
    await load(empty, PLAN, many=0)
    drawn_rows = bookings(PLAN)
    ahead = drawn_rows.start > PLAN.start + 200 * 1440
    alone = np.array([PLAN.places[place].rules.capacity == 1 for place in drawn_rows.place.tolist()])
    chosen = int(np.flatnonzero(ahead & alone & ~drawn_rows.cancelled & (drawn_rows.partner < 0))[0])
    start = instant(int(drawn_rows.start[chosen]))
    resource, event = (
        PLAN.places[int(drawn_rows.place[chosen])].rules.id,
        PLAN.offers[int(drawn_rows.offer[chosen])].id,
    )
    async with lifespan(empty, clock=lambda: instant(PLAN.start)) as kernel:
        day = BookingQuery(resource=resource, start=start, end=start + timedelta(minutes=1), status="confirmed")
        (found,) = (await kernel.list_bookings("cut", day)).bookings
        attendee = Attendee(name="Ada", email="ada@example.com")
        wish = NewBooking(event=event, start=start, attendee=attendee, resources=(resource,))
        with pytest.raises(SlotTaken):
            await kernel.book("cut", "first", wish)
        await kernel.cancel("cut", "second", found.id)
        again = await kernel.book("cut", "third", wish)
        assert (again.start, again.resources) == (start, (resource,))


async def test_the_database_refuses_whoever_writes_beside_what_was_loaded(empty: str) -> None:
    """A loaded row of seats, written once more around all code, meets the constraint."""
    await load(empty, PLAN, many=0)
    statement = """
        INSERT INTO seatings (tenant, booking, resource, resource_number, during, seats)
        SELECT tenant, booking, resource, resource_number, during, seats FROM seatings WHERE padding_of IS NULL LIMIT 1
    """
    with pytest.raises(DBAPIError) as refused:
        await asked(empty, statement)
    assert store.sqlstate(refused.value) == store.EXCLUSION_VIOLATION


WRONG = (
    ("UPDATE bookings SET event = 'none' WHERE number % 100 = 7", "event that is not there"),
    ("DELETE FROM bookings WHERE number % 100 = 7", "without a booking"),
    ("UPDATE booking_resources SET resource = 'none' WHERE resource = 'r0001'", "resource that is not there"),
    ("DELETE FROM booking_resources WHERE resource = 'r0001'", "seats without a booking"),
    ("UPDATE resources SET capacity = 1", "beyond its capacity"),
    ("DELETE FROM seatings WHERE resource = 'r0001'", "rows of seats and not"),
)


async def test_what_triggers_would_have_refused_is_found(empty: str) -> None:
    """Each broken reference, and each seat that is missing or too many, is found before anything is committed."""
    done = await load(empty, PLAN, many=0)
    engine = store.engine(empty)
    for wrong, what in WRONG:
        async with engine.connect() as connection:
            await connection.execute(text("SET LOCAL session_replication_role = replica"))
            await check(connection, "cut", done.seatings)
            await connection.execute(text(wrong))
            with pytest.raises(SeedBroken, match=what):
                await check(connection, "cut", done.seatings)
            await connection.rollback()
    await engine.dispose()


def test_the_command_loads_and_says_what(server: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Data goes to stdout, progress to stderr; a tenant that is there, a wrong date and no database are usage."""
    arguments = ["seed", "small", "--tenant", "told", "--database", server]
    assert main(arguments) == 0
    said = capsys.readouterr()
    assert said.out.startswith("told: 3 resources, 5 events, 2,000 bookings, ")
    assert "drawing 2,000 bookings" in said.err
    assert main(arguments) == 64
    assert "--replace" in capsys.readouterr().err
    assert main([*arguments, "--replace"]) == 0
    for wrong in (["--start", "soon"], ["--seed", "-1"], ["--tenant"]):
        with pytest.raises(SystemExit) as left:
            main(["seed", "small", *wrong])
        assert left.value.code == 64
    assert main(["seed", "small", "--database", ""]) == 64
