from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from scheduling import BookingQuery, NotFound, NotOffered, SlotTaken, StateConflict
from scheduling.problem import Series
from scheduling.store import rules, taken
from tests.scheduling.store.world import ADA, OPENING, Clock, Shop, at, key, wanted

pytestmark = pytest.mark.anyio


async def test_a_booking_is_made_read_and_listed(shop: Shop) -> None:
    """What is booked is what is read back, alone and in the list."""
    made = await shop.kernel.book(shop.tenant, key(), wanted("call", at(9), notes="Bring\ntea"))
    assert UUID(made.id)
    assert (made.event, made.resources, made.status, made.party) == ("call", ("ada",), "confirmed", 1)
    assert (made.start, made.end) == (at(9), at(9, 30))
    assert (made.attendee, made.notes, made.cancellation_reason) == (ADA, "Bring\ntea", "")
    assert made.created_at == made.updated_at == OPENING
    assert await shop.kernel.get_booking(shop.tenant, made.id.upper()) == made
    assert (await shop.kernel.list_bookings(shop.tenant, BookingQuery())).bookings == (made,)


async def test_the_kernel_takes_the_first_free_resource(shop: Shop) -> None:
    """Ada goes first, grace second, and then nobody is left."""
    served = [(await shop.kernel.book(shop.tenant, key(), wanted("call", at(9)))).resources for _ in range(2)]
    assert served == [("ada",), ("grace",)]
    with pytest.raises(SlotTaken) as refusal:
        await shop.kernel.book(shop.tenant, key(), wanted("call", at(9)))
    assert refusal.value.extensions == {
        "next": ["2026-03-02T09:30:00Z", "2026-03-02T10:00:00Z", "2026-03-02T10:30:00Z"]
    }


async def test_the_caller_may_choose_who_serves(shop: Shop) -> None:
    """Resources are tried in the caller's order, and only these."""
    first = await shop.kernel.book(shop.tenant, key(), wanted("call", at(9), "grace", "ada"))
    assert first.resources == ("grace",)
    with pytest.raises(SlotTaken):
        await shop.kernel.book(shop.tenant, key(), wanted("call", at(9), "grace"))


async def test_what_was_never_on_offer_says_why(shop: Shop, clock: Clock) -> None:
    """Closed, off the grid, too soon and too far ahead are refused with reasons, and why_not gives the same ones."""
    clock.moment = at(8, 30)
    for start, word, code in (
        (at(20), "closed", "closed"),
        (at(10, 7), "grid", "off_grid"),
        (at(20, 7), "grid", "closed"),
        (at(9), "notice", "too_soon"),
        (at(9, days=60), "too far", "too_far"),
        (at(9, days=-7), "too soon", "past"),
        (at(10) + timedelta(seconds=1), "whole minutes", "off_grid"),
    ):
        with pytest.raises(NotOffered) as refusal:
            await shop.kernel.book(shop.tenant, key(), wanted("call", start))
        assert refusal.value.extensions["code"] == code
        reasons = refusal.value.extensions["reasons"]
        assert isinstance(reasons, list)
        assert any(word in reason for reason in reasons), (word, reasons)
        assert await shop.kernel.why_not(shop.tenant, "call", start) == tuple(reasons)
    assert await shop.kernel.why_not(shop.tenant, "call", at(10)) == ()


async def test_why_not_names_what_is_in_the_way_but_no_stranger_s_id(shop: Shop) -> None:
    """Who asks why a slot is taken learns when, not whose booking it is."""
    made = await shop.kernel.book(shop.tenant, key(), wanted("consult", at(9)))
    (reason,) = await shop.kernel.why_not(shop.tenant, "consult", at(9))
    assert "busy" in reason
    assert made.id not in reason


async def test_buffers_may_share_time_but_not_lie_on_bookings(shop: Shop) -> None:
    """After 9:00-10:00 with 15 minutes around it the next one starts at 10:15: one buffer's length, not two."""
    await shop.kernel.book(shop.tenant, key(), wanted("consult", at(9)))
    assert (await shop.starts("consult", at(9), at(11)))[0] == "10:15"
    await shop.kernel.book(shop.tenant, key(), wanted("consult", at(10, 15)))
    with pytest.raises(SlotTaken):
        await shop.kernel.book(shop.tenant, key(), wanted("consult", at(11, 15) - timedelta(minutes=15)))
    assert (await shop.starts("call", at(9), at(12)))[0] == "09:00"  # grace is free all along


async def test_a_room_fills_seat_by_seat(shop: Shop) -> None:
    """Three seats take parties of two and one; another waits for the hour after, across halves of an hour."""
    for start, party in ((at(9), 2), (at(9, 30), 1), (at(10, 30), 2)):
        await shop.kernel.book(shop.tenant, key(), wanted("class", start, party=party))
    assert await shop.starts("class", at(9), at(12)) == ["10:00", "10:30", "11:00", "11:30"]
    assert await shop.starts("class", at(9), at(12), party=2) == ["11:30"]
    with pytest.raises(SlotTaken):
        await shop.kernel.book(shop.tenant, key(), wanted("class", at(9)))
    with pytest.raises(NotOffered) as refusal:
        await shop.kernel.book(shop.tenant, key(), wanted("class", at(14), party=4))
    assert refusal.value.extensions["code"] == "full"
    await shop.kernel.book(shop.tenant, key(), wanted("class", at(10)))


