"""Webhooks from end to end: a booking changes, and a server that knows nothing of us hears of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from scheduling import Kernel, SlotTaken
from scheduling.jobs import delivery, queue, worker
from scheduling.jobs.attempt import Bench
from scheduling.jobs.job import Job
from scheduling.jobs.kinds import Backoff
from scheduling.jobs.worker import Work
from scheduling.store import outbox
from scheduling.store.desk import Desk
from scheduling.webhooks.endpoint import Endpoint, EventKind, NewEndpoint
from tests.scheduling.jobs import toys
from tests.scheduling.jobs.asking import ended
from tests.scheduling.store.world import OPENING, Clock, Shop, at, key, open_shop, wanted
from tests.scheduling.webhooks.receiver import Receiver, answer, receiving

pytestmark = pytest.mark.anyio
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - the specification's example
QUICK = Backoff(timedelta(milliseconds=20), timedelta(milliseconds=100))
DELIVER = delivery.delivering(to_private=True, backoff=QUICK, attempts=3)
WORK = Work((DELIVER,), feeds=(delivery.feed(DELIVER),))


@pytest.fixture
async def shop(engine: AsyncEngine, request: pytest.FixtureRequest) -> AsyncIterator[Shop]:
    """Open a shop of the test's own, with a worker that delivers; in the end nobody wants to be told any more."""
    async with worker.working(Bench(engine, toys.utc_now), WORK, toys.PACE):
        yield await open_shop(Kernel(engine, clock=Clock()), request.node.name[:100])
    async with engine.begin() as connection:
        await connection.execute(text("DELETE FROM webhook_endpoints"))


async def tell(shop: Shop, receiver: Receiver, *kinds: EventKind) -> Endpoint:
    """Make a receiver's endpoint."""
    async with shop.kernel.engine.begin() as connection:
        new = NewEndpoint(url=receiver.url, secret=receiver.secret, kinds=kinds)
        return await delivery.put_endpoint(Desk(connection, shop.tenant, OPENING), new, to_private=True)


async def jobs(shop: Shop) -> tuple[Job, ...]:
    """Return the shop's deliveries, the first one first."""
    async with shop.kernel.engine.connect() as connection:
        return tuple(reversed(await queue.listed(connection, tenant=shop.tenant, kind=delivery.NAME)))


async def test_each_change_of_a_booking_is_told_in_order(shop: Shop) -> None:
    """Booked, moved, cancelled, restored at once: four signed messages in that order, each saying how it stood then."""
    async with receiving(SECRET) as receiver:
        await tell(shop, receiver)
        made = await shop.kernel.book(shop.tenant, key(), wanted("call", at(9)))
        await shop.kernel.reschedule(shop.tenant, key(), made.id, at(10))
        await shop.kernel.cancel(shop.tenant, key(), made.id, reason="rain")
        await shop.kernel.restore(shop.tenant, key(), made.id)
        await receiver.until(4)
    assert receiver.told == ["booking.created", "booking.rescheduled", "booking.cancelled", "booking.restored"]
    assert receiver.forged == 0
    told = [body["data"] for _, body in receiver.got]
    assert [one["start"] for one in told] == ["2026-03-02T09:00:00Z", *["2026-03-02T10:00:00Z"] * 3]
    assert [one["status"] for one in told] == ["confirmed", "confirmed", "cancelled", "confirmed"]
    assert [one["revision"] for one in told] == [0, 1, 2, 3]
    assert told[2]["cancellation_reason"] == "rain"
    assert {(one["id"], one["event"], *one["resources"]) for one in told} == {(made.id, "call", "ada")}
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 4


async def test_a_message_is_sent_again_until_it_is_taken(shop: Shop) -> None:
    """Two failures, then taken: the same id and bytes thrice; what happened later to the booking waits for it."""
    async with receiving(SECRET) as receiver:
        await tell(shop, receiver)
        receiver.answers += [answer(500), answer(503)]
        made = await shop.kernel.book(shop.tenant, key(), wanted("call", at(9)))
        await shop.kernel.cancel(shop.tenant, key(), made.id)
        await receiver.until(4)
    assert receiver.told == [*["booking.created"] * 3, "booking.cancelled"]
    assert len({headers["webhook-id"] for headers, _ in receiver.got[:3]}) == 1
    assert receiver.got[0][1] == receiver.got[2][1]
    assert receiver.forged == 0
    done = [await ended(shop.kernel.engine, job) for job in await jobs(shop)]
    assert [(job.status, job.attempts, job.result) for job in done] == [
        ("succeeded", 3, {"response": 204}),
        ("succeeded", 1, {"response": 204}),
    ]


