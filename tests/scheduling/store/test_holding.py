"""Holds: a slot is kept for some minutes, becomes a booking in one step, and is free again by itself."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from scheduling import (
    Booking,
    BookingQuery,
    InvalidRequest,
    Kernel,
    NotFound,
    NotOffered,
    SchedulingError,
    SlotTaken,
    StateConflict,
)
from scheduling.holds import Hold, NewHold, new_hold
from scheduling.store import changes, database, holding
from tests.scheduling.store import held
from tests.scheduling.store.test_races import UNMANNERLY
from tests.scheduling.store.world import Clock, Shop, at, key, open_shop, wanted

pytestmark = pytest.mark.anyio

MINUTE = timedelta(minutes=1)


async def seats(shop: Shop) -> int:
    """Return how many rows of seats stand."""
    async with shop.kernel.engine.connect() as connection:
        count = text("SELECT count(*) FROM seatings WHERE tenant = :tenant")
        return int((await connection.execute(count, {"tenant": shop.tenant})).scalar_one())


async def sweep(shop: Shop) -> int:
    """Sweep as the job does."""
    return await database.transact(shop.kernel.engine, lambda connection: holding.sweep(connection, shop.kernel.now()))


async def test_a_hold_keeps_its_slot_until_it_runs_out(shop: Shop, clock: Clock) -> None:
    """What is held is neither offered nor booked; the moment it runs out it is, though nobody has swept."""
    one = await held.hold(shop, "consult", at(9))
    assert one == Hold(
        id=one.id,
        event="consult",
        resources=("ada",),
        start=at(9),
        end=at(10),
        party=1,
        status="held",
        created_at=clock.moment,
        expires_at=clock.moment + 10 * MINUTE,
        booking=None,
    )
    assert await held.get(shop, one.id) == one
    assert await shop.starts("consult", at(9), at(11)) == ["10:15", "10:30", "10:45"]
    assert await shop.kernel.why_not(shop.tenant, "consult", at(9)) != ()
    with pytest.raises(SlotTaken) as refusal:
        await shop.kernel.book(shop.tenant, key(), wanted("consult", at(9)))
    assert refusal.value.extensions["next"] == ["2026-03-02T10:15:00Z", "2026-03-02T10:30:00Z", "2026-03-02T10:45:00Z"]
    clock.moment += 10 * MINUTE
    assert (await shop.starts("consult", at(9), at(10)))[0] == "09:00"
    assert (await held.get(shop, one.id)).status == "expired"
    made = await shop.kernel.book(shop.tenant, key(), wanted("consult", at(9)))
    assert made.resources == ("ada",)
    assert await seats(shop) == 3


async def test_a_hold_becomes_a_booking(shop: Shop) -> None:
    """Who holds a slot books it, with whom it was held, in one step and once; a retry gets the same booking."""
    one = await held.hold(shop, "call", at(9), "grace", minutes=60)
    made = await held.book(shop, wanted("call", at(9)), one.id, of="k")
    assert (made.resources, made.status) == (("grace",), "confirmed")
    assert await held.book(shop, wanted("call", at(9)), one.id, of="k") == made
    now = await held.get(shop, one.id)
    assert (now.status, now.booking) == ("booked", made.id)
    assert await seats(shop) == 1
    for doing in (held.book(shop, wanted("call", at(9)), one.id), held.release(shop, one.id)):
        with pytest.raises(StateConflict) as refusal:
            await doing
        assert refusal.value.extensions == {"code": "booked", "status": "booked"}
    await shop.kernel.cancel(shop.tenant, key(), made.id)
    assert await seats(shop) == 0


async def test_a_refused_booking_leaves_the_hold(shop: Shop) -> None:
    """Where the booking is refused, or dies, the slot is still held."""
    one = await held.hold(shop, "consult", at(9))
    with pytest.raises(InvalidRequest) as refusal:
        await held.book(shop, wanted("consult", at(10)), one.id)
    assert refusal.value.extensions["field"] == "hold"
    async with shop.kernel.engine.begin() as connection:
        closed = text("UPDATE resources SET weekly = '{}' WHERE tenant = :tenant AND resource = 'ada'")
        await connection.execute(closed, {"tenant": shop.tenant})
    with pytest.raises(NotOffered):
        await held.book(shop, wanted("consult", at(9)), one.id)
    assert (await held.get(shop, one.id)).status == "held"
    assert await seats(shop) == 3


@pytest.mark.parametrize(
    ("event", "minutes", "party", "resources"),
    [("checkup", 0, 1, ()), ("call", 30, 1, ()), ("call", 0, 2, ()), ("call", 0, 1, ("grace",))],
)
async def test_only_what_is_held_is_booked(
    shop: Shop, event: str, minutes: int, party: int, resources: tuple[str, ...]
) -> None:
    """Another event, start, party or other people than those who hold are refused, naming the field."""
    one = await held.hold(shop, "call", at(9), "ada")
    with pytest.raises(InvalidRequest) as refusal:
        await held.book(shop, wanted(event, at(9, minutes), *resources, party=party), one.id)
    assert refusal.value.extensions["field"] == "hold"


async def test_holding_is_done_once_for_its_key(shop: Shop, clock: Clock) -> None:
    """A retry returns the hold as it was answered first, also a refusal."""
    one = await held.hold(shop, "consult", at(9), of="k")
    clock.moment += 5 * MINUTE
    assert await held.hold(shop, "consult", at(9), of="k") == one
    refusals = []
    for _ in range(2):
        with pytest.raises(SlotTaken) as refusal:
            await held.hold(shop, "consult", at(9), of="late")
        refusals.append(refusal.value.extensions)
    assert refusals[0] == refusals[1]
    assert await seats(shop) == 3


async def test_a_released_slot_is_free_at_once(shop: Shop) -> None:
    """Releasing frees the slot, tells whoever keeps an index, and may be said twice."""
    one = await held.hold(shop, "consult", at(9))
    async with shop.kernel.engine.connect() as connection:
        look = await changes.look(connection)
    assert (await held.release(shop, one.id)).status == "released"
    assert (await held.release(shop, one.id)).status == "released"
    async with shop.kernel.engine.connect() as connection:
        told = await changes.since(connection, shop.tenant, look)
    assert told is not None
    assert list(told.spans.values()) == [((at(8, 45), at(10, 15)),)]
    with pytest.raises(SlotTaken, match="released"):
        await held.book(shop, wanted("consult", at(9)), one.id)
    assert (await shop.kernel.book(shop.tenant, key(), wanted("consult", at(9)))).status == "confirmed"


async def test_who_comes_late_is_told_what_is_free(shop: Shop, clock: Clock) -> None:
    """A hold that has run out books nothing, swept or not; its own start is among the next if it is still free."""
    one = await held.hold(shop, "consult", at(9))
    clock.moment += 11 * MINUTE
    for swept in (0, 1):
        with pytest.raises(SlotTaken, match="run out") as refusal:
            await held.book(shop, wanted("consult", at(9)), one.id)
        assert refusal.value.extensions == {
            "hold": "expired",
            "next": ["2026-03-02T09:00:00Z", "2026-03-02T09:15:00Z", "2026-03-02T09:30:00Z"],
        }
        assert (await sweep(shop) == 0) is bool(swept)
        assert await seats(shop) == 0
    await shop.kernel.book(shop.tenant, key(), wanted("consult", at(9)))
    with pytest.raises(SlotTaken) as refusal:
        await held.book(shop, wanted("consult", at(9)), one.id)
    assert refusal.value.extensions["next"] == ["2026-03-02T10:15:00Z", "2026-03-02T10:30:00Z", "2026-03-02T10:45:00Z"]


async def test_a_sweep_takes_what_has_run_out_and_nothing_else(shop: Shop, clock: Clock) -> None:
    """Seats of holds that have run out go, others stay; a day later it is forgotten that there was a hold."""
    short, long = await held.hold(shop, "consult", at(9)), await held.hold(shop, "consult", at(11), minutes=30)
    clock.moment += 10 * MINUTE
    assert await sweep(shop) >= 1
    assert await seats(shop) == 3
    assert [(await held.get(shop, one.id)).status for one in (short, long)] == ["expired", "held"]
    made = await held.book(shop, wanted("consult", at(11)), long.id)
    clock.moment += timedelta(days=1, minutes=30)
    assert await sweep(shop) == 0
    for one in (short, long):
        with pytest.raises(NotFound):
            await held.get(shop, one.id)
    assert (await shop.kernel.get_booking(shop.tenant, made.id)).status == "confirmed"


async def test_notice_is_kept_when_it_is_held(shop: Shop, clock: Clock) -> None:
    """Who held in time books in time, though the notice is over by then; what has begun is not booked any more."""
    clock.moment = at(8)
    one = await held.hold(shop, "call", at(9), minutes=60)
    clock.moment = at(8, 20)
    with pytest.raises(NotOffered):
        await held.hold(shop, "call", at(9))
    assert (await held.book(shop, wanted("call", at(9)), one.id)).status == "confirmed"
    clock.moment = at(8, 30)
    late = await held.hold(shop, "class", at(9), minutes=60)
    clock.moment = at(9, 1)
    with pytest.raises(NotOffered) as refusal:
        await held.book(shop, wanted("class", at(9)), late.id)
    assert refusal.value.extensions["code"] == "past"


async def test_holds_count_as_bookings_do(shop: Shop, clock: Clock) -> None:
    """Seats, buffers and the limit of a day count what is held, and again without it once it has run out."""
    await held.hold(shop, "class", at(9), party=2)
    with pytest.raises(SlotTaken):
        await shop.kernel.book(shop.tenant, key(), wanted("class", at(9, 30), party=2))
    await held.hold(shop, "class", at(9, 30))
    for hours in (9, 10):
        await held.hold(shop, "checkup", at(hours))
    with pytest.raises(SlotTaken):
        await shop.kernel.book(shop.tenant, key(), wanted("checkup", at(11)))
    # A buffer may lie on another's buffer, held or booked.
    await held.hold(shop, "consult", at(11))
    await shop.kernel.book(shop.tenant, key(), wanted("consult", at(12, 15)))
    clock.moment += 10 * MINUTE
    await shop.kernel.book(shop.tenant, key(), wanted("checkup", at(11)))
    await shop.kernel.book(shop.tenant, key(), wanted("class", at(9, 30), party=3))


async def test_a_held_slot_is_out_of_reach_of_moves_and_restores(shop: Shop) -> None:
    """Neither a move nor a restore takes what is held; both work once it is released."""
    made = await shop.kernel.book(shop.tenant, key(), wanted("consult", at(9)))
    gone = await shop.kernel.book(shop.tenant, key(), wanted("consult", at(14)))
    await shop.kernel.cancel(shop.tenant, key(), gone.id)
    one = await held.hold(shop, "consult", at(14))
    for doing in (
        shop.kernel.restore(shop.tenant, key(), gone.id),
        shop.kernel.reschedule(shop.tenant, key(), made.id, at(14)),
    ):
        with pytest.raises(SlotTaken):
            await doing
    await held.release(shop, one.id)
    assert (await shop.kernel.restore(shop.tenant, key(), gone.id)).status == "confirmed"


async def test_holds_race_like_bookings(shop: Shop) -> None:
    """Twenty hold and twenty book the same slot of two people at once: two get it, all others are told what is next."""
    doing = [held.hold(shop, "call", at(9)) for _ in range(20)]
    doing += [shop.kernel.book(shop.tenant, key(), wanted("call", at(9))) for _ in range(20)]  # type: ignore[misc]
    results = await asyncio.gather(*doing, return_exceptions=True)
    got = [one for one in results if isinstance(one, Hold | Booking)]
    assert sorted(one.resources for one in got) == [("ada",), ("grace",)]
    assert Counter(type(one) for one in results)[SlotTaken] == 38


async def test_one_hold_is_booked_once(shop: Shop) -> None:
    """Ten book one hold with ten keys while others want the slot: one booking stands, and it is the holder's."""
    one = await held.hold(shop, "consult", at(9))
    doing = [held.book(shop, wanted("consult", at(9), notes="mine"), one.id) for _ in range(10)]
    doing += [shop.kernel.book(shop.tenant, key(), wanted("consult", at(9))) for _ in range(10)]
    results = await asyncio.gather(*doing, return_exceptions=True)
    assert Counter(type(one) for one in results) == {Booking: 1, StateConflict: 9, SlotTaken: 10}
    (made,) = (await shop.kernel.list_bookings(shop.tenant, BookingQuery())).bookings
    assert made.notes == "mine"


