"""Attempt: what a worker does with one job that the engine gave it, and when it is to be given it again."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from scheduling.errors import Contended, SchedulingError
from scheduling.jobs import traces, turn
from scheduling.jobs.job import Alone, Clock, Json
from scheduling.jobs.kinds import Kind
from scheduling.jobs.turn import Claim, Interrupted, Later, Outcome, TryAgain, Turn, TurnOver
from scheduling.problem import ProblemInvalid
from scheduling.reading import Value

log = logging.getLogger("scheduling.jobs")


def chance() -> float:
    """Return a random number in [0, 1)."""
    return secrets.SystemRandom().random()


def new_span() -> str:
    """Return a random span id."""
    return secrets.token_hex(8)


@dataclass(frozen=True, slots=True)
class Bench:
    """Where a worker works: the database, its clock and chance, and whether it is to stop.

    ``stopping``: no further step is begun. ``leaving``: what still runs is cut off; its transaction is rolled back.
    """

    engine: AsyncEngine
    clock: Clock
    chance: Callable[[], float] = chance
    new_span: Callable[[], str] = new_span
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    leaving: asyncio.Event = field(default_factory=asyncio.Event)
    lend: Alone | None = None

    def alone(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Lend a connection on which each statement commits by itself: the worker's own, else one of the pool."""
        return self.lend() if self.lend else self.engine.execution_options(isolation_level="AUTOCOMMIT").connect()


async def attempt(bench: Bench, kind: Kind[Any], tenant: str, job_id: str) -> timedelta | None:
    """Attempt a job once; return after how long it is to be attempted again, None for never."""
    claimed = await turn.claim(bench.alone, tenant, job_id, bench.clock())
    if claimed is None:
        return None
    outcome: Outcome | None = Outcome("dead", "each of its workers died, the last one without a word")
    if not claimed.exhausted:
        with traces.carried(traces.child(claimed.traceparent, bench.new_span)):
            outcome = await _outcome(bench, kind, claimed)
    if outcome is None:
        return None
    await turn.settle(bench.alone, claimed, outcome, bench.clock())
    if outcome.status == "dead":
        log.error("job %s %s is dead: %s", kind.name, job_id, outcome.error)
    if outcome.status != "queued":
        return None
    return kind.backoff.after(claimed.job.attempts, bench.chance()) if outcome.counts else outcome.again


async def _outcome(bench: Bench, kind: Kind[Any], claimed: Claim) -> Outcome | None:
    """Do the work and say what becomes of the job; None where it is none of this worker's affair any more."""
    last = claimed.job.attempts >= claimed.most_attempts
    try:
        return Outcome("succeeded", result=await _work(bench, kind, claimed, last=last))
    except TurnOver:
        return None
    except Later as wait:
        return Outcome("queued", str(wait), counts=False, again=wait.delay)
    except (TryAgain, Contended) as error:
        log.info("job %s %s: attempt %d: %s", kind.name, claimed.job.id, claimed.job.attempts, error)
        return Outcome("dead" if last else "queued", str(error))
    except (SchedulingError, ProblemInvalid) as refusal:
        return Outcome("failed", str(refusal))
    except Exception as error:  # whatever it was is written down, and tried again
        log.warning("job %s %s: attempt %d", kind.name, claimed.job.id, claimed.job.attempts, exc_info=error)
        return Outcome("dead" if last else "queued", f"{type(error).__name__}: {error}")


async def _work(bench: Bench, kind: Kind[Any], claimed: Claim, *, last: bool) -> Json:
    """Run the kind's work until it is done or the worker leaves."""
    own = Turn(
        engine=bench.engine,
        clock=bench.clock,
        stopping=bench.stopping,
        job=claimed.job,
        number=claimed.number,
        payload=claimed.payload,
        traceparent=traces.current(),
        last=last,
    )
    work = asyncio.ensure_future(kind.work(own, kind.read(Value("/payload", claimed.payload))))
    leaving = asyncio.ensure_future(bench.leaving.wait())
    try:
        await asyncio.wait({work, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            raise Interrupted
        return await work
    finally:
        for task in (work, leaving):
            task.cancel()
        await asyncio.gather(work, leaving, return_exceptions=True)
