"""The models of bookings/v1, rendered from its schemas: change those, not this."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from .shapes import Instant, MaybeAbsent, SPELLED, Shape, Uuid, WHOLE


class Attendee(Shape):
    """Who comes."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[
        str,
        Field(
            min_length=1, max_length=200, description="Full name, as the person writes it.", examples=["Ada Lovelace"]
        ),
    ]
    email: Annotated[
        str,
        Field(
            min_length=3,
            max_length=254,
            pattern="^[^@\\s]+@[^@\\s]+$",
            description="Where the confirmation goes.",
            examples=["ada@example.com"],
        ),
    ]


class Booking(Shape):
    """A slot that was taken."""

    model_config = ConfigDict(extra="forbid")
    id: Annotated[
        Uuid, Field(description="Names this booking for good.", examples=["0195a3c1-7d5e-7c3a-9f10-2b7f4b1d9e55"])
    ]
    event: Annotated[str, Field(description="What was booked.", examples=["intro-call"])]
    resources: Annotated[
        list[str],
        Field(
            min_length=1,
            description="Who or what is booked: one resource, or all of an event that takes all.",
            examples=[["ada"]],
        ),
    ]
    start: Annotated[Instant, Field(description="When it starts, in UTC.", examples=["2026-12-01T14:00:00Z"])]
    end: Annotated[Instant, Field(description="When it ends, in UTC.", examples=["2026-12-01T14:30:00Z"])]
    status: Annotated[
        Literal["confirmed", "cancelled"],
        Field(
            description="A cancelled booking blocks nothing and can be restored while its slot is free.",
            examples=["confirmed"],
        ),
    ]
    party: Annotated[int, Field(ge=1, description="How many seats it takes.", examples=[1]), WHOLE]
    attendee: Attendee
    notes: Annotated[
        str,
        Field(description="What the host should know; empty when there is nothing.", examples=["We met at the fair."]),
    ]
    cancellation_reason: Annotated[
        str, Field(description="Empty unless it is cancelled and a reason was given.", examples=[""])
    ]
    created_at: Annotated[Instant, Field(description="When it was booked, in UTC.", examples=["2026-11-23T09:30:00Z"])]
    updated_at: Annotated[
        Instant, Field(description="When it last changed, in UTC.", examples=["2026-11-23T09:30:00Z"])
    ]


class BookingPage(Shape):
    """One page of bookings, sorted by start."""

    model_config = ConfigDict(extra="forbid")
    bookings: Annotated[list[Booking], Field(description="The bookings of this page, sorted by start.")]
    next_cursor: Annotated[
        str | None,
        Field(
            description="Send it as `cursor` for the page that follows; null on the last page.",
            examples=["eyJzIjoiMjAyNi0xMi0wMSJ9", None],
        ),
    ]


class BookingPath(Shape):
    """Which booking."""

    booking_id: Annotated[
        Uuid, Field(description="The booking's `id`.", examples=["0195a3c1-7d5e-7c3a-9f10-2b7f4b1d9e55"])
    ]


class BookingsQuery(Shape):
    """Which bookings are listed."""

    model_config = ConfigDict(extra="forbid")
    event: Annotated[
        MaybeAbsent[Annotated[str, Field(min_length=1, max_length=64, pattern="^[a-z0-9]([a-z0-9-]*[a-z0-9])?$")]],
        Field(description="Only bookings of this event.", examples=["intro-call"]),
    ] = None
    start: Annotated[
        MaybeAbsent[Instant],
        Field(description="Only bookings that start at this instant or later.", examples=["2026-12-01T00:00:00Z"]),
    ] = None
    end: Annotated[
        MaybeAbsent[Instant],
        Field(description="Only bookings that start before this instant.", examples=["2026-12-08T00:00:00Z"]),
    ] = None
    resource: Annotated[
        MaybeAbsent[Annotated[str, Field(min_length=1, max_length=64, pattern="^[a-z0-9]([a-z0-9-]*[a-z0-9])?$")]],
        Field(description="Only bookings of this resource.", examples=["ada"]),
    ] = None
    status: Annotated[
        MaybeAbsent[Literal["confirmed", "cancelled"]],
        Field(description="Only bookings in this state.", examples=["confirmed"]),
    ] = None
    limit: Annotated[
        int, Field(ge=1, le=200, description="How many bookings a page holds at most.", examples=[20]), WHOLE, SPELLED
    ] = 50
    cursor: Annotated[
        MaybeAbsent[Annotated[str, Field(min_length=1, max_length=512)]],
        Field(
            description="Where the page before ended: its `next_cursor`, unchanged.",
            examples=["eyJzIjoiMjAyNi0xMi0wMSJ9"],
        ),
    ] = None


