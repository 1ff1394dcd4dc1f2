"""Writing: book, cancel, restore, reschedule. Each runs inside one transaction that claims an idempotency key first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from scheduling.errors import NotOffered, SchedulingError, StateConflict
from scheduling.problem import Event
from scheduling.store import bookings, choosing, offers, rules, seating
from scheduling.store.bookings import Standing
from scheduling.store.choosing import Place
from scheduling.store.database import EXCLUSION_VIOLATION, sqlstate
from scheduling.store.desk import Desk, Wish
from scheduling.store.rules import Roster, Terms
from scheduling.store.seating import Sitter
from scheduling.values import Booking, NewBooking


async def book(desk: Desk, new: NewBooking, new_id: Callable[[], str]) -> Booking:
    """Book a slot."""
    roster = (await rules.roster(desk.connection, desk.tenant, new.event)).narrowed(new.resources)
    booking = Booking(
        id=new_id(),
        event=new.event,
        resources=(),
        start=new.start,
        end=new.start + timedelta(minutes=roster.event.duration_min),
        status="confirmed",
        party=new.party,
        attendee=new.attendee,
        notes=new.notes,
        cancellation_reason="",
        created_at=desk.now,
        updated_at=desk.now,
    )
    place = Place(roster, Wish(new.start, new.party), desk.now)
    return await _take(desk, place, _standing(booking, roster.event))


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
    roster = (await rules.roster(desk.connection, desk.tenant, booking.event)).narrowed(booking.resources)
    made = offers.as_made(roster.event, booking.start, booking.end, standing.before, standing.after)
    confirmed = replace(booking, status="confirmed", cancellation_reason="", updated_at=desk.now)
    # It was bookable when it was made, so it may start before now: time stands still at its start.
    place = Place(replace(roster, event=made), Wish(booking.start, booking.party), min(desk.now, booking.start))
    return await _take(desk, place, replace(standing, booking=confirmed), next_by=roster.event)


async def reschedule(desk: Desk, booking_id: str, start: datetime, resources: tuple[str, ...]) -> Booking:
    """Move a booking to another start, by the event's rules of today."""
    booking = (await bookings.get(desk.connection, desk.tenant, booking_id, lock=True)).booking
    _require(booking, "confirmed", desk.now)
    roster = await rules.roster(desk.connection, desk.tenant, booking.event)
    roster = roster.narrowed(resources or booking.resources)
    moved = replace(booking, start=start, end=start + timedelta(minutes=roster.event.duration_min), updated_at=desk.now)
    place = Place(roster, Wish(start, booking.party, without=booking_id), desk.now)
    return await _take(desk, place, _standing(moved, roster.event))


def _standing(booking: Booking, event: Event) -> Standing:
    return Standing(booking, timedelta(minutes=event.buffer_before_min), timedelta(minutes=event.buffer_after_min))


def _require(booking: Booking, status: str, now: datetime) -> None:
    if booking.status != status:
        detail = f"The booking is {booking.status}, not {status}."
        raise StateConflict(detail, {"code": booking.status, "status": booking.status})
    if booking.end <= now:
        detail = "The booking has ended, and the past stays as it was."
        raise StateConflict(detail, {"code": "ended", "status": booking.status})


async def _take(desk: Desk, place: Place, standing: Standing, *, next_by: Event | None = None) -> Booking:
    """Write a booking where the laws let it in; ``next_by`` are the event's terms for what a refusal offers instead."""
    others = place.roster
    while terms := await choosing.choose(desk, replace(place, roster=others)):
        placed = replace(standing, booking=replace(standing.booking, resources=tuple(sorted(terms.resources))))
        if await _seat(desk, terms, place.wish, placed):
            return placed.booking
        # Somebody has written around the laws.
        others = others.without(terms.resources)
    raise await _refusal(desk, place, others, next_by or place.roster.event)


async def _refusal(desk: Desk, place: Place, others: Roster, next_by: Event) -> SchedulingError:
    terms = await rules.terms(desk.connection, desk.tenant, place.roster, tuple(place.roster.numbers))
    offered = others != place.roster  # the laws had let it in
    refusal = offers.taken(terms, place.wish) if offered else offers.refusal(terms, place.wish, place.then)
    if isinstance(refusal, NotOffered):
        return refusal
    later = replace(terms, rules=replace(terms.rules, event=next_by))
    return await offers.with_next(desk.connection, desk.tenant, later, place.wish, desk.now, refusal)


async def _seat(desk: Desk, terms: Terms, wish: Wish, standing: Standing) -> bool:
    """Write a booking whose seats are free by the laws, and say whether it stands: the constraint has the last word."""
    booking = standing.booking
    sitter = Sitter(booking.start, booking.end, standing.before, standing.after, booking.party)
    try:
        async with desk.connection.begin_nested():
            if wish.without is not None:
                await seating.leave(desk.connection, desk.tenant, wish.without)
            await bookings.put(desk.connection, desk.tenant, standing)
            for chair in terms.places(booking.resources):
                await seating.take(desk.connection, desk.tenant, booking.id, chair, sitter)
    except IntegrityError as error:
        if sqlstate(error) != EXCLUSION_VIOLATION:
            raise
        return False
    return True