async def test_a_message_that_nobody_takes_is_a_dead_letter(shop: Shop) -> None:
    """After its attempts it is dead, what comes later is told all the same, and it can be replayed."""
    async with receiving(SECRET) as receiver:
        await tell(shop, receiver)
        receiver.answers += [answer(500)] * 3
        made = await shop.kernel.book(shop.tenant, key(), wanted("call", at(9)))
        await receiver.until(3)
        await shop.kernel.cancel(shop.tenant, key(), made.id)
        await receiver.until(4)
        assert receiver.told[3] == "booking.cancelled"
        dead = await ended(shop.kernel.engine, (await jobs(shop))[0])
        assert (dead.status, dead.error) == ("dead", "it answered 500")
        async with shop.kernel.engine.begin() as connection:
            await queue.replay(connection, shop.tenant, dead.id)
        assert (await ended(shop.kernel.engine, dead)).status == "succeeded"
    assert receiver.told[4] == "booking.created"


async def test_an_event_exists_if_and_only_if_the_booking_changed(shop: Shop) -> None:
    """A refused booking, a replayed key and a rolled-back write tell nothing."""
    async with receiving(SECRET) as receiver:
        await tell(shop, receiver)
        name = key()
        made = [await shop.kernel.book(shop.tenant, name, wanted("consult", at(9))) for _ in range(2)]
        with pytest.raises(SlotTaken):
            await shop.kernel.book(shop.tenant, key(), wanted("consult", at(9)))
        async with shop.kernel.engine.connect() as connection:
            undone = text("UPDATE bookings SET status = 'cancelled' WHERE tenant = :tenant")
            await connection.execute(undone, {"tenant": shop.tenant})
            await connection.rollback()
        await shop.kernel.cancel(shop.tenant, key(), made[0].id)
        await receiver.until(2)
        await asyncio.sleep(0.2)
    assert receiver.told == ["booking.created", "booking.cancelled"]


async def test_endpoints_are_told_what_they_asked_for(shop: Shop) -> None:
    """Kinds narrow; another tenant's bookings are nobody else's affair; one that is gone is told nothing more."""
    async with receiving(SECRET) as some, receiving(SECRET) as every:
        await tell(shop, some, "booking.cancelled")
        whole = await tell(shop, every)
        other = await open_shop(shop.kernel, f"{shop.tenant}-other"[:100])
        await shop.kernel.book(other.tenant, key(), wanted("call", at(9)))
        first, second = [await shop.kernel.book(shop.tenant, key(), wanted("call", at(hour))) for hour in (9, 10)]
        await every.until(2)
        every.answers.append(answer(410))
        await shop.kernel.cancel(shop.tenant, key(), first.id)
        await some.until(1)
        await every.until(3)
        for job in await jobs(shop):
            await ended(shop.kernel.engine, job)
        await shop.kernel.cancel(shop.tenant, key(), second.id)
        await some.until(2)
        async with shop.kernel.engine.begin() as connection:
            found = {one.url: one.active for one in await outbox.endpoints(connection, shop.tenant)}
            assert found == {some.url: True, every.url: False}
            await outbox.remove_endpoint(Desk(connection, shop.tenant, OPENING), whole.id)
    assert some.told == ["booking.cancelled"] * 2
    assert every.told == ["booking.created", "booking.created", "booking.cancelled"]


async def test_an_endpoint_is_made_once_for_each_address(shop: Shop) -> None:
    """Made again it keeps its secret unless it brings another; one without any is given a sound one."""
    async with shop.kernel.engine.begin() as connection:
        desk = Desk(connection, shop.tenant, OPENING)
        new = NewEndpoint(url="https://example.com/hooks")
        first = await delivery.put_endpoint(desk, new, to_private=False)
        again = await delivery.put_endpoint(
            desk, NewEndpoint(url=new.url, kinds=("booking.created",)), to_private=False
        )
        own = await delivery.put_endpoint(desk, NewEndpoint(url=new.url, secret=SECRET), to_private=False)
    assert first.id == again.id == own.id
    assert first.secret == again.secret != own.secret == SECRET
    assert first.secret.startswith("whsec_")
    assert (first.kinds, again.kinds) == ((), ("booking.created",))
