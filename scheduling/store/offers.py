"""Offers: the pure laws, asked about what stands in the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy.ext.asyncio import AsyncConnection

from scheduling import slots
from scheduling.errors import NotOffered, SlotTaken
from scheduling.explain import Reason, explain
from scheduling.problem import Event, Problem, Query
from scheduling.store.desk import Desk, Wish
from scheduling.store.rules import Terms
from scheduling.store.taken import Taken, load

LOOKS_AHEAD = [timedelta(days=days) for days in (0, 1, 7, 31)]
ALTERNATIVES = 3
MINUTE = timedelta(minutes=1)
CODES = ("past", "too_soon", "too_far", "nobody", "full", "closed", "day_limit", "off_grid")
"""What ``NotOffered`` may say, the weightiest first."""


async def search(connection: AsyncConnection, tenant: str, terms: Terms, query: Query) -> slots.Answer:
    """Return the slots on offer."""
    return slots.search(await problem(connection, tenant, terms, query))


async def problem(
    connection: AsyncConnection,
    tenant: str,
    terms: Terms,
    query: Query,
    *,
    without: str | None = None,
    now: datetime | None = None,
) -> Problem:
    """Return the search problem that the database states; ``now`` is when holds run out, where the query's is not."""
    end = query.to + timedelta(minutes=terms.rules.event.duration_min)
    numbers = {resource: terms.numbers[resource] for resource in terms.resources}
    found = await load(connection, tenant, numbers, query.from_, end, now=now or query.now, without=without)
    return stated(terms, query, found)


def stated(terms: Terms, query: Query, found: Taken) -> Problem:
    """Return a search problem about what was found; ``Taken()`` asks what the rules alone offer."""
    return Problem(terms.rules, query, found.bookings, found.series, found.calendar_errors)


async def free(desk: Desk, terms: Terms, wish: Wish, then: datetime) -> tuple[str, ...]:
    """Return who is free for a wish, in the order of the terms; nobody where all are needed and one is not free.

    Notice and advance count from ``then``.
    """
    asked = _asked(wish, then)
    here = await problem(desk.connection, desk.tenant, terms, asked, without=wish.without, now=desk.now)
    return _free(here, wish)


def _asked(wish: Wish, now: datetime) -> Query:
    return Query(now=now, from_=wish.start, to=wish.start + MINUTE, limit=1, party=wish.party)


def _free(here: Problem, wish: Wish) -> tuple[str, ...]:
    found = slots.search(here)
    return found.resources[0] if found.slots == (wish.start,) else ()


def refusal(terms: Terms, wish: Wish, now: datetime) -> NotOffered | SlotTaken:
    """Return why nobody is free for a wish: the rules alone do not offer it, or others have taken it.

    The next starts of SlotTaken are left to :func:`with_next`.
    """
    bare = stated(terms, _asked(wish, now), Taken())
    if _free(bare, wish):
        return taken(terms, wish)
    why, code = reasons(bare, wish.start), main_code(bare, wish.start)
    detail = f"{terms.id} cannot start at {shown(wish.start)}: {'; '.join(why)}. Search for free slots first."
    return NotOffered(detail, {"code": code, "reasons": list(why)})


def taken(terms: Terms, wish: Wish) -> SlotTaken:
    """Return the refusal of a wish that others were faster with."""
    return SlotTaken(f"{terms.id} at {shown(wish.start)} is no longer free. Choose one of the next free starts.")


async def with_next(desk: Desk, terms: Terms, wish: Wish, refusal: SlotTaken) -> SlotTaken:
    """Return the refusal with up to three next free starts after the wish.

    They are as a rule near, so what lies further ahead is read only where too few are.
    """
    start = wish.start + MINUTE
    starts: list[str] = []
    for low, high in pairwise(start + ahead for ahead in LOOKS_AHEAD):
        asked = Query(now=desk.now, from_=low, to=high, limit=ALTERNATIVES - len(starts), party=wish.party)
        here = await problem(desk.connection, desk.tenant, terms, asked, without=wish.without)
        starts += [shown(slot) for slot in slots.search(here).slots]
        if len(starts) == ALTERNATIVES:
            break
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


def as_made(event: Event, start: datetime, end: datetime, before: timedelta, after: timedelta) -> Event:
    """Return an event for a booking as it was made: its own length and buffers, any minute, no notice, no advance."""
    return replace(
        event,
        duration_min=(end - start) // MINUTE,
        step_min=1,
        anchor="utc",
        buffer_before_min=before // MINUTE,
        buffer_after_min=after // MINUTE,
        min_notice_min=0,
        max_advance_min=None,
    )


def shown(moment: datetime) -> str:
    """Return an instant for people and JSON, such as ``2026-03-08T05:00:00Z``."""
    return moment.isoformat().replace("+00:00", "Z")
