"""Who serves: a booking reads and locks no more than it needs, and whoever loses a race gets the next one free."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from scheduling import Booking, NotOffered, SlotTaken
from scheduling.problem import WEEKDAYS, Event
from scheduling.store import rules, writing
from scheduling.store.desk import Desk, Wish
from scheduling.store.rules import Roster
from tests.scheduling.store.test_races import UNMANNERLY, overlaps, race
from tests.scheduling.store.test_tenants import statements
from tests.scheduling.store.world import Clock, Shop, at, key, wanted

pytestmark = pytest.mark.anyio

CREW = tuple(f"r{number:02}" for number in range(20))
UNLOCKED = text("SELECT resource FROM resources WHERE tenant = :tenant FOR UPDATE SKIP LOCKED")


@pytest.fixture
async def crew(shop: Shop) -> Shop:
    """Give the shop twenty more people, any of whom may serve a visit, and others in the opposite order a round."""
    weekly: dict[rules.Weekday, rules.Hours] = dict.fromkeys(WEEKDAYS[:5], (("09:00", "17:00"),))
    async with shop.kernel.engine.begin() as connection:
        for name in CREW:
            await rules.put_resource(connection, shop.tenant, name, tz="UTC", weekly=weekly)
        await rules.put_event(connection, shop.tenant, "visit", Event(30, 30), CREW)
        await rules.put_event(connection, shop.tenant, "round", Event(30, 30), CREW[::-1])
    return shop


async def test_only_the_chosen_one_is_locked(crew: Shop) -> None:
    """While a booking is being written, everybody but the one who serves it can be booked."""
    async with crew.kernel.engine.begin() as connection:
        desk = Desk(connection, crew.tenant, crew.kernel.now())
        booked = await writing.book(desk, wanted("visit", at(9)), lambda: str(uuid4()))
        async with crew.kernel.engine.begin() as other:
            free = set((await other.execute(UNLOCKED, {"tenant": crew.tenant})).scalars())
    assert booked.resources == ("r00",)
    assert {"ada", "grace", "room", *CREW} - free == {"r00"}


async def test_no_more_is_read_than_is_needed(crew: Shop) -> None:
    """Where the first one asked about is free, the rows of the last are never asked for."""
    async with crew.kernel.engine.begin() as connection:
        known = await rules.roster(connection, crew.tenant, "visit")
    with statements(crew.kernel) as sent:
        await crew.kernel.book(crew.tenant, key(), wanted("visit", at(9)))
    lists = [value for _, values in sent for value in values if isinstance(value, list)]
    asked = {one for value in lists for one in value}
    assert known.numbers["r00"] in asked
    assert known.numbers["r19"] not in asked


async def test_losers_get_the_next_one_free(crew: Shop) -> None:
    """Thirty race for one time of twenty people: each serves once, ten are told of the next three times."""
    results = await race(crew.kernel, crew.tenant, [wanted("visit", at(9))] * 30)
    assert Counter(type(one) for one in results) == {Booking: 20, SlotTaken: 10}
    assert sorted(one.resources[0] for one in results if isinstance(one, Booking)) == list(CREW)
    assert {tuple(one.extensions["next"]) for one in results if isinstance(one, SlotTaken)} == {  # type: ignore[arg-type]  # a list of starts
        ("2026-03-02T09:30:00Z", "2026-03-02T10:00:00Z", "2026-03-02T10:30:00Z")
    }


async def test_opposite_orders_do_not_wait_for_each_other(crew: Shop) -> None:
    """Visits are chosen from the front, rounds from the back, at the same time: everybody serves exactly once."""
    results = await race(crew.kernel, crew.tenant, [wanted("visit", at(9)), wanted("round", at(9))] * 15)
    assert Counter(type(one) for one in results) == {Booking: 20, SlotTaken: 10}
    assert await overlaps(crew.kernel.engine, crew.tenant) == 0


async def test_the_first_free_one_serves_however_many_are_taken(crew: Shop) -> None:
    """One after another the people are chosen in the event's order, and only who was named when some were."""
    for name in CREW[:7]:
        assert (await crew.kernel.book(crew.tenant, key(), wanted("visit", at(9)))).resources == (name,)
    named = wanted("visit", at(9), "r03", "r19", "r08")
    assert (await crew.kernel.book(crew.tenant, key(), named)).resources == ("r19",)
    assert (await crew.kernel.book(crew.tenant, key(), wanted("round", at(9)))).resources == ("r18",)


