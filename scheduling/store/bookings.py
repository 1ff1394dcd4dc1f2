"""Booking rows, in and out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from scheduling.errors import NotFound
from scheduling.values import Attendee, Booking, BookingQuery

_COLUMNS = """
    SELECT b.booking, b.event, b.starts_at, b.ends_at, b.buffer_before_min, b.buffer_after_min, b.status, b.party,
           b.attendee_name, b.attendee_email, b.notes, b.cancellation_reason, b.created_at, b.updated_at, b.revision,
           ARRAY(SELECT br.resource FROM booking_resources br
                 WHERE br.tenant = b.tenant AND br.booking = b.booking ORDER BY br.resource COLLATE "C") AS resources
    FROM bookings b
"""
_ONE = _COLUMNS + " WHERE b.tenant = :tenant AND b.booking = CAST(:booking AS uuid)"
_READ = text(_ONE)
_LOCKED = text(_ONE + " FOR NO KEY UPDATE")
_PAGE = text(
    _COLUMNS
    + """
    WHERE b.tenant = :tenant
      AND (CAST(:event AS text) IS NULL OR b.event = :event)
      AND (CAST(:status AS text) IS NULL OR b.status = :status)
      AND (CAST(:start AS timestamptz) IS NULL OR b.starts_at >= :start)
      AND (CAST(:end AS timestamptz) IS NULL OR b.starts_at < :end)
      AND (CAST(:after AS timestamptz) IS NULL OR (b.starts_at, b.booking) > (:after, CAST(:after_id AS uuid)))
      AND (CAST(:resource AS text) IS NULL OR EXISTS (
            SELECT FROM booking_resources br
            WHERE br.tenant = b.tenant AND br.booking = b.booking AND br.resource = :resource))
    ORDER BY b.starts_at, b.booking
    LIMIT :limit
    """
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A booking as it stands, with the buffers it was made with and how often it was written since."""

    booking: Booking
    before: timedelta
    after: timedelta
    revision: int = 0


async def get(connection: AsyncConnection, tenant: str, booking_id: str, *, lock: bool = False) -> Standing:
    """Return a booking; ``lock`` holds it until the transaction ends. Raises NotFound."""
    found = await connection.execute(_LOCKED if lock else _READ, {"tenant": tenant, "booking": booking_id})
    row = found.mappings().one_or_none()
    if row is None:
        raise NotFound("There is no such booking.")
    before, after = (timedelta(minutes=row[column]) for column in ("buffer_before_min", "buffer_after_min"))
    return Standing(_booking(row), before, after, row["revision"])


async def page(
    connection: AsyncConnection, tenant: str, query: BookingQuery, after: tuple[datetime, str] | None
) -> list[Booking]:
    """Return up to ``query.limit`` bookings that come after a start and id."""
    values = {
        "tenant": tenant,
        "event": query.event,
        "resource": query.resource,
        "status": query.status,
        "start": query.start,
        "end": query.end,
        "after": after[0] if after else None,
        "after_id": after[1] if after else None,
        "limit": query.limit,
    }
    return [_booking(row) for row in (await connection.execute(_PAGE, values)).mappings()]


async def put(connection: AsyncConnection, tenant: str, standing: Standing) -> None:
    """Write a booking as it shall stand, new or known, and the resources that serve it; its seats are left alone."""
    booking = standing.booking
    statement = text("""
        INSERT INTO bookings (tenant, booking, event, starts_at, ends_at, buffer_before_min, buffer_after_min, status,
                              party, attendee_name, attendee_email, notes, cancellation_reason, created_at, updated_at)
        VALUES (:tenant, :booking, :event, :starts_at, :ends_at, :before, :after, :status,
                :party, :name, :email, :notes, :reason, :created_at, :updated_at)
        ON CONFLICT (tenant, booking) DO UPDATE
        SET starts_at = excluded.starts_at, ends_at = excluded.ends_at,
            buffer_before_min = excluded.buffer_before_min, buffer_after_min = excluded.buffer_after_min,
            status = excluded.status, cancellation_reason = excluded.cancellation_reason,
            updated_at = excluded.updated_at, revision = bookings.revision + 1
    """)
    row = {
        "tenant": tenant,
        "booking": booking.id,
        "event": booking.event,
        "starts_at": booking.start,
        "ends_at": booking.end,
        "before": standing.before // timedelta(minutes=1),
        "after": standing.after // timedelta(minutes=1),
        "status": booking.status,
        "party": booking.party,
        "name": booking.attendee.name,
        "email": booking.attendee.email,
        "notes": booking.notes,
        "reason": booking.cancellation_reason,
        "created_at": booking.created_at,
        "updated_at": booking.updated_at,
    }
    await connection.execute(statement, row)
    await _serve(connection, tenant, booking.id, booking.resources)


async def _serve(connection: AsyncConnection, tenant: str, booking: str, resources: Iterable[str]) -> None:
    key = {"tenant": tenant, "booking": booking}
    chosen = list(resources)
    gone = text(
        "DELETE FROM booking_resources WHERE tenant = :tenant AND booking = :booking AND resource <> ALL(:resources)"
    )
    await connection.execute(gone, {**key, "resources": chosen})
    come = text(
        "INSERT INTO booking_resources (tenant, booking, resource) VALUES (:tenant, :booking, :resource) "
        "ON CONFLICT DO NOTHING"
    )
    await connection.execute(come, [{**key, "resource": resource} for resource in chosen])


def _booking(row: RowMapping) -> Booking:
    return Booking(
        id=str(row["booking"]),
        event=row["event"],
        resources=tuple(row["resources"]),
        start=row["starts_at"],
        end=row["ends_at"],
        status=row["status"],
        party=row["party"],
        attendee=Attendee(name=row["attendee_name"], email=row["attendee_email"]),
        notes=row["notes"],
        cancellation_reason=row["cancellation_reason"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )
