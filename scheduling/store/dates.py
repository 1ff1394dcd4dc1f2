"""Dates: how much is free on them, and why nothing is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from scheduling import days
from scheduling.days import Dates
from scheduling.obstacles import obstacles
from scheduling.problem import Problem, Query
from scheduling.store import catalogue, offers, rules
from scheduling.values import FreeDay, Obstacle, Search


async def free_days(
    connection: AsyncConnection, tenant: str, asked: Search, dates: Dates, now: datetime
) -> tuple[FreeDay, ...]:
    """Return how much is free on each date; ``asked`` is about the dates' hull."""
    return days.free_days(await _problem(connection, tenant, asked, now), dates)


async def why_empty(
    connection: AsyncConnection, tenant: str, asked: Search, dates: Dates, now: datetime
) -> tuple[Obstacle, ...]:
    """Return why nothing is free on the one date; nothing where something is."""
    problem = await _problem(connection, tenant, asked, now)
    if days.free_days(problem, dates)[0].slots:
        return ()
    event = await catalogue.one_event(connection, tenant, asked.event)
    return obstacles(problem, dates, {resource.id: resource.title for resource in event.resources})


async def _problem(connection: AsyncConnection, tenant: str, asked: Search, now: datetime) -> Problem:
    terms = (await rules.load(connection, tenant, asked.event)).narrowed(asked.resources)
    query = Query(now=now, from_=asked.start, to=asked.end, party=asked.party)
    return await offers.problem(connection, tenant, terms, query)
