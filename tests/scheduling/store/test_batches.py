"""Batches: many writes in one transaction come out as if each had been done alone."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import NamedTuple
from uuid import NAMESPACE_DNS, uuid5

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from router.postgres import throwaway_database
from scheduling import Booking, BookingQuery, Kernel, NotFound, SchedulingError, SlotTaken, lifespan
from scheduling.fingerprints import fingerprint
from scheduling.holds import Hold
from scheduling.store import batches, writing
from scheduling.store.batches import Mutation
from scheduling.store.desk import Desk
from scheduling.store.gathering import Waiting
from scheduling.store.idempotency import Attempt
from tests.scheduling.store.test_races import overlaps
from tests.scheduling.store.world import OPENING, Clock, Shop, at, key, open_shop, wanted

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[3]
Work = Callable[[Desk], Awaitable[Booking]]


def mutation(tenant: str, of: str, digest: str, work: Work) -> Mutation:
    """Return a write to be done."""
    return Mutation(Attempt(tenant, of, digest, OPENING), work)


async def together(kernel: Kernel, todo: Sequence[Mutation]) -> list[Booking | Hold | BaseException]:
    """Do writes in one batch and return what each caller gets."""
    loop = asyncio.get_running_loop()
    waiting = [Waiting(one, one.attempt.key, 0.0, loop.create_future()) for one in todo]
    await batches.write(kernel.engine, waiting)
    return await asyncio.gather(*(one.outcome for one in waiting), return_exceptions=True)


class Step(NamedTuple):
    """One write: what, which event and start, how many, and which of the bookings that stand or which key it takes."""

    what: str
    event: str
    quarter: int
    party: int
    which: int


steps = st.builds(
    Step,
    st.sampled_from(["book", "book", "book", "cancel", "restore", "reschedule"]),
    st.sampled_from(["call", "class", "consult", "checkup", "panel", "nothing"]),
    st.integers(0, 10),
    st.sampled_from([1, 1, 2]),
    st.integers(0, 5),
)


@pytest.fixture(scope="module")
def opened(server: str) -> Iterator[tuple[BlockingPortal, Kernel]]:
    """Open a kernel on a database of its own, in a loop beside hypothesis."""
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(throwaway_database(server)) as url,
        portal.wrap_async_context_manager(lifespan(url, clock=Clock(), jobs=False)) as kernel,
    ):
        yield portal, kernel


numbers = count()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(before=st.lists(steps, max_size=4), todo=st.lists(steps, min_size=2, max_size=10))
def test_a_batch_is_its_writes_one_by_one(
    opened: tuple[BlockingPortal, Kernel], before: list[Step], todo: list[Step]
) -> None:
    """Whatever is asked for, in one batch or one after another, the answers and what stands in the end are the same."""
    portal, kernel = opened
    portal.call(partial(compare, kernel, f"law-{next(numbers)}", before, todo))


async def compare(kernel: Kernel, name: str, before: list[Step], todo: list[Step]) -> None:
    """Do the same to two shops, once in a batch."""
    ends = []
    for tenant, at_once in ((f"{name}-a", True), (f"{name}-b", False)):
        await open_shop(kernel, tenant)
        made = [
            await one_by_one(kernel, asked(tenant, step, [], f"{name}-{number}")) for number, step in enumerate(before)
        ]
        standing = [one.id for one in made if isinstance(one, Booking)]
        writes = [asked(tenant, step, standing, f"{name}-todo-{n}") for n, step in enumerate(todo)]
        answers = await together(kernel, writes) if at_once else [await one_by_one(kernel, one) for one in writes]
        again = [await one_by_one(kernel, one) for one in writes]
        stands = (await kernel.list_bookings(tenant, BookingQuery(limit=200))).bookings
        assert [written(one) for one in again] == [written(one) for one in answers]
        assert await overlaps(kernel.engine, tenant) == 0
        ends.append(([written(one) for one in answers], stands))
    assert ends[0] == ends[1]


async def one_by_one(kernel: Kernel, one: Mutation) -> Booking | Hold | BaseException:
    """Do a write as a batch of its own."""
    return (await together(kernel, [one]))[0]


def asked(tenant: str, step: Step, standing: list[str], name: str) -> Mutation:
    """Return the write that a step stands for; ids are made from names, so that both shops have the same."""
    start = at(9, 15 * step.quarter)
    one = standing[step.which % len(standing)] if standing else str(uuid5(NAMESPACE_DNS, "nobody"))
    works: dict[str, Work] = {
        "book": lambda desk: writing.book(
            desk, wanted(step.event, start, party=step.party), lambda: str(uuid5(NAMESPACE_DNS, name))
        ),
        "cancel": lambda desk: writing.cancel(desk, one, "why"),
        "restore": lambda desk: writing.restore(desk, one),
        "reschedule": lambda desk: writing.reschedule(desk, one, start, ()),
    }
    return mutation(tenant, name, fingerprint(step.what, name), works[step.what])


def written(answer: object) -> object:
    """Return an answer so that two of them compare."""
    if isinstance(answer, SchedulingError):
        return type(answer), answer.detail, answer.extensions
    return answer


def booking(shop: Shop, start_hour: int, of: str = "") -> Mutation:
    """Return a write that books a class."""
    new, name = wanted("class", at(start_hour), party=3), of or key()
    return mutation(
        shop.tenant,
        name,
        fingerprint("book", new),
        lambda desk: writing.book(desk, new, lambda: str(uuid5(NAMESPACE_DNS, shop.tenant + name))),
    )


def poisoned(shop: Shop, code: str, times: int) -> Mutation:
    """Return a write that books and then fails so many times with one of Postgres' codes."""
    left = iter(range(times))

    async def work(desk: Desk) -> Booking:
        made = await writing.book(desk, wanted("consult", at(9)), lambda: str(uuid5(NAMESPACE_DNS, shop.tenant)))
        if next(left, None) is not None:
            await desk.connection.execute(text(f"DO $$ BEGIN RAISE SQLSTATE '{code}'; END $$"))
        return made

    return mutation(shop.tenant, key(), "poison", work)


