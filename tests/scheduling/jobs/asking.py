"""Short ways to put jobs and to wait for them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from scheduling.jobs import queue
from scheduling.jobs.job import ENDED, Job, Json
from scheduling.jobs.kinds import Kind
from tests.scheduling.jobs.toys import utc_now


async def put(engine: AsyncEngine, tenant: str, kind: Kind[Any], payload: Json = None, key: str = "once") -> Job:
    """Put a job in a transaction of its own."""
    async with engine.begin() as connection:
        given: Json = {} if payload is None else payload
        return await queue.enqueue(connection, tenant, kind, given, key=key, now=utc_now())


async def get(engine: AsyncEngine, job: Job) -> Job:
    """Return a job as it stands."""
    async with engine.connect() as connection:
        return await queue.get(connection, job.tenant, job.id)


async def until(engine: AsyncEngine, job: Job, holds: Callable[[Job], bool]) -> Job:
    """Wait until something holds of a job and return it; the test's own time limit ends the wait."""
    while not holds(found := await get(engine, job)):
        await asyncio.sleep(0.01)
    return found


async def ended(engine: AsyncEngine, job: Job) -> Job:
    """Wait until a job has ended and return it."""
    return await until(engine, job, lambda one: one.status in ENDED)
