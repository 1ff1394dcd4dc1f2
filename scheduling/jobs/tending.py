"""Tending: a job that puts back what the engine has lost, and throws away what nobody reads any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from scheduling.jobs import engine
from scheduling.jobs.job import KERNEL, Json
from scheduling.jobs.kinds import Kind, Schedule, nothing
from scheduling.jobs.queue import label
from scheduling.jobs.turn import Mark, Turn
from scheduling.store import changes, outbox

KEPT = timedelta(days=30)
"""How long jobs that succeeded or were cancelled stay readable, and their keys stay used."""
KEPT_OWN = timedelta(days=1)
"""The same for the kernel's own."""
KEPT_LOG = timedelta(days=7)
LOST_AFTER = timedelta(minutes=1)
AT_ONCE = 10_000

# Unfinished, but not in the engine's queue: the label is written as queue.label writes it.
_LOST = text("""
    UPDATE jobs SET puts = puts + 1
    WHERE (tenant, job) IN (
        SELECT j.tenant, j.job FROM jobs j
        WHERE j.status IN ('queued', 'running') AND j.created_at < :before
          AND NOT EXISTS (
            SELECT FROM pgqueuer.pgqueuer q
            WHERE q.status IN ('queued', 'picked')
              AND q.dedupe_key = '[' || to_json(j.tenant) || ', "' || j.job || '", ' || j.puts || ']')
        LIMIT :most FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING tenant, job, kind, puts
""")
_OLD = text("""
    DELETE FROM jobs WHERE (tenant, job) IN (
        SELECT tenant, job FROM jobs
        WHERE status IN ('succeeded', 'cancelled')
          AND finished_at < CASE tenant WHEN :kernel THEN CAST(:own AS timestamptz) ELSE :before END
        LIMIT :most)
""")
_LOG = text("""
    DELETE FROM pgqueuer.pgqueuer_log WHERE id IN (
        SELECT id FROM pgqueuer.pgqueuer_log WHERE aggregated AND created < now() - CAST(:kept AS interval) LIMIT :most)
""")
_STATISTICS = text("DELETE FROM pgqueuer.pgqueuer_statistics WHERE created < now() - CAST(:kept AS interval)")


async def tend(turn: Turn, _: None) -> Json:
    """Put back lost jobs, delete old ones and what nobody needs of the change log; return how many of each."""
    found: dict[str, int] = {}

    async def once(connection: AsyncConnection, mark: Mark) -> Mark:
        found["put back"] = await put_back(connection, turn.now())
        found["deleted"] = await forget(connection, turn.now())
        found["events"] = await outbox.forget(connection, turn.now() - KEPT)
        found["changes"] = await changes.prune(connection, turn.now() - KEPT_LOG)
        return mark

    await turn.step(once)
    return found


async def put_back(connection: AsyncConnection, now: datetime) -> int:
    """Put jobs into the engine's queue that should be in it and are not; return how many."""
    lost = (await connection.execute(_LOST, {"before": now - LOST_AFTER, "most": AT_ONCE})).mappings().all()
    for row in lost:
        await engine.put(connection, row["kind"], label(row["tenant"], row["job"], row["puts"]))
    return len(lost)


async def forget(connection: AsyncConnection, now: datetime) -> int:
    """Delete jobs that succeeded or were cancelled long ago, and the engine's old notes; return how many jobs."""
    limits = {"kernel": KERNEL, "own": now - KEPT_OWN, "before": now - KEPT, "most": AT_ONCE}
    gone = await connection.execute(_OLD, limits)
    await connection.execute(_LOG, {"kept": KEPT_LOG, "most": AT_ONCE})
    await connection.execute(_STATISTICS, {"kept": KEPT})
    return gone.rowcount


TEND = Kind("jobs.tend", nothing, tend, attempts=1)
SCHEDULE = Schedule(TEND.name, timedelta(minutes=10))
