"""The outbox: endpoints, the events that booking writes leave (``sql/0012_webhooks.sql``), and their deliveries."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from scheduling.errors import NotFound
from scheduling.store.desk import Desk
from scheduling.webhooks.endpoint import Endpoint, NewEndpoint

CHANNEL = "lockstep_webhooks"
_NAMES = UUID("7f3f3f0e-5c86-4d39-8e1d-0f6e7d5b4a90")
_LOCK = 0x10C4_0B0C  # any number that nobody else uses

_PUT = text("""
    INSERT INTO webhook_endpoints (tenant, endpoint, url, secret, kinds, created_at)
    VALUES (:tenant, :endpoint, :url, :secret, :kinds, :now)
    ON CONFLICT (tenant, url) DO UPDATE
    SET kinds = excluded.kinds, active = true,
        secret = CASE WHEN :replace THEN excluded.secret ELSE webhook_endpoints.secret END
    RETURNING *
""")
_DISPATCHABLE = text("""
    SELECT e.tenant, e.event, e.number, e.kind, e.booking, CAST(e.data AS text) AS data, e.at,
           ARRAY(SELECT br.resource FROM booking_resources br
                 WHERE br.tenant = e.tenant AND br.booking = e.booking ORDER BY br.resource COLLATE "C") AS resources,
           ARRAY(SELECT w.endpoint FROM webhook_endpoints w
                 WHERE w.tenant = e.tenant AND w.active AND (w.kinds = '{}' OR e.kind = ANY(w.kinds))) AS endpoints
    FROM webhook_events e WHERE e.body IS NULL ORDER BY e.number LIMIT :most FOR NO KEY UPDATE OF e
""")
_DISPATCHED = text("UPDATE webhook_events SET body = :body WHERE tenant = :tenant AND event = :event")
_DELIVERY = text("""
    INSERT INTO webhook_deliveries (tenant, endpoint, event, number, booking)
    VALUES (:tenant, :endpoint, :event, :number, :booking)
""")
_LETTER = text("""
    SELECT w.url, w.secret, w.active, e.body, d.delivered_at, EXISTS (
        SELECT FROM webhook_deliveries b
        JOIN jobs j ON j.tenant = b.tenant AND j.kind = :kind AND j.key = b.endpoint || ':' || b.event
        WHERE b.tenant = d.tenant AND b.endpoint = d.endpoint AND b.booking = d.booking AND b.number < d.number
          AND b.delivered_at IS NULL AND j.status IN ('queued', 'running')) AS waits
    FROM webhook_deliveries d
    JOIN webhook_endpoints w ON w.tenant = d.tenant AND w.endpoint = d.endpoint
    JOIN webhook_events e ON e.tenant = d.tenant AND e.event = d.event
    WHERE d.tenant = :tenant AND d.endpoint = CAST(:endpoint AS uuid) AND d.event = CAST(:event AS uuid)
""")
_DELIVERED = text("""
    UPDATE webhook_deliveries SET delivered_at = :now, response = :response
    WHERE tenant = :tenant AND endpoint = CAST(:endpoint AS uuid) AND event = CAST(:event AS uuid)
""")
_GONE = text(
    "UPDATE webhook_endpoints SET active = false WHERE tenant = :tenant AND endpoint = CAST(:endpoint AS uuid)"
)


@dataclass(frozen=True, slots=True)
class Event:
    """An event that has just been dispatched, and the endpoints that want it."""

    tenant: str
    id: str
    endpoints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be sent where; ``waits`` while an earlier one about the same booking is still on its way."""

    url: str
    secret: str
    active: bool
    body: bytes
    delivered: bool
    waits: bool


async def put_endpoint(desk: Desk, new: NewEndpoint, secret: str) -> Endpoint:
    """Make an endpoint, or change the one of that address; it gets ``secret`` if it is new and brings none along."""
    row = {
        "tenant": desk.tenant,
        "endpoint": str(uuid5(_NAMES, f"{desk.tenant}\0{new.url}")),
        "url": new.url,
        "secret": new.secret or secret,
        "replace": new.secret is not None,
        "kinds": list(new.kinds),
        "now": desk.now,
    }
    return _endpoint((await desk.connection.execute(_PUT, row)).mappings().one())


