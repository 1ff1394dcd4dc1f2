"""Many writers at once: through the kernel, and straight at the constraint as a writer without manners would."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from scheduling import Booking, BookingQuery, Kernel, NewBooking, SchedulingError, SlotTaken, lifespan
from scheduling.store.database import sqlstate
from tests.scheduling.store.world import Clock, Shop, at, key, open_shop, wanted

pytestmark = pytest.mark.anyio

# Pairs of rows that the law forbids: same resource, a common time, a common seat, and not both padding.
OVERLAPS = text("""
    SELECT count(*) FROM seatings a JOIN seatings b
      ON a.resource_number = b.resource_number AND a.during && b.during AND a.seats && b.seats AND a.booking < b.booking
    WHERE a.tenant = :tenant AND (a.padding_of IS NULL OR b.padding_of IS NULL)
""")


async def overlaps(engine: AsyncEngine, tenant: str) -> int:
    """Count the forbidden pairs of a tenant, without asking the constraint."""
    async with engine.connect() as connection:
        return int((await connection.execute(OVERLAPS, {"tenant": tenant})).scalar_one())


async def race(kernel: Kernel, tenant: str, wishes: list[NewBooking]) -> list[Booking | BaseException]:
    """Book everything at once, each with its own key."""
    return await asyncio.gather(*(kernel.book(tenant, key(), new) for new in wishes), return_exceptions=True)


async def test_fifty_want_one_slot_and_one_gets_it(shop: Shop) -> None:
    """The same slot raced by 50 calls: one booking, 49 refusals that each name three free starts."""
    results = await race(shop.kernel, shop.tenant, [wanted("consult", at(9))] * 50)
    made = [one for one in results if isinstance(one, Booking)]
    refused = [one for one in results if isinstance(one, SlotTaken)]
    assert (len(made), len(refused)) == (1, 49)
    assert {tuple(one.extensions["next"]) for one in refused} == {  # type: ignore[arg-type]  # a list of starts
        ("2026-03-02T10:15:00Z", "2026-03-02T10:30:00Z", "2026-03-02T10:45:00Z")
    }
    assert (await shop.kernel.list_bookings(shop.tenant, BookingQuery())).bookings == tuple(made)


async def test_nobody_is_refused_while_there_is_a_seat(shop: Shop) -> None:
    """Thirty race for the three seats of one class: three get one, although nobody says which seat is whose."""
    results = await race(shop.kernel, shop.tenant, [wanted("class", at(9))] * 30)
    assert Counter(type(one) for one in results) == {Booking: 3, SlotTaken: 27}


async def test_a_day_s_limit_holds_in_a_race(shop: Shop) -> None:
    """Sixteen race for a day that takes two, at times that do not touch: no constraint sees this, the locks do."""
    wishes = [wanted("checkup", at(9) + timedelta(minutes=30 * index)) for index in range(16)]
    results = await race(shop.kernel, shop.tenant, wishes)
    assert Counter(type(one) for one in results) == {Booking: 2, SlotTaken: 14}


async def test_a_room_takes_as_many_as_it_has_seats(shop: Shop) -> None:
    """Twenty race for three seats at overlapping times: at no minute are more than three taken."""
    starts = [at(9), at(9, 30), at(10), at(10, 30)]
    results = await race(shop.kernel, shop.tenant, [wanted("class", starts[index % 4]) for index in range(40)])
    made = [one for one in results if isinstance(one, Booking)]
    assert all(isinstance(one, Booking | SlotTaken) for one in results), results
    for minute in range(0, 180, 5):
        moment = at(9) + timedelta(minutes=minute)
        assert sum(one.party for one in made if one.start <= moment < one.end) <= 3
    assert len(made) >= 6
    assert await overlaps(shop.kernel.engine, shop.tenant) == 0


async def test_events_that_share_resources_do_not_deadlock(shop: Shop) -> None:
    """Panels want both people, calls want one of them in either order, moves and cancellations go on between."""
    wishes = [wanted("panel", at(9 + index % 8)) for index in range(16)]
    wishes += [wanted("call", at(9 + index % 8), "grace", "ada") for index in range(16)]
    wishes += [wanted("consult", at(9 + index % 8)) for index in range(16)]
    random.Random(1).shuffle(wishes)  # noqa: S311 - an order, no secret
    results = await race(shop.kernel, shop.tenant, wishes)
    assert all(isinstance(one, Booking | SlotTaken) for one in results), results
    made = [one for one in results if isinstance(one, Booking)]
    changes = [shop.kernel.cancel(shop.tenant, key(), one.id) for one in made]
    changes += [shop.kernel.reschedule(shop.tenant, key(), one.id, at(9, days=1)) for one in made]
    changed = await asyncio.gather(*changes, return_exceptions=True)
    assert all(isinstance(one, Booking | SchedulingError) for one in changed), changed
    assert Counter(one.status for one in changed if isinstance(one, Booking))["cancelled"] == len(made)
    assert await overlaps(shop.kernel.engine, shop.tenant) == 0


# A writer that knows nothing of locks or laws. Buffers of a quarter of an hour, as consultations have.
UNMANNERLY = text("""
    WITH b AS (
        INSERT INTO bookings (tenant, booking, event, starts_at, ends_at, buffer_before_min, buffer_after_min, status,
                              party, attendee_name, attendee_email, notes, cancellation_reason, created_at, updated_at)
        VALUES (:tenant, :id, 'consult', :start, :end, 15, 15, 'confirmed', 1, 'x', 'x@y', '', '', now(), now())
        RETURNING booking, number
    ), br AS (
        INSERT INTO booking_resources SELECT :tenant, b.booking, 'ada' FROM b
    )
    INSERT INTO seatings (tenant, booking, resource, resource_number, padding_of, during, seats)
    SELECT :tenant, b.booking, 'ada', r.number, CASE WHEN w.padding THEN b.number END, w.during, '[0,1)'
    FROM b, resources r, (VALUES
        (true, tstzrange(:start - interval '15 min', :start)),
        (false, tstzrange(:start, :end)),
        (true, tstzrange(:end, :end + interval '15 min'))) AS w (padding, during)
    WHERE r.tenant = :tenant AND r.resource = 'ada'
