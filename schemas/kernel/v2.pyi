"""The scheduling kernel: search free time, book it, and change bookings. Import everything from ``scheduling``.

A handler is handed one ``Kernel`` and awaits its methods. The kernel alone knows the rules (opening hours, time zones,
buffers, notice, capacity), checks them again inside each write's transaction, and refuses by raising a subclass of
``SchedulingError``. Let those pass: the server turns each into the right ``application/problem+json`` answer. Never
catch them, never compute free time yourself, and never check beforehand what the kernel checks anyway.

Three rules hold everywhere:

* **Times** that come back are aware and in UTC. Times handed in must be aware (any offset); a naive one is refused
  with ``InvalidRequest``.
* **Tenants** are apart: every method takes the tenant first and sees nothing of any other.
* **Writes** take the caller's idempotency key. The same key with the same input returns the first answer again
  (a refusal too) and writes nothing; the same key with other input is refused with ``IdempotencyMismatch``.
  A blank key is refused with ``IdempotencyKeyMissing``.

Values are checked by the kernel: text that is empty, too long, or holds control characters, numbers out of range and
cursors that are not ours raise ``InvalidRequest``. Collections are tuples. Every dataclass is frozen and takes keyword
arguments only, for example ``Search(event="intro-call", start=start, end=end)``.

Two kinds of text come back. Titles, descriptions, names, notes and reasons are what people wrote, in any language and
with any characters but control characters: text, never markup. ``Obstacle.text``, ``why_not`` and ``detail`` of a
refusal are English sentences of the kernel's own; where another language is wanted, translate by the code beside them.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal

__all__ = [
    "Attendee",
    "Availability",
    "Booking",
    "BookingPage",
    "BookingQuery",
    "BookingStatus",
    "Contended",
    "EventInfo",
    "EventMode",
    "FreeDay",
    "IdempotencyKeyMissing",
    "IdempotencyMismatch",
    "InvalidRequest",
    "Kernel",
    "NewBooking",
    "NotFound",
    "NotOffered",
    "Obstacle",
    "ObstacleCode",
    "ResourceInfo",
    "SchedulingError",
    "Search",
    "Slot",
    "SlotTaken",
    "StateConflict",
]

BookingStatus = Literal["confirmed", "cancelled"]
"""A booking is one or the other; a cancelled one blocks no time."""

EventMode = Literal["any", "all"]
"""Whether an event needs any one of its resources or all of them together."""

ObstacleCode = Literal[
    "past",
    "too_soon",
    "too_far",
    "closed",
    "booked",
    "full",
    "day_limit",
    "calendar_error",
    "no_fit",
    "nobody",
]
"""Why nothing is free, for translation; ``Obstacle`` says what each one means."""

# ---------------------------------------------------------------------------------------------------- what there is

@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceInfo:
    """Someone or something that can be booked.

    Attributes:
        id: What other calls take and return in ``resources``.
        title: What people call it, such as ``"Ada Lovelace"``; 1 to 200 characters.
        tz: IANA name of the time zone of its opening hours, such as ``"Europe/London"``.
    """

    id: str
    title: str
    tz: str

@dataclass(frozen=True, slots=True, kw_only=True)
class EventInfo:
    """What can be booked.

    Attributes:
        id: What other calls take and return as ``event``.
        title: What people call it, such as ``"Introduction call"``; 1 to 200 characters.
        description: What it is, in a sentence or a few; empty when there is none, at most 4,000 characters.
        duration_min: How long it takes, in minutes, buffers left out.
        tz: IANA name of the time zone in which it is at home: its own, else that of its first resource, else UTC.
        resources: Who or what may serve it, in the order in which the kernel chooses.
        mode: Whether it needs any one of them or all of them together.
        max_party: Most seats that one booking may take: of mode any the most that one of its resources has, of mode
            all the fewest; 0 without resources. A party of that size may still be too large for the resource chosen.
        min_notice_min: Minutes from now within which nothing may start; 0 when there is no such limit.
        max_advance_min: Minutes from now after which nothing may start; None when there is no such limit.
    """

    id: str
    title: str
    description: str
    duration_min: int
    tz: str
    resources: tuple[ResourceInfo, ...]
    mode: EventMode
    max_party: int
    min_notice_min: int
    max_advance_min: int | None

# ---------------------------------------------------------------------------------------------- finding free time

@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What free time is asked for.

    Attributes:
        event: Id of what is to be booked, such as ``"intro-call"``.
        start: First instant at which a slot may start.
        end: Instant before which a slot must start; after ``start``, at most 92 days. A slot may run past it.
        resources: Ids of those that may serve; empty means every resource of the event. An event that needs all
            of its resources together takes no narrower choice.
        party: Seats wanted, 1 to 10,000.
        limit: Most slots in one answer, 1 to 1,000.
        cursor: ``next_cursor`` of the answer before, with all other fields but ``limit`` unchanged; None for the first.
    """

    event: str
    start: datetime
    end: datetime
    resources: tuple[str, ...] = ()
    party: int = 1
    limit: int = 100
    cursor: str | None = None

