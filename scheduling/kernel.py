"""The door to scheduling: one object that serves every request at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from scheduling.values import Availability, Booking, BookingPage, BookingQuery, NewBooking, Search


class Kernel:
    """Search, book and change bookings; described for its callers in ``schemas/kernel/v1.pyi``."""

    def now(self) -> datetime:
        """Return the current instant."""
        raise NotImplementedError

    async def search(self, tenant: str, search: Search) -> Availability:
        """Find free slots, one page at a time."""
        raise NotImplementedError

    async def why_not(
        self, tenant: str, event: str, start: datetime, *, resources: tuple[str, ...] = (), party: int = 1
    ) -> tuple[str, ...]:
        """Say in sentences why ``event`` cannot start at ``start``; empty if it can."""
        raise NotImplementedError

    async def book(self, tenant: str, idempotency_key: str, new: NewBooking) -> Booking:
        """Book a slot."""
        raise NotImplementedError

    async def get_booking(self, tenant: str, booking_id: str) -> Booking:
        """Return one booking."""
        raise NotImplementedError

    async def list_bookings(self, tenant: str, query: BookingQuery) -> BookingPage:
        """List bookings, one page at a time."""
        raise NotImplementedError

    async def cancel(self, tenant: str, idempotency_key: str, booking_id: str, *, reason: str = "") -> Booking:
        """Cancel a confirmed booking that has not ended."""
        raise NotImplementedError

    async def restore(self, tenant: str, idempotency_key: str, booking_id: str) -> Booking:
        """Confirm a cancelled booking again if its time is still free."""
        raise NotImplementedError

    async def reschedule(
        self,
        tenant: str,
        idempotency_key: str,
        booking_id: str,
        new_start: datetime,
        *,
        resources: tuple[str, ...] = (),
    ) -> Booking:
        """Move a confirmed booking that has not ended."""
        raise NotImplementedError


@asynccontextmanager
async def lifespan(database_url: str) -> AsyncIterator[Kernel]:
    """Open the pool, bring the tables up to date, and yield the kernel."""
    raise NotImplementedError(database_url)
    yield
