"""Setting up: a plan's tenant with its resources, events, series and calendar errors, as rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime, time
from uuid import UUID

import numpy as np
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from scheduling.problem import Window
from scheduling.seeds.draws import Ints, scrambled
from scheduling.seeds.values import Plan
from scheduling.store import rules, taken
from scheduling.wording import clock

_RESOURCE = text("""
    INSERT INTO resources (tenant, resource, tz, weekly, overrides, capacity, title)
    VALUES (:tenant, :resource, :tz, CAST(:weekly AS jsonb), CAST(:overrides AS jsonb), :capacity, :title)
""")
_NUMBERS = text("SELECT resource, number FROM resources WHERE tenant = :tenant")
_EVENT = text("""
    INSERT INTO events (tenant, event, title, description, duration_min, step_min, buffer_before_min, buffer_after_min,
                        min_notice_min, max_advance_min, max_per_day, mode, tz, anchor)
    VALUES (:tenant, :event, :title, :description, :duration_min, :step_min, :buffer_before_min, :buffer_after_min,
            :min_notice_min, :max_advance_min, :max_per_day, :mode, :tz, :anchor)
""")
_SERVING = text(
    "INSERT INTO event_resources (tenant, event, resource, position) VALUES (:tenant, :event, :resource, :position)"
)


async def set_up(connection: AsyncConnection, plan: Plan) -> Ints:
    """Write everything but the bookings; return the number that the database gave to each place."""
    since = datetime.combine(plan.first, time(), UTC)
    await rules.put_tenant(connection, plan.tenant, since)
    await connection.execute(_RESOURCE, list(_resources(plan)))
    await connection.execute(_EVENT, list(_events(plan)))
    await connection.execute(_SERVING, list(_serving(plan)))
    for number, series in enumerate(plan.series):
        await taken.put_series(connection, plan.tenant, series, _series_id(plan, number))
    for name in plan.calendar_errors:
        await taken.put_calendar_error(connection, plan.tenant, name, since)
    numbers = {row.resource: row.number for row in await connection.execute(_NUMBERS, {"tenant": plan.tenant})}
    return np.array([numbers[place.rules.id] for place in plan.places], np.int64)


def _resources(plan: Plan) -> Iterable[dict[str, object]]:
    for place in plan.places:
        own = place.rules
        yield {
            "tenant": plan.tenant,
            "resource": own.id,
            "tz": own.tz,
            "weekly": json.dumps({day: _hours(windows) for day, windows in own.weekly.items()}),
            "overrides": json.dumps({day.isoformat(): _hours(windows) for day, windows in own.overrides.items()}),
            "capacity": own.capacity,
            "title": place.title,
        }


def _hours(windows: tuple[Window, ...]) -> list[list[str]]:
    return [[clock(window.start), clock(window.end)] for window in windows]


def _events(plan: Plan) -> Iterable[Mapping[str, object]]:
    for offer in plan.offers:
        about = {"tenant": plan.tenant, "event": offer.id, "title": offer.title, "description": offer.description}
        yield {**about, **asdict(offer.event)}


def _serving(plan: Plan) -> Iterable[dict[str, object]]:
    for offer in plan.offers:
        for position, place in enumerate(offer.places):
            name = plan.places[place].rules.id
            yield {"tenant": plan.tenant, "event": offer.id, "resource": name, "position": position}


def _series_id(plan: Plan, number: int) -> str:
    halves = scrambled(np.array([plan.seed, number], np.uint64))
    mixed = scrambled(halves[:1] ^ halves[1:])
    return str(UUID(bytes=halves[1:].tobytes() + mixed.tobytes(), version=4))
