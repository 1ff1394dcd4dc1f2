"""Pages: free time and bookings, as much at a time as was asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from scheduling import cursors
from scheduling.checks import invalid
from scheduling.problem import Event, Query
from scheduling.slots import Answer
from scheduling.store import bookings as rows
from scheduling.store import offers, rules
from scheduling.values import Availability, BookingPage, BookingQuery, Search, Slot
from scheduling.zone import EPOCH, floor_minute, instant

MICROSECOND = timedelta(microseconds=1)
NOTHING = Answer((), ())


async def search(connection: AsyncConnection, tenant: str, asked: Search, now: datetime) -> Availability:
    """Return one page of free slots."""
    terms = (await rules.load(connection, tenant, asked.event)).narrowed(asked.resources)
    query = question(asked, now)
    found = NOTHING if query is None else await offers.search(connection, tenant, terms, query)
    return page(asked, terms.rules.event, found)


def question(asked: Search, now: datetime) -> Query | None:
    """Return what to search for, None after the last page.

    One slot more than asked for is looked up, to know whether there is another page.
    """
    start = asked.start if asked.cursor is None else _after_slot(asked, asked.cursor)
    if start >= asked.end:
        return None
    return Query(now=now, from_=start, to=asked.end, limit=asked.limit + 1, party=asked.party)


def page(asked: Search, event: Event, found: Answer) -> Availability:
    """Return what was found as a page."""
    length = timedelta(minutes=event.duration_min)
    slots = tuple(
        Slot(start=begin, end=begin + length, resources=tuple(sorted(free)))
        for begin, free in zip(found.slots, found.resources, strict=True)
    )
    more = len(slots) > asked.limit
    slots = slots[: asked.limit]
    return Availability(
        event=asked.event,
        duration_min=event.duration_min,
        slots=slots,
        next_cursor=cursors.encode(asked, floor_minute(slots[-1].start)) if more else None,
    )


def _after_slot(asked: Search, cursor: str) -> datetime:
    minute, _ = cursors.decode(asked, cursor)
    if not floor_minute(asked.start) <= minute <= floor_minute(asked.end):
        raise invalid("cursor", "lies outside of start and end; leave it out to start from the first page")
    return max(asked.start, instant(minute + 1))


async def why_not(connection: AsyncConnection, tenant: str, asked: Search, now: datetime) -> tuple[str, ...]:
    """Return why an event cannot start at ``asked.start``."""
    terms = (await rules.load(connection, tenant, asked.event)).narrowed(asked.resources)
    query = Query(now=now, from_=asked.start, to=asked.end, party=asked.party)
    return offers.reasons(await offers.problem(connection, tenant, terms, query), asked.start)


async def bookings(connection: AsyncConnection, tenant: str, asked: BookingQuery) -> BookingPage:
    """Return one page of bookings."""
    after = None if asked.cursor is None else _after_booking(asked, asked.cursor)
    found = tuple(await rows.page(connection, tenant, replace(asked, limit=asked.limit + 1), after))
    more = len(found) > asked.limit
    found = found[: asked.limit]
    cursor = cursors.encode(asked, (found[-1].start - EPOCH) // MICROSECOND, found[-1].id) if more else None
    return BookingPage(bookings=found, next_cursor=cursor)


def _after_booking(asked: BookingQuery, cursor: str) -> tuple[datetime, str]:
    microseconds, tie = cursors.decode(asked, cursor)
    try:
        return EPOCH + microseconds * MICROSECOND, str(UUID(tie))
    except (ValueError, OverflowError):
        raise invalid("cursor", "is not a next_cursor of this question") from None