async def count_keys(shop: Shop) -> int:
    """Return how many keys have an answer; none may be without."""
    async with shop.kernel.engine.connect() as connection:
        statement = text("SELECT count(*) AS keys, count(answer) AS answers FROM idempotency WHERE tenant = :tenant")
        row = (await connection.execute(statement, {"tenant": shop.tenant})).one()
    assert row.keys == row.answers
    return int(row.answers)


@pytest.mark.parametrize("code", ["40001", "55P03"])
async def test_one_that_others_are_in_the_way_of_is_done_again(shop: Shop, code: str) -> None:
    """A write that fails in company with an error that may pass is done alone; the others do not notice."""
    answers = await together(shop.kernel, [booking(shop, 9), poisoned(shop, code, 1), booking(shop, 10)])
    assert [type(one) for one in answers] == [Booking] * 3
    assert await count_keys(shop) == 3


async def test_a_poisoned_one_spoils_nothing_but_itself(shop: Shop) -> None:
    """A write that cannot be done raises its own error at its caller and leaves nothing, not even its key."""
    answers = await together(shop.kernel, [booking(shop, 9), poisoned(shop, "22012", 99), booking(shop, 10)])
    assert [type(one) for one in (answers[0], answers[2])] == [Booking] * 2
    assert "22012" in repr(getattr(answers[1], "orig", None)) or "division" in repr(answers[1]).lower()
    assert await count_keys(shop) == 2
    assert len((await shop.kernel.list_bookings(shop.tenant, BookingQuery())).bookings) == 2


async def test_writes_of_a_batch_see_each_other(shop: Shop) -> None:
    """The second who wants a full class in one batch is refused, with the next starts, as it would be alone."""
    answers = await together(shop.kernel, [booking(shop, 9), booking(shop, 9), booking(shop, 11)])
    assert [type(one) for one in answers] == [Booking, SlotTaken, Booking]
    assert written(answers[1])[2]["next"] == [  # type: ignore[index]  # a refusal
        "2026-03-02T10:00:00Z",
        "2026-03-02T10:30:00Z",
        "2026-03-02T11:00:00Z",
    ]


async def test_keys_that_were_used_get_their_answer_in_a_batch(shop: Shop) -> None:
    """Retries among new writes, other input under an old key and unknown tenants are answered as they are alone."""
    first = (await together(shop.kernel, [booking(shop, 9, "k")]))[0]
    other = mutation(shop.tenant, "k2", "x", lambda desk: writing.cancel(desk, "", ""))
    await together(shop.kernel, [booking(shop, 10, "k2")])
    stranger = Mutation(Attempt("stranger", "k", "x", OPENING), other.work)
    answers = await together(shop.kernel, [booking(shop, 9, "k"), other, stranger, booking(shop, 12)])
    assert answers[0] == first
    assert [type(one).__name__ for one in answers[1:]] == ["IdempotencyMismatch", "NotFound", "Booking"]
    assert isinstance(answers[2], NotFound)


