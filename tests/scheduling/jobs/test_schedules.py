"""Jobs that come again, backoff, and the engine's tables."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncEngine

from scheduling.jobs import engine as engines
from scheduling.jobs import queue, schedules, standard
from scheduling.jobs.attempt import Bench
from scheduling.jobs.job import KERNEL
from scheduling.jobs.kinds import Backoff, Schedule
from tests.scheduling.jobs import toys

pytestmark = pytest.mark.anyio
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


async def test_many_processes_put_a_scheduled_job_once_a_period(engine: AsyncEngine) -> None:
    """Twelve that look at somewhat different clocks in two periods of an hour: two jobs."""
    hourly = Schedule(toys.TRACE.name, timedelta(hours=1))
    clocks = [NOON + timedelta(minutes=10 * number) for number in range(12)]
    benches = [Bench(engine, lambda at=at: at) for at in clocks]  # type: ignore[misc]
    await asyncio.gather(*(schedules.put(bench, toys.TRACE, hourly) for bench in benches))
    async with engine.connect() as connection:
        made = await queue.listed(connection, tenant=KERNEL, kind=toys.TRACE.name)
    assert {job.key for job in made} == {"2026-03-02T12:00:00+00:00", "2026-03-02T13:00:00+00:00"}
    assert len(made) == 2


def test_what_is_planned_is_known() -> None:
    """Each schedule names a kind that every worker knows, and no two kinds share a name."""
    work = standard.work({})
    assert {one.kind for one in work.planned} <= work.known.keys()
    assert len(work.known) == len(work.kinds)


@given(st.integers(1, 200), st.floats(0, 1, exclude_max=True), st.floats(0, 1, exclude_max=True))
def test_backoff_grows_and_is_never_longer_than_its_most(attempts: int, one: float, other: float) -> None:
    """Whatever chance says, it lies between half and all of a length that doubles up to the most."""
    backoff = Backoff(timedelta(seconds=2), timedelta(minutes=5))
    found, next_one = backoff.after(attempts, one), backoff.after(attempts + 1, other)
    assert timedelta(seconds=1) <= found <= timedelta(minutes=5)
    assert next_one >= found / 2
    if attempts <= 7:
        whole = timedelta(seconds=2**attempts)
        assert whole / 2 <= found <= whole


async def test_the_engine_finds_the_tables_it_wants(engine: AsyncEngine) -> None:
    """What sql/0010_jobs.sql made is what the installed PgQueuer declares; a newer one may need another file."""
    async with engine.connect() as connection:
        wanted = await (await engines.queries(connection)).plan_upgrade()
    assert wanted.statements == (), "write what `pgq sql upgrade --schema pgqueuer` says into a new file in sql/"


def test_no_environment_variable_moves_the_engine() -> None:
    """Names that PgQueuer would read from the environment are given by us."""
    program = "from scheduling.jobs import engine; print(engine.settings().queue_table, engine.settings().channel)"
    moved = {**os.environ, "PGQUEUER_PREFIX": "x_", "CHANNEL": "elsewhere", "QUEUE_TABLE": "mine", "TRIGGER": "t"}
    told = subprocess.run([sys.executable, "-c", program], env=moved, capture_output=True, check=True, text=True)
    assert told.stdout.split() == ["pgqueuer", "lockstep_jobs"]
