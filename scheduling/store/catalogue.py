"""The catalogue: what people are told of events and resources."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from scheduling.errors import NotFound
from scheduling.values import EventInfo, ResourceInfo

_TENANT = text("SELECT tenant FROM tenants WHERE tenant = :tenant")
_EVENTS = text("""
    SELECT event, title, description, duration_min, tz, mode, min_notice_min, max_advance_min
    FROM events WHERE tenant = :tenant AND (CAST(:event AS text) IS NULL OR event = :event)
""")
_RESOURCES = text("""
    SELECT er.event, r.resource, r.title, r.tz, r.capacity
    FROM event_resources er JOIN resources r ON r.tenant = er.tenant AND r.resource = er.resource
    WHERE er.tenant = :tenant AND (CAST(:event AS text) IS NULL OR er.event = :event)
    ORDER BY er.position, r.resource COLLATE "C"
""")


async def all_events(connection: AsyncConnection, tenant: str) -> tuple[EventInfo, ...]:
    """Return every event by title, then id. Raises NotFound for an unknown tenant."""
    if (await connection.execute(_TENANT, {"tenant": tenant})).one_or_none() is None:
        raise NotFound("There is no such tenant.")
    return await _events(connection, tenant, None)


async def one_event(connection: AsyncConnection, tenant: str, event: str) -> EventInfo:
    """Return one event. Raises NotFound."""
    found = await _events(connection, tenant, event)
    if not found:
        raise NotFound(f"There is no event {event!r}.")
    return found[0]


async def _events(connection: AsyncConnection, tenant: str, event: str | None) -> tuple[EventInfo, ...]:
    of = {"tenant": tenant, "event": event}
    events = (await connection.execute(_EVENTS, of)).mappings().all()
    serving: dict[str, list[RowMapping]] = {row["event"]: [] for row in events}
    for row in (await connection.execute(_RESOURCES, of)).mappings():
        # Both are read in one transaction but at two moments: an event may have come in between.
        serving.get(row["event"], []).append(row)
    found = [_event(row, serving[row["event"]]) for row in events]
    return tuple(sorted(found, key=lambda one: (one.title.casefold(), one.id)))


def _event(row: RowMapping, serving: list[RowMapping]) -> EventInfo:
    seats = [one["capacity"] for one in serving]
    return EventInfo(
        id=row["event"],
        title=title(row["title"], row["event"]),
        description=row["description"],
        duration_min=row["duration_min"],
        tz=row["tz"] or next((one["tz"] for one in serving), "UTC"),
        resources=tuple(_resources(serving)),
        mode=row["mode"],
        max_party=(max if row["mode"] == "any" else min)(seats, default=0),
        min_notice_min=row["min_notice_min"],
        max_advance_min=row["max_advance_min"],
    )


def _resources(rows: Iterable[RowMapping]) -> Iterable[ResourceInfo]:
    for row in rows:
        yield ResourceInfo(id=row["resource"], title=title(row["title"], row["resource"]), tz=row["tz"])


def title(given: str | None, name: str) -> str:
    """Return a title, read off the id where none was given: ``intro-call`` is ``Intro call``."""
    words = " ".join(name.replace("-", " ").replace("_", " ").split())
    return given or words[:1].upper() + words[1:] or name
