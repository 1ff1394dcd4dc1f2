"""Checking: what foreign keys and the trigger on seats ask of each row, asked of all rows of a tenant at once."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_QUESTIONS = {
    "bookings of an event that is not there": """
        SELECT count(*) FROM bookings b LEFT JOIN events e USING (tenant, event)
        WHERE b.tenant = :tenant AND e.event IS NULL
    """,
    "bookings served without a booking": """
        SELECT count(*) FROM booking_resources s LEFT JOIN bookings b USING (tenant, booking)
        WHERE s.tenant = :tenant AND b.booking IS NULL
    """,
    "bookings served by a resource that is not there": """
        SELECT count(*) FROM booking_resources s LEFT JOIN resources r USING (tenant, resource)
        WHERE s.tenant = :tenant AND r.resource IS NULL
    """,
    "seats without a booking that they belong to": """
        SELECT count(*) FROM seatings s LEFT JOIN booking_resources b USING (tenant, booking, resource)
        WHERE s.tenant = :tenant AND b.booking IS NULL
    """,
    "seats at a resource that is not there, or beyond its capacity": """
        SELECT count(*) FROM seatings s LEFT JOIN resources r
            ON r.tenant = s.tenant AND r.resource = s.resource AND r.number = s.resource_number
        WHERE s.tenant = :tenant AND (r.resource IS NULL OR upper(s.seats) > r.capacity)
    """,
}
_COUNTED = "SELECT count(*) FROM seatings WHERE tenant = :tenant"


class SeedBroken(RuntimeError):
    """Rows were written that the database would have refused; nothing of them is kept."""


async def check(connection: AsyncConnection, tenant: str, seats: int) -> None:
    """Raise SeedBroken unless every reference of a tenant's bookings holds and ``seats`` rows of seats are there."""
    # Whole tables against whole tables: without statistics of what has just come, the planner takes them for small.
    await connection.execute(text("SET LOCAL work_mem = '256MB'"))
    await connection.execute(text("SET LOCAL enable_nestloop = off"))
    for question, statement in _QUESTIONS.items():
        found = (await connection.execute(text(statement), {"tenant": tenant})).scalar_one()
        if found:
            raise SeedBroken(f"{tenant}: {found} {question}; this is a bug of the seed, please report it")
    there = (await connection.execute(text(_COUNTED), {"tenant": tenant})).scalar_one()
    if there != seats:
        raise SeedBroken(f"{tenant}: {there} rows of seats and not {seats}; does somebody else write this tenant?")