class Cancellation(Shape):
    """Why a booking is cancelled."""

    model_config = ConfigDict(extra="forbid")
    reason: Annotated[
        str, Field(max_length=500, description="Kept with the booking's history.", examples=["The visitor is ill."])
    ] = ""


class NewBooking(Shape):
    """What is to be booked, when, and for whom."""

    model_config = ConfigDict(extra="forbid")
    event: Annotated[
        str,
        Field(
            min_length=1,
            max_length=64,
            pattern="^[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
            description="What is booked: the event's short name.",
            examples=["intro-call"],
        ),
    ]
    start: Annotated[
        Instant,
        Field(
            description="When it starts: the `start` of a slot that the availability lists.",
            examples=["2026-12-01T14:00:00Z"],
        ),
    ]
    resources: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=64, pattern="^[a-z0-9]([a-z0-9-]*[a-z0-9])?$")]],
        Field(
            max_length=50,
            description="Which of the event's resources may serve: the first free one in this order does. Any of them when left empty.",
            examples=[["ada"]],
        ),
    ] = []
    party: Annotated[
        int, Field(ge=1, le=1000, description="How many seats are wanted in the same slot.", examples=[1]), WHOLE
    ] = 1
    attendee: Attendee
    notes: Annotated[
        str, Field(max_length=2000, description="What the host should know.", examples=["We met at the fair."])
    ] = ""


class Reschedule(Shape):
    """Where a booking moves to."""

    model_config = ConfigDict(extra="forbid")
    start: Annotated[
        Instant,
        Field(
            description="The new start: the `start` of a slot that the availability lists.",
            examples=["2026-12-02T15:00:00Z"],
        ),
    ]
    resources: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=64, pattern="^[a-z0-9]([a-z0-9-]*[a-z0-9])?$")]],
        Field(
            max_length=50,
            description="Which of the event's resources may serve: the first free one in this order does. The booking keeps its own when left empty.",
            examples=[["grace"]],
        ),
    ] = []


class TenantHeaders(Shape):
    """Headers of every request."""

    tenant: Annotated[
        str,
        Field(
            min_length=1,
            max_length=64,
            pattern="^[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
            alias="Tenant",
            description="Whose calendar it is: the tenant's short name.",
            examples=["demo"],
        ),
    ]


class WriteHeaders(Shape):
    """Headers of every request that writes."""

    tenant: Annotated[
        str,
        Field(
            min_length=1,
            max_length=64,
            pattern="^[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
            alias="Tenant",
            description="Whose calendar it is: the tenant's short name.",
            examples=["demo"],
        ),
    ]
    idempotency_key: Annotated[
        str,
        Field(
            min_length=1,
            max_length=255,
            pattern="^[!-~]+$",
            alias="Idempotency-Key",
            description="Names this write. Sent again with the same key and body, the first answer is given again and nothing is written twice; with another body it is refused. A UUID does well.",
            examples=["8e03978e-40d5-43e8-bc93-6894a57f9324"],
        ),
    ]


Attendee.model_rebuild()
Booking.model_rebuild()
BookingPage.model_rebuild()
BookingPath.model_rebuild()
BookingsQuery.model_rebuild()
Cancellation.model_rebuild()
NewBooking.model_rebuild()
Reschedule.model_rebuild()
TenantHeaders.model_rebuild()
WriteHeaders.model_rebuild()
