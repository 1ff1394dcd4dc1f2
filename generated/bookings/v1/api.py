"""The handlers of bookings/v1, each of which translates one request into one call of the kernel and back."""

from uuid import UUID

from scheduling import Attendee as KernelAttendee
from scheduling import Booking as KernelBooking
from scheduling import BookingQuery as KernelBookingQuery
from scheduling import Kernel
from scheduling import NewBooking as KernelNewBooking

from .models import (
    Attendee,
    Booking,
    BookingPage,
    BookingPath,
    BookingsQuery,
    Cancellation,
    NewBooking,
    Reschedule,
    TenantHeaders,
    WriteHeaders,
)


def _booking(booking: KernelBooking) -> Booking:
    """Translate a booking of the kernel into one of the contract."""
    return Booking(
        id=UUID(booking.id),
        event=booking.event,
        resources=list(booking.resources),
        start=booking.start,
        end=booking.end,
        status=booking.status,
        party=booking.party,
        attendee=Attendee(name=booking.attendee.name, email=booking.attendee.email),
        notes=booking.notes,
        cancellation_reason=booking.cancellation_reason,
        created_at=booking.created_at,
        updated_at=booking.updated_at,
    )


def _new_booking(body: NewBooking) -> KernelNewBooking:
    """Translate what is to be booked into the kernel's terms."""
    return KernelNewBooking(
        event=body.event,
        start=body.start,
        attendee=KernelAttendee(name=body.attendee.name, email=body.attendee.email),
        resources=tuple(body.resources),
        party=body.party,
        notes=body.notes,
    )


def _booking_query(query: BookingsQuery) -> KernelBookingQuery:
    """Translate which bookings are to be listed into the kernel's terms."""
    return KernelBookingQuery(
        event=query.event,
        resource=query.resource,
        status=query.status,
        start=query.start,
        end=query.end,
        limit=query.limit,
        cursor=query.cursor,
    )


async def book(kernel: Kernel, headers: WriteHeaders, body: NewBooking) -> Booking:
    """Book a slot for a visitor."""
    return _booking(await kernel.book(headers.tenant, headers.idempotency_key, _new_booking(body)))


async def list_bookings(kernel: Kernel, query: BookingsQuery, headers: TenantHeaders) -> BookingPage:
    """List one page of what is booked."""
    page = await kernel.list_bookings(headers.tenant, _booking_query(query))
    return BookingPage(bookings=[_booking(booking) for booking in page.bookings], next_cursor=page.next_cursor)


async def get_booking(kernel: Kernel, path: BookingPath, headers: TenantHeaders) -> Booking:
    """Return one booking."""
    return _booking(await kernel.get_booking(headers.tenant, str(path.booking_id)))


async def cancel_booking(kernel: Kernel, path: BookingPath, headers: WriteHeaders, body: Cancellation) -> Booking:
    """Cancel a booking for the reason given."""
    cancelled = await kernel.cancel(headers.tenant, headers.idempotency_key, str(path.booking_id), reason=body.reason)
    return _booking(cancelled)


async def restore_booking(kernel: Kernel, path: BookingPath, headers: WriteHeaders) -> Booking:
    """Take the cancellation of a booking back."""
    return _booking(await kernel.restore(headers.tenant, headers.idempotency_key, str(path.booking_id)))


async def reschedule_booking(kernel: Kernel, path: BookingPath, headers: WriteHeaders, body: Reschedule) -> Booking:
    """Move a booking to another start."""
    moved = await kernel.reschedule(
        headers.tenant,
        headers.idempotency_key,
        str(path.booking_id),
        body.start,
        resources=tuple(body.resources),
    )
    return _booking(moved)
