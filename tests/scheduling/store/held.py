"""Short ways to hold, release and book what is held, each with its idempotency key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from scheduling import Booking, NewBooking, SchedulingError
from scheduling.fingerprints import fingerprint
from scheduling.holds import Hold, NewHold, new_hold
from scheduling.store import database, holding, idempotency, writing
from scheduling.store.desk import Desk
from scheduling.store.idempotency import Attempt, Done
from tests.scheduling.store.world import Shop, key


def new_id() -> str:
    """Return a new id."""
    return str(uuid4())


async def write(shop: Shop, of: str, digest: str, work: Callable[[Desk], Awaitable[Done]]) -> Done:
    """Write as the kernel does."""
    attempt = Attempt(shop.tenant, of, digest, shop.kernel.now())

    async def once(connection: AsyncConnection) -> Done | SchedulingError:
        desk = Desk(connection, shop.tenant, attempt.now)
        return await idempotency.once(connection, attempt, lambda: work(desk))

    answer = await database.transact(shop.kernel.engine, once)
    if isinstance(answer, SchedulingError):
        raise answer
    return answer


async def hold(
    shop: Shop, event: str, start: datetime, *resources: str, party: int = 1, minutes: int = 10, of: str = ""
) -> Hold:
    """Hold a slot; ``of`` is the idempotency key."""
    new = new_hold(NewHold(event=event, start=start, resources=resources, party=party, minutes=minutes))
    return await write(shop, of or key(), fingerprint("hold", new), lambda desk: holding.hold(desk, new, new_id))


async def release(shop: Shop, held: str, of: str = "") -> Hold:
    """Release a hold."""
    return await write(shop, of or key(), fingerprint("release", held), lambda desk: holding.release(desk, held))


async def book(shop: Shop, new: NewBooking, held: str, of: str = "") -> Booking:
    """Book what is held."""
    digest = fingerprint("book", new, held)
    return await write(shop, of or key(), digest, lambda desk: writing.book(desk, new, new_id, hold=held))


async def get(shop: Shop, held: str) -> Hold:
    """Return a hold."""
    return await database.transact(
        shop.kernel.engine, lambda connection: holding.get(connection, shop.tenant, held, shop.kernel.now())
    )