async def test_who_is_said_to_be_free_is_asked_first_and_not_believed(crew: Shop) -> None:
    """What is known beforehand only changes the order: who is named and taken, or a stranger, is passed over."""
    await crew.kernel.book(crew.tenant, key(), wanted("visit", at(9), "r12"))

    async def prefer(_desk: Desk, _roster: Roster, wish: Wish) -> tuple[str, ...]:
        assert wish.start == at(9)
        return ("r12", "nobody", "ada", "r15")

    async with crew.kernel.engine.begin() as connection:
        desk = Desk(connection, crew.tenant, crew.kernel.now(), prefer)
        booked = await writing.book(desk, wanted("visit", at(9)), lambda: str(uuid4()))
    assert booked.resources == ("r15",)


async def test_the_next_one_serves_where_only_the_constraint_is_in_the_way(shop: Shop) -> None:
    """A row of ada's that the laws do not know of gives the call to grace."""
    async with shop.kernel.engine.begin() as connection:
        row = {"tenant": shop.tenant, "id": uuid4(), "start": at(9), "end": at(9, 30)}
        await connection.execute(UNMANNERLY, row)
        await connection.execute(
            text("UPDATE bookings SET status = 'cancelled' WHERE tenant = :tenant"), {"tenant": shop.tenant}
        )
    assert (await shop.kernel.book(shop.tenant, key(), wanted("call", at(9)))).resources == ("grace",)
    await shop.kernel.book(shop.tenant, key(), wanted("checkup", at(10)))
    with pytest.raises(SlotTaken) as refusal:
        await shop.kernel.book(shop.tenant, key(), wanted("panel", at(9)))
    assert refusal.value.extensions["next"] == ["2026-03-02T11:00:00Z", "2026-03-02T12:00:00Z", "2026-03-02T13:00:00Z"]


async def test_notice_and_buffers_are_asked_again_when_it_is_booked(shop: Shop, clock: Clock) -> None:
    """What a search offered is refused once its notice is over, or once another booking's buffer reaches into it."""
    assert (await shop.starts("call", at(9), at(10))) == ["09:00", "09:30"]
    clock.moment = at(8, 15)
    with pytest.raises(NotOffered) as refusal:
        await shop.kernel.book(shop.tenant, key(), wanted("call", at(9)))
    assert refusal.value.extensions["code"] == "too_soon"
    assert (await shop.starts("call", at(10), at(11))) == ["10:00", "10:30"]
    await shop.kernel.book(shop.tenant, key(), wanted("consult", at(10, 30)))
    assert (await shop.kernel.book(shop.tenant, key(), wanted("call", at(10)))).resources == ("grace",)
    with pytest.raises(SlotTaken):
        await shop.kernel.book(shop.tenant, key(), wanted("call", at(10), "ada"))


async def test_hours_that_change_while_a_booking_waits_are_asked_again(shop: Shop) -> None:
    """A booking that waits for a resource whose hours are being changed is judged by the new hours."""
    async with shop.kernel.engine.begin() as connection:
        await rules.put_resource(connection, shop.tenant, "ada", tz="UTC", weekly={})
        waiting = asyncio.ensure_future(shop.kernel.book(shop.tenant, key(), wanted("consult", at(9))))
        await asyncio.sleep(0.2)
        assert not waiting.done()
    with pytest.raises(NotOffered):
        await waiting


async def test_next_starts_lie_up_to_a_month_ahead(shop: Shop) -> None:
    """Where the next days are full, the next starts are those after them; beyond a month none are named."""
    closed = {(at(0) + timedelta(days=day)).date(): () for day in range(1, 29)}
    weekly: dict[rules.Weekday, rules.Hours] = dict.fromkeys(WEEKDAYS[:5], (("09:00", "10:00"),))
    async with shop.kernel.engine.begin() as connection:
        await rules.put_resource(connection, shop.tenant, "ada", tz="UTC", weekly=weekly, overrides=closed)
    await shop.kernel.book(shop.tenant, key(), wanted("consult", at(9)))
    with pytest.raises(SlotTaken) as refusal:
        await shop.kernel.book(shop.tenant, key(), wanted("consult", at(9)))
    assert refusal.value.extensions["next"] == ["2026-03-31T09:00:00Z", "2026-04-01T09:00:00Z", "2026-04-02T09:00:00Z"]
