"""Offers: the pure laws, asked about what stands in the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from scheduling import slots
from scheduling.errors import NotOffered, SlotTaken
from scheduling.explain import Reason, explain
from scheduling.problem import Problem, Query
from scheduling.store.rules import Terms
from scheduling.store.taken import Taken, load

LOOK_AHEAD = timedelta(days=31)
ALTERNATIVES = 3
MINUTE = timedelta(minutes=1)
CODES = ("past", "too_soon", "too_far", "nobody", "full", "closed", "day_limit", "off_grid")
"""What ``NotOffered`` may say, the weightiest first."""


class Wish(NamedTuple):
    """One start that somebody wants; ``without`` is the booking that moves and so is not in its own way."""

    start: datetime
    party: int
    without: str | None = None


async def search(connection: AsyncConnection, tenant: str, terms: Terms, query: Query) -> slots.Answer:
    """Return the slots on offer."""
    return slots.search(await problem(connection, tenant, terms, query))


async def problem(
    connection: AsyncConnection, tenant: str, terms: Terms, query: Query, *, without: str | None = None
) -> Problem:
    """Return the search problem that the database states."""
    end = query.to + timedelta(minutes=terms.rules.event.duration_min)
    found = await load(connection, tenant, terms.resources, query.from_, end, without=without)
    return stated(terms, query, found)


def stated(terms: Terms, query: Query, found: Taken) -> Problem:
    """Return a search problem about what was found; ``Taken()`` asks what the rules alone offer."""
    return Problem(terms.rules, query, found.bookings, found.series, found.calendar_errors)


async def choose(connection: AsyncConnection, tenant: str, terms: Terms, wish: Wish, now: datetime) -> tuple[str, ...]:
    """Return the resources that shall serve a wish: the first that is free, or all where the event needs all.

    Call it with the resources locked. Raises NotOffered if not even the rules offer the start, else SlotTaken, whose
    next starts are left to :func:`with_next`.
    """
    asked = Query(now=now, from_=wish.start, to=wish.start + MINUTE, limit=1, party=wish.party)
    here = await problem(connection, tenant, terms, asked, without=wish.without)
    found = slots.search(here)
    if found.slots == (wish.start,):
        free = found.resources[0]
        return free if terms.rules.event.mode == "all" else free[:1]
    bare = stated(terms, asked, Taken())
    if slots.search(bare).slots != (wish.start,):
        why, code = reasons(bare, wish.start), main_code(bare, wish.start)
        detail = f"{terms.id} cannot start at {shown(wish.start)}: {'; '.join(why)}. Search for free slots first."
        raise NotOffered(detail, {"code": code, "reasons": list(why)})
    raise taken(terms, wish)


def taken(terms: Terms, wish: Wish) -> SlotTaken:
    """Return the refusal of a wish that others were faster with."""
    return SlotTaken(f"{terms.id} at {shown(wish.start)} is no longer free. Choose one of the next free starts.")


async def with_next(
    connection: AsyncConnection, tenant: str, terms: Terms, wish: Wish, now: datetime, refusal: SlotTaken
) -> SlotTaken:
    """Return the refusal with up to three next free starts after the wish."""
    start = wish.start + MINUTE
    asked = Query(now=now, from_=start, to=start + LOOK_AHEAD, limit=ALTERNATIVES, party=wish.party)
    here = await problem(connection, tenant, terms, asked, without=wish.without)
    starts = [shown(slot) for slot in slots.search(here).slots]
    return SlotTaken(refusal.detail, {**refusal.extensions, "next": starts})


def reasons(problem: Problem, start: datetime) -> tuple[str, ...]:
    """Return sentences that say why a slot cannot start then; none if it can."""
    return tuple(f"{one.resource}: {one.text}" if one.resource else one.text for one in _refusals(problem, start))


def main_code(problem: Problem, start: datetime) -> str:
    """Return the code of the reason that most of all says why a slot cannot start then, though nothing is booked."""
    found = {one.code for one in _refusals(problem, start)}
    return next(code for code in CODES if code in found)


def _refusals(problem: Problem, start: datetime) -> tuple[Reason, ...]:
    found = explain(replace(problem, query=replace(problem.query, limit=None)), start)
    return () if found.offered else found.reasons


def as_made(terms: Terms, start: datetime, end: datetime, before: timedelta, after: timedelta) -> Terms:
    """Return terms for a booking as it was made: its own length and buffers, any minute, no notice and no advance."""
    event = replace(
        terms.rules.event,
        duration_min=(end - start) // MINUTE,
        step_min=1,
        anchor="utc",
        buffer_before_min=before // MINUTE,
        buffer_after_min=after // MINUTE,
        min_notice_min=0,
        max_advance_min=None,
    )
    return replace(terms, rules=replace(terms.rules, event=event))


def shown(moment: datetime) -> str:
    """Return an instant for people and JSON, such as ``2026-03-08T05:00:00Z``."""
    return moment.isoformat().replace("+00:00", "Z")