async def test_where_no_batch_can_be_committed_each_is_done_alone(shop: Shop) -> None:
    """A connection that breaks in the middle of a batch costs the callers nothing."""
    pids: list[int] = []

    async def work(desk: Desk) -> Booking:
        if not pids:
            pids.append(int((await desk.connection.execute(text("SELECT pg_backend_pid()"))).scalar_one()))
            async with shop.kernel.engine.connect() as other:
                await other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pids[0]})
        return await writing.book(desk, wanted("consult", at(9)), lambda: str(uuid5(NAMESPACE_DNS, shop.tenant)))

    breaking = mutation(shop.tenant, key(), "breaks", work)
    answers = await together(shop.kernel, [booking(shop, 9), breaking, booking(shop, 10)])
    assert [type(one) for one in answers] == [Booking] * 3
    assert await count_keys(shop) == 3


async def test_many_callers_share_transactions(shop: Shop) -> None:
    """Sixty bookings at once commit in far fewer transactions than sixty."""
    calls = [shop.kernel.book(shop.tenant, key(), wanted("class", at(9 + n % 8, days=n % 5))) for n in range(60)]
    answers = await asyncio.gather(*calls)
    assert Counter(type(one) for one in answers) == {Booking: 60}
    async with shop.kernel.engine.connect() as connection:
        statement = text("SELECT count(DISTINCT xmin::text) FROM bookings WHERE tenant = :tenant")
        transactions = (await connection.execute(statement, {"tenant": shop.tenant})).scalar_one()
    # Each has a savepoint, and with it a number of its own, but the log names the transaction.
    async with shop.kernel.engine.connect() as connection:
        statement = text("SELECT count(DISTINCT xid) FROM changes WHERE tenant = :tenant AND during IS NOT NULL")
        committed = (await connection.execute(statement, {"tenant": shop.tenant})).scalar_one()
    assert transactions > committed
    assert committed <= 30


async def test_callers_that_leave_a_batch_do_not_harm_the_others(shop: Shop) -> None:
    """Of thirty callers ten leave at once or a little later: the others are answered, and what stands has its key."""
    calls = [
        asyncio.ensure_future(shop.kernel.book(shop.tenant, key(), wanted("class", at(9 + n % 8, days=n % 5))))
        for n in range(30)
    ]
    for number, leaving in enumerate(calls[::3]):
        await asyncio.sleep(0.003 * (number % 4))
        leaving.cancel()
    answers = await asyncio.gather(*calls, return_exceptions=True)
    assert all(isinstance(one, Booking | asyncio.CancelledError) for one in answers)
    stayed = [one for number, one in enumerate(answers) if number % 3]
    assert all(isinstance(one, Booking) for one in stayed)
    await shop.kernel.writes.close()
    standing = (await shop.kernel.list_bookings(shop.tenant, BookingQuery(limit=200))).bookings
    assert {one.id for one in stayed if isinstance(one, Booking)} <= {one.id for one in standing}
    assert await count_keys(shop) == len(standing)


KILLED = """
import asyncio, sys
from scheduling import lifespan
from tests.scheduling.store.world import Clock, at, wanted

async def main(url, tenant):
    async with lifespan(url, clock=Clock(), jobs=False) as kernel:
        async def caller(number):
            for step in range(1000):
                start = at(9 + step % 8, 30 * (number % 2), days=step // 8 % 5 + 7 * (number // 2 % 3))
                key = f"{number}-{step}"
                try:
                    made = await kernel.book(tenant, key, wanted("class", start))
                except Exception:
                    continue
                sys.stdout.write(f"{key} {made.id}\\n")
                sys.stdout.flush()
        await asyncio.gather(*(caller(number) for number in range(24)))

asyncio.run(main(*sys.argv[1:]))
"""


async def test_nothing_acknowledged_is_lost_when_the_process_is_killed(shop: Shop, database: str) -> None:
    """A process that is killed in the middle of its batches has kept all it answered, and nothing without its key."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, database, shop.tenant, stdout=asyncio.subprocess.PIPE, env=environ, cwd=ROOT
    )
    assert child.stdout is not None
    lines = [await child.stdout.readline() for _ in range(40)]
    child.send_signal(signal.SIGKILL)
    lines += (await child.stdout.read()).splitlines(keepends=True)
    assert await child.wait() == -signal.SIGKILL
    acknowledged = dict(line.decode().split() for line in lines if line.endswith(b"\n"))
    assert len(acknowledged) >= 40
    standing: dict[str, Booking] = {}
    cursor = None
    while cursor or not standing:
        page = await shop.kernel.list_bookings(shop.tenant, BookingQuery(limit=200, cursor=cursor))
        standing |= {one.id: one for one in page.bookings}
        cursor = page.next_cursor
    assert set(acknowledged.values()) <= standing.keys()
    async with shop.kernel.engine.connect() as connection:
        statement = text("SELECT answer->'booking'->>'id' FROM idempotency WHERE tenant = :tenant")
        kept = set((await connection.execute(statement, {"tenant": shop.tenant})).scalars())
    assert standing.keys() == kept - {None}
    assert await overlaps(shop.kernel.engine, shop.tenant) == 0