async def endpoints(connection: AsyncConnection, tenant: str) -> tuple[Endpoint, ...]:
    """Return a tenant's endpoints by their addresses."""
    statement = text('SELECT * FROM webhook_endpoints WHERE tenant = :tenant ORDER BY url COLLATE "C"')
    return tuple(_endpoint(row) for row in (await connection.execute(statement, {"tenant": tenant})).mappings())


async def remove_endpoint(desk: Desk, endpoint: str) -> None:
    """Forget an endpoint and what was still to be sent there. Raises NotFound."""
    statement = text("DELETE FROM webhook_endpoints WHERE tenant = :tenant AND endpoint = CAST(:endpoint AS uuid)")
    gone = await desk.connection.execute(statement, {"tenant": desk.tenant, "endpoint": endpoint})
    if gone.rowcount == 0:
        raise NotFound("There is no such endpoint.")


async def dispatch(connection: AsyncConnection, most: int) -> tuple[Event, ...] | None:
    """Note for whom the oldest events are, and what they say from now on; None where another process is at it.

    One process at a time, so that an event is never passed by a later one about the same booking. Which resources serve
    the booking is read now: the write that left the event had not chosen them all at that moment.
    """
    lock = text("SELECT pg_try_advisory_xact_lock(:lock)")
    if not (await connection.execute(lock, {"lock": _LOCK})).scalar_one():
        return None
    rows = (await connection.execute(_DISPATCHABLE, {"most": most})).mappings().all()
    for row in rows:
        of = {"tenant": row["tenant"], "event": row["event"]}
        await connection.execute(_DISPATCHED, {**of, "body": written(row)})
        for endpoint in row["endpoints"]:
            delivery = {**of, "endpoint": endpoint, "number": row["number"], "booking": row["booking"]}
            await connection.execute(_DELIVERY, delivery)
    return tuple(Event(row["tenant"], str(row["event"]), tuple(map(str, row["endpoints"]))) for row in rows)


def written(row: RowMapping) -> str:
    """Return what is sent of an event: its type, when it happened, and the booking as it stood then."""
    at: datetime = row["at"]
    data = {**json.loads(row["data"]), "resources": list(row["resources"])}
    told = {"type": row["kind"], "timestamp": at.isoformat().replace("+00:00", "Z"), "data": data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


async def forget(connection: AsyncConnection, before: datetime, *, most: int = 10_000) -> int:
    """Delete events that were dispatched and are older than ``before``, with their deliveries; return how many."""
    statement = text("""
        DELETE FROM webhook_events WHERE (tenant, event) IN (
            SELECT tenant, event FROM webhook_events WHERE at < :before AND body IS NOT NULL LIMIT :most)
    """)
    return (await connection.execute(statement, {"before": before, "most": most})).rowcount


async def letter(connection: AsyncConnection, tenant: str, endpoint: str, event: str, *, kind: str) -> Letter | None:
    """Return what is to be sent; ``kind`` is that of the jobs that send. None where endpoint or event are gone."""
    asked = {"tenant": tenant, "endpoint": endpoint, "event": event, "kind": kind}
    row = (await connection.execute(_LETTER, asked)).mappings().one_or_none()
    if row is None:
        return None
    return Letter(
        row["url"], row["secret"], row["active"], row["body"].encode(), row["delivered_at"] is not None, row["waits"]
    )


async def delivered(desk: Desk, endpoint: str, event: str, response: int) -> None:
    """Note that a message has arrived."""
    row = {"tenant": desk.tenant, "endpoint": endpoint, "event": event, "response": response, "now": desk.now}
    await desk.connection.execute(_DELIVERED, row)


async def switch_off(desk: Desk, endpoint: str) -> None:
    """Note that an endpoint wants to be told nothing more."""
    await desk.connection.execute(_GONE, {"tenant": desk.tenant, "endpoint": endpoint})


def _endpoint(row: RowMapping) -> Endpoint:
    return Endpoint(
        id=str(row["endpoint"]),
        url=row["url"],
        kinds=tuple(row["kinds"]),
        secret=row["secret"],
        active=row["active"],
        created_at=row["created_at"],
    )
