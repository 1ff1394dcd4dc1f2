"""The queue: put, read, list, cancel and replay jobs, each in the caller's transaction.

A job exists if and only if the transaction that put it commits; so a write and the jobs that follow from it stand or
fall together.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from scheduling import checks
from scheduling.errors import IdempotencyMismatch, NotFound, StateConflict
from scheduling.jobs import engine, traces
from scheduling.jobs.job import ENDED, KERNEL, Job, JobStatus, Json, name
from scheduling.jobs.kinds import Kind, Payload
from scheduling.problem import ProblemInvalid
from scheduling.reading import Value

COLUMNS = """tenant, job, kind, key, status, done, total, attempts, error, created_at, started_at, finished_at,
             CAST(result AS text) AS result"""
_ENQUEUE = text(f"""
    INSERT INTO jobs (tenant, job, kind, key, fingerprint, payload, traceparent, status, most_attempts, created_at)
    VALUES (:tenant, :job, :kind, :key, :fingerprint, CAST(:payload AS jsonb), :traceparent, 'queued', :most, :now)
    ON CONFLICT (tenant, kind, key) DO NOTHING
    RETURNING {COLUMNS}
""")  # noqa: S608 - no stranger's text
_ONE = text(f"SELECT {COLUMNS}, fingerprint FROM jobs WHERE tenant = :tenant AND job = CAST(:job AS uuid)")  # noqa: S608
_PAGE = text(f"""
    SELECT {COLUMNS} FROM jobs
    WHERE (CAST(:tenant AS text) IS NULL OR tenant = :tenant)
      AND (CAST(:kind AS text) IS NULL OR kind = :kind)
      AND (CAST(:status AS text) IS NULL OR status = :status)
    ORDER BY created_at DESC, job LIMIT :limit
""")  # noqa: S608 - as above
_CANCEL = text(f"""
    UPDATE jobs SET status = 'cancelled', finished_at = :now
    WHERE tenant = :tenant AND job = CAST(:job AS uuid) AND status IN ('queued', 'running')
    RETURNING {COLUMNS}
""")  # noqa: S608 - as above
_REPLAY = text(f"""
    UPDATE jobs SET status = 'queued', attempts = 0, puts = puts + 1, finished_at = NULL
    WHERE tenant = :tenant AND job = CAST(:job AS uuid) AND status IN ('dead', 'failed', 'cancelled')
    RETURNING {COLUMNS}, puts
