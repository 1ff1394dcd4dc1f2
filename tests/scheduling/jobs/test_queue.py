"""Jobs as those who put them see them."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from scheduling.errors import (
    IdempotencyKeyMissing,
    IdempotencyMismatch,
    InvalidRequest,
    NotFound,
    StateConflict,
)
from scheduling.jobs import queue, traces
from scheduling.jobs.attempt import Bench
from scheduling.jobs.job import Job
from tests.scheduling.jobs import toys
from tests.scheduling.jobs.asking import ended, get, put, until

pytestmark = pytest.mark.anyio
TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


async def test_fifty_duplicates_are_one_job_that_runs_once(engine: AsyncEngine, working: Bench) -> None:
    """One key put fifty times from ten connections, while a worker works and after: one job, each step done once."""
    assert working.engine is engine
    jobs = await asyncio.gather(*(put(engine, "fifty", toys.COUNT, 3) for _ in range(50)))
    assert len({job.id for job in jobs}) == 1
    done = await ended(engine, jobs[0])
    assert (done.status, done.done, done.total, done.attempts, done.result) == ("succeeded", 3, 3, 1, {"counted": 3})
    assert await put(engine, "fifty", toys.COUNT, 3) == done
    await asyncio.sleep(0.3)
    assert await toys.notes(engine, done.id) == [0, 1, 2]


async def test_a_key_belongs_to_a_tenant_and_a_kind(engine: AsyncEngine) -> None:
    """The same key is another job for another tenant or kind."""
    jobs = [await put(engine, "a", toys.COUNT, 0), await put(engine, "b", toys.COUNT, 0)]
    jobs.append(await put(engine, "a", toys.TRACE))
    assert len({job.id for job in jobs}) == 3


async def test_a_key_means_one_payload(engine: AsyncEngine) -> None:
    """The same key with another payload is refused; a missing one as well, and a payload that the kind cannot read."""
    await put(engine, "payloads", toys.COUNT, 1)
    with pytest.raises(IdempotencyMismatch, match=r"toy\.count with another payload"):
        await put(engine, "payloads", toys.COUNT, 2)
    with pytest.raises(IdempotencyKeyMissing):
        await put(engine, "payloads", toys.COUNT, 1, key=" ")
    with pytest.raises(InvalidRequest, match=r"is no toy\.count: /payload: is a string, not a whole number"):
        await put(engine, "payloads", toys.COUNT, "1", key="other")


async def test_a_job_exists_if_and_only_if_the_write_commits(engine: AsyncEngine, working: Bench) -> None:
    """What is rolled back was never there, for the worker neither; the same key can be used again then."""
    assert working.engine is engine
    async with engine.connect() as connection:
        lost = await queue.enqueue(connection, "rolled", toys.COUNT, 1, key="k", now=toys.utc_now())
        await connection.rollback()
    with pytest.raises(NotFound):
        await get(engine, lost)
    async with engine.connect() as connection:
        left = await connection.execute(text("SELECT count(*) FROM pgqueuer.pgqueuer WHERE payload LIKE '%rolled%'"))
        assert left.scalar_one() == 0
    assert (await put(engine, "rolled", toys.COUNT, 2, key="k")).id == lost.id


async def test_a_tenant_reads_its_own_jobs_only(engine: AsyncEngine) -> None:
    """Another tenant's job is not found, nor is an id that is none."""
    job = await put(engine, "mine", toys.COUNT, 1)
    async with engine.connect() as connection:
        for tenant, name in (("yours", job.id), ("mine", "no-uuid"), ("mine", "00000000-0000-4000-8000-000000000000")):
            with pytest.raises(NotFound):
                await queue.get(connection, tenant, name)
        assert await queue.listed(connection, tenant="mine") == (job,)
        assert await queue.listed(connection, tenant="mine", status="dead") == ()
        assert await queue.payload_of(connection, "mine", job.id) == 1


async def test_progress_is_seen_while_a_job_runs(engine: AsyncEngine, working: Bench) -> None:
    """Done grows from look to look, status is running, and the total is known after the first step."""
    assert working.engine is engine
    job = await put(engine, "progress", toys.COUNT, 100)
    seen = [await until(engine, job, lambda one: one.done >= 1)]
    seen.append(await until(engine, job, lambda one: one.done > seen[0].done))
    assert [(one.status, one.total) for one in seen] == [("running", 100)] * 2
    assert seen[0].started is not None
    assert seen[0].finished is None
    done = await ended(engine, job)
    assert (done.status, done.done, done.error) == ("succeeded", 100, "")
    assert done.started is not None
    assert done.finished is not None
    assert done.created <= done.started <= done.finished


async def test_the_trace_is_carried_across_the_queue(engine: AsyncEngine, working: Bench) -> None:
    """A job runs in the trace of whoever put it, as a span of its own; malformed context is none."""
    assert working.engine is engine
    with traces.carried(TRACE):
        known = await put(engine, "traced", toys.TRACE)
    with traces.carried(TRACE.upper()):
        odd = await put(engine, "traced", toys.TRACE, key="odd")
    assert (await ended(engine, known)).result == "00-4bf92f3577b34da6a3ce929d0e0e4736-00000000000000aa-01"
    assert (await ended(engine, odd)).result is None


async def test_a_cancelled_job_stops_where_it_is(engine: AsyncEngine, working: Bench) -> None:
    """A job cancelled while it runs does no further step, one cancelled while it waits does none; both stay so."""
    assert working.engine is engine
    job = await put(engine, "cancelled", toys.COUNT, 1_000)
    await until(engine, job, lambda one: one.done >= 1)

    async def cancel(one: Job) -> Job:
        async with engine.begin() as connection:
            return await queue.cancel(connection, one.tenant, one.id, toys.utc_now())

    stopped = await cancel(job)
    async with engine.begin() as connection:
        waiting = await queue.enqueue(connection, "cancelled", toys.COUNT, 5, key="w", now=toys.utc_now())
        await queue.cancel(connection, "cancelled", waiting.id, toys.utc_now())
    await asyncio.sleep(0.3)
    assert await get(engine, job) == stopped
    assert await toys.notes(engine, job.id) == list(range(stopped.done))
    assert (await get(engine, waiting)).status == "cancelled"
    assert await toys.notes(engine, waiting.id) == []
    with pytest.raises(StateConflict, match="is cancelled; only one that is waiting or running can be cancelled"):
        await cancel(job)
