"""The models of availability/v1, rendered from its schemas: change those, not this."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

from .shapes import Instant, MaybeAbsent, SPELLED, Shape, WHOLE


class Availability(Shape):
    """One page of free time, earliest first."""

    model_config = ConfigDict(extra="forbid")
    event: Annotated[str, Field(description="The event that was asked for.", examples=["intro-call"])]
    duration_minutes: Annotated[int, Field(ge=1, description="How long each slot is.", examples=[30]), WHOLE]
    slots: Annotated[list[Slot], Field(description="The slots of this page, sorted by start.")]
    next_cursor: Annotated[
        str | None,
        Field(
            description="Send it as `cursor` for the page that follows; null on the last page.",
            examples=["eyJzIjoiMjAyNi0xMi0wMSJ9", None],
        ),
    ]


class AvailabilityQuery(Shape):
    """Which free time is asked for."""

    model_config = ConfigDict(extra="forbid")
    event: Annotated[
        str,
        Field(
            min_length=1,
            max_length=64,
            pattern="^[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
            description="What is to be booked: the event's short name.",
            examples=["intro-call"],
        ),
    ]
    start: Annotated[
        Instant,
        Field(
            description="The first instant at which a slot may start (inclusive), with an offset.",
            examples=["2026-12-01T00:00:00Z"],
        ),
    ]
    end: Annotated[
        Instant,
        Field(
            description="The instant before which a slot must start (exclusive), with an offset. At most 92 days after `start`.",
            examples=["2026-12-08T00:00:00Z"],
        ),
    ]
    resource: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=64, pattern="^[a-z0-9]([a-z0-9-]*[a-z0-9])?$")]],
        Field(
            max_length=50,
            description="Only these of the event's resources; all of them when none is named. Repeat the parameter for several.",
            examples=[["ada"]],
        ),
    ] = []
    party: Annotated[
        int,
        Field(ge=1, le=1000, description="How many seats are wanted in the same slot.", examples=[1]),
        WHOLE,
        SPELLED,
    ] = 1
    limit: Annotated[
        int, Field(ge=1, le=500, description="How many slots a page holds at most.", examples=[20]), WHOLE, SPELLED
    ] = 100
    cursor: Annotated[
        MaybeAbsent[Annotated[str, Field(min_length=1, max_length=512)]],
        Field(
            description="Where the page before ended: its `next_cursor`, unchanged.",
            examples=["eyJzIjoiMjAyNi0xMi0wMSJ9"],
        ),
    ] = None


class Slot(Shape):
    """A stretch of time that can be booked now."""

    model_config = ConfigDict(extra="forbid")
    start: Annotated[Instant, Field(description="When it starts, in UTC.", examples=["2026-12-01T14:00:00Z"])]
    end: Annotated[Instant, Field(description="When it ends, in UTC.", examples=["2026-12-01T14:30:00Z"])]
    resources: Annotated[
        list[str],
        Field(
            description="The resources that are free then, sorted by name; any one of them (or, for an event that takes all, all of them together) can be booked.",
            examples=[["ada", "grace"]],
        ),
    ]


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


Availability.model_rebuild()
AvailabilityQuery.model_rebuild()
Slot.model_rebuild()
TenantHeaders.model_rebuild()
