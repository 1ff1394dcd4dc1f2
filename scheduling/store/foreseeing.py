"""Foreseeing: what an index answers, as the exact path would, or None where only that can tell."""

from __future__ import annotations

from datetime import datetime

from scheduling.days import Dates
from scheduling.errors import NotOffered, SchedulingError, SlotTaken
from scheduling.problem import Query, Rules
from scheduling.store import offers, pages
from scheduling.store.desk import Wish
from scheduling.store.indexes import Foresight
from scheduling.store.rules import Roster, Terms
from scheduling.values import Availability, FreeDay, NewBooking, Search


def search(known: Foresight, asked: Search, now: datetime) -> Availability | None:
    """Return one page of free slots."""
    known = narrowed(known, asked.resources)
    query = pages.question(asked, now)
    found = pages.NOTHING if query is None else known.plan.search(query)
    return None if found is None else pages.page(asked, known.roster.event, found)


def free_days(known: Foresight, asked: Search, dates: Dates, now: datetime) -> tuple[FreeDay, ...] | None:
    """Return how much is free on each date; ``asked`` is about the dates' hull."""
    known = narrowed(known, asked.resources)
    return known.plan.free_days(Query(now=now, from_=asked.start, to=asked.end, party=asked.party), dates)


def narrowed(known: Foresight, resources: tuple[str, ...]) -> Foresight:
    """Return what is known of only these resources. Raises NotFound, InvalidRequest as a roster does."""
    if not resources:
        return known
    roster: Roster = known.roster.narrowed(resources)
    return Foresight(roster, known.plan.narrowed(roster.numbers))


def who(known: Foresight, new: NewBooking, now: datetime) -> tuple[str, ...] | SchedulingError | None:
    """Return who is free for a booking, in the order of choice, or the refusal that it will have."""
    known = narrowed(known, new.resources)
    wish = Wish(new.start, new.party)
    found = known.plan.search(Query(now=now, from_=new.start, to=new.start + offers.MINUTE, limit=1, party=new.party))
    if found is None:
        return None
    if found.slots == (new.start,):
        return found.resources[0]
    rows = tuple(row.resource for row in known.plan.rows)
    terms = Terms(known.roster.id, Rules(rows, known.roster.event), known.roster.numbers)
    refusal = offers.refusal(terms, wish, now)
    return refusal if isinstance(refusal, NotOffered) else _with_next(known, wish, now, refusal)


def _with_next(known: Foresight, wish: Wish, now: datetime, refusal: SlotTaken) -> SlotTaken | None:
    start = wish.start + offers.MINUTE
    end = start + offers.LOOKS_AHEAD[-1]
    asked = Query(now=now, from_=start, to=end, limit=offers.ALTERNATIVES, party=wish.party)
    found = known.plan.search(asked)
    if found is None:
        return None
    return SlotTaken(refusal.detail, {**refusal.extensions, "next": [offers.shown(slot) for slot in found.slots]})