async def test_a_hold_that_runs_out_while_it_is_booked_goes_to_one_of_them(shop: Shop, clock: Clock) -> None:
    """The holder, whose clock says that it stands, and others, whose clock says that it has run out, share no seat."""
    for number in range(6):
        start = at(9, days=number % 5, minutes=75 * (number // 5))
        one = await held.hold(shop, "consult", start)
        mine = asyncio.ensure_future(held.book(shop, wanted("consult", start), one.id))
        await asyncio.sleep(0.002 * number)
        clock.moment += 10 * MINUTE
        results = await asyncio.gather(
            mine,
            *(shop.kernel.book(shop.tenant, key(), wanted("consult", start)) for _ in range(3)),
            sweep(shop),
            return_exceptions=True,
        )
        clock.moment -= 10 * MINUTE
        assert all(isinstance(one, Booking | SlotTaken | int) for one in results), results
        assert sum(isinstance(one, Booking) for one in results) == 1


async def test_older_code_does_not_trip_over_holds(shop: Shop) -> None:
    """Bookings are listed without holds, and a writer that knows no holds is refused by the constraint."""
    await held.hold(shop, "consult", at(9))
    assert (await shop.kernel.list_bookings(shop.tenant, BookingQuery())).bookings == ()
    row = {"tenant": shop.tenant, "id": uuid4(), "start": at(9, 30), "end": at(10)}
    with pytest.raises(IntegrityError, match="double_booking"):
        async with shop.kernel.engine.begin() as connection:
            await connection.execute(UNMANNERLY, row)


async def test_holds_of_tenants_are_apart(shop: Shop, kernel: Kernel) -> None:
    """A neighbour neither sees nor books nor releases a hold, nor is in its way."""
    other = await open_shop(kernel, f"other-{uuid4()}")
    one = await held.hold(shop, "consult", at(9))
    for doing in (
        held.get(other, one.id),
        held.release(other, one.id),
        held.book(other, wanted("consult", at(9)), one.id),
    ):
        with pytest.raises(NotFound):
            await doing
    assert (await held.hold(other, "consult", at(9))).status == "held"


@pytest.mark.parametrize(("field", "value"), [("minutes", 0), ("minutes", 61), ("party", 0), ("event", " ")])
def test_what_cannot_be_held_is_refused(field: str, value: object) -> None:
    """Minutes, party and event are checked before a transaction is begun."""
    new = NewHold(**{"event": "call", "start": at(9), field: value})  # type: ignore[arg-type]  # a table of fields
    with pytest.raises(SchedulingError) as refusal:
        new_hold(new)
    assert refusal.value.extensions["field"] == field
