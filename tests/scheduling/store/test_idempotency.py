from __future__ import annotations

import asyncio
from datetime import timedelta, timezone
from uuid import uuid4

import pytest
from sqlalchemy import text

from scheduling import (
    Booking,
    BookingQuery,
    IdempotencyKeyMissing,
    IdempotencyMismatch,
    Kernel,
    NotFound,
    NotOffered,
    SchedulingError,
    SlotTaken,
)
from tests.scheduling.store.world import Clock, Shop, at, key, open_shop, wanted

pytestmark = pytest.mark.anyio


async def count(shop: Shop) -> int:
    """Return how many bookings the shop has."""
    return len((await shop.kernel.list_bookings(shop.tenant, BookingQuery())).bookings)


async def test_the_same_key_gives_the_same_answer(shop: Shop, clock: Clock) -> None:
    """A retry returns what was answered first, even later and after the booking has changed, and books nothing."""
    first = await shop.kernel.book(shop.tenant, "k", wanted("call", at(9)))
    clock.moment += timedelta(hours=1)
    await shop.kernel.cancel(shop.tenant, key(), first.id)
    assert await shop.kernel.book(shop.tenant, "k", wanted("call", at(9))) == first
    elsewhere = at(9).astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert await shop.kernel.book(shop.tenant, "k", wanted("call", elsewhere)) == first
    assert await count(shop) == 1


async def test_a_key_stands_for_one_thing(shop: Shop) -> None:
    """The same key with other input, or for another operation, is refused and changes nothing."""
    made = await shop.kernel.book(shop.tenant, "k", wanted("call", at(9)))
    others = (
        shop.kernel.book(shop.tenant, "k", wanted("call", at(9, 30))),
        shop.kernel.book(shop.tenant, "k", wanted("call", at(9), notes="x")),
        shop.kernel.cancel(shop.tenant, "k", made.id),
        shop.kernel.restore(shop.tenant, "k", made.id),
        shop.kernel.reschedule(shop.tenant, "k", made.id, at(9)),
    )
    for other in others:
        with pytest.raises(IdempotencyMismatch):
            await other
    assert await shop.kernel.get_booking(shop.tenant, made.id) == made


async def test_a_refusal_is_an_answer_too(shop: Shop) -> None:
    """Who was refused is refused again with the same words, even when the slot is free by now."""
    taken = [await shop.kernel.book(shop.tenant, key(), wanted("call", at(9))) for _ in range(2)]

    async def refused() -> SchedulingError:
        with pytest.raises(SlotTaken) as refusal:
            await shop.kernel.book(shop.tenant, "late", wanted("call", at(9)))
        return refusal.value

    first = await refused()
    await shop.kernel.cancel(shop.tenant, key(), taken[0].id)
    again = await refused()
    assert (again.detail, again.extensions) == (first.detail, first.extensions)
    assert (await shop.kernel.book(shop.tenant, key(), wanted("call", at(9)))).status == "confirmed"


@pytest.mark.parametrize("kind", [NotFound, NotOffered])
async def test_other_refusals_are_kept_as_well(shop: Shop, kind: type[SchedulingError]) -> None:
    """What was not found or not offered stays so for its key."""
    new = wanted("nothing", at(9)) if kind is NotFound else wanted("call", at(3))
    for _ in range(2):
        with pytest.raises(kind):
            await shop.kernel.book(shop.tenant, "k", new)
    with pytest.raises(IdempotencyMismatch):
        await shop.kernel.book(shop.tenant, "k", wanted("call", at(9)))


async def test_every_write_keeps_its_answer(shop: Shop) -> None:
    """Cancel, restore and reschedule answer a retry as they did at first, not with a state conflict."""
    made = await shop.kernel.book(shop.tenant, "b", wanted("call", at(9)))
    gone = await shop.kernel.cancel(shop.tenant, "c", made.id, reason="ill")
    assert await shop.kernel.cancel(shop.tenant, "c", made.id, reason="ill") == gone
    back = await shop.kernel.restore(shop.tenant, "r", made.id)
    assert await shop.kernel.restore(shop.tenant, "r", made.id) == back
    moved = await shop.kernel.reschedule(shop.tenant, "m", made.id, at(10))
    assert await shop.kernel.reschedule(shop.tenant, "m", made.id, at(10)) == moved
    assert await shop.kernel.get_booking(shop.tenant, made.id) == moved


@pytest.mark.parametrize("missing", ["", " ", "\t\n"])
async def test_a_write_needs_a_key(shop: Shop, missing: str) -> None:
    """A blank key is refused as missing."""
    with pytest.raises(IdempotencyKeyMissing):
        await shop.kernel.book(shop.tenant, missing, wanted("call", at(9)))
    assert IdempotencyKeyMissing.status == 400
    assert await count(shop) == 0


async def test_keys_that_race_get_one_answer(shop: Shop) -> None:
    """Thirty calls with one key: one books, the others wait and get its answer."""
    calls = [shop.kernel.book(shop.tenant, "k", wanted("call", at(9))) for _ in range(30)]
    answers = await asyncio.gather(*calls)
    assert len({one.id for one in answers}) == 1
    assert await count(shop) == 1


async def test_keys_of_other_tenants_are_other_keys(shop: Shop, kernel: Kernel) -> None:
    """Two tenants may use the same key for different things."""
    other = await open_shop(kernel, f"other-{uuid4()}")
    first = await kernel.book(shop.tenant, "k", wanted("call", at(9)))
    second = await kernel.book(other.tenant, "k", wanted("call", at(10)))
    assert first.id != second.id


async def test_a_crash_before_commit_leaves_neither_booking_nor_key(shop: Shop) -> None:
    """A kernel that dies in the middle of a write has written nothing, and the retry does the work."""

    def dying() -> str:
        raise ConnectionAbortedError

    broken = Kernel(shop.kernel.engine, clock=shop.kernel.now, new_id=dying)
    with pytest.raises(ConnectionAbortedError):
        await broken.book(shop.tenant, "k", wanted("call", at(9)))
    assert await count(shop) == 0
    async with shop.kernel.engine.connect() as connection:
        keys = text("SELECT count(*) FROM idempotency WHERE tenant = :tenant")
        assert (await connection.execute(keys, {"tenant": shop.tenant})).scalar_one() == 0
    assert (await shop.kernel.book(shop.tenant, "k", wanted("call", at(9)))).status == "confirmed"


async def test_a_caller_that_goes_away_leaves_no_half_write(shop: Shop) -> None:
    """A cancelled call has booked with its answer beside it, or not at all; the retry tells no difference."""
    for number in range(20):
        call = asyncio.ensure_future(shop.kernel.book(shop.tenant, f"k{number}", wanted("class", at(9), party=1)))
        await asyncio.sleep(0.001 * number)
        call.cancel()
        results = await asyncio.gather(call, return_exceptions=True)
        assert isinstance(results[0], Booking | SlotTaken | asyncio.CancelledError)
        before = await count(shop)
        try:
            answer = await shop.kernel.book(shop.tenant, f"k{number}", wanted("class", at(9), party=1))
        except SlotTaken:
            assert before == 3
        else:
            assert answer.status == "confirmed"
    assert await count(shop) == 3
