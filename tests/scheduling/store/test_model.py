"""The stored kernel against a list in memory that asks the pure laws: whatever is done, both say the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from router.postgres import throwaway_database
from scheduling import (
    Booking,
    BookingQuery,
    Kernel,
    NotOffered,
    Search,
    SlotTaken,
    StateConflict,
    lifespan,
    slots,
)
from scheduling.problem import WEEKDAYS, Event, Problem, Query, Resource, Rules, Window
from scheduling.problem import Booking as Entry
from scheduling.store.seating import Seating
from tests.scheduling.store.test_races import overlaps
from tests.scheduling.store.world import ADA, OPENING, Clock, at, key, open_shop, wanted

MINUTE = timedelta(minutes=1)
HOURS = {day: (Window(9 * 60, 17 * 60),) for day in WEEKDAYS[:5]}
RESOURCES = {
    name: Resource(name, "UTC", HOURS, capacity=seats) for name, seats in (("ada", 1), ("grace", 1), ("room", 3))
}
EVENTS = {
    "call": (Event(30, 30, min_notice_min=60, max_advance_min=30 * 1440), ("ada", "grace")),
    "consult": (Event(60, 15, buffer_before_min=15, buffer_after_min=15), ("ada",)),
    "class": (Event(60, 30), ("room",)),
    "panel": (Event(60, 60, mode="all"), ("ada", "grace")),
    "checkup": (Event(30, 30, max_per_day=2), ("grace",)),
}


@dataclass
class Memory:
    """The model: bookings in a list, each with the buffers it was made with."""

    bookings: dict[str, tuple[Booking, Event]] = field(default_factory=dict)

    def free(
        self, event: Event, serving: tuple[str, ...], start: datetime, party: int, without: str = ""
    ) -> tuple[str, ...]:
        """Return who would serve a start, nobody if it is not free."""
        entries = tuple(
            Entry(
                name,
                one.start,
                one.end,
                seats=one.party,
                buffer_before_min=made.buffer_before_min,
                buffer_after_min=made.buffer_after_min,
            )
            for one, made in self.bookings.values()
            for name in one.resources
            if one.status == "confirmed" and one.id != without
        )
        rules = Rules(tuple(RESOURCES[name] for name in serving), event)
        found = slots.search(Problem(rules, Query(OPENING, start, start + MINUTE, party=party), entries))
        if found.slots != (start,):
            return ()
        return found.resources[0] if event.mode == "all" else found.resources[0][:1]


@dataclass(frozen=True)
class Step:
    """One thing that somebody does; ``which`` picks one of the bookings so far."""

    what: str
    event: str
    start: datetime
    party: int
    which: int


steps = st.builds(
    Step,
    st.sampled_from(["book", "book", "book", "cancel", "restore", "reschedule"]),
    st.sampled_from(sorted(EVENTS)),
    st.sampled_from([at(8) + 15 * number * MINUTE for number in range(16)]),
    st.sampled_from([1, 1, 1, 2, 3, 4]),
    st.integers(0, 20),
)


@pytest.fixture(scope="module")
def portal() -> Iterator[BlockingPortal]:
    """Run an event loop beside hypothesis, which is not async."""
    with start_blocking_portal() as opened:
        yield opened


@pytest.fixture(scope="module")
def open_kernel(server: str, portal: BlockingPortal) -> Iterator[Kernel]:
    """Open a kernel on a database of its own, in the portal's loop."""
    with (
        portal.wrap_async_context_manager(throwaway_database(server)) as url,
        portal.wrap_async_context_manager(lifespan(url, clock=Clock(), jobs=False)) as kernel,
    ):
        yield kernel


numbers = count()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(todo=st.lists(steps, min_size=1, max_size=14))
def test_the_stored_kernel_does_what_the_laws_say(
    portal: BlockingPortal, open_kernel: Kernel, todo: list[Step]
) -> None:
    """Each step succeeds if and only if the laws allow it, with the resources they name, and both end up the same."""
    portal.call(partial(story, open_kernel, f"model-{next(numbers)}", todo))


