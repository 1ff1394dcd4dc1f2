"""Taking: whoever the laws let in gets seats, or is told what else is free. The constraint has the last word."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from scheduling.errors import NotOffered, SchedulingError
from scheduling.problem import Event
from scheduling.store import choosing, offers, rules, seating
from scheduling.store.choosing import Wanted
from scheduling.store.database import EXCLUSION_VIOLATION, sqlstate
from scheduling.store.desk import Desk
from scheduling.store.rules import Roster, Terms
from scheduling.store.seating import Owner, Sitter


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who is to be seated; ``put`` writes the row that the seats belong to, and who serves it."""

    owner: Owner
    sitter: Sitter
    put: Callable[[tuple[str, ...]], Awaitable[None]]


def length(event: Event) -> timedelta:
    """Return how long an event takes."""
    return timedelta(minutes=event.duration_min)


def buffers(event: Event) -> tuple[timedelta, timedelta]:
    """Return an event's buffers before and after."""
    return timedelta(minutes=event.buffer_before_min), timedelta(minutes=event.buffer_after_min)


async def take(desk: Desk, wanted: Wanted, new: Newcomer, *, next_by: Event | None = None) -> tuple[str, ...]:
    """Seat a newcomer where the laws let them in, and return who serves, sorted.

    Raises NotOffered, or SlotTaken with the next free starts by the terms of ``next_by``, else of what is wanted.
    """
    others = wanted.roster
    while terms := await choosing.choose(desk, replace(wanted, roster=others)):
        if await _seat(desk, terms, wanted.wish.without, new):
            return tuple(sorted(terms.resources))
        # Somebody has written around the laws.
        others = others.without(terms.resources)
    raise await _refusal(desk, wanted, others, next_by or wanted.roster.event)


async def _refusal(desk: Desk, wanted: Wanted, others: Roster, next_by: Event) -> SchedulingError:
    terms = await rules.terms(desk.connection, desk.tenant, wanted.roster, tuple(wanted.roster.numbers))
    offered = others != wanted.roster  # the laws had let it in
    refusal = offers.taken(terms, wanted.wish) if offered else offers.refusal(terms, wanted.wish, wanted.then)
    if isinstance(refusal, NotOffered):
        return refusal
    later = replace(terms, rules=replace(terms.rules, event=next_by))
    return await offers.with_next(desk, later, wanted.wish, refusal)


async def _seat(desk: Desk, terms: Terms, without: str | None, new: Newcomer) -> bool:
    """Write what the laws let in, and say whether it stands."""
    try:
        async with desk.connection.begin_nested():
            if without is not None:
                await seating.leave(desk, without)
            await new.put(terms.resources)
            for place in terms.places(terms.resources):
                await seating.take(desk, new.owner, new.sitter, place)
    except IntegrityError as error:
        if sqlstate(error) != EXCLUSION_VIOLATION:
            raise
        return False
    return True
