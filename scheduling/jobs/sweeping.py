"""Sweeping: each minute, holds that have run out give their seats back.

Searches and bookings do not wait for it: to them a hold that has run out is none.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from scheduling.jobs.job import Json
from scheduling.jobs.kinds import Kind, Schedule, nothing
from scheduling.jobs.turn import Mark, Turn
from scheduling.store import holding

AT_ONCE = 1_000


async def sweep(turn: Turn, _: None) -> Json:
    """Sweep until nothing is left; return how many holds gave their seats back."""

    async def some(connection: AsyncConnection, mark: Mark) -> Mark:
        swept = await holding.sweep(connection, turn.now(), limit=AT_ONCE)
        return Mark(mark.done + swept, None, swept)

    while (mark := await turn.step(some)).state == AT_ONCE:
        pass
    return {"swept": mark.done}


SWEEP = Kind("holds.sweep", nothing, sweep, attempts=3)
SCHEDULE = Schedule(SWEEP.name, timedelta(minutes=1))