async def story(kernel: Kernel, tenant: str, todo: list[Step]) -> None:
    """Do the steps on both and compare."""
    await open_shop(kernel, tenant)
    memory = Memory()
    for step in todo:
        ids = list(memory.bookings)
        if step.what == "book":
            await book(kernel, tenant, memory, step)
        elif ids:
            await change(kernel, tenant, memory, step, ids[step.which % len(ids)])
    standing = (await kernel.list_bookings(tenant, BookingQuery(limit=200))).bookings
    remembered = sorted((one for one, _ in memory.bookings.values()), key=lambda one: (one.start, one.id))
    assert list(standing) == remembered
    assert await overlaps(kernel.engine, tenant) == 0
    await check_rows(kernel, tenant, memory)
    for event, (terms, serving) in EVENTS.items():
        found = await kernel.search(tenant, Search(event=event, start=at(8), end=at(13)))
        expected = [at(8) + number * MINUTE for number in range(5 * 60)]
        assert [one.start for one in found.slots] == [
            start for start in expected if memory.free(terms, serving, start, 1)
        ]


async def book(kernel: Kernel, tenant: str, memory: Memory, step: Step) -> None:
    """Book, and expect what the laws say."""
    terms, serving = EVENTS[step.event]
    expected = memory.free(terms, serving, step.start, step.party)
    new = wanted(step.event, step.start, party=step.party)
    if not expected:
        bare = Memory().free(terms, serving, step.start, step.party)
        with pytest.raises(SlotTaken if bare else NotOffered):
            await kernel.book(tenant, key(), new)
        return
    made = await kernel.book(tenant, key(), new)
    assert (made.resources, made.attendee) == (expected, ADA)
    memory.bookings[made.id] = (made, terms)


async def change(kernel: Kernel, tenant: str, memory: Memory, step: Step, booking_id: str) -> None:
    """Cancel, restore or move a booking, and expect what the laws say."""
    before, made = memory.bookings[booking_id]
    terms, _ = EVENTS[before.event]
    wrong_state = (before.status == "confirmed") == (step.what == "restore")
    start = step.start if step.what == "reschedule" else before.start
    serving = tuple(name for name in EVENTS[before.event][1] if name in before.resources)
    free = memory.free(terms, serving, start, before.party, booking_id)
    expected = () if wrong_state else (before.resources if step.what == "cancel" else free)
    doing = {
        "cancel": partial(kernel.cancel, tenant, key(), booking_id),
        "restore": partial(kernel.restore, tenant, key(), booking_id),
        "reschedule": partial(kernel.reschedule, tenant, key(), booking_id, start),
    }[step.what]
    if not expected:
        with pytest.raises(StateConflict if wrong_state else (SlotTaken, NotOffered)):
            await doing()
        return
    after = await doing()
    assert expected == after.resources
    status = "cancelled" if step.what == "cancel" else "confirmed"
    moved = replace(before, start=start, end=start + terms.duration_min * MINUTE, status=status)  # type: ignore[arg-type]
    assert after == moved
    memory.bookings[booking_id] = (after, made)


async def check_rows(kernel: Kernel, tenant: str, memory: Memory) -> None:
    """The seats in the database are those of the confirmed bookings: at each moment as many as each party has."""
    statement = text("""
        SELECT booking, resource, lower(during) AS start, upper(during) AS "end", lower(seats) AS low,
               upper(seats) AS high, padding_of IS NOT NULL AS padding
        FROM seatings WHERE tenant = :tenant
    """)
    seated: dict[tuple[str, str], list[Seating]] = {}
    async with kernel.engine.connect() as connection:
        for row in await connection.execute(statement, {"tenant": tenant}):
            one = Seating(row.start, row.end, (row.low, row.high), row.padding)
            seated.setdefault((str(row.booking), row.resource), []).append(one)
    confirmed = {
        (one.id, name): one
        for one, _ in memory.bookings.values()
        if one.status == "confirmed"
        for name in one.resources
    }
    assert seated.keys() == confirmed.keys()
    for place, booking in confirmed.items():
        core = [one for one in seated[place] if not one.padding]
        taken = sum(((one.end - one.start) * (one.seats[1] - one.seats[0]) for one in core), timedelta(0))
        assert taken == (booking.end - booking.start) * booking.party
