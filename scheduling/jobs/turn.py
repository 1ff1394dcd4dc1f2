"""Turn: one worker's attempt at one job, in steps.

Each step is a transaction that first makes sure that the turn is still this worker's, then does some work, then writes
how far the job has come. So what a step does happens exactly once: a worker that dies in a step has done nothing of it,
and one that was thought dead finds its turn over. What cannot be in a transaction (a request to somebody else) stands
between two steps, and is repeated where the worker dies before the second.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from scheduling.jobs.job import Alone, Clock, Job, JobStatus, Json
from scheduling.jobs.queue import COLUMNS, job_of
from scheduling.store import database


class TurnOver(Exception):
    """The job was cancelled or ended, or another worker has it now: there is nothing left to do here."""


class TryAgain(Exception):
    """The attempt failed for a reason that lies elsewhere, such as a server that does not answer."""


class Later(Exception):
    """It is not this job's time yet; it is attempted again after ``delay``, and this attempt does not count."""

    def __init__(self, delay: timedelta, why: str) -> None:
        super().__init__(why)
        self.delay = delay


class Interrupted(Later):
    """The worker is to stop; the job goes on elsewhere, or later, where it was."""

    def __init__(self) -> None:
        super().__init__(timedelta(0), "interrupted: its worker was stopped")


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a job has come: ``done`` of ``total`` for people, ``state`` for the next step or attempt."""

    done: int = 0
    total: int | None = None
    state: Json = None


Step = Callable[[AsyncConnection, Mark], Awaitable[Mark]]

_STANDING = text("""
    SELECT done, total, CAST(state AS text) AS state FROM jobs
    WHERE tenant = :tenant AND job = CAST(:job AS uuid) AND turn = :turn AND status = 'running'
    FOR NO KEY UPDATE
""")
_MARK = text("""
    UPDATE jobs SET done = :done, total = :total, state = CAST(:state AS jsonb)
    WHERE tenant = :tenant AND job = CAST(:job AS uuid)
""")


@dataclass(frozen=True, slots=True)
class Turn:
    """One worker's attempt at a job; ``number`` counts the attempts of all workers."""

    engine: AsyncEngine
    clock: Clock
    stopping: asyncio.Event
    job: Job
    number: int
    payload: Json
    traceparent: str | None
    last: bool
    """Whether the job is given up if this attempt fails."""

    def now(self) -> datetime:
        """Return the current instant."""
        return self.clock()

    async def step(self, work: Step) -> Mark:
        """Do some work and note how far the job has come, both in one transaction, which may be run again.

        Raises Interrupted where the worker is to stop, TurnOver where the job is no longer this worker's.
        """
        if self.stopping.is_set():
            raise Interrupted
        of = {"tenant": self.job.tenant, "job": self.job.id}

        async def once(connection: AsyncConnection) -> Mark:
            found = await connection.execute(_STANDING, {**of, "turn": self.number})
            row = found.mappings().one_or_none()
            if row is None:
                raise TurnOver
            mark = await work(connection, _mark(row))
            values = {"done": mark.done, "total": mark.total, "state": json.dumps(mark.state)}
            await connection.execute(_MARK, {**of, **values})
            return mark

        return await database.transact(self.engine, once)

    async def mark(self) -> Mark:
        """Return how far the job has come."""

        async def same(_: AsyncConnection, mark: Mark) -> Mark:
            return mark

        return await self.step(same)


def _mark(row: RowMapping) -> Mark:
    return Mark(row["done"], row["total"], None if row["state"] is None else json.loads(row["state"]))


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt ended: the job's next status, and what to show for it."""

    status: JobStatus
    error: str = ""
    result: Json = None
    counts: bool = True
    """Whether this was one of the attempts that a kind has; an interrupted one was not."""
    again: timedelta = timedelta(0)
    """After how long it is attempted again, where this attempt does not count."""


_CLAIM = text(f"""
    UPDATE jobs SET status = 'running', turn = turn + 1, attempts = attempts + 1,
                    started_at = coalesce(started_at, :now)
    WHERE tenant = :tenant AND job = CAST(:job AS uuid) AND status IN ('queued', 'running')
    RETURNING {COLUMNS}, turn, most_attempts, traceparent, CAST(payload AS text) AS payload
""")  # noqa: S608 - no stranger's text
_SETTLE = text("""
    UPDATE jobs SET status = :status, error = :error, result = CAST(:result AS jsonb), attempts = attempts - :uncounted,
                    finished_at = CAST(:finished AS timestamptz)
    WHERE tenant = :tenant AND job = CAST(:job AS uuid) AND turn = :turn AND status = 'running'
""")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a worker was given: a job as it stands, and what it needs for its turn."""

    job: Job
    number: int
    most_attempts: int
    traceparent: str | None
    payload: Json

    @property
    def exhausted(self) -> bool:
        """Whether all attempts have ended without a word, as they do when a job kills its workers."""
        return self.job.attempts > self.most_attempts


async def claim(alone: Alone, tenant: str, job_id: str, now: datetime) -> Claim | None:
    """Begin a turn, whoever had the one before; None where the job has ended or is gone."""
    async with alone() as connection:
        found = await connection.execute(_CLAIM, {"tenant": tenant, "job": job_id, "now": now})
        row = found.mappings().one_or_none()
    if row is None:
        return None
    return Claim(job_of(row), row["turn"], row["most_attempts"], row["traceparent"], json.loads(row["payload"]))


async def settle(alone: Alone, claimed: Claim, outcome: Outcome, now: datetime) -> None:
    """End a turn; does nothing where it was over already."""
    row = {
        "tenant": claimed.job.tenant,
        "job": claimed.job.id,
        "turn": claimed.number,
        "status": outcome.status,
        "error": outcome.error.replace("\0", "")[:2_000],
        "result": json.dumps(outcome.result),
        "uncounted": 0 if outcome.counts else 1,
        "finished": None if outcome.status == "queued" else now,
    }
    async with alone() as connection:
        await connection.execute(_SETTLE, row)