""")  # noqa: S608 - as above


async def enqueue(
    connection: AsyncConnection,
    tenant: str,
    kind: Kind[Payload],
    payload: Json,
    *,
    key: str,
    now: datetime,
    delay: timedelta = timedelta(0),
) -> Job:
    """Put a job, or return the one that has this key already; it belongs to the trace that is current.

    Raises InvalidRequest for a payload or a key that cannot be meant, IdempotencyMismatch where the key was used
    before with another payload.
    """
    try:
        kind.read(Value("/payload", payload))
    except ProblemInvalid as error:
        raise checks.invalid("payload", f"is no {kind.name}: {error}") from None
    written = json.dumps(payload, sort_keys=True, separators=(",", ":"))
    row = {
        "tenant": tenant if tenant == KERNEL else checks.name("tenant", tenant),
        "job": name(tenant, kind.name, checks.idempotency_key(key)),
        "kind": kind.name,
        "key": key,
        "fingerprint": sha256(written.encode()).hexdigest(),
        "payload": written,
        "traceparent": traces.current(),
        "most": kind.attempts,
        "now": now,
    }
    new = (await connection.execute(_ENQUEUE, row)).mappings().one_or_none()
    if new is not None:
        await engine.put(connection, kind.name, label(tenant, row["job"], 0), delay)
        return job_of(new)
    known = await _row(connection, tenant, str(row["job"]))
    if known["fingerprint"] != row["fingerprint"]:
        raise IdempotencyMismatch(
            f"The key {key!r} was used before for a {kind.name} with another payload. Use a new key for each job."
        )
    return job_of(known)


async def get(connection: AsyncConnection, tenant: str, job_id: str) -> Job:
    """Return a job as it stands, while it runs as well. Raises NotFound."""
    return job_of(await _row(connection, tenant, job_id))


async def payload_of(connection: AsyncConnection, tenant: str, job_id: str) -> Json:
    """Return what a job was given. Raises NotFound."""
    await _row(connection, tenant, job_id)
    statement = text("SELECT CAST(payload AS text) FROM jobs WHERE tenant = :tenant AND job = CAST(:job AS uuid)")
    found: Json = json.loads((await connection.execute(statement, {"tenant": tenant, "job": job_id})).scalar_one())
    return found


async def found(connection: AsyncConnection, job_id: str) -> Job:
    """Return a job of whichever tenant: for operators, not for callers. Raises NotFound."""
    statement = text(f"SELECT {COLUMNS} FROM jobs WHERE job = CAST(:job AS uuid)")  # noqa: S608 - as above
    row = (await connection.execute(statement, {"job": checked(job_id)})).mappings().one_or_none()
    if row is None:
        raise NotFound("There is no such job.")
    return job_of(row)


async def listed(
    connection: AsyncConnection,
    *,
    tenant: str | None = None,
    kind: str | None = None,
    status: JobStatus | None = None,
    limit: int = 50,
) -> tuple[Job, ...]:
    """Return jobs, the latest first; what is None does not narrow."""
    asked = {"tenant": tenant, "kind": kind, "status": status, "limit": limit}
    return tuple(job_of(row) for row in (await connection.execute(_PAGE, asked)).mappings())


async def cancel(connection: AsyncConnection, tenant: str, job_id: str, now: datetime) -> Job:
    """Cancel a job; one that runs stops before its next step, and what its steps have done stays done.

    Raises NotFound, StateConflict for one that has ended.
    """
    changed = await connection.execute(_CANCEL, {"tenant": tenant, "job": checked(job_id), "now": now})
    row = changed.mappings().one_or_none()
    return job_of(row) if row is not None else await _refuse(connection, tenant, job_id, "cancelled")


async def replay(connection: AsyncConnection, tenant: str, job_id: str) -> Job:
    """Put a job that is dead, failed or cancelled into the queue again; it goes on where it was.

    Raises NotFound, StateConflict for one that still waits or runs, or that succeeded.
    """
    changed = await connection.execute(_REPLAY, {"tenant": tenant, "job": checked(job_id)})
    row = changed.mappings().one_or_none()
    if row is None:
        return await _refuse(connection, tenant, job_id, "replayed")
    await engine.put(connection, row["kind"], label(tenant, row["job"], row["puts"]))
    return job_of(row)


async def _refuse(connection: AsyncConnection, tenant: str, job_id: str, wish: str) -> Job:
    status = (await get(connection, tenant, job_id)).status
    allowed = "waiting or running" if wish == "cancelled" else "dead, failed or cancelled"
    detail = f"The job is {status}; only one that is {allowed} can be {wish}."
    raise StateConflict(detail, {"code": "ended" if status in ENDED else status, "status": status})


async def _row(connection: AsyncConnection, tenant: str, job_id: str) -> RowMapping:
    found = await connection.execute(_ONE, {"tenant": tenant, "job": checked(job_id)})
    row = found.mappings().one_or_none()
    if row is None:
        raise NotFound("There is no such job.")
    return row


def checked(job_id: str) -> str:
    """Return a job's id in its one spelling; what is not a UUID cannot be found."""
    try:
        return str(UUID(job_id))
    except ValueError:
        raise NotFound("There is no such job.") from None


def label(tenant: str, job_id: object, puts: int) -> str:
    """Return what a job is called in the engine's queue; another one each time that it is put there."""
    return json.dumps([tenant, str(job_id), puts])


def labelled(written: bytes) -> tuple[str, str]:
    """Return the tenant and the job of a label."""
    tenant, job_id, _ = json.loads(written)
    return tenant, job_id


def job_of(row: RowMapping) -> Job:
    """Return a job from its row."""
    return Job(
        id=str(row["job"]),
        tenant=row["tenant"],
        kind=row["kind"],
        key=row["key"],
        status=row["status"],
        done=row["done"],
        total=row["total"],
        attempts=row["attempts"],
        error=row["error"],
        created=row["created_at"],
        started=row["started_at"],
        finished=row["finished_at"],
        result=None if row["result"] is None else json.loads(row["result"]),
    )
