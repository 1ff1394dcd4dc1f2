from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from scheduling import BookingQuery, Contended, Kernel, NotFound, lifespan
from scheduling.store import database
from tests.scheduling.store.world import Shop, at, key, wanted

pytestmark = pytest.mark.anyio


class Clumsy:
    """Work that fails with one of Postgres' codes so many times before it is done."""

    def __init__(self, code: str, failures: int) -> None:
        self.code, self.failures, self.attempts = code, failures, 0

    async def __call__(self, connection: AsyncConnection) -> int:
        """Fail or return the number of the attempt."""
        self.attempts += 1
        if self.attempts <= self.failures:
            await connection.execute(text(f"DO $$ BEGIN RAISE SQLSTATE '{self.code}'; END $$"))
        return self.attempts


@pytest.mark.parametrize("code", ["40001", "40P01", "55P03"])
async def test_work_is_done_again_when_another_was_in_the_way(kernel: Kernel, code: str) -> None:
    """A deadlock, a serialization failure or a lock that is not to be had is no error as long as a later try works."""
    assert await database.transact(kernel.engine, Clumsy(code, 2)) == 3


async def test_after_some_tries_it_is_given_up(kernel: Kernel) -> None:
    """The tries are bounded, and the caller is told that nothing was written."""
    work = Clumsy("40P01", 99)
    with pytest.raises(Contended, match="nothing was written") as refusal:
        await database.transact(kernel.engine, work)
    assert work.attempts == database.ATTEMPTS
    assert refusal.value.status == 503


async def test_other_errors_are_not_tried_again(kernel: Kernel) -> None:
    """What would fail again the same way is raised at once."""
    work = Clumsy("23514", 1)
    with pytest.raises(DBAPIError):
        await database.transact(kernel.engine, work)
    assert work.attempts == 1


async def test_many_callers_share_few_connections(database: str, shop: Shop) -> None:
    """A hundred calls over two connections all get their answer."""
    async with lifespan(database, clock=shop.kernel.now, pool_size=2) as small:
        calls = [small.list_bookings(shop.tenant, BookingQuery()) for _ in range(99)]
        booked, *pages = await asyncio.gather(small.book(shop.tenant, key(), wanted("call", at(9))), *calls)
        assert booked.status == "confirmed"
        assert len(pages) == 99
        assert all(page.bookings in {(), (booked,)} for page in pages)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg", "postgresql+psycopg2"])
async def test_any_spelling_of_a_postgres_address_will_do(database: str, scheme: str) -> None:
    """The kernel brings its own driver, whichever the address names."""
    async with lifespan(f"{scheme}:{database.partition(':')[2]}") as kernel:
        with pytest.raises(NotFound):
            await kernel.get_booking("nobody", "00000000-0000-0000-0000-000000000000")