async def test_a_seat_may_change_on_the_way(shop: Shop) -> None:
    """Where at each minute a seat is free but none is all along, the law says yes and so does the database."""
    nine = [await shop.kernel.book(shop.tenant, key(), wanted("class", at(9))) for _ in range(3)]
    ten = [await shop.kernel.book(shop.tenant, key(), wanted("class", at(10))) for _ in range(3)]
    for booking in (nine[0], ten[2]):  # seat 0 is free before ten, seat 2 from ten on
        await shop.kernel.cancel(shop.tenant, key(), booking.id)
    between = await shop.kernel.book(shop.tenant, key(), wanted("class", at(9, 30)))
    statement = text("SELECT CAST(seats AS text) FROM seatings WHERE booking = CAST(:id AS uuid) ORDER BY during")
    async with shop.kernel.engine.connect() as connection:
        seats = (await connection.execute(statement, {"id": between.id})).scalars().all()
    assert seats == ["[0,1)", "[2,3)"]
    assert await shop.starts("class", at(9), at(12)) == ["10:30", "11:00", "11:30"]


async def test_an_event_that_needs_all_takes_all(shop: Shop) -> None:
    """A panel takes ada and grace, and is not to be had while one of them is away."""
    await shop.kernel.book(shop.tenant, key(), wanted("call", at(10), "grace"))
    panel = await shop.kernel.book(shop.tenant, key(), wanted("panel", at(9)))
    assert panel.resources == ("ada", "grace")
    assert await shop.starts("panel", at(9), at(12)) == ["11:00"]
    assert await shop.starts("call", at(9), at(10)) == []


async def test_a_day_holds_only_so_many(shop: Shop) -> None:
    """max_per_day counts bookings of the day, and a cancelled one makes room."""
    first = await shop.kernel.book(shop.tenant, key(), wanted("checkup", at(9)))
    await shop.kernel.book(shop.tenant, key(), wanted("checkup", at(12)))
    with pytest.raises(SlotTaken) as refusal:
        await shop.kernel.book(shop.tenant, key(), wanted("checkup", at(15)))
    assert refusal.value.extensions["next"] == [
        "2026-03-03T09:00:00Z",
        "2026-03-03T09:30:00Z",
        "2026-03-03T10:00:00Z",
    ]
    await shop.kernel.cancel(shop.tenant, key(), first.id)
    await shop.kernel.book(shop.tenant, key(), wanted("checkup", at(15)))
    with pytest.raises(SlotTaken):
        await shop.kernel.restore(shop.tenant, key(), first.id)


async def test_cancelled_time_is_free_and_restored_time_is_not(shop: Shop, clock: Clock) -> None:
    """A booking is cancelled, restored, cancelled again, lost to another, and cannot come back."""
    made = await shop.kernel.book(shop.tenant, key(), wanted("consult", at(9)))
    clock.moment += timedelta(hours=1)
    gone = await shop.kernel.cancel(shop.tenant, key(), made.id, reason="ill")
    assert (gone.status, gone.cancellation_reason, gone.created_at) == ("cancelled", "ill", OPENING)
    assert gone.updated_at == clock.moment
    assert "09:00" in await shop.starts("consult", at(9), at(10))
    back = await shop.kernel.restore(shop.tenant, key(), made.id)
    assert (back.status, back.cancellation_reason) == ("confirmed", "")
    assert "09:00" not in await shop.starts("consult", at(9), at(10))
    await shop.kernel.cancel(shop.tenant, key(), made.id)
    await shop.kernel.book(shop.tenant, key(), wanted("consult", at(9, 30)))
    with pytest.raises(SlotTaken) as refusal:
        await shop.kernel.restore(shop.tenant, key(), made.id)
    assert refusal.value.extensions["next"][0] == "2026-03-02T10:45:00Z"  # type: ignore[index]  # a list of starts
    assert (await shop.kernel.get_booking(shop.tenant, made.id)).status == "cancelled"


async def test_a_booking_is_in_one_state(shop: Shop, clock: Clock) -> None:
    """What is cancelled cannot be cancelled or moved, what is confirmed not restored, what has ended not changed."""
    made = await shop.kernel.book(shop.tenant, key(), wanted("consult", at(9)))
    with pytest.raises(StateConflict) as confirmed:
        await shop.kernel.restore(shop.tenant, key(), made.id)
    assert confirmed.value.extensions == {"code": "confirmed", "status": "confirmed"}
    await shop.kernel.cancel(shop.tenant, key(), made.id)
    with pytest.raises(StateConflict) as cancelled:
        await shop.kernel.cancel(shop.tenant, key(), made.id)
    assert cancelled.value.extensions == {"code": "cancelled", "status": "cancelled"}
    with pytest.raises(StateConflict):
        await shop.kernel.reschedule(shop.tenant, key(), made.id, at(12))
    clock.moment = at(10)
    with pytest.raises(StateConflict, match="ended") as ended:
        await shop.kernel.restore(shop.tenant, key(), made.id)
    assert ended.value.extensions == {"code": "ended", "status": "cancelled"}


