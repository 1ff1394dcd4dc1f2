"""Writing: book, cancel, restore, reschedule. Each runs inside one transaction that claims an idempotency key first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from scheduling.errors import StateConflict
from scheduling.problem import Event
from scheduling.store import bookings, holding, offers, rules, seating, taking
from scheduling.store.bookings import Standing
from scheduling.store.choosing import Wanted
from scheduling.store.desk import Desk, Wish
from scheduling.store.seating import Owner, Sitter
from scheduling.store.taking import Newcomer
from scheduling.values import Booking, NewBooking


async def book(desk: Desk, new: NewBooking, new_id: Callable[[], str], *, hold: str | None = None) -> Booking:
    """Book a slot; with a hold, the slot that it holds, which is then booked."""
    roster = (await rules.roster(desk.connection, desk.tenant, new.event)).narrowed(new.resources)
    booking = Booking(
        id=new_id(),
        event=new.event,
        resources=(),
        start=new.start,
        end=new.start + taking.length(roster.event),
        status="confirmed",
        party=new.party,
        attendee=new.attendee,
        notes=new.notes,
        cancellation_reason="",
        created_at=desk.now,
        updated_at=desk.now,
    )
    wanted = Wanted(roster, Wish(new.start, new.party), desk.now)
    if hold is not None:
        wanted = await holding.claimed(desk, hold, wanted)
    booking = await _take(desk, wanted, _standing(booking, roster.event))
    if hold is not None:
        await holding.became(desk, hold, booking.id)
    return booking


async def cancel(desk: Desk, booking_id: str, reason: str) -> Booking:
    """Cancel a booking and free its seats."""
    standing = await bookings.get(desk.connection, desk.tenant, booking_id, lock=True)
    _require(standing.booking, "confirmed", desk.now)
    cancelled = replace(standing.booking, status="cancelled", cancellation_reason=reason, updated_at=desk.now)
    await seating.leave(desk, booking_id)
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
    then = min(desk.now, booking.start)
    wanted = Wanted(replace(roster, event=made), Wish(booking.start, booking.party), then)
    return await _take(desk, wanted, replace(standing, booking=confirmed), next_by=roster.event)


async def reschedule(desk: Desk, booking_id: str, start: datetime, resources: tuple[str, ...]) -> Booking:
    """Move a booking to another start, by the event's rules of today."""
    booking = (await bookings.get(desk.connection, desk.tenant, booking_id, lock=True)).booking
    _require(booking, "confirmed", desk.now)
    roster = await rules.roster(desk.connection, desk.tenant, booking.event)
    roster = roster.narrowed(resources or booking.resources)
    moved = replace(booking, start=start, end=start + taking.length(roster.event), updated_at=desk.now)
    wanted = Wanted(roster, Wish(start, booking.party, without=booking_id), desk.now)
    return await _take(desk, wanted, _standing(moved, roster.event))


def _standing(booking: Booking, event: Event) -> Standing:
    return Standing(booking, *taking.buffers(event))


def _require(booking: Booking, status: str, now: datetime) -> None:
    if booking.status != status:
        detail = f"The booking is {booking.status}, not {status}."
        raise StateConflict(detail, {"code": booking.status, "status": booking.status})
    if booking.end <= now:
        detail = "The booking has ended, and the past stays as it was."
        raise StateConflict(detail, {"code": "ended", "status": booking.status})


async def _take(desk: Desk, wanted: Wanted, standing: Standing, *, next_by: Event | None = None) -> Booking:
    """Write a booking where the laws let it in; ``next_by`` are the terms for what a refusal offers instead."""
    booking = standing.booking

    def served(resources: tuple[str, ...]) -> Booking:
        return replace(booking, resources=tuple(sorted(resources)))

    async def put(resources: tuple[str, ...]) -> None:
        await bookings.put(desk.connection, desk.tenant, replace(standing, booking=served(resources)))

    sitter = Sitter(booking.start, booking.end, standing.before, standing.after, booking.party)
    return served(await taking.take(desk, wanted, Newcomer(Owner("booking", booking.id), sitter, put), next_by=next_by))
