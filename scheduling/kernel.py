"""The door to scheduling: one object that serves every request at once.

Each method checks its values, and only then talks to the database: what cannot be meant never gets a transaction.
What callers may rely on is written in ``schemas/kernel/v2.pyi``, which generated code is written against.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from datetime import UTC, date, datetime, timedelta
from typing import cast
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from scheduling import checks
from scheduling.calendar_file import calendar_file
from scheduling.days import Dates
from scheduling.errors import SchedulingError
from scheduling.fingerprints import fingerprint
from scheduling.jobs import standard, worker
from scheduling.jobs.attempt import Bench
from scheduling.jobs.worker import Pace
from scheduling.store import batches, bookings, catalogue, database, dates, foreseeing, migrations, pages, writing
from scheduling.store.batches import Mutation
from scheduling.store.bookings import Standing
from scheduling.store.desk import Desk, Prefer, Wish, unknown
from scheduling.store.idempotency import Attempt, Done
from scheduling.store.indexes import Indexes
from scheduling.store.rules import Roster
from scheduling.values import (
    Availability,
    Booking,
    BookingPage,
    BookingQuery,
    EventInfo,
    FreeDay,
    NewBooking,
    Obstacle,
    Search,
)
from scheduling.zone import instant

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the current instant."""
    return datetime.now(UTC)


def random_id() -> str:
    """Return a new random UUID."""
    return str(uuid4())


class Kernel:
    """Search, book and change bookings; described for its callers in ``schemas/kernel/v2.pyi``.

    ``engine`` is the database with its tables up to date, ``clock`` returns aware instants, ``new_id`` UUIDs as text.
    """

    def __init__(self, engine: AsyncEngine, *, clock: Clock = utc_now, new_id: Callable[[], str] = random_id) -> None:
        self.engine = engine
        self.writes = batches.writes(engine)
        self.indexes = Indexes(engine)
        self._clock = clock
        self._new_id = new_id

    def now(self) -> datetime:
        """Return the current instant."""
        return self._clock().astimezone(UTC)

    async def search(self, tenant: str, search: Search) -> Availability:
        """Find free slots, one page at a time."""
        tenant, asked, now = checks.name("tenant", tenant), checks.search(search), self.now()
        known = await self.indexes.ask(tenant, asked.event, now)
        page = None if known is None else foreseeing.search(known, asked, now)
        if page is not None:
            return page
        return await database.transact(self.engine, lambda connection: pages.search(connection, tenant, asked, now))

    async def list_events(self, tenant: str) -> tuple[EventInfo, ...]:
        """List what can be booked, sorted by title, then id."""
        tenant = checks.name("tenant", tenant)
        return await database.transact(self.engine, lambda connection: catalogue.all_events(connection, tenant))

    async def get_event(self, tenant: str, event: str) -> EventInfo:
        """Return one event."""
        tenant, wanted = checks.name("tenant", tenant), checks.name("event", event)
        return await database.transact(self.engine, lambda connection: catalogue.one_event(connection, tenant, wanted))

    async def free_days(
        self,
        tenant: str,
        event: str,
        first: date,
        last: date,
        tz: str,
        *,
        resources: tuple[str, ...] = (),
        party: int = 1,
    ) -> tuple[FreeDay, ...]:
        """Count the free starts of each date from ``first`` to ``last``, one ``FreeDay`` for each."""
        of, now = checks.dates(first, last, tz), self.now()
        tenant, asked = checks.name("tenant", tenant), checks.search(about(of, event, resources, party))
        known = await self.indexes.ask(tenant, asked.event, now)
        found = None if known is None else foreseeing.free_days(known, asked, of, now)
        if found is not None:
            return found
        return await database.transact(
            self.engine, lambda connection: dates.free_days(connection, tenant, asked, of, now)
        )

    async def why_empty(
        self,
        tenant: str,
        event: str,
        day: date,
        tz: str,
        *,
        resources: tuple[str, ...] = (),
        party: int = 1,
    ) -> tuple[Obstacle, ...]:
        """Say why nothing is free on one date of the time zone ``tz``; empty if and only if something is."""
        of, now = checks.dates(day, day, tz, names=("day", "day")), self.now()
        tenant, asked = checks.name("tenant", tenant), checks.search(about(of, event, resources, party))
        return await database.transact(
            self.engine, lambda connection: dates.why_empty(connection, tenant, asked, of, now)
        )

    async def why_not(
        self, tenant: str, event: str, start: datetime, *, resources: tuple[str, ...] = (), party: int = 1
    ) -> tuple[str, ...]:
        """Say in sentences why ``event`` cannot start at ``start``; empty if it can."""
        start = checks.instant("start", start)
        asked = checks.search(
            Search(event=event, start=start, end=start + timedelta(minutes=1), resources=resources, party=party)
        )
        tenant, now = checks.name("tenant", tenant), self.now()
        return await database.transact(self.engine, lambda connection: pages.why_not(connection, tenant, asked, now))

    async def book(self, tenant: str, idempotency_key: str, new: NewBooking) -> Booking:
        """Book a slot."""
        asked, tenant = checks.new_booking(new), checks.name("tenant", tenant)
        foreseen = await self._foreseen(tenant, asked)

        async def work(desk: Desk) -> Booking:
            if isinstance(foreseen, SchedulingError):
                raise foreseen
            return await writing.book(desk, asked, self._new_id)

        async def prefer(_desk: Desk, _roster: Roster, _wish: Wish) -> tuple[str, ...]:
            return foreseen if isinstance(foreseen, tuple) else ()

        return await self._write(tenant, idempotency_key, fingerprint("book", asked), work, prefer)

    async def _foreseen(self, tenant: str, asked: NewBooking) -> tuple[str, ...] | SchedulingError | None:
        """Return who is free for a booking or why nobody is, as far as an index knows that is there already."""
        now = self.now()
        known = await self.indexes.ask(tenant, asked.event, now, load=False)
        try:
            return None if known is None else foreseeing.who(known, asked, now)
        except SchedulingError:
            return None  # to be said, and kept, where it is done

    async def get_booking(self, tenant: str, booking_id: str) -> Booking:
        """Return one booking."""
        tenant, wanted = checks.name("tenant", tenant), checks.booking_id(booking_id)
        found = await database.transact(self.engine, lambda connection: bookings.get(connection, tenant, wanted))
        return found.booking

    async def calendar_file(self, tenant: str, booking_id: str) -> str:
        """Return one booking as an iCalendar file (RFC 5545), cancelled or not."""
        tenant, wanted = checks.name("tenant", tenant), checks.booking_id(booking_id)

        async def read(connection: AsyncConnection) -> tuple[Standing, EventInfo]:
            standing = await bookings.get(connection, tenant, wanted)
            return standing, await catalogue.one_event(connection, tenant, standing.booking.event)

        standing, event = await database.transact(self.engine, read)
        return calendar_file(standing.booking, title=event.title, revision=standing.revision)

    async def list_bookings(self, tenant: str, query: BookingQuery) -> BookingPage:
        """List bookings, one page at a time."""
        tenant, asked = checks.name("tenant", tenant), checks.booking_query(query)
        return await database.transact(self.engine, lambda connection: pages.bookings(connection, tenant, asked))

    async def cancel(self, tenant: str, idempotency_key: str, booking_id: str, *, reason: str = "") -> Booking:
        """Cancel a confirmed booking that has not ended."""
        wanted, why = checks.booking_id(booking_id), checks.reason(reason)
        return await self._write(
            tenant,
            idempotency_key,
            fingerprint("cancel", wanted, why),
            lambda desk: writing.cancel(desk, wanted, why),
        )

    async def restore(self, tenant: str, idempotency_key: str, booking_id: str) -> Booking:
        """Confirm a cancelled booking again if its time is still free."""
        wanted = checks.booking_id(booking_id)
        return await self._write(
            tenant, idempotency_key, fingerprint("restore", wanted), lambda desk: writing.restore(desk, wanted)
        )

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
        wanted, start = checks.booking_id(booking_id), checks.instant("new_start", new_start)
        serving = checks.resources(resources)
        return await self._write(
            tenant,
            idempotency_key,
            fingerprint("reschedule", wanted, start, serving),
            lambda desk: writing.reschedule(desk, wanted, start, serving),
        )

    async def _write(
        self,
        tenant: str,
        idempotency_key: str,
        digest: str,
        work: Callable[[Desk], Awaitable[Done]],
        prefer: Prefer = unknown,
    ) -> Done:
        """Do the work once for its key; a refusal is committed beside its key before it is raised."""
        tenant, key = checks.name("tenant", tenant), checks.idempotency_key(idempotency_key)
        mutation = Mutation(Attempt(tenant, key, digest, self.now()), work, prefer)
        # What it is called stands for what comes back.
        return cast("Done", await batches.do(self.writes, mutation))


