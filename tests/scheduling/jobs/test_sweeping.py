"""Jobs of the kernel's own that come again: holds swept, old things thrown away."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from scheduling import Kernel
from scheduling.holds import NewHold
from scheduling.jobs.attempt import Bench, attempt
from scheduling.jobs.job import KERNEL, Json
from scheduling.jobs.sweeping import SWEEP
from scheduling.jobs.tending import TEND
from scheduling.store import holding
from scheduling.store.desk import Desk
from tests.scheduling.jobs.asking import get, put
from tests.scheduling.store.world import OPENING, Clock, at, key, open_shop

pytestmark = pytest.mark.anyio


async def test_each_minute_s_sweep_gives_back_what_has_run_out(engine: AsyncEngine) -> None:
    """Two holds, one of which has run out: after the job its seats are gone, the other's are not."""
    clock = Clock()
    shop = await open_shop(Kernel(engine, clock=clock), "swept")
    async with engine.begin() as connection:
        for hours, minutes in ((9, 5), (10, 30)):
            new = NewHold(event="class", start=at(hours), minutes=minutes)
            await holding.hold(Desk(connection, shop.tenant, OPENING), new, lambda: str(uuid4()))

    async def seats() -> int:
        async with engine.connect() as connection:
            statement = text("SELECT count(*) FROM seatings WHERE tenant = 'swept'")
            return int((await connection.execute(statement)).scalar_one())

    async def sweep() -> Json:
        job = await put(engine, KERNEL, SWEEP, key=key())
        await attempt(Bench(engine, clock), SWEEP, KERNEL, job.id)
        return (await get(engine, job)).result

    assert (await sweep(), await seats()) == ({"swept": 0}, 2)
    clock.moment = OPENING + timedelta(minutes=10)
    assert (await sweep(), await seats()) == ({"swept": 1}, 1)
    assert (await sweep(), await seats()) == ({"swept": 0}, 1)


async def test_tending_is_a_job_too(engine: AsyncEngine) -> None:
    """It runs on tables as they are and says what it did."""
    job = await put(engine, KERNEL, TEND, key=key())
    await attempt(Bench(engine, Clock()), TEND, KERNEL, job.id)
    done = await get(engine, job)
    assert (done.status, done.result) == ("succeeded", {"put back": 0, "deleted": 0, "events": 0, "changes": 0})
