"""Series of bookings: made at once, expanded by a job, cancelled by another."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID, uuid5

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from scheduling import checks, repeats
from scheduling.errors import IdempotencyMismatch, NotFound, StateConflict
from scheduling.repeats import BookingSeries, NewSeries, Occurrence
from scheduling.store import rules
from scheduling.store.desk import Desk
from scheduling.values import Attendee

_NAMES = UUID("b5b8a9c6-3b1c-4a34-9a3e-8a5e3a1f4c55")

_INSERT = text("""
    INSERT INTO booking_series (tenant, series, key, fingerprint, event, resources, tz, first_local, freq, every, byday,
                                occurrences, until_local, exdates_local, party, attendee_name, attendee_email, notes,
                                status, total, job, created_at, updated_at)
    VALUES (:tenant, :series, :key, :fingerprint, :event, :resources, :tz, :first_local, :freq, :interval, :byday,
            :count, :until_local, :exdates_local, :party, :name, :email, :notes,
            'expanding', :total, :job, :now, :now)
    ON CONFLICT (tenant, key) DO NOTHING RETURNING series
""")
_ONE = """
    SELECT s.*, o.booked, o.refused FROM booking_series s
    CROSS JOIN LATERAL (
        SELECT count(booking) AS booked, count(code) AS refused FROM series_occurrences
        WHERE tenant = s.tenant AND series = s.series) o
    WHERE s.tenant = :tenant AND s.series = CAST(:series AS uuid)
"""
_READ, _LOCKED = text(_ONE), text(_ONE + " FOR NO KEY UPDATE OF s")
_OCCURRENCES = text("""
    SELECT o.occurs_local, o.starts_at, o.booking, o.code, o.reason, b.status
    FROM series_occurrences o LEFT JOIN bookings b ON b.tenant = o.tenant AND b.booking = o.booking
    WHERE o.tenant = :tenant AND o.series = CAST(:series AS uuid)
      AND (CAST(:after AS timestamp) IS NULL OR o.occurs_local > :after)
    ORDER BY o.occurs_local LIMIT :limit
""")
_PUT = text("""
    INSERT INTO series_occurrences (tenant, series, occurs_local, starts_at, booking, code, reason)
    VALUES (:tenant, :series, :local, :start, :booking, :code, :reason)
""")
_STATUS = text("""
    UPDATE booking_series SET status = :status, updated_at = :now
    WHERE tenant = :tenant AND series = CAST(:series AS uuid) AND status = ANY(:before)
