"""Seats: parties from two processes race for a room, and at each minute it holds them all."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from scheduling import BookingQuery
from scheduling.problem import WEEKDAYS, Event
from scheduling.store import rules
from tests.scheduling.store.test_races import overlaps
from tests.scheduling.store.world import Shop

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[3]
CAPACITY = 7
BUFFER = timedelta(minutes=10)
VISITORS = """
import asyncio, random, sys
from scheduling import SlotTaken, lifespan
from tests.scheduling.store.world import Clock, at, key, wanted

async def main(url, tenant, name):
    chance = random.Random(name)
    async with lifespan(url, clock=Clock(), jobs=False) as kernel:
        async def visit(number):
            event, party = chance.choice(["tour", "workshop"]), chance.randint(1, 4)
            start = at(9, 5 * chance.randrange(36))
            try:
                await kernel.book(tenant, f"{name}-{number}", wanted(event, start, party=party))
                outcome = "in"
            except SlotTaken:
                outcome = "out"
            print(outcome, event, party, start.isoformat())
        await asyncio.gather(*(visit(number) for number in range(40)))

asyncio.run(main(*sys.argv[1:]))
"""


class Visit(NamedTuple):
    """A party in the room, with the buffers around it."""

    start: datetime
    end: datetime
    buffer: timedelta
    party: int


def visit(event: str, start: datetime, party: int) -> Visit:
    """Return when a party of an event is there: a tour for half an hour, a workshop for an hour with buffers."""
    length = timedelta(minutes=30 if event == "tour" else 60)
    return Visit(start, start + length, BUFFER if event == "workshop" else timedelta(0), party)


def fits(one: Visit, others: list[Visit]) -> bool:
    """Say by law, minute by minute, whether a party has seats beside others: S5 and S8."""
    minute = one.start - one.buffer
    while minute < one.end + one.buffer:
        raw = sum(other.party for other in others if other.start <= minute < other.end)
        padded = sum(other.party for other in others if other.start - other.buffer <= minute < other.end + other.buffer)
        if raw + one.party > CAPACITY or (one.start <= minute < one.end and padded + one.party > CAPACITY):
            return False
        minute += timedelta(minutes=1)
    return True


async def test_a_room_never_holds_more_than_its_seats(shop: Shop, database: str) -> None:
    """Two processes race 80 parties into one room: all who are in fit beside the others, none who is out does."""
    hours: dict[rules.Weekday, rules.Hours] = dict.fromkeys(WEEKDAYS[:5], (("09:00", "17:00"),))
    async with shop.kernel.engine.begin() as connection:
        await rules.put_resource(connection, shop.tenant, "hall", tz="UTC", weekly=hours, capacity=CAPACITY)
        await rules.put_event(connection, shop.tenant, "tour", Event(30, 5), ("hall",))
        workshop = Event(60, 5, buffer_before_min=10, buffer_after_min=10)
        await rules.put_event(connection, shop.tenant, "workshop", workshop, ("hall",))
    children = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", VISITORS, database, shop.tenant, name),
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
        )
        for name in ("first", "second")
    ]
    outputs = await asyncio.gather(*(child.communicate() for child in children))
    assert [child.returncode for child in children] == [0, 0]
    told = [line.split() for out, _ in outputs for line in out.decode().splitlines()]
    assert len(told) == 80
    tries = [(one[0], visit(one[1], datetime.fromisoformat(one[3]), int(one[2]))) for one in told]
    standing = (await shop.kernel.list_bookings(shop.tenant, BookingQuery(limit=200))).bookings
    inside = [visit(one.event, one.start, one.party) for one in standing]
    assert sorted(inside) == sorted(one for outcome, one in tries if outcome == "in")
    assert 8 < len(inside) < 60
    for number, one in enumerate(inside):
        assert fits(one, inside[:number] + inside[number + 1 :])
    assert not any(fits(one, inside) for outcome, one in tries if outcome == "out")
    assert await overlaps(shop.kernel.engine, shop.tenant) == 0
