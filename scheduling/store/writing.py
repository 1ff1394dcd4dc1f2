"""Writing: book, cancel, restore, reschedule. Each runs inside one transaction that claims an idempotency key first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from scheduling.errors import SlotTaken, StateConflict
from scheduling.store import bookings, offers, rules, seating
from scheduling.store.bookings import Standing
from scheduling.store.database import EXCLUSION_VIOLATION, sqlstate
from scheduling.store.offers import Wish
from scheduling.store.rules import Terms
from scheduling.store.seating import Sitter
from scheduling.values import Booking, NewBooking


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a write happens: in whose transaction, for which tenant, and when."""

    connection: AsyncConnection
    tenant: str
    now: datetime


async def book(desk: Desk, new: NewBooking, new_id: Callable[[], str]) -> Booking:
    """Book a slot."""
    terms = (await rules.load(desk.connection, desk.tenant, new.event, lock=True)).narrowed(new.resources)
    wish = Wish(new.start, new.party)
    resources = await _choose(desk, terms, wish)
    booking = Booking(
        id=new_id(),
        event=new.event,
        resources=tuple(sorted(resources)),
        start=new.start,
        end=new.start + timedelta(minutes=terms.rules.event.duration_min),
        status="confirmed",
        party=new.party,
        attendee=new.attendee,
        notes=new.notes,
        cancellation_reason="",
        created_at=desk.now,
        updated_at=desk.now,
    )
    return await _seat(desk, terms, wish, _standing(booking, terms))


async def cancel(desk: Desk, booking_id: str, reason: str) -> Booking:
    """Cancel a booking and free its seats."""
    standing = await bookings.get(desk.connection, desk.tenant, booking_id, lock=True)
    _require(standing.booking, "confirmed", desk.now)
    cancelled = replace(standing.booking, status="cancelled", cancellation_reason=reason, updated_at=desk.now)
    await seating.leave(desk.connection, desk.tenant, booking_id)
    await bookings.put(desk.connection, desk.tenant, replace(standing, booking=cancelled))
    return cancelled


async def restore(desk: Desk, booking_id: str) -> Booking:
    """Confirm a cancelled booking again where and when it was."""
    standing = await bookings.get(desk.connection, desk.tenant, booking_id, lock=True)
    booking = standing.booking
    _require(booking, "cancelled", desk.now)
    terms = (await rules.load(desk.connection, desk.tenant, booking.event, lock=True)).narrowed(booking.resources)
    as_made = offers.as_made(terms, booking.start, booking.end, standing.before, standing.after)
    wish = Wish(booking.start, booking.party)
    # It was bookable when it was made, so it may start before now: time stands still at its start.
    await _choose(desk, as_made, wish, now=min(desk.now, booking.start), next_terms=terms)
    confirmed = replace(booking, status="confirmed", cancellation_reason="", updated_at=desk.now)
    return await _seat(desk, terms, wish, replace(standing, booking=confirmed))


async def reschedule(desk: Desk, booking_id: str, start: datetime, resources: tuple[str, ...]) -> Booking:
    """Move a booking to another start, by the event's rules of today."""
    booking = (await bookings.get(desk.connection, desk.tenant, booking_id, lock=True)).booking
    _require(booking, "confirmed", desk.now)
    terms = await rules.load(desk.connection, desk.tenant, booking.event, lock=True)
    terms = terms.narrowed(resources or booking.resources)
    wish = Wish(start, booking.party, without=booking_id)
    chosen = await _choose(desk, terms, wish)
    moved = replace(
        booking,
        resources=tuple(sorted(chosen)),
        start=start,
        end=start + timedelta(minutes=terms.rules.event.duration_min),
        updated_at=desk.now,
    )
    await seating.leave(desk.connection, desk.tenant, booking_id)
    return await _seat(desk, terms, wish, _standing(moved, terms))


def _standing(booking: Booking, terms: Terms) -> Standing:
    event = terms.rules.event
    return Standing(booking, timedelta(minutes=event.buffer_before_min), timedelta(minutes=event.buffer_after_min))


def _require(booking: Booking, status: str, now: datetime) -> None:
    if booking.status != status:
        detail = f"The booking is {booking.status}, not {status}."
        raise StateConflict(detail, {"code": booking.status, "status": booking.status})
    if booking.end <= now:
        detail = "The booking has ended, and the past stays as it was."
        raise StateConflict(detail, {"code": "ended", "status": booking.status})


async def _choose(
    desk: Desk, terms: Terms, wish: Wish, *, now: datetime | None = None, next_terms: Terms | None = None
) -> tuple[str, ...]:
    try:
        return await offers.choose(desk.connection, desk.tenant, terms, wish, now or desk.now)
    except SlotTaken as refusal:
        later = next_terms or terms
        raise await offers.with_next(desk.connection, desk.tenant, later, wish, desk.now, refusal) from None


async def _seat(desk: Desk, terms: Terms, wish: Wish, standing: Standing) -> Booking:
    """Write a booking whose seats are free by the laws; the constraint has the last word."""
    booking = standing.booking
    sitter = Sitter(booking.start, booking.end, standing.before, standing.after, booking.party)
    try:
        async with desk.connection.begin_nested():
            await bookings.put(desk.connection, desk.tenant, standing)
            for place in terms.places(booking.resources):
                await seating.take(desk.connection, desk.tenant, booking.id, place, sitter)
    except IntegrityError as error:
        if sqlstate(error) != EXCLUSION_VIOLATION:
            raise
        refusal = offers.taken(terms, wish)
        raise await offers.with_next(desk.connection, desk.tenant, terms, wish, desk.now, refusal) from None
    return booking