async def test_a_booking_is_restored_although_it_is_late(shop: Shop, clock: Clock) -> None:
    """Notice was kept when it was booked, so even a booking that has begun comes back."""
    made = await shop.kernel.book(shop.tenant, key(), wanted("call", at(9)))
    await shop.kernel.cancel(shop.tenant, key(), made.id)
    clock.moment = at(9, 10)
    assert (await shop.kernel.restore(shop.tenant, key(), made.id)).status == "confirmed"


async def test_a_booking_keeps_the_terms_it_was_made_with(shop: Shop) -> None:
    """An event's new length and grid do not stand in the way of an old booking's return."""
    made = await shop.kernel.book(shop.tenant, key(), wanted("consult", at(9, 15)))
    await shop.kernel.cancel(shop.tenant, key(), made.id)
    async with shop.kernel.engine.begin() as connection:
        await rules.put_event(connection, shop.tenant, "consult", rules.Event(45, 45), ("ada",))
    back = await shop.kernel.restore(shop.tenant, key(), made.id)
    assert (back.start, back.end) == (at(9, 15), at(10, 15))
    assert (await shop.starts("consult", at(9), at(12)))[0] == "10:30"  # its buffer of 15 minutes still stands


async def test_a_booking_moves_past_itself(shop: Shop) -> None:
    """Moving by a quarter of an hour, onto its own old time, works; onto another's it stays where it was."""
    made = await shop.kernel.book(shop.tenant, key(), wanted("consult", at(9)))
    moved = await shop.kernel.reschedule(shop.tenant, key(), made.id, at(9, 15))
    assert (moved.id, moved.start, moved.end) == (made.id, at(9, 15), at(10, 15))
    await shop.kernel.book(shop.tenant, key(), wanted("consult", at(12)))
    with pytest.raises(SlotTaken):
        await shop.kernel.reschedule(shop.tenant, key(), made.id, at(12, 30))
    with pytest.raises(NotOffered):
        await shop.kernel.reschedule(shop.tenant, key(), made.id, at(3))
    assert await shop.kernel.get_booking(shop.tenant, made.id) == moved
    assert (await shop.starts("consult", at(9), at(11)))[0] == "10:30"


async def test_a_booking_stays_with_its_resource_unless_told(shop: Shop) -> None:
    """Moving keeps who serves; another is taken only when named."""
    made = await shop.kernel.book(shop.tenant, key(), wanted("call", at(9), "ada"))
    await shop.kernel.book(shop.tenant, key(), wanted("call", at(10), "ada"))
    with pytest.raises(SlotTaken):
        await shop.kernel.reschedule(shop.tenant, key(), made.id, at(10))
    moved = await shop.kernel.reschedule(shop.tenant, key(), made.id, at(10), resources=("ada", "grace"))
    assert moved.resources == ("grace",)
    assert (await shop.kernel.get_booking(shop.tenant, made.id)).resources == ("grace",)
    assert await shop.starts("call", at(9), at(10, 30)) == ["09:00", "09:30"]


async def test_series_and_broken_calendars_stand_in_the_way(shop: Shop) -> None:
    """A weekly series takes its hour, and a resource whose calendar cannot be read is not free at all."""
    async with shop.kernel.engine.begin() as connection:
        series = Series("ada", at(9).replace(tzinfo=None), 120, "weekly", exdates_local=(at(0, days=7).date(),))
        await taken.put_series(connection, shop.tenant, series, str(uuid4()))
        await taken.put_calendar_error(connection, shop.tenant, "grace", OPENING)
    assert (await shop.starts("call", at(9), at(12)))[0] == "11:00"
    assert (await shop.starts("call", at(9, days=7), at(12, days=7)))[0] == "09:00"
    with pytest.raises(SlotTaken):
        await shop.kernel.book(shop.tenant, key(), wanted("checkup", at(9)))
    with pytest.raises(SlotTaken):
        await shop.kernel.book(shop.tenant, key(), wanted("consult", at(10, 30)))


NOBODY = "3273e24a-9c41-45ba-9426-82681932d2d3"


@pytest.mark.parametrize("booking_id", ["nope", "", "1" * 36, NOBODY, f"{{{NOBODY}}}", "\x00", "\ud800"])
async def test_what_is_no_booking_is_not_found(shop: Shop, booking_id: str) -> None:
    """An id that names nothing, whatever it looks like, is not found."""
    with pytest.raises(NotFound):
        await shop.kernel.get_booking(shop.tenant, booking_id)
    with pytest.raises(NotFound):
        await shop.kernel.cancel(shop.tenant, key(), booking_id)
