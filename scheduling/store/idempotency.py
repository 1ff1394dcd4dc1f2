"""Idempotency: one answer for each key, kept in the transaction that made it.

The key is claimed first, by inserting its row. A caller that races with the same key waits on that row: when the first
commits, the other reads the answer; when the first fails or dies, its row is gone and the other does the work. So work
that was done always has its answer beside it, and work that was not done has none.

A refusal that the laws made (taken, not offered, not found, wrong state) is an answer too, and stays the answer.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, TypeVar, cast

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from scheduling.errors import BY_TYPE, IdempotencyMismatch, NotFound, SchedulingError
from scheduling.holds import Hold
from scheduling.values import Attendee, Booking

Done = TypeVar("Done", bound=Booking | Hold)
Answer = Booking | Hold | SchedulingError


@dataclass(frozen=True, slots=True)
class Attempt:
    """A write somebody asks for: its key, and the fingerprint of operation and input."""

    tenant: str
    key: str
    fingerprint: str
    now: datetime


_CLAIM = text("""
    INSERT INTO idempotency (tenant, key, fingerprint, created_at)
    SELECT t.tenant, :key, :fingerprint, :now FROM tenants t WHERE t.tenant = :tenant
    ON CONFLICT DO NOTHING RETURNING key
""")
_STORED = text(
    "SELECT fingerprint, CAST(answer AS text) AS answer FROM idempotency WHERE tenant = :tenant AND key = :key"
)
_KEEP = text("UPDATE idempotency SET answer = CAST(:answer AS jsonb) WHERE tenant = :tenant AND key = :key")


async def once(
    connection: AsyncConnection, attempt: Attempt, work: Callable[[], Awaitable[Done]]
) -> Done | SchedulingError:
    """Do the work, or return what it was answered before; a refusal is returned, so that it is committed too.

    Raises IdempotencyMismatch if the key was used with another fingerprint, NotFound for an unknown tenant.
    """
    of = {"tenant": attempt.tenant, "key": attempt.key}
    claim = await connection.execute(_CLAIM, {**of, "fingerprint": attempt.fingerprint, "now": attempt.now})
    if claim.one_or_none() is None:
        # The fingerprint says what was done, and so what kind of answer it has.
        return cast("Done | SchedulingError", await replay(connection, attempt))
    answer = await outcome(connection, work)
    await connection.execute(_KEEP, {**of, "answer": json.dumps(written(answer))})
    return answer


_CLAIM_ALL = text("""
    INSERT INTO idempotency (tenant, key, fingerprint, created_at)
    SELECT t.tenant, asked.key, asked.fingerprint, asked.now
    FROM unnest(CAST(:tenants AS text[]), CAST(:keys AS text[]), CAST(:fingerprints AS text[]),
                CAST(:nows AS timestamptz[])) AS asked (tenant, key, fingerprint, now)
    JOIN tenants t ON t.tenant = asked.tenant
    ORDER BY t.tenant, asked.key
    ON CONFLICT DO NOTHING RETURNING tenant, key
""")
_KEEP_ALL = text("""
    UPDATE idempotency i SET answer = CAST(done.answer AS jsonb)
    FROM unnest(CAST(:tenants AS text[]), CAST(:keys AS text[]), CAST(:answers AS text[])) AS done (tenant, key, answer)
    WHERE i.tenant = done.tenant AND i.key = done.key
""")
_DROP_ALL = text("""
    DELETE FROM idempotency i USING unnest(CAST(:tenants AS text[]), CAST(:keys AS text[])) AS gone (tenant, key)
    WHERE i.tenant = gone.tenant AND i.key = gone.key
""")


async def claim_all(connection: AsyncConnection, attempts: Collection[Attempt]) -> set[tuple[str, str]]:
    """Claim the keys of many attempts, no two with the same; return tenant and key of those that were not used before.

    Keys are claimed in their order, so that no two batches wait for each other.
    """
    columns = {
        "fingerprints": [one.fingerprint for one in attempts],
        "nows": [one.now for one in attempts],
    }
    claimed = await connection.execute(_CLAIM_ALL, {**_keys(attempts), **columns})
    return {(row.tenant, row.key) for row in claimed}


async def keep_all(connection: AsyncConnection, answers: Sequence[tuple[Attempt, Answer]]) -> None:
    """Keep the answers of claimed attempts."""
    columns = {"answers": [json.dumps(written(answer)) for _, answer in answers]}
    await connection.execute(_KEEP_ALL, {**_keys([attempt for attempt, _ in answers]), **columns})


async def drop_all(connection: AsyncConnection, attempts: Collection[Attempt]) -> None:
    """Give up claims in the transaction that made them."""
    await connection.execute(_DROP_ALL, _keys(attempts))


def _keys(attempts: Collection[Attempt]) -> dict[str, list[str]]:
    return {"tenants": [one.tenant for one in attempts], "keys": [one.key for one in attempts]}


async def outcome(connection: AsyncConnection, work: Callable[[], Awaitable[Done]]) -> Done | SchedulingError:
    """Do the work and return what came of it; what a refused write has written is gone."""
    try:
        async with connection.begin_nested():  # what a refused write has written goes, its claim stays
            return await work()
    except SchedulingError as refusal:
        return refusal


async def replay(connection: AsyncConnection, attempt: Attempt) -> Answer:
    """Return what was answered before; raises as :func:`once` does."""
    found = await connection.execute(_STORED, {"tenant": attempt.tenant, "key": attempt.key})
    stored = found.one_or_none()
    if stored is None:
        raise NotFound("There is no such tenant.")
    if stored.fingerprint != attempt.fingerprint:
        raise IdempotencyMismatch(
            "This idempotency key was used before with other input. Use a new key for each thing that you want done."
        )
    return read(json.loads(stored.answer))


def written(answer: Answer) -> dict[str, Any]:
    """Return an answer as JSON."""
    if isinstance(answer, SchedulingError):
        return {"refusal": answer.type, "detail": answer.detail, "extensions": answer.extensions}
    kind = "hold" if isinstance(answer, Hold) else "booking"
    fields = {name: _plain(value) for name, value in asdict(answer).items()}
    return {kind: fields}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def read(stored: dict[str, Any]) -> Answer:
    """Return an answer from JSON."""
    if "refusal" in stored:
        return BY_TYPE[stored["refusal"]](stored["detail"], stored["extensions"])
    kind = "hold" if "hold" in stored else "booking"
    fields: dict[str, Any] = {**stored[kind], "resources": tuple(stored[kind]["resources"])}
    times: dict[str, Any] = {name: datetime.fromisoformat(fields[name]) for name in _TIMES if name in fields}
    if kind == "hold":
        return Hold(**{**fields, **times})
    return Booking(**{**fields, **times, "attendee": Attendee(**fields["attendee"])})


_TIMES = ("start", "end", "created_at", "updated_at", "expires_at")
