"""Events and resources as they stand in the database, and how they get there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection

from scheduling import checks
from scheduling.checks import invalid
from scheduling.errors import NotFound
from scheduling.parsing import parse_event, parse_resource
from scheduling.problem import Event, Resource, Rules, Weekday
from scheduling.reading import Value
from scheduling.store.seating import Place

Hours = tuple[tuple[str, str], ...]
"""Opening hours of a day, such as ``(("09:00", "12:30"),)``."""


@dataclass(frozen=True, slots=True)
class Terms:
    """An event, and the resources that may serve it in the order of choice; ``numbers`` are the resources'."""

    id: str
    rules: Rules
    numbers: Mapping[str, int]

    @property
    def resources(self) -> tuple[str, ...]:
        """The ids of the resources."""
        return tuple(resource.id for resource in self.rules.resources)

    def places(self, resources: tuple[str, ...]) -> list[Place]:
        """Return where a booking that these resources serve is seated."""
        chosen = [resource for resource in self.rules.resources if resource.id in resources]
        return [Place(resource.id, self.numbers[resource.id], resource.capacity) for resource in chosen]

    def narrowed(self, resources: tuple[str, ...]) -> Terms:
        """Return the terms with only these resources, in this order; empty narrows nothing.

        Raises NotFound for a resource that does not serve the event, InvalidRequest where the event needs all of its
        resources and some are left out.
        """
        if not resources:
            return self
        by_id = {resource.id: resource for resource in self.rules.resources}
        for resource in resources:
            if resource not in by_id:
                raise NotFound(f"The event {self.id!r} has no resource {resource!r}.")
        if self.rules.event.mode == "all" and len(resources) < len(by_id):
            raise invalid("resources", "must be empty, since this event needs all of its resources together")
        return replace(self, rules=replace(self.rules, resources=tuple(by_id[resource] for resource in resources)))


_EVENT = text(
    "SELECT duration_min, step_min, buffer_before_min, buffer_after_min, min_notice_min, max_advance_min, max_per_day, "
    "mode, tz, anchor FROM events WHERE tenant = :tenant AND event = :event"
)
_RESOURCES = """
    SELECT r.resource AS id, r.number, r.tz, CAST(r.weekly AS text) AS weekly,
           CAST(r.overrides AS text) AS overrides, r.capacity, er.position
    FROM event_resources er JOIN resources r ON r.tenant = er.tenant AND r.resource = er.resource
    WHERE er.tenant = :tenant AND er.event = :event
    ORDER BY r.number
"""
# Ordered by number, so that two writers that want the same resources take them in the same order.
_LOCKED_RESOURCES: TextClause = text(_RESOURCES + " FOR NO KEY UPDATE OF r")
_READ_RESOURCES: TextClause = text(_RESOURCES)


async def load(connection: AsyncConnection, tenant: str, event: str, *, lock: bool = False) -> Terms:
    """Return an event's terms; ``lock`` holds its resources until the transaction ends. Raises NotFound."""
    key = {"tenant": tenant, "event": event}
    found = (await connection.execute(_EVENT, key)).mappings().one_or_none()
    if found is None:
        raise NotFound(f"There is no event {event!r}.")
    rows = (await connection.execute(_LOCKED_RESOURCES if lock else _READ_RESOURCES, key)).mappings().all()
    resources = tuple(
        _resource(row["id"], row["tz"], json.loads(row["weekly"]), json.loads(row["overrides"]), row["capacity"])
        for row in sorted(rows, key=lambda row: (row["position"], row["id"]))
    )
    return Terms(event, Rules(resources, parse_event(Value("", dict(found)))), {r["id"]: r["number"] for r in rows})


def _resource(name: str, tz: str, weekly: object, overrides: object, capacity: int) -> Resource:
    json_form = {"id": name, "tz": tz, "weekly": weekly, "overrides": overrides, "capacity": capacity}
    return parse_resource(Value("", json_form))


async def put_tenant(connection: AsyncConnection, tenant: str, now: datetime) -> bool:
    """Make a tenant; say whether it is new."""
    statement = text(
        "INSERT INTO tenants (tenant, created_at) VALUES (:tenant, :now) ON CONFLICT DO NOTHING RETURNING tenant"
    )
    return (await connection.execute(statement, {"tenant": tenant, "now": now})).one_or_none() is not None


async def put_resource(  # noqa: PLR0913 - a row's columns
    connection: AsyncConnection,
    tenant: str,
    name: str,
    *,
    tz: str,
    weekly: Mapping[Weekday, Hours],
    overrides: Mapping[date, Hours] | None = None,
    capacity: int = 1,
    title: str | None = None,
) -> None:
    """Make or replace a resource; without a title it has one that is read off its name.

    Raises ProblemInvalid for hours or a zone that cannot be read, InvalidRequest for such a title.
    """
    exceptions = {day.isoformat(): hours for day, hours in (overrides or {}).items()}
    hours, closed = json.dumps(weekly), json.dumps(exceptions)
    _resource(name, tz, json.loads(hours), json.loads(closed), capacity)
    statement = text("""
        INSERT INTO resources (tenant, resource, tz, weekly, overrides, capacity, title)
        VALUES (:tenant, :resource, :tz, CAST(:weekly AS jsonb), CAST(:overrides AS jsonb), :capacity, :title)
        ON CONFLICT (tenant, resource) DO UPDATE
        SET tz = excluded.tz, weekly = excluded.weekly, overrides = excluded.overrides, capacity = excluded.capacity,
            title = excluded.title
    """)
    row = {"tenant": tenant, "resource": name, "tz": tz, "weekly": hours, "overrides": closed, "capacity": capacity}
    await connection.execute(statement, {**row, "title": checks.title(title)})


async def put_event(
    connection: AsyncConnection,
    tenant: str,
    name: str,
    event: Event,
    resources: tuple[str, ...],
    *,
    title: str | None = None,
    description: str = "",
) -> None:
    """Make or replace an event and the resources that serve it, in the order of choice.

    Without a title it has one that is read off its name. Raises InvalidRequest for a title or a description that
    cannot be.
    """
    about = {"title": checks.title(title), "description": checks.description(description)}
    columns = {**asdict(event), **about}
    names = ", ".join(columns)
    values = ", ".join(f":{column}" for column in columns)
    changes = ", ".join(f"{column} = excluded.{column}" for column in columns)
    statement = text(  # the columns are the fields of our own dataclass and two more
        f"INSERT INTO events (tenant, event, {names}) VALUES (:tenant, :event, {values}) "  # noqa: S608
        f"ON CONFLICT (tenant, event) DO UPDATE SET {changes}"
    )
    key = {"tenant": tenant, "event": name}
    await connection.execute(statement, {**key, **columns})
    await connection.execute(text("DELETE FROM event_resources WHERE tenant = :tenant AND event = :event"), key)
    serving = text(
        "INSERT INTO event_resources (tenant, event, resource, position) VALUES (:tenant, :event, :resource, :position)"
    )
    for position, resource in enumerate(resources):
        await connection.execute(serving, {**key, "resource": resource, "position": position})
