"""Holds against a list in memory that asks the pure laws: whatever is done and however time passes, both agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import count

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from router.postgres import throwaway_database
from scheduling import Booking, Kernel, NotOffered, Search, SlotTaken, StateConflict, lifespan, slots
from scheduling.holds import Hold
from scheduling.problem import Booking as Entry
from scheduling.problem import Event, Problem, Query, Rules
from tests.scheduling.store import held
from tests.scheduling.store.test_model import EVENTS, MINUTE, RESOURCES
from tests.scheduling.store.test_races import overlaps
from tests.scheduling.store.world import OPENING, Clock, Shop, at, key, open_shop, wanted


@dataclass
class Memory:
    """The model: bookings and holds in a list, each with the buffers it was made with."""

    entries: dict[str, tuple[Booking | Hold, Event]] = field(default_factory=dict)

    def free(self, step: Step, now: datetime, without: str = "") -> tuple[str, ...]:
        """Return who would serve a start, nobody if it is not free."""
        event, serving = EVENTS[step.event]
        found = slots.search(self.problem(event, serving, step, now, without))
        if found.slots != (step.start,):
            return ()
        return found.resources[0] if event.mode == "all" else found.resources[0][:1]

    def problem(self, event: Event, serving: tuple[str, ...], step: Step, now: datetime, without: str) -> Problem:
        """Return what the laws are asked."""
        entries = tuple(
            Entry(
                name,
                one.start,
                one.end,
                status="hold" if isinstance(one, Hold) else "confirmed",
                expires_at=one.expires_at if isinstance(one, Hold) else None,
                seats=one.party,
                buffer_before_min=made.buffer_before_min,
                buffer_after_min=made.buffer_after_min,
            )
            for one, made in self.entries.values()
            for name in one.resources
            if one.id != without and one.status in {"held", "confirmed"}
        )
        rules = Rules(tuple(RESOURCES[name] for name in serving), event)
        return Problem(rules, Query(now, step.start, step.start + MINUTE, party=step.party), entries)


@dataclass(frozen=True)
class Step:
    """One thing that somebody does; ``which`` picks one of the holds so far, or how many minutes pass."""

    what: str
    event: str
    start: datetime
    party: int
    which: int


steps = st.builds(
    Step,
    st.sampled_from(["hold", "hold", "hold", "book", "book held", "book held", "release", "wait"]),
    st.sampled_from(sorted(EVENTS)),
    st.sampled_from([at(9) + 15 * number * MINUTE for number in range(8)]),
    st.sampled_from([1, 1, 2]),
    st.integers(0, 12),
)


@pytest.fixture(scope="module")
def opened(server: str) -> Iterator[tuple[BlockingPortal, Kernel, Clock]]:
    """Open a kernel on a database of its own, in a loop beside hypothesis."""
    clock = Clock()
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(throwaway_database(server)) as url,
        portal.wrap_async_context_manager(lifespan(url, clock=clock, jobs=False)) as kernel,
    ):
        yield portal, kernel, clock


numbers = count()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(todo=st.lists(steps, min_size=2, max_size=14))
def test_holds_do_what_the_laws_say(opened: tuple[BlockingPortal, Kernel, Clock], todo: list[Step]) -> None:
    """Each step succeeds if and only if the laws allow it, with the resources they name, and both offer the same."""
    portal, kernel, clock = opened
    clock.moment = OPENING
    portal.call(partial(story, kernel, clock, f"holds-{next(numbers)}", todo))


async def story(kernel: Kernel, clock: Clock, tenant: str, todo: list[Step]) -> None:
    """Do the steps on both and compare."""
    shop = await open_shop(kernel, tenant)
    memory = Memory()
    for step in todo:
        holds = [one for one, _ in memory.entries.values() if isinstance(one, Hold)]
        if step.what == "wait":
            clock.moment += step.which * MINUTE
        elif step.what in {"hold", "book"}:
            await come(shop, memory, step)
        elif holds:
            await go_on(shop, memory, step, holds[step.which % len(holds)])
        assert await overlaps(kernel.engine, tenant) == 0
    for event in EVENTS:
        found = await kernel.search(tenant, Search(event=event, start=at(9), end=at(12)))
        asked = [Step("", event, at(9) + number * MINUTE, 1, 0) for number in range(180)]
        assert [one.start for one in found.slots] == [one.start for one in asked if memory.free(one, kernel.now())]


async def come(shop: Shop, memory: Memory, step: Step) -> None:
    """Hold or book a slot, and expect what the laws say."""
    expected = memory.free(step, shop.kernel.now())

    async def doing() -> Booking | Hold:
        if step.what == "hold":
            return await held.hold(shop, step.event, step.start, party=step.party)
        return await shop.kernel.book(shop.tenant, key(), wanted(step.event, step.start, party=step.party))

    if not expected:
        with pytest.raises(SlotTaken if Memory().free(step, shop.kernel.now()) else NotOffered):
            await doing()
        return
    made = await doing()
    assert made.resources == tuple(sorted(expected))
    memory.entries[made.id] = (made, EVENTS[step.event][0])


async def go_on(shop: Shop, memory: Memory, step: Step, hold: Hold) -> None:
    """Book or release what is held, and expect that it works as long as the hold stands."""
    stands = hold.status == "held" and hold.expires_at > shop.kernel.now()
    if step.what == "release" and hold.status != "booked":
        after = await held.release(shop, hold.id)
        assert after.status == ("released" if stands or hold.status == "released" else "expired")
        memory.entries[hold.id] = (replace(hold, status=after.status), memory.entries[hold.id][1])
        return
    doing = (
        held.release(shop, hold.id)
        if step.what == "release"
        else held.book(shop, wanted(hold.event, hold.start, party=hold.party), hold.id)
    )
    if not stands:
        with pytest.raises(StateConflict if hold.status == "booked" else SlotTaken):
            await doing
        return
    made = await doing
    assert isinstance(made, Booking)
    assert made.resources == hold.resources
    memory.entries[hold.id] = (replace(hold, status="booked"), memory.entries[hold.id][1])
    memory.entries[made.id] = (made, memory.entries[hold.id][1])
