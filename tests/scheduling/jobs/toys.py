"""Kinds of jobs for tests, and a process that works on them: ``python -m tests.scheduling.jobs.toys URL``.

Each leaves a row in the table ``toys`` for each step it has done; the table has no key, so a step done twice shows.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from scheduling.errors import NotOffered
from scheduling.jobs import expansion, traces, worker
from scheduling.jobs.attempt import Bench
from scheduling.jobs.job import Json
from scheduling.jobs.kinds import Backoff, Kind, nothing
from scheduling.jobs.turn import Mark, Turn
from scheduling.jobs.worker import Pace, Work
from scheduling.reading import Value
from scheduling.store import database

ROOT = Path(__file__).parents[3]
TABLE = "CREATE TABLE toys (tenant text NOT NULL, job uuid NOT NULL, number integer NOT NULL)"
QUICK = Backoff(timedelta(milliseconds=20), timedelta(milliseconds=50))
PACE = Pace(at_once=4, patience=timedelta(seconds=1))
"""A worker that is silent for a second is dead."""


async def note(connection: AsyncConnection, turn: Turn, number: int) -> None:
    """Leave a row."""
    statement = text("INSERT INTO toys VALUES (:tenant, CAST(:job AS uuid), :number)")
    await connection.execute(statement, {"tenant": turn.job.tenant, "job": turn.job.id, "number": number})


async def notes(engine: AsyncEngine, job: str) -> list[int]:
    """Return what a job left, in order."""
    async with engine.connect() as connection:
        statement = text("SELECT number FROM toys WHERE job = CAST(:job AS uuid) ORDER BY number")
        return list((await connection.execute(statement, {"job": job})).scalars())


async def count(turn: Turn, total: int) -> Json:
    """Count to the payload, one step a number."""
    mark = await turn.mark()
    while mark.done < total:

        async def one(connection: AsyncConnection, mark: Mark) -> Mark:
            await note(connection, turn, mark.done)
            return Mark(mark.done + 1, total)

        mark = await turn.step(one)
        await asyncio.sleep(0.005)
    return {"counted": mark.done}


async def fail(turn: Turn, _: None) -> Json:
    """Fail until there are five rows, then succeed."""
    if len(await notes(turn.engine, turn.job.id)) >= 5:
        return None

    async def one(connection: AsyncConnection, mark: Mark) -> Mark:
        await note(connection, turn, turn.job.attempts)
        return mark

    await turn.step(one)
    raise RuntimeError(f"attempt {turn.job.attempts} of a job that fails")


async def refuse(turn: Turn, _: None) -> Json:
    """Do half a step and find that the laws forbid it."""

    async def one(connection: AsyncConnection, _: Mark) -> Mark:
        await note(connection, turn, 1)
        raise NotOffered("Never on a Sunday.")

    await turn.step(one)
    return None


async def trace(_: Turn, __: None) -> Json:
    """Return the trace that the job runs in."""
    return traces.current()


async def hang(turn: Turn, _: None) -> Json:
    """Leave a row and never come back."""

    async def one(connection: AsyncConnection, mark: Mark) -> Mark:
        await note(connection, turn, 0)
        return mark

    await turn.step(one)
    await asyncio.sleep(3600)
    return None


def whole(value: Value) -> int:
    """Read a whole number."""
    return value.integer(0, 10_000)


COUNT = Kind("toy.count", whole, count, backoff=QUICK)
FAIL = Kind("toy.fail", nothing, fail, attempts=3, backoff=QUICK)
REFUSE = Kind("toy.refuse", nothing, refuse, backoff=QUICK)
TRACE = Kind("toy.trace", nothing, trace, backoff=QUICK)
HANG = Kind("toy.hang", nothing, hang, attempts=2, backoff=QUICK)
SERIES = expansion.expanding(10)
WORK = Work((COUNT, FAIL, REFUSE, TRACE, HANG, SERIES, expansion.CANCEL))


def utc_now() -> datetime:
    """Return the current instant."""
    return datetime.now(UTC)


@asynccontextmanager
async def process(url: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a worker of its own, and kill it in the end if it still lives."""
    command = [sys.executable, "-m", "tests.scheduling.jobs.toys", url]
    running = await asyncio.create_subprocess_exec(*command, cwd=ROOT)
    try:
        yield running
    finally:
        if running.returncode is None:
            running.kill()
        await running.wait()


async def main(url: str) -> None:
    """Work until killed."""
    engine = database.engine(url, pool_size=5)
    async with worker.working(Bench(engine, utc_now), WORK, PACE):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