""")


async def test_four_thousand_inserts_race_the_constraint_and_none_overlap(database: str, clock: Clock) -> None:
    """4,000 inserts over 40 connections, without locks or laws: no two that stand overlap, and no room is left."""
    assert clock.moment < at(0)
    async with lifespan(database, clock=clock, pool_size=40) as kernel:
        shop = await open_shop(kernel, "unmannerly")
        chance = random.Random(20260302)  # noqa: S311 - a table of starts, no secret
        starts = [at(0) + timedelta(minutes=5 * chance.randrange(12 * 24 * 4)) for _ in range(4_000)]
        queue = iter(starts)
        outcomes: Counter[str] = Counter()

        async def writer() -> None:
            for start in queue:
                outcomes[await insert(kernel.engine, shop.tenant, start)] += 1

        await asyncio.gather(*(writer() for _ in range(40)))
        assert await overlaps(kernel.engine, shop.tenant) == 0
        standing = (await kernel.list_bookings(shop.tenant, BookingQuery(limit=200))).bookings
    assert sum(outcomes.values()) == 4_000
    assert set(outcomes) == {"stands", "refused"}
    assert len(standing) == outcomes["stands"]
    for one, other in pairwise(standing):  # law S5: one buffer's length between any two
        assert other.start - one.end >= timedelta(minutes=15)
    for start in starts:  # who was refused was in somebody's way
        near = timedelta(minutes=45)
        assert any(one.start - near < start < one.start + near for one in standing)


async def insert(engine: AsyncEngine, tenant: str, start: datetime) -> str:
    """Insert one booking of half an hour and say how it went; a deadlock's victim tries again."""
    row = {"tenant": tenant, "id": uuid4(), "start": start, "end": start + timedelta(minutes=30)}
    for _ in range(200):
        try:
            async with engine.begin() as connection:
                # Two inserts that meet wait for each other; the database finds that out after this time.
                await connection.execute(text("SET LOCAL deadlock_timeout = '5ms'"))
                await connection.execute(UNMANNERLY, row)
        except DBAPIError as error:
            if sqlstate(error) == "23P01":
                return "refused"
            if sqlstate(error) != "40P01":
                raise
        else:
            return "stands"
    return "deadlocked"


async def test_the_kernel_refuses_what_only_the_constraint_sees(shop: Shop) -> None:
    """A row that the laws do not know of, as a writer without manners leaves it, still makes a slot taken."""
    async with shop.kernel.engine.begin() as connection:
        row = {"tenant": shop.tenant, "id": uuid4(), "start": at(9), "end": at(9, 30)}
        await connection.execute(UNMANNERLY, row)
        await connection.execute(
            text("UPDATE bookings SET status = 'cancelled' WHERE tenant = :tenant"), {"tenant": shop.tenant}
        )
    again = key()
    for _ in range(2):
        with pytest.raises(SlotTaken) as refusal:
            await shop.kernel.book(shop.tenant, again, wanted("consult", at(9)))
        assert refusal.value.extensions["next"] == [
            "2026-03-02T09:15:00Z",
            "2026-03-02T09:30:00Z",
            "2026-03-02T09:45:00Z",
        ]
    assert len((await shop.kernel.list_bookings(shop.tenant, BookingQuery())).bookings) == 1


async def test_no_seat_lies_beyond_the_capacity(shop: Shop) -> None:
    """The database refuses a fourth seat in a room of three."""
    made = await shop.kernel.book(shop.tenant, key(), wanted("class", at(9)))
    statement = text("UPDATE seatings SET seats = '[3,4)' WHERE tenant = :tenant AND booking = CAST(:id AS uuid)")
    with pytest.raises(DBAPIError, match="beyond the capacity"):
        async with shop.kernel.engine.begin() as connection:
            await connection.execute(statement, {"tenant": shop.tenant, "id": made.id})