@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One start that can be booked now.

    Attributes:
        start: When it starts.
        end: When it ends: ``start`` plus the event's duration, buffers left out.
        resources: Ids of the resources, sorted: any one of them is free for it, or, where the event needs all of
            its resources together, all of them are.
    """

    start: datetime
    end: datetime
    resources: tuple[str, ...]

@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """One page of free time.

    Attributes:
        event: Id of the event that was asked for.
        duration_min: Its duration in minutes.
        slots: Free slots by rising ``start``, no two with the same.
        next_cursor: Goes into ``Search.cursor`` for the next page; None after the last.
    """

    event: str
    duration_min: int
    slots: tuple[Slot, ...]
    next_cursor: str | None

@dataclass(frozen=True, slots=True, kw_only=True)
class FreeDay:
    """How much is free on one date of the time zone that was asked for.

    Attributes:
        date: The date.
        slots: How many starts on that date are free; 0 when none is.
        first: The first of them; None when none is.
    """

    date: date
    slots: int
    first: datetime | None

@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """One reason why nothing is free on a date.

    Attributes:
        code: Which kind of reason, one of these.
            ``past``: the time has passed.
            ``too_soon``: the event needs more notice (``EventInfo.min_notice_min``).
            ``too_far``: further ahead than the event can be booked (``EventInfo.max_advance_min``).
            ``closed``: there are no opening hours; with resource None, the date does not exist in that time zone or
            those who are needed together are never open together.
            ``booked``: other bookings take the time.
            ``full``: other bookings take too many of the seats; without start and end, the party is larger than all
            the seats there are.
            ``day_limit``: as many bookings as are taken a day have been made.
            ``calendar_error``: an outside calendar cannot be read, so nothing can be promised.
            ``no_fit``: what is open and free is too short for the event, or for the event with its buffers.
            ``nobody``: the event has no resources.
        text: The same as one English sentence, with times in the time zone that was asked for and titles for ids.
        resource: Id of the resource that it is about; None when it is about all that were asked for.
        start: Where it begins; None, as ``end``, when it rules out the whole date.
        end: Where it ends.
    """

    code: ObstacleCode
    text: str
    resource: str | None
    start: datetime | None
    end: datetime | None

# ------------------------------------------------------------------------------------------------------- bookings

@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """For whom a booking is made.

    Attributes:
        name: 1 to 200 characters.
        email: 3 to 254 characters with an ``@`` between others.
    """

    name: str
    email: str

@dataclass(frozen=True, slots=True, kw_only=True)
class NewBooking:
    """What is to be booked.

    Attributes:
        event: Id of the event.
        start: When it starts: the ``start`` of a free slot.
        attendee: For whom.
        resources: Ids of those that may serve, the first free one in this order does; empty leaves the choice to the
            kernel. An event that needs all of its resources together takes no narrower choice.
        party: Seats taken, 1 to 10,000.
        notes: At most 4,000 characters.
    """

    event: str
    start: datetime
    attendee: Attendee
    resources: tuple[str, ...] = ()
    party: int = 1
    notes: str = ""

@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """A booking as it stands.

    Attributes:
        id: UUID as text.
        event: Id of the event.
        resources: Ids of the resources that serve it, sorted: one, or all where the event needs all of them together.
        start: When it starts.
        end: When it ends, buffers left out.
        status: Confirmed or cancelled.
        party: Seats taken.
        attendee: For whom.
        notes: Empty when there are none.
        cancellation_reason: Empty unless it is cancelled and a reason was given.
        created_at: When it was booked.
        updated_at: When it last changed; ``created_at`` if it never did.
    """

    id: str
    event: str
    resources: tuple[str, ...]
    start: datetime
    end: datetime
    status: BookingStatus
    party: int
    attendee: Attendee
    notes: str
    cancellation_reason: str
    created_at: datetime
    updated_at: datetime

@dataclass(frozen=True, slots=True, kw_only=True)
class BookingQuery:
    """Which bookings are to be listed. What is None does not narrow; an unknown id matches nothing.

    Attributes:
        event: Only bookings of this event.
        resource: Only bookings that this resource serves.
        status: Only bookings with this status.
        start: Only bookings that start at this instant or later.
        end: Only bookings that start before this instant.
        limit: Most bookings in one answer, 1 to 200.
        cursor: ``next_cursor`` of the answer before, with all other fields but ``limit`` unchanged; None for the first.
    """

    event: str | None = None
    resource: str | None = None
    status: BookingStatus | None = None
    start: datetime | None = None
    end: datetime | None = None
    limit: int = 50
    cursor: str | None = None

@dataclass(frozen=True, slots=True, kw_only=True)
class BookingPage:
    """One page of bookings.

    Attributes:
        bookings: By rising ``start``, then ``id``.
        next_cursor: Goes into ``BookingQuery.cursor`` for the next page; None after the last.
    """

    bookings: tuple[Booking, ...]
    next_cursor: str | None

# --------------------------------------------------------------------------------------------------------- kernel

class Kernel:
    """The door to scheduling; one object serves every request at once."""

    def now(self) -> datetime:
        """Return the current instant. Use it in place of any other clock."""

    async def list_events(self, tenant: str) -> tuple[EventInfo, ...]:
        """List what can be booked, sorted by title, then id.

        Raises:
            NotFound: No such tenant.
            InvalidRequest: The tenant is malformed.
        """

    async def get_event(self, tenant: str, event: str) -> EventInfo:
        """Return one event.

        Raises:
            NotFound: No such tenant, or no such event of it.
            InvalidRequest: A field is malformed.
        """

    async def search(self, tenant: str, search: Search) -> Availability:
        """Find free slots, one page at a time.

        Raises:
            NotFound: No such event, or no such resource of it.
            InvalidRequest: A field is out of range, or the cursor belongs to another search.
        """

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
        """Count the free starts of each date from ``first`` to ``last``, one ``FreeDay`` for each.

        ``tz`` is the IANA name of the time zone whose dates are meant, the visitor's as a rule. A start counts for the
        date that a clock there shows at that instant, so that each start ``search`` finds counts exactly once, also
        where a clock is moved. Ask for a month at once: that is far cheaper than a search for each day.
        ``resources`` and ``party`` as in ``Search``.

        Raises:
            NotFound: No such event, or no such resource of it.
            InvalidRequest: ``tz`` is no known time zone, ``last`` lies before ``first`` or more than 61 days after it
                (62 dates at most), or another field is out of range.
        """

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
        """Say why nothing is free on one date of the time zone ``tz``; empty if and only if something is.

        At most 8 obstacles: first those that rule out the whole date (``start`` and ``end`` None), then the others by
        rising ``start``. Hours in which the event could not have taken place anyway are not mentioned.
        ``resources`` and ``party`` as in ``Search``.

        Raises:
            NotFound: No such event, or no such resource of it.
            InvalidRequest: ``tz`` is no known time zone, or another field is out of range.
        """

    async def why_not(
        self, tenant: str, event: str, start: datetime, *, resources: tuple[str, ...] = (), party: int = 1
    ) -> tuple[str, ...]:
        """Say in sentences why ``event`` cannot start at ``start``; empty if it can.

        Raises:
            NotFound: No such event, or no such resource of it.
            InvalidRequest: A field is out of range.
        """

    async def book(self, tenant: str, idempotency_key: str, new: NewBooking) -> Booking:
        """Book a slot.

        Raises:
            SlotTaken: Others have taken it; ``extensions["next"]`` holds the next free starts.
            NotOffered: It was never on offer (closed, off the start grid, too soon, too far ahead).
            NotFound: No such event, or no such resource of it.
            InvalidRequest, IdempotencyMismatch, IdempotencyKeyMissing, Contended: See there.
        """

    async def get_booking(self, tenant: str, booking_id: str) -> Booking:
        """Return one booking, cancelled or not.

        Raises:
            NotFound: No such booking; also when ``booking_id`` is not a UUID.
        """

    async def calendar_file(self, tenant: str, booking_id: str) -> str:
        """Return one booking as an iCalendar file (RFC 5545, media type ``text/calendar``), cancelled or not.

        The file says the event's title, when it is, the notes, and whether it is cancelled. A calendar that has read it
        before takes a later one as news of the same appointment. Lines end with CRLF: hand the text on as it is.

        Raises:
            NotFound: No such booking; also when ``booking_id`` is not a UUID.
        """

    async def list_bookings(self, tenant: str, query: BookingQuery) -> BookingPage:
        """List bookings, one page at a time.

        Raises:
            InvalidRequest: A field is out of range, or the cursor belongs to another query.
        """

    async def cancel(self, tenant: str, idempotency_key: str, booking_id: str, *, reason: str = "") -> Booking:
        """Cancel a confirmed booking that has not ended; its time is free again. ``reason``: at most 500 characters.

        Raises:
            NotFound: No such booking.
            StateConflict: It is cancelled already, or has ended.
            InvalidRequest, IdempotencyMismatch, IdempotencyKeyMissing, Contended: See there.
        """

    async def restore(self, tenant: str, idempotency_key: str, booking_id: str) -> Booking:
        """Confirm a cancelled booking again, at its old time and resources, if these are still free.

        Notice and advance limits do not apply, since they were kept when it was booked.

        Raises:
            SlotTaken: Others have taken the time since; ``extensions["next"]`` holds the next free starts.
            NotOffered: The resources no longer open at that time.
            NotFound: No such booking.
            StateConflict: It is confirmed, or has ended.
            InvalidRequest, IdempotencyMismatch, IdempotencyKeyMissing, Contended: See there.
        """

    async def reschedule(
        self,
        tenant: str,
        idempotency_key: str,
        booking_id: str,
        new_start: datetime,
        *,
        resources: tuple[str, ...] = (),
    ) -> Booking:
        """Move a confirmed booking that has not ended; it keeps its id and never stands in its own way.

        ``resources`` are ids of those that may serve, the first free one in this order does; empty keeps the booking's
        own. When the move is refused the booking stays as it was.

        Raises:
            SlotTaken: Others have taken the new time; ``extensions["next"]`` holds the next free starts.
            NotOffered: The new time was never on offer.
            NotFound: No such booking, or no such resource of its event.
            StateConflict: It is cancelled, or has ended.
            InvalidRequest, IdempotencyMismatch, IdempotencyKeyMissing, Contended: See there.
        """

# ------------------------------------------------------------------------------------------------------- refusals

class SchedulingError(Exception):
    """Why the kernel refuses: the root of all its errors, and one problem (RFC 9457) each. Never raised itself.

    Attributes:
        status: HTTP status.
        type: URI reference that names the kind of problem, such as ``"/problems/slot-taken"``.
        title: The kind of problem in a few words, the same every time.
        detail: What happened this time and what to do about it.
        extensions: Further members of the problem, JSON values by name.
    """

    status: ClassVar[int]
    type: ClassVar[str]
    title: ClassVar[str]
    detail: str
    extensions: dict[str, object]

    def __init__(self, detail: str, extensions: dict[str, object] | None = None) -> None: ...

class InvalidRequest(SchedulingError):
    """422: a value is out of range or malformed.

    ``extensions["field"]`` names it by its path in what was handed in: an argument of the method (``"tz"``) or a field
    of the value (``"attendee.name"``, ``"attendee.email"``, ``"notes"``, ``"party"``, ``"start"``).
    """

class NotFound(SchedulingError):
    """404: this tenant has no such event, resource or booking."""

class NotOffered(SchedulingError):
    """422: the event cannot start then even with nothing booked.

    ``extensions["code"]`` says why, for translation: the first that holds of ``"past"``, ``"too_soon"``,
    ``"too_far"``, ``"nobody"`` (the event has no resources), ``"full"`` (the party is larger than all the seats),
    ``"closed"``, ``"day_limit"`` (none are taken on that day), ``"off_grid"`` (starts lie at other minutes).
    ``extensions["reasons"]`` holds sentences on all of it.
    """

class SlotTaken(SchedulingError):
    """409: others have taken the time. ``extensions["next"]`` holds up to three next free starts (RFC 3339, UTC)."""

class StateConflict(SchedulingError):
    """409: the booking is not in a state that allows this.

    ``extensions["status"]`` holds its status. ``extensions["code"]`` says why not, for translation: ``"cancelled"`` (it
    is cancelled already), ``"confirmed"`` (it is confirmed already) or ``"ended"``.
    """

class IdempotencyKeyMissing(SchedulingError):
    """400: a write came without an idempotency key."""

class IdempotencyMismatch(SchedulingError):
    """422: the idempotency key was used before with other input."""

class Contended(SchedulingError):
    """503: too many writes at once; nothing was written, and the same call may be made again."""
