"""Events and resources as they stand in the database, and how they get there."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import CursorResult, TextClause, text
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
class Roster:
    """An event and who may serve it, in the order of choice, without their hours; ``numbers`` are the resources'.

    Of an event that a thousand may serve this is cheap to read, and what stands in :class:`Terms` is not.
    """

    id: str
    event: Event
    numbers: Mapping[str, int]

    def narrowed(self, resources: tuple[str, ...]) -> Roster:
        """Return the roster with only these resources, as :meth:`Terms.narrowed` does."""
        if not resources:
            return self
        _check_choice(self.id, self.event, resources, self.numbers)
        return replace(self, numbers={resource: self.numbers[resource] for resource in resources})

    def without(self, resources: tuple[str, ...]) -> Roster:
        """Return the roster without some resources; nobody is left of an event that needs all."""
        left = {} if self.event.mode == "all" else self.numbers
        return replace(self, numbers={name: number for name, number in left.items() if name not in resources})


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
        _check_choice(self.id, self.rules.event, resources, by_id)
        return self.only(resources)

    def only(self, resources: tuple[str, ...]) -> Terms:
        """Return the terms with only these resources, in this order, also of an event that needs all."""
        by_id = {resource.id: resource for resource in self.rules.resources}
        return replace(self, rules=replace(self.rules, resources=tuple(by_id[resource] for resource in resources)))


def _check_choice(name: str, event: Event, chosen: tuple[str, ...], there: Collection[str]) -> None:
    for resource in chosen:
        if resource not in there:
            raise NotFound(f"The event {name!r} has no resource {resource!r}.")
    if event.mode == "all" and len(chosen) < len(there):
        raise invalid("resources", "must be empty, since this event needs all of its resources together")


_EVENT = text(
    "SELECT duration_min, step_min, buffer_before_min, buffer_after_min, min_notice_min, max_advance_min, max_per_day, "
    "mode, tz, anchor FROM events WHERE tenant = :tenant AND event = :event"
)
_ROSTER = text("""
    SELECT er.resource AS id, r.number
    FROM event_resources er JOIN resources r ON r.tenant = er.tenant AND r.resource = er.resource
    WHERE er.tenant = :tenant AND er.event = :event
    ORDER BY er.position, er.resource COLLATE "C"
""")
_RESOURCES = """
    SELECT resource AS id, number, tz, CAST(weekly AS text) AS weekly, CAST(overrides AS text) AS overrides, capacity
    FROM resources WHERE tenant = :tenant {of} ORDER BY number
"""
_SOME = _RESOURCES.format(of="AND number = ANY(:numbers)")
# Ordered by number, so that two writers that want the same resources take them in the same order.
_LOCKED: TextClause = text(_SOME + " FOR NO KEY UPDATE")
_READ: TextClause = text(_SOME)
_ALL: TextClause = text(_RESOURCES.format(of=""))


async def load(connection: AsyncConnection, tenant: str, event: str) -> Terms:
    """Return an event's terms. Raises NotFound."""
    known = await roster(connection, tenant, event)
    return await terms(connection, tenant, known, tuple(known.numbers))


async def roster(connection: AsyncConnection, tenant: str, event: str) -> Roster:
    """Return an event's roster. Raises NotFound."""
    key = {"tenant": tenant, "event": event}
    found = (await connection.execute(_EVENT, key)).mappings().one_or_none()
    if found is None:
        raise NotFound(f"There is no event {event!r}.")
    serving = await connection.execute(_ROSTER, key)
    return Roster(event, parse_event(Value("", dict(found))), {row.id: row.number for row in serving})


async def terms(
    connection: AsyncConnection,
    tenant: str,
    known: Roster,
    resources: tuple[str, ...],
    *,
    lock: bool = False,
) -> Terms:
    """Return the terms of some of a roster's resources, in the order given.

    ``lock`` holds them until the transaction ends. A resource that is gone since the roster was read is left out.
    """
    numbers = {resource: known.numbers[resource] for resource in resources}
    of = {"tenant": tenant, "numbers": list(numbers.values())}
    by_number = _by_number(await connection.execute(_LOCKED if lock else _READ, of))
    there = tuple(by_number[number] for number in numbers.values() if number in by_number)
    return Terms(known.id, Rules(there, known.event), numbers)


async def everybody(
    connection: AsyncConnection, tenant: str, numbers: Sequence[int] | None = None
) -> dict[int, Resource]:
    """Return a tenant's resources by number, in that order; of ``numbers`` those that there are."""
    if numbers is None:
        return _by_number(await connection.execute(_ALL, {"tenant": tenant}))
    return _by_number(await connection.execute(_READ, {"tenant": tenant, "numbers": list(numbers)}))


def _by_number(found: CursorResult[Any]) -> dict[int, Resource]:
    return {
        row["number"]: _resource(
            row["id"], row["tz"], json.loads(row["weekly"]), json.loads(row["overrides"]), row["capacity"]
        )
        for row in found.mappings()
    }


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