def about(dates: Dates, event: str, resources: tuple[str, ...], party: int) -> Search:
    """Return the search for whatever may start on some dates."""
    start, end = (instant(minute) for minute in dates.hull())
    return Search(event=event, start=start, end=end, resources=resources, party=party)


def working(engine: AsyncEngine, clock: Clock) -> AbstractAsyncContextManager[None]:
    """Return what does jobs in a process that serves requests: a few at a time."""
    return worker.working(Bench(engine, clock), standard.work(os.environ), Pace(at_once=4))


@asynccontextmanager
async def lifespan(
    database_url: str,
    *,
    clock: Clock = utc_now,
    new_id: Callable[[], str] = random_id,
    pool_size: int = 10,
    jobs: bool = True,
) -> AsyncIterator[Kernel]:
    """Open a pool of connections, bring the tables up to date, yield the kernel, close the pool.

    Any number of processes may start at once on the same database. Each does ``jobs`` beside its requests, a few at a
    time, unless it is told not to; ``python -m scheduling jobs work`` does nothing else.
    """
    engine = database.engine(database_url, pool_size=pool_size)
    try:
        await migrations.migrate(engine, migrations.load())
        async with working(engine, clock) if jobs else nullcontext():
            kernel = Kernel(engine, clock=clock, new_id=new_id)
            try:
                yield kernel
            finally:
                await kernel.writes.close()
                await kernel.indexes.close()
    finally:
        await engine.dispose()