""")


def name(tenant: str, key: str) -> str:
    """Return the id of the series that has this idempotency key."""
    return str(uuid5(_NAMES, "\0".join((tenant, key))))


def booking_name(series_id: str, local: datetime) -> str:
    """Return the id of the booking of an occurrence: the same whenever it is expanded."""
    return str(uuid5(UUID(series_id), local.isoformat()))


async def put(desk: Desk, key: str, new: NewSeries, job: str) -> bool:
    """Write a checked series and say whether it is new; its bookings are made by the job of that id.

    Raises NotFound for an unknown event or resource, IdempotencyMismatch where the key was used for another series.
    """
    (await rules.roster(desk.connection, desk.tenant, new.event)).narrowed(new.resources)
    series, digest = name(desk.tenant, checks.idempotency_key(key)), fingerprint(new)
    row = {
        **{field: value for field, value in asdict(new).items() if field != "attendee"},
        "tenant": desk.tenant,
        "series": series,
        "key": key,
        "fingerprint": digest,
        "resources": list(new.resources),
        "byday": list(new.byday),
        "exdates_local": [one.isoformat() for one in new.exdates_local],
        "name": new.attendee.name,
        "email": new.attendee.email,
        "total": len(repeats.due(new)),
        "job": job,
        "now": desk.now,
    }
    if (await desk.connection.execute(_INSERT, row)).one_or_none() is not None:
        return True
    if (await _row(desk.connection, desk.tenant, series, lock=False))["fingerprint"] != digest:
        raise IdempotencyMismatch(
            "This idempotency key was used before for another series. Use a new key for each thing that you want done."
        )
    return False


def fingerprint(new: NewSeries) -> str:
    """Return 64 hex digits that stand for a series to be made."""
    return sha256(json.dumps(asdict(new), sort_keys=True, default=date.isoformat).encode()).hexdigest()


async def get(connection: AsyncConnection, tenant: str, series_id: str, *, lock: bool = False) -> BookingSeries:
    """Return a series as it stands; ``lock`` holds it until the transaction ends. Raises NotFound."""
    row = await _row(connection, tenant, series_id, lock=lock)
    return BookingSeries(
        id=str(row["series"]),
        new=_new(row),
        status=row["status"],
        total=row["total"],
        booked=row["booked"],
        refused=row["refused"],
        job=str(row["job"]),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


async def occurrences(
    connection: AsyncConnection, tenant: str, series_id: str, *, after: datetime | None = None, limit: int = 100
) -> tuple[Occurrence, ...]:
    """Return the occurrences expanded so far that come after a wall time, in their order. Raises NotFound."""
    await _row(connection, tenant, series_id, lock=False)
    asked = {"tenant": tenant, "series": series_id, "after": after, "limit": limit}
    return tuple(
        Occurrence(
            local=row["occurs_local"],
            start=row["starts_at"],
            booking=None if row["booking"] is None else str(row["booking"]),
            status=row["status"],
            code=row["code"],
            reason=row["reason"],
        )
        for row in (await connection.execute(_OCCURRENCES, asked)).mappings()
    )


async def put_occurrence(desk: Desk, series_id: str, one: Occurrence) -> None:
    """Note what became of an occurrence."""
    row = {"tenant": desk.tenant, "series": series_id, "local": one.local, "start": one.start, "booking": one.booking}
    await desk.connection.execute(_PUT, {**row, "code": one.code, "reason": one.reason})


async def end_expansion(desk: Desk, series_id: str) -> None:
    """Note that a series has been expanded, unless it was cancelled meanwhile."""
    await _set(desk, series_id, "expanded", ["expanding"])


async def cancel(desk: Desk, series_id: str) -> None:
    """Note that a series is cancelled, so that nothing more of it is booked. Raises NotFound, StateConflict."""
    standing = await get(desk.connection, desk.tenant, series_id, lock=True)
    if standing.status == "cancelled":
        raise StateConflict("The series is cancelled already.", {"code": "cancelled", "status": "cancelled"})
    await _set(desk, series_id, "cancelled", ["expanding", "expanded"])


async def _set(desk: Desk, series_id: str, status: str, before: list[str]) -> None:
    row = {"tenant": desk.tenant, "series": series_id, "status": status, "before": before, "now": desk.now}
    await desk.connection.execute(_STATUS, row)


async def _row(connection: AsyncConnection, tenant: str, series_id: str, *, lock: bool) -> RowMapping:
    try:
        wanted = str(UUID(series_id))
    except ValueError:
        raise NotFound("There is no such series.") from None
    found = await connection.execute(_LOCKED if lock else _READ, {"tenant": tenant, "series": wanted})
    row = found.mappings().one_or_none()
    if row is None:
        raise NotFound("There is no such series.")
    return row


def _new(row: RowMapping) -> NewSeries:
    return NewSeries(
        event=row["event"],
        tz=row["tz"],
        first_local=row["first_local"],
        freq=row["freq"],
        attendee=Attendee(name=row["attendee_name"], email=row["attendee_email"]),
        interval=row["every"],
        byday=tuple(row["byday"]),
        count=row["occurrences"],
        until_local=row["until_local"],
        exdates_local=tuple(_exdate(one) for one in row["exdates_local"]),
        resources=tuple(row["resources"]),
        party=row["party"],
        notes=row["notes"],
    )


def _exdate(written: str) -> date | datetime:
    return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
