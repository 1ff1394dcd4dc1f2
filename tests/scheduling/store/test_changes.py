"""The change log: a reader that catches up has exactly what is committed, however late and by whomever."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from scheduling import Booking, SchedulingError
from scheduling.problem import WEEKDAYS, Event, Series
from scheduling.store import changes, rules, taken
from scheduling.store.changes import Changes
from tests.scheduling.store.test_races import UNMANNERLY
from tests.scheduling.store.world import Shop, at, key, wanted

pytestmark = pytest.mark.anyio

HOURS: dict[rules.Weekday, rules.Hours] = dict.fromkeys(WEEKDAYS[:5], (("09:00", "17:00"),))
ROWS = text("""
    SELECT s.resource_number, s.during::text AS during, s.seats::text AS seats, b.status
    FROM seatings s JOIN bookings b ON b.tenant = s.tenant AND b.booking = s.booking
    WHERE s.tenant = :tenant AND (CAST(:number AS bigint) IS NULL OR s.resource_number = :number
      AND s.during && tstzrange(:start, :end))
""")
Row = tuple[int, str, str, str]


async def rows(connection: AsyncConnection, tenant: str, *of: object) -> set[Row]:
    """Return the seats that stand, of one resource and time or of all."""
    number, start, end = of or (None, None, None)
    found = await connection.execute(ROWS, {"tenant": tenant, "number": number, "start": start, "end": end})
    return {tuple(row) for row in found}


async def numbers(engine: AsyncEngine, tenant: str) -> dict[int, str]:
    """Return who is who."""
    async with engine.connect() as connection:
        found = await connection.execute(
            text("SELECT number, resource FROM resources WHERE tenant = :tenant"), {"tenant": tenant}
        )
        return {row.number: row.resource for row in found}


async def looked(engine: AsyncEngine) -> str:
    """Look."""
    async with engine.connect() as connection:
        return await changes.look(connection)


async def since(engine: AsyncEngine, tenant: str, snapshot: str) -> Changes:
    """Return what has changed since a look."""
    async with engine.connect() as connection:
        found = await changes.since(connection, tenant, snapshot)
    assert found is not None
    return found


class Reader:
    """Keeps a copy of who sits where, by the log alone."""

    def __init__(self, engine: AsyncEngine, tenant: str) -> None:
        self.engine = engine.execution_options(isolation_level="REPEATABLE READ")
        self.tenant = tenant
        self.snapshot: str | None = None
        self.copy: set[Row] = set()

    async def catch_up(self) -> int:
        """Bring the copy up to date, compare it with what stands, and return how many spans had changed."""
        async with self.engine.begin() as connection:
            if self.snapshot is None:
                self.snapshot = await changes.look(connection)
                self.copy = await rows(connection, self.tenant)
                return 0
            found = await changes.since(connection, self.tenant, self.snapshot)
            assert found is not None
            for number, spans in found.spans.items():
                for start, end in spans or ():
                    gone = {row for row in self.copy if row[0] == number and meets(row[1], start, end)}
                    self.copy = self.copy - gone | await rows(connection, self.tenant, number, start, end)
            assert self.copy == await rows(connection, self.tenant)
            self.snapshot = found.snapshot
            return sum(len(spans or ()) for spans in found.spans.values())


def meets(during: str, start: datetime, end: datetime) -> bool:
    """Say whether a range as Postgres writes it meets a time."""
    low, high = (datetime.fromisoformat(one.strip('"')) for one in during.strip("[)").split(","))
    return low < end and high > start


async def test_readers_see_exactly_what_is_committed(shop: Shop) -> None:
    """While many book, move and cancel, and some commit late or never, each look of each reader is the whole truth."""
    engine, tenant = shop.kernel.engine, shop.tenant
    chance = random.Random(5)  # noqa: S311 - an order, no secret
    busy = True

    async def write(number: int) -> None:
        made: list[str] = []
        for step in range(12):
            start = at(9) + timedelta(minutes=30 * chance.randrange(14))
            doing: list[Callable[[], Awaitable[Booking]]] = [
                lambda start=start: shop.kernel.book(tenant, key(), wanted("class", start, party=1)),
                lambda start=start: shop.kernel.book(tenant, key(), wanted("consult", start)),
            ]
            if made:
                one = made[number % len(made)]
                doing += [
                    lambda one=one: shop.kernel.cancel(tenant, key(), one),
                    lambda one=one: shop.kernel.restore(tenant, key(), one),
                    lambda one=one, start=start: shop.kernel.reschedule(tenant, key(), one, start),
                ]
            try:
                made.append((await doing[(number + step) % len(doing)]()).id)
            except SchedulingError:
                continue

    async def dawdle(number: int) -> None:
        """Write at once and commit much later, or not at all."""
        connection = await engine.connect()
        start = at(12, 30 * number, days=1)
        row = {"tenant": tenant, "id": uuid4(), "start": start, "end": start + timedelta(minutes=15)}
        await connection.execute(UNMANNERLY, row)
        await asyncio.sleep(0.05 * number)
        await (connection.commit() if number % 3 else connection.rollback())
        await connection.close()

    async def read() -> int:
        reader, seen = Reader(engine, tenant), 0
        while busy:
            seen += await reader.catch_up()
            await asyncio.sleep(0.003)
        return seen + await reader.catch_up()

    readers = [asyncio.ensure_future(read()) for _ in range(2)]
    await asyncio.gather(*(write(number) for number in range(4)), *(dawdle(number) for number in range(2, 5)))
    busy = False
    assert all(count > 20 for count in await asyncio.gather(*readers))


async def test_what_is_committed_late_is_told_then(shop: Shop) -> None:
    """A transaction that wrote first and commits last is told after it commits, one that is rolled back never."""
    engine, tenant = shop.kernel.engine, shop.tenant
    who = {name: number for number, name in (await numbers(engine, tenant)).items()}
    first = await looked(engine)
    async with engine.connect() as late, engine.connect() as never:
        await taken.put_calendar_error(late, tenant, "ada", at(0))
        await taken.put_calendar_error(never, tenant, "room", at(0))
        await shop.kernel.book(tenant, key(), wanted("checkup", at(9)))
        second = await since(engine, tenant, first)
        assert second.spans == {who["grace"]: ((at(9), at(9, 30)),)}
        assert (await since(engine, tenant, second.snapshot)).spans == {}
        await late.commit()
        await never.rollback()
        third = await since(engine, tenant, second.snapshot)
        assert third.spans == {who["ada"]: None}
    assert (await since(engine, tenant, third.snapshot)).spans == {}
    assert (await since(engine, tenant, first)).spans == {**second.spans, **third.spans}


async def test_savepoints_are_part_of_their_transaction(shop: Shop) -> None:
    """What stands in a savepoint is told with the rest; what was taken back to one is not."""
    engine, tenant = shop.kernel.engine, shop.tenant
    before = await looked(engine)
    async with engine.begin() as connection:
        async with connection.begin_nested():
            await taken.put_calendar_error(connection, tenant, "ada", at(0))
        gone = await connection.begin_nested()
        await taken.put_calendar_error(connection, tenant, "grace", at(0))
        await gone.rollback()
    told = (await since(engine, tenant, before)).spans
    who = await numbers(engine, tenant)
    assert [who[number] for number in told] == ["ada"]


SERIES = Series("ada", datetime(2026, 3, 2, 9), 30, "daily")
WRITES: dict[str, tuple[Callable[[AsyncConnection, str], Awaitable[object]], dict[str, object], set[str]]] = {
    "hours": (lambda c, t: rules.put_resource(c, t, "ada", tz="UTC", weekly={}), {"ada": None}, set()),
    "an override": (
        lambda c, t: rules.put_resource(c, t, "ada", tz="UTC", weekly=HOURS, overrides={at(0).date(): ()}),
        {"ada": None},
        set(),
    ),
    "a zone": (lambda c, t: rules.put_resource(c, t, "ada", tz="Asia/Tokyo", weekly=HOURS), {"ada": None}, set()),
    "seats": (lambda c, t: rules.put_resource(c, t, "ada", tz="UTC", weekly=HOURS, capacity=2), {"ada": None}, set()),
    "a title": (lambda c, t: rules.put_resource(c, t, "ada", tz="UTC", weekly=HOURS, title="Ada"), {}, set()),
    "somebody new": (lambda c, t: rules.put_resource(c, t, "new", tz="UTC", weekly=HOURS), {"new": None}, set()),
    "a series": (lambda c, t: taken.put_series(c, t, SERIES, str(uuid4())), {"ada": None}, set()),
    "a broken calendar": (lambda c, t: taken.put_calendar_error(c, t, "room", at(0)), {"room": None}, set()),
    "an event": (lambda c, t: rules.put_event(c, t, "call", Event(30, 30), ("ada",)), {}, {"call"}),
}


@pytest.mark.parametrize("what", WRITES)
async def test_every_rule_that_changes_is_told(shop: Shop, what: str) -> None:
    """Hours, overrides, zones, seats, series, calendar errors and events are told, titles of resources are not."""
    write, expected, events = WRITES[what]
    before = await looked(shop.kernel.engine)
    async with shop.kernel.engine.begin() as connection:
        await write(connection, shop.tenant)
    told = await since(shop.kernel.engine, shop.tenant, before)
    who = await numbers(shop.kernel.engine, shop.tenant)
    assert ({who[number]: spans for number, spans in told.spans.items()}, told.events) == (expected, events)


@pytest.mark.parametrize("table", ["series", "calendar_errors"])
async def test_what_is_taken_away_is_told(shop: Shop, table: str) -> None:
    """A series or a calendar error that is deleted changes what is free as much as one that comes."""
    async with shop.kernel.engine.begin() as connection:
        await taken.put_series(connection, shop.tenant, SERIES, str(uuid4()))
        await taken.put_calendar_error(connection, shop.tenant, "ada", at(0))
    before = await looked(shop.kernel.engine)
    async with shop.kernel.engine.begin() as connection:
        statement = f"DELETE FROM {table} WHERE tenant = :tenant"  # noqa: S608 - one of two words
        await connection.execute(text(statement), {"tenant": shop.tenant})
    assert list((await since(shop.kernel.engine, shop.tenant, before)).spans.values()) == [None]


async def test_each_change_of_a_booking_is_told_with_its_buffers(shop: Shop) -> None:
    """Book, move, cancel and restore each tell whose time has changed, and when, old time and new."""
    engine, tenant = shop.kernel.engine, shop.tenant
    nine, two = (at(8, 45), at(10, 15)), (at(13, 45), at(15, 15))
    look = await looked(engine)

    async def told() -> set[tuple[datetime, datetime]]:
        nonlocal look
        found = await since(engine, tenant, look)
        look = found.snapshot
        assert len(found.spans) == 1
        return {span for spans in found.spans.values() for span in spans or ()}

    made = await shop.kernel.book(tenant, key(), wanted("consult", at(9)))
    assert await told() == {nine}
    await shop.kernel.reschedule(tenant, key(), made.id, at(14))
    assert await told() == {nine, two}
    await shop.kernel.cancel(tenant, key(), made.id)
    assert await told() == {two}
    await shop.kernel.restore(tenant, key(), made.id)
    assert await told() == {two}
    for statement in (  # as only an operator would
        "UPDATE bookings SET status = 'cancelled' WHERE tenant = :tenant",
        "UPDATE seatings SET seats = seats WHERE tenant = :tenant AND padding_of IS NULL",
        "DELETE FROM seatings WHERE tenant = :tenant",
    ):
        async with engine.begin() as connection:
            await connection.execute(text(statement), {"tenant": tenant})
        assert await told() == ({(at(14), at(15))} if "seats = seats" in statement else {two})


async def test_a_whole_load_is_one_row_a_resource(shop: Shop) -> None:
    """However many seats one statement takes, the log grows by a row for each resource."""
    made = await shop.kernel.book(shop.tenant, key(), wanted("class", at(9)))
    before = await looked(shop.kernel.engine)
    load = text("""
        INSERT INTO seatings (tenant, booking, resource, resource_number, during, seats)
        SELECT tenant, booking, resource, resource_number, tstzrange(day, day + interval '1 hour'), seats
        FROM seatings, generate_series(CAST(:first AS timestamptz), :last, interval '1 day') AS day
        WHERE tenant = :tenant AND booking = CAST(:booking AS uuid)
    """)
    async with shop.kernel.engine.begin() as connection:
        values = {"tenant": shop.tenant, "booking": made.id, "first": at(9, days=1), "last": at(9, days=90)}
        assert (await connection.execute(load, values)).rowcount == 90
    (spans,) = (await since(shop.kernel.engine, shop.tenant, before)).spans.values()
    assert spans == ((at(9, days=1), at(10, days=90)),)


async def test_whoever_missed_what_was_forgotten_starts_afresh(shop: Shop) -> None:
    """After old rows are gone, a look from before them is not answered; one from after them is."""
    engine, tenant = shop.kernel.engine, shop.tenant
    before = await looked(engine)
    await shop.kernel.book(tenant, key(), wanted("call", at(9)))
    after = await looked(engine)
    await shop.kernel.book(tenant, key(), wanted("call", at(9)))
    async with engine.begin() as connection:
        assert await changes.prune(connection, datetime.now(UTC) - timedelta(minutes=5)) == 0
    assert len((await since(engine, tenant, before)).spans) == 2
    cutoff = await age_all_but_last(engine, tenant)
    async with engine.begin() as connection:
        assert await changes.prune(connection, cutoff) > 0
    async with engine.connect() as connection:
        assert await changes.since(connection, tenant, before) is None
    assert len((await since(engine, tenant, after)).spans) == 1
    assert (await since(engine, "somebody else", before)).spans == {}


async def age_all_but_last(engine: AsyncEngine, tenant: str) -> datetime:
    """Make all rows but those of the newest transaction two hours older, and return the hour in between."""
    old = text("""
        UPDATE changes SET at = at - interval '2 hours'
        WHERE tenant = :tenant AND xid < (SELECT xid FROM changes WHERE tenant = :tenant ORDER BY xid DESC LIMIT 1)
    """)
    async with engine.begin() as connection:
        await connection.execute(old, {"tenant": tenant})
    return datetime.now(UTC) - timedelta(hours=1)


async def test_what_is_still_under_way_keeps_the_log(shop: Shop) -> None:
    """While somebody has not committed, nothing since they began is forgotten, so that nobody must start afresh."""
    engine, tenant = shop.kernel.engine, shop.tenant
    async with engine.connect() as slow:
        await taken.put_calendar_error(slow, tenant, "ada", at(0))
        await shop.kernel.book(tenant, key(), wanted("checkup", at(9)))
        look = await looked(engine)
        await shop.kernel.book(tenant, key(), wanted("class", at(9)))
        cutoff = await age_all_but_last(engine, tenant)
        async with engine.begin() as connection:
            await changes.prune(connection, cutoff)
        await slow.commit()
    assert len((await since(engine, tenant, look)).spans) == 2


async def test_a_look_at_another_server_is_not_answered(shop: Shop) -> None:
    """A snapshot that is ahead of this server was taken elsewhere, before the data moved: all is read anew."""
    ahead = f"{2**40 + 3}:{2**40 + 3}:"
    async with shop.kernel.engine.connect() as connection:
        assert await changes.since(connection, shop.tenant, ahead) is None
