"""What is in the resources' calendars: bookings, holds, series, and calendars that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from scheduling.parsing import parse_series
from scheduling.problem import Booking, Series
from scheduling.reading import Value

# A booking outside the asked time still matters: with its buffers (a day each at most) it may reach in, and for
# max_per_day it counts on its whole local date. Two days cover both.
_MARGIN = timedelta(days=2)
_LONGEST = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Taken:
    """What stands in the way on some resources in some time; nothing by default."""

    bookings: tuple[Booking, ...] = ()
    series: tuple[Series, ...] = ()
    calendar_errors: frozenset[str] = frozenset()


# By the seats, since these are found by resource and time; a booking that changes seats on its way has several rows.
_BOOKED = text("""
    SELECT DISTINCT s.resource, s.booking AS id, b.starts_at, b.ends_at, b.party, b.buffer_before_min,
           b.buffer_after_min, CAST(NULL AS timestamptz) AS expires_at
    FROM seatings s JOIN bookings b ON b.tenant = s.tenant AND b.booking = s.booking
    WHERE s.tenant = :tenant AND s.resource_number = ANY(:numbers) AND s.padding_of IS NULL
      AND lower(s.during) > :earliest AND lower(s.during) < :end AND upper(s.during) > :start
      AND b.status = 'confirmed' AND b.booking IS DISTINCT FROM CAST(:without AS uuid)
    UNION ALL
    SELECT DISTINCT s.resource, s.hold, h.starts_at, h.ends_at, h.party, h.buffer_before_min,
           h.buffer_after_min, h.expires_at
    FROM seatings s JOIN holds h ON h.tenant = s.tenant AND h.hold = s.hold
    WHERE s.tenant = :tenant AND s.resource_number = ANY(:numbers) AND s.padding_of IS NULL
      AND lower(s.during) > :earliest AND lower(s.during) < :end AND upper(s.during) > :start
      AND h.expires_at > :now AND h.hold IS DISTINCT FROM CAST(:without AS uuid)
""")
_SERIES = text("SELECT * FROM series WHERE tenant = :tenant AND resource = ANY(:resources)")
_ERRORS = text("SELECT resource FROM calendar_errors WHERE tenant = :tenant AND resource = ANY(:resources)")


async def load(
    connection: AsyncConnection,
    tenant: str,
    numbers: Mapping[str, int],
    start: datetime,
    end: datetime,
    *,
    now: datetime,
    without: str | None = None,
) -> Taken:
    """Return what matters for slots that lie in ``[start, end)``, the booking or hold ``without`` left out.

    ``numbers`` are those of the resources, by id; holds that have run out by ``now`` are left out too.
    """
    of = {"tenant": tenant, "resources": list(numbers)}
    start, end = start - _MARGIN, end + _MARGIN
    span = {"start": start, "end": end, "earliest": start - _LONGEST, "without": without}
    named = {"tenant": tenant, "numbers": list(numbers.values()), "now": now}
    booked = (await connection.execute(_BOOKED, {**named, **span})).mappings()
    series = (await connection.execute(_SERIES, of)).mappings()
    errors = (await connection.execute(_ERRORS, of)).scalars()
    return Taken(
        tuple(_booking(row) for row in booked.all()),
        tuple(_series(row) for row in series.all()),
        frozenset(errors.all()),
    )


_HELD = text("""
    SELECT DISTINCT s.resource, s.hold, h.starts_at, h.ends_at, h.party, h.buffer_before_min, h.buffer_after_min,
           h.expires_at
    FROM holds h JOIN seatings s ON s.tenant = h.tenant AND s.hold = h.hold
    WHERE h.tenant = :tenant AND s.padding_of IS NULL
""")


async def all_but_bookings(connection: AsyncConnection, tenant: str, resources: Sequence[str]) -> Taken:
    """Return the series, calendar errors and holds of resources, at any time; holds that have run out too."""
    of = {"tenant": tenant, "resources": list(resources)}
    series = (await connection.execute(_SERIES, of)).mappings()
    errors = (await connection.execute(_ERRORS, of)).scalars()
    held = (await connection.execute(_HELD, {"tenant": tenant})).mappings()
    holds = tuple(_booking(row) for row in held if row["resource"] in resources)
    return Taken(holds, tuple(_series(row) for row in series.all()), frozenset(errors.all()))


def _booking(row: RowMapping) -> Booking:
    return Booking(
        resource=row["resource"],
        start=row["starts_at"],
        end=row["ends_at"],
        status="confirmed" if row["expires_at"] is None else "hold",
        expires_at=row["expires_at"],
        seats=row["party"],
        buffer_before_min=row["buffer_before_min"],
        buffer_after_min=row["buffer_after_min"],
    )


def _series(row: RowMapping) -> Series:
    until: datetime | None = row["until_local"]
    json: dict[str, Any] = {
        "resource": row["resource"],
        "dtstart_local": row["dtstart_local"].isoformat(timespec="minutes"),
        "tz": row["tz"],
        "duration_min": row["duration_min"],
        "freq": row["freq"],
        "interval": row["every"],
        "byday": row["byday"],
        "count": row["occurrences"],
        "until_local": None if until is None else until.isoformat(timespec="minutes"),
        "exdates_local": row["exdates_local"],
        "seats": row["seats"],
    }
    return parse_series(Value("/series", json), {row["resource"]: row["resource"]})


async def put_calendar_error(connection: AsyncConnection, tenant: str, resource: str, since: datetime) -> None:
    """Note that a resource's outside calendar cannot be read, so that it is not free."""
    statement = text(
        "INSERT INTO calendar_errors (tenant, resource, since) VALUES (:tenant, :resource, :since) "
        "ON CONFLICT DO NOTHING"
    )
    await connection.execute(statement, {"tenant": tenant, "resource": resource, "since": since})


async def put_series(connection: AsyncConnection, tenant: str, series: Series, series_id: str) -> None:
    """Make a series."""
    statement = text("""
        INSERT INTO series (tenant, series, resource, dtstart_local, tz, duration_min, freq, every, byday, occurrences,
                            until_local, exdates_local, seats)
        VALUES (:tenant, :series, :resource, :dtstart_local, :tz, :duration_min, :freq, :every, :byday, :occurrences,
                :until_local, :exdates_local, :seats)
    """)
    row = {
        "tenant": tenant,
        "series": series_id,
        "resource": series.resource,
        "dtstart_local": series.dtstart_local,
        "tz": series.tz,
        "duration_min": series.duration_min,
        "freq": series.freq,
        "every": series.interval,
        "byday": list(series.byday),
        "occurrences": series.count,
        "until_local": series.until_local,
        "exdates_local": [_written(one) for one in series.exdates_local],
        "seats": series.seats,
    }
    await connection.execute(statement, row)


def _written(exdate: date) -> str:
    return exdate.isoformat(timespec="minutes") if isinstance(exdate, datetime) else exdate.isoformat()
