"""Indexes in the kernel: they answer what the exact path would, of the moment of the question, whoever wrote before."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from uuid import uuid4

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from router.postgres import throwaway_database
from scheduling import (
    Availability,
    Booking,
    Kernel,
    NotFound,
    NotOffered,
    SchedulingError,
    Search,
    SlotTaken,
    lifespan,
)
from scheduling.days import Dates
from scheduling.problem import WEEKDAYS, Event, Series
from scheduling.store import changes, database, dates, foreseeing, pages, rules, taken
from scheduling.store.indexes import Indexes
from tests.scheduling.store import held
from tests.scheduling.store.test_tenants import statements
from tests.scheduling.store.world import Clock, Shop, at, key, open_shop, wanted

pytestmark = pytest.mark.anyio

EVENTS = ("call", "class", "consult", "checkup", "panel")


def asked(event: str, *, days: int = 2, limit: int = 1_000, party: int = 1, resources: tuple[str, ...] = ()) -> Search:
    """Return a search from the Monday on."""
    return Search(event=event, start=at(0), end=at(0, days=days), limit=limit, party=party, resources=resources)


async def agree(kernel: Kernel, tenant: str) -> int:
    """Hold what the index answers to the exact path, and return how many questions the index answered."""
    answered = 0
    of = Dates(at(0).date(), at(0, days=1).date(), "UTC")
    for number, event in enumerate(EVENTS):
        search = (asked(event), asked(event, limit=3), asked(event, party=2))[number % 3]
        known = await kernel.indexes.ask(tenant, event, kernel.now())
        assert known is not None
        found = foreseeing.search(known, search, kernel.now())
        assert found in {None, await exactly(kernel, tenant, search)}
        answered += found is not None
    event = EVENTS[0]
    counted = await database.transact(
        kernel.engine, lambda one: dates.free_days(one, tenant, asked(event), of, kernel.now())
    )
    assert await kernel.free_days(tenant, event, of.first, of.last, "UTC") == counted
    return answered


async def exactly(kernel: Kernel, tenant: str, search: Search) -> Availability:
    """Search without an index."""
    return await database.transact(kernel.engine, lambda one: pages.search(one, tenant, search, kernel.now()))


@pytest.fixture
async def beside(database: str, clock: Clock) -> AsyncIterator[Kernel]:
    """Open a second kernel on the same database, as another process would."""
    async with lifespan(database, clock=clock, jobs=False) as kernel:
        yield kernel


async def test_a_search_is_one_small_question(shop: Shop) -> None:
    """Once an index is there, a search asks the database only what has changed, and nothing about bookings."""
    await shop.kernel.book(shop.tenant, key(), wanted("call", at(9)))
    first = await shop.kernel.search(shop.tenant, asked("call"))
    with statements(shop.kernel) as sent:
        assert await shop.kernel.search(shop.tenant, asked("call")) == first
        assert await shop.kernel.search(shop.tenant, asked("call", resources=("grace",))) != first
    assert len(sent) == 2
    assert all("FROM looks" in sql for sql, _ in sent)


@dataclass(frozen=True)
class Step:
    """One thing that somebody does at one of the two kernels."""

    what: str
    at_second: bool
    event: str
    quarter: int
    which: int


WHATS = ("book", "book", "book", "cancel", "restore", "reschedule", "hold", "wait", "hours", "series", "error", "event")
steps = st.builds(
    Step, st.sampled_from(WHATS), st.booleans(), st.sampled_from(EVENTS), st.integers(0, 12), st.integers(0, 9)
)


@pytest.fixture(scope="module")
def opened(server: str) -> Iterator[tuple[BlockingPortal, tuple[Kernel, Kernel], Clock]]:
    """Open two kernels on a database of their own, in a loop beside hypothesis."""
    clock = Clock()
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(throwaway_database(server)) as url,
        portal.wrap_async_context_manager(lifespan(url, clock=clock, jobs=False)) as one,
        portal.wrap_async_context_manager(lifespan(url, clock=clock, jobs=False)) as other,
    ):
        yield portal, (one, other), clock


numbers = count()


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(todo=st.lists(steps, min_size=3, max_size=7))
def test_two_kernels_agree_with_the_database(
    opened: tuple[BlockingPortal, tuple[Kernel, Kernel], Clock], todo: list[Step]
) -> None:
    """Whatever one of two kernels writes, the indexes of both answer what the exact path does right after it."""
    portal, kernels, clock = opened
    clock.moment = at(8, days=-2)
    portal.call(partial(story, kernels, clock, f"indexed-{next(numbers)}", todo))


async def story(kernels: tuple[Kernel, Kernel], clock: Clock, tenant: str, todo: list[Step]) -> None:
    """Do the steps and compare after each of them."""
    await open_shop(kernels[0], tenant)
    made: list[str] = []
    answered = await agree(kernels[0], tenant) + await agree(kernels[1], tenant)
    assert answered == 2 * len(EVENTS)
    for step in todo:
        shop = Shop(kernels[step.at_second], tenant)
        try:
            done = await do(shop, clock, step, made)
        except SchedulingError:
            done = None
        if isinstance(done, Booking):
            made.append(done.id)
        for kernel in kernels:
            assert await agree(kernel, tenant) > 0


async def do(shop: Shop, clock: Clock, step: Step, made: list[str]) -> object:
    """Do one step."""
    start, tenant, kernel = at(9, 15 * step.quarter), shop.tenant, shop.kernel
    one = made[step.which % len(made)] if made else str(uuid4())
    if step.what == "wait":
        clock.moment += timedelta(minutes=7)
        return None
    if step.what in {"hours", "series", "error", "event"}:
        return await rule(shop, step)
    return await {
        "book": lambda: kernel.book(tenant, key(), wanted(step.event, start)),
        "hold": lambda: held.hold(shop, step.event, start, minutes=5 + step.which),
        "cancel": lambda: kernel.cancel(tenant, key(), one),
        "restore": lambda: kernel.restore(tenant, key(), one),
        "reschedule": lambda: kernel.reschedule(tenant, key(), one, start + timedelta(days=1)),
    }[step.what]()


async def rule(shop: Shop, step: Step) -> None:
    """Change a rule."""
    name = ("ada", "grace", "room")[step.which % 3]
    hours: dict[rules.Weekday, rules.Hours] = dict.fromkeys(WEEKDAYS, ((f"{8 + step.quarter % 4:02}:00", "16:00"),))
    zone = ("UTC", "Europe/London", "Asia/Tokyo")[step.quarter % 3]
    series = Series(name, datetime(2026, 3, 2, 9) + timedelta(minutes=15 * step.quarter), 45, "daily")
    async with shop.kernel.engine.begin() as connection:
        if step.what == "hours":
            await rules.put_resource(connection, shop.tenant, name, tz=zone, weekly=hours, capacity=1 + step.which % 3)
        elif step.what == "series":
            await taken.put_series(connection, shop.tenant, series, str(uuid4()))
        elif step.what == "error" and step.quarter % 2:
            await taken.put_calendar_error(connection, shop.tenant, name, at(0))
        elif step.what == "error":
            gone = text("DELETE FROM calendar_errors WHERE tenant = :tenant AND resource = :resource")
            await connection.execute(gone, {"tenant": shop.tenant, "resource": name})
        else:
            event = Event(15 + 15 * (step.quarter % 3), 15, buffer_after_min=step.which)
            await rules.put_event(connection, shop.tenant, step.event, event, ("grace", name)[: 1 + (name != "grace")])


async def test_a_booking_is_refused_as_it_would_be_without_an_index(shop: Shop, beside: Kernel) -> None:
    """Taken and never offered times are refused in the same words, with the same next starts, and kept for the key."""
    for hour in (9, 11):
        await shop.kernel.book(shop.tenant, key(), wanted("consult", at(hour)))
    await shop.kernel.search(shop.tenant, asked("consult"))
    assert await shop.kernel.indexes.ask(shop.tenant, "consult", shop.kernel.now(), load=False) is not None
    assert await beside.indexes.ask(shop.tenant, "consult", beside.now(), load=False) is None
    for new, kind in (
        (wanted("consult", at(9, 15)), SlotTaken),
        (wanted("consult", at(3)), NotOffered),
        (wanted("consult", at(9, 7)), NotOffered),
        (wanted("consult", at(9), party=2), NotOffered),
        (wanted("consult", at(9), "grace"), NotFound),
        (wanted("class", at(9), party=4), NotOffered),
    ):
        of = key()
        told = []
        for kernel, keyed in ((shop.kernel, of), (beside, key()), (beside, of)):
            with pytest.raises(kind) as refusal:
                await kernel.book(shop.tenant, keyed, new)
            told.append((refusal.value.detail, refusal.value.extensions))
        assert told[0] == told[1] == told[2]


async def test_the_first_free_one_serves_whoever_wrote_before(shop: Shop, beside: Kernel) -> None:
    """A kernel whose index was behind chooses who has just become free elsewhere, not who was free before."""
    made = await shop.kernel.book(shop.tenant, key(), wanted("call", at(9)))
    assert made.resources == ("ada",)
    await shop.kernel.search(shop.tenant, asked("call"))
    await beside.cancel(shop.tenant, key(), made.id)
    assert (await shop.kernel.book(shop.tenant, key(), wanted("call", at(9)))).resources == ("ada",)
    assert (await shop.kernel.book(shop.tenant, key(), wanted("call", at(9)))).resources == ("grace",)


async def test_what_runs_out_is_free_without_a_write(shop: Shop, clock: Clock) -> None:
    """A hold leaves the index when its time is over, though nothing was written."""
    await held.hold(shop, "consult", at(9))
    assert (await shop.starts("consult", at(9), at(12)))[0] == "10:15"
    clock.moment += timedelta(minutes=10)
    assert (await shop.starts("consult", at(9), at(12)))[0] == "09:00"
    assert await agree(shop.kernel, shop.tenant) > 0


async def test_only_so_many_tenants_are_kept(shop: Shop, database: str, clock: Clock) -> None:
    """The tenant that was asked about longest ago is forgotten, and read again when it is asked about."""
    async with lifespan(database, clock=clock, jobs=False) as kernel:
        kernel.indexes = Indexes(kernel.engine, most=2)
        shops = [await open_shop(kernel, f"{shop.tenant}-{number}") for number in range(3)]
        for one in shops:
            await kernel.search(one.tenant, asked("call"))
        there = [await kernel.indexes.ask(one.tenant, "call", kernel.now(), load=False) for one in shops]
        assert [one is not None for one in there] == [False, True, True]
        await shop.kernel.book(shops[0].tenant, key(), wanted("call", at(9)))
        for one in shops:
            assert await agree(kernel, one.tenant) > 0


async def test_until_it_is_read_the_exact_path_answers(shop: Shop, database: str, clock: Clock) -> None:
    """Who does not wait for the index is answered all the same, and by the index as soon as it is there."""
    await shop.kernel.book(shop.tenant, key(), wanted("call", at(9)))
    async with lifespan(database, clock=clock, jobs=False) as kernel:
        kernel.indexes = Indexes(kernel.engine, patience=0)
        found = await kernel.search(shop.tenant, asked("call"))
        assert found == await shop.kernel.search(shop.tenant, asked("call"))
        while await kernel.indexes.ask(shop.tenant, "call", kernel.now()) is None:
            await kernel.search(shop.tenant, asked("call"))
        assert await agree(kernel, shop.tenant) == len(EVENTS)


async def test_time_goes_on_and_back(shop: Shop, clock: Clock) -> None:
    """Months later the index looks ahead from then; with the clock set back, and beyond its end, nothing is wrong."""
    await shop.kernel.search(shop.tenant, asked("call"))
    for days in (45, 400, -300):
        clock.moment = at(8, days=days)
        start = clock.moment + timedelta(hours=2)
        for event in EVENTS:
            for ahead in (0, 395):
                search = Search(event=event, start=start + timedelta(days=ahead), end=start + timedelta(days=ahead + 9))
                exact = await exactly(shop.kernel, shop.tenant, search)
                assert await shop.kernel.search(shop.tenant, search) == exact


async def test_what_was_forgotten_is_read_anew(shop: Shop, beside: Kernel) -> None:
    """An index that missed part of the log is read anew; so is one when too many resources have changed."""
    await shop.kernel.search(shop.tenant, asked("call"))
    await beside.book(shop.tenant, key(), wanted("call", at(9)))
    async with beside.engine.begin() as connection:
        await changes.prune(connection, datetime.now(UTC) + timedelta(minutes=1))
    assert await agree_soon(shop)
    async with beside.engine.begin() as connection:
        for number in range(120):
            await rules.put_resource(connection, shop.tenant, f"new-{number}", tz="UTC", weekly={})
        await rules.put_event(connection, shop.tenant, "call", Event(15, 15), ("grace", "room"))
    assert await agree_soon(shop)


async def agree_soon(shop: Shop) -> bool:
    """Ask until the index is there again; the answers before that are right too."""
    while await shop.kernel.indexes.ask(shop.tenant, "call", shop.kernel.now()) is None:
        await shop.kernel.search(shop.tenant, asked("call"))
    return await agree(shop.kernel, shop.tenant) > 0
