"""Schedules: the kernel's own jobs, put once in each period however many processes run.

Each process puts the job of each period, with the period as its key; the first makes it, the others find it there.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from scheduling.jobs import queue
from scheduling.jobs.attempt import Bench
from scheduling.jobs.job import KERNEL
from scheduling.jobs.kinds import Kind, Schedule

log = logging.getLogger("scheduling.jobs")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SETTLING = 5.0
"""Seconds after its start in which a process puts nothing: many processes live shorter than that."""


def period(schedule: Schedule, now: datetime) -> datetime:
    """Return when the current period of a schedule began."""
    return EPOCH + (now - EPOCH) // schedule.every * schedule.every


async def put(bench: Bench, kind: Kind[Any], schedule: Schedule) -> None:
    """Put the job of the current period, unless it is there."""
    now = bench.clock()
    key = period(schedule, now).isoformat()
    async with bench.engine.begin() as connection:
        await queue.enqueue(connection, KERNEL, kind, {}, key=key, now=now)


async def keep(bench: Bench, kinds: dict[str, Kind[Any]], planned: Sequence[Schedule]) -> None:
    """Put each schedule's job in each period until told to stop."""
    wait = SETTLING
    while planned and not await _stopped(bench, wait):
        for schedule in planned:
            try:
                await put(bench, kinds[schedule.kind], schedule)
            except (SQLAlchemyError, OSError) as error:  # the next round tries again
                log.warning("schedule %s: %s", schedule.kind, error)
        now = bench.clock()
        next_one = min(period(one, now) + one.every for one in planned)
        wait = max((next_one - now) / timedelta(seconds=1), 0.01)


async def _stopped(bench: Bench, patience: float) -> bool:
    with suppress(TimeoutError):
        await asyncio.wait_for(bench.stopping.wait(), patience)
    return bench.stopping.is_set()
