"""The models of booker/v2, rendered from its schemas: change those, not this."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StrictBool

from .shapes import Day, Instant, Shape, WHOLE


class BoardProps(Shape):
    """The frame of choosing a time: what, when, at what time of day."""

    model_config = ConfigDict(extra="forbid")
    heading: Annotated[
        str, Field(min_length=1, max_length=60, description="Id of the element that names the page; for aria.")
    ]


class BookingDetailsProps(Shape):
    """A booking as it stands, and what can be done with it."""

    model_config = ConfigDict(extra="forbid")
    title: Annotated[str, Field(min_length=1, max_length=200, description="What was booked.")]
    state: Annotated[Literal["confirmed", "cancelled", "past"], Field(description="How it stands.")]
    done: Annotated[
        Literal["nothing", "booked", "cancelled", "restored", "moved"],
        Field(description="What was just done; `nothing` on a later visit."),
    ]
    start: Annotated[Instant, Field(description="When it starts.")]
    end: Annotated[Instant, Field(description="When it ends.")]
    hosts: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=200)]], Field(max_length=1000, description="Who serves it.")
    ]
    name: Annotated[str, Field(description="For whom.")]
    email: Annotated[str, Field(description="Where to reach them.")]
    notes: Annotated[str, Field(description="May be empty.")]
    party: Annotated[int, Field(ge=1, description="Seats."), WHOLE]
    reason: Annotated[str, Field(description="Why it was cancelled; may be empty.")]
    calendar_href: Annotated[
        str, Field(max_length=2000, description="A calendar file (a download). A path on this server.")
    ]
    move_href: Annotated[
        Annotated[str, Field(max_length=2000)] | None,
        Field(description="Where another time is chosen; null when it cannot be moved. A path on this server."),
    ]
    cancel_href: Annotated[
        Annotated[str, Field(max_length=2000)] | None,
        Field(
            description="A page that asks whether to cancel; null when it cannot be cancelled. A path on this server."
        ),
    ]
    restore_action: Annotated[
        Annotated[str, Field(max_length=2000)] | None,
        Field(
            description="Where a form is sent (POST) that restores it; null when it cannot be. A path on this server."
        ),
    ]
    key: Annotated[
        str, Field(min_length=1, max_length=200, description="Idempotency key for that form, sent along as `key`.")
    ]
    again_href: Annotated[
        str, Field(max_length=2000, description="Where the same thing can be booked anew. A path on this server.")
    ]


class BookingForm(Shape):
    """What the visitor filled in: taken as typed, judged by the handler."""

    model_config = ConfigDict(extra="forbid")
    start: Annotated[Instant, Field(description="When the booking is to start.")]
    key: Annotated[str, Field(max_length=200, description="Idempotency key that the page was drawn with.")] = ""
    name: Annotated[str, Field(description="As typed.")] = ""
    email: Annotated[str, Field(description="As typed.")] = ""
    notes: Annotated[str, Field(description="As typed.")] = ""
    party: Annotated[str, Field(description="Seats, as typed.")] = "1"


class BookingFormProps(Shape):
    """The form that books."""

    model_config = ConfigDict(extra="forbid")
    action: Annotated[str, Field(max_length=2000, description="Where it is sent (POST). A path on this server.")]
    start: Annotated[Instant, Field(description="The chosen start.")]
    key: Annotated[str, Field(min_length=1, max_length=200, description="Idempotency key, sent along as `key`.")]
    name: Annotated[str, Field(description="As typed so far.")]
    email: Annotated[str, Field(description="As typed so far.")]
    notes: Annotated[str, Field(description="As typed so far.")]
    party: Annotated[str, Field(description="As typed so far.")]
    max_party: Annotated[int, Field(ge=1, description="Most seats; the field is left out when it is 1."), WHOLE]
    errors: Annotated[
        list[FieldError],
        Field(max_length=4, description="What is wrong with what was typed, at most one entry a field."),
    ]


class BookingPath(Shape):
    """Which booking."""

    model_config = ConfigDict(extra="forbid")
    tenant: Annotated[
        str,
        Field(
            min_length=1,
            max_length=64,
            pattern="^[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
            description="The tenant's short name.",
            examples=["demo"],
        ),
    ]
    booking_id: Annotated[
        str,
        Field(
            min_length=1,
            max_length=64,
            pattern="^[A-Za-z0-9-]+$",
            description="The booking's id.",
            examples=["7d4a0f4e-55d3-4c5e-9f0e-0d9b6b0f6f10"],
        ),
    ]


class BookingQuery(Shape):
    """How a booking is shown."""

    model_config = ConfigDict(extra="forbid")
    lang: Annotated[
        str,
        Field(max_length=35, description="Language, as a tag such as `de`; empty for the browser's.", examples=["en"]),
    ] = ""
    tz: Annotated[
        str,
        Field(
            max_length=64,
            description="Time zone in which times are shown, as an IANA id; empty for the event's own.",
            examples=["Europe/Berlin"],
        ),
    ] = ""
    clock: Annotated[
        str, Field(max_length=8, description="`12` or `24` hours; empty for the language's habit.", examples=["24"])
    ] = ""
    done: Annotated[
        str,
        Field(max_length=16, description="What was just done: `booked`, `cancelled`, `restored`, `moved`; else empty."),
    ] = ""


class CalendarDay(Shape):
    """One day of the calendar."""

    model_config = ConfigDict(extra="forbid")
    date: Annotated[Day, Field(description="The day.")]
    state: Annotated[
        Literal["free", "none", "past", "outside"],
        Field(
            description="`free`: times can be chosen; `none`: nothing free; `past`; `outside`: belongs to another month, and its place stays empty."
        ),
    ]
    slots: Annotated[int, Field(ge=0, description="How many times are free."), WHOLE]
    href: Annotated[
        Annotated[str, Field(max_length=2000)] | None,
        Field(
            description="Lists its times, or says why there are none; null for past and outside days. A path on this server."
        ),
    ]
    selected: Annotated[StrictBool, Field(description="Whether its times are listed beside the calendar.")]
    today: Annotated[StrictBool, Field(description="Whether it is today in the visitor's zone.")]


class CancelForm(Shape):
    """Why a booking is cancelled."""

    model_config = ConfigDict(extra="forbid")
    key: Annotated[str, Field(max_length=200, description="Idempotency key that the page was drawn with.")] = ""
    reason: Annotated[str, Field(description="As typed.")] = ""


class CancelFormProps(Shape):
    """The question whether a booking shall be cancelled."""

    model_config = ConfigDict(extra="forbid")
    action: Annotated[str, Field(max_length=2000, description="Where it is sent (POST). A path on this server.")]
    key: Annotated[str, Field(min_length=1, max_length=200, description="Idempotency key, sent along as `key`.")]
    title: Annotated[str, Field(min_length=1, max_length=200, description="What was booked.")]
    start: Annotated[Instant, Field(description="When it starts.")]
    keep_href: Annotated[str, Field(max_length=2000, description="Back to the booking. A path on this server.")]
    reason: Annotated[str, Field(description="As typed so far.")]
    too_long: Annotated[StrictBool, Field(description="Whether the reason is too long (500 characters).")]
    dialog: Annotated[
        StrictBool, Field(description="Whether it stands in a dialog above the booking, or on a page of its own.")
    ]


class ChooseQuery(Shape):
    """Which month and day are looked at."""

    model_config = ConfigDict(extra="forbid")
    lang: Annotated[
        str,
        Field(max_length=35, description="Language, as a tag such as `de`; empty for the browser's.", examples=["en"]),
    ] = ""
    tz: Annotated[
        str,
        Field(
            max_length=64,
            description="Time zone in which times are shown, as an IANA id; empty for the event's own.",
            examples=["Europe/Berlin"],
        ),
    ] = ""
    clock: Annotated[
        str, Field(max_length=8, description="`12` or `24` hours; empty for the language's habit.", examples=["24"])
    ] = ""
    month: Annotated[
        str,
        Field(
            max_length=10,
            description="The month shown, `YYYY-MM`; empty for the first with free time.",
            examples=["2026-12"],
        ),
    ] = ""
    day: Annotated[
        str,
        Field(
            max_length=10,
            description="The day whose times are listed, `YYYY-MM-DD`; empty for none.",
            examples=["2026-12-01"],
        ),
    ] = ""
    booking: Annotated[
        str, Field(max_length=64, description="Id of the booking that is to be moved; empty when a new one is made.")
    ] = ""


class DayPart(Shape):
    """Times of one part of the day."""

    model_config = ConfigDict(extra="forbid")
    part: Annotated[
        Literal["morning", "afternoon", "evening"],
        Field(description="Which: before 12:00, 12:00 to 17:00, from 17:00, in the visitor's zone."),
    ]
    options: Annotated[list[TimeOption], Field(max_length=300, description="Free starts.")]


class DetailsQuery(Shape):
    """The chosen time."""

    model_config = ConfigDict(extra="forbid")
    lang: Annotated[
        str,
        Field(max_length=35, description="Language, as a tag such as `de`; empty for the browser's.", examples=["en"]),
    ] = ""
    tz: Annotated[
        str,
        Field(
            max_length=64,
            description="Time zone in which times are shown, as an IANA id; empty for the event's own.",
            examples=["Europe/Berlin"],
        ),
    ] = ""
    clock: Annotated[
        str, Field(max_length=8, description="`12` or `24` hours; empty for the language's habit.", examples=["24"])
    ] = ""
    start: Annotated[Instant, Field(description="When the booking is to start.")]


class EventEntry(Shape):
    """One thing that can be booked."""

    model_config = ConfigDict(extra="forbid")
    title: Annotated[str, Field(min_length=1, max_length=200, description="Title.")]
    description: Annotated[str, Field(max_length=4000, description="In a sentence or a few; may be empty.")]
    minutes: Annotated[int, Field(ge=1, description="How long it takes."), WHOLE]
    hosts: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=200)]], Field(max_length=1000, description="Who serves it.")
    ]
    together: Annotated[StrictBool, Field(description="Whether all hosts take part together.")]
    href: Annotated[str, Field(max_length=2000, description="Where it is booked. A path on this server.")]


class EventListProps(Shape):
    """What can be booked."""

    model_config = ConfigDict(extra="forbid")
    events: Annotated[list[EventEntry], Field(max_length=2000, description="Sorted by title.")]


class EventPath(Shape):
    """What is to be booked, and with whom."""

    model_config = ConfigDict(extra="forbid")
    tenant: Annotated[
        str,
        Field(
            min_length=1,
            max_length=64,
            pattern="^[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
            description="The tenant's short name.",
            examples=["demo"],
        ),
    ]
    event: Annotated[
        str,
        Field(
            min_length=1,
            max_length=64,
            pattern="^[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
            description="The event's short name.",
            examples=["intro-call"],
        ),
    ]


class EventSummaryProps(Shape):
    """What is being booked."""

    model_config = ConfigDict(extra="forbid")
    title: Annotated[str, Field(min_length=1, max_length=200, description="Title.")]
    description: Annotated[str, Field(max_length=4000, description="In a sentence or a few; may be empty.")]
    minutes: Annotated[int, Field(ge=1, description="How long it takes."), WHOLE]
    hosts: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=200)]], Field(max_length=1000, description="Who serves it.")
    ]
    together: Annotated[StrictBool, Field(description="Whether all hosts take part together; else one of them does.")]
    start: Annotated[Instant | None, Field(description="The chosen start; null while none is chosen.")]
    end: Annotated[Instant | None, Field(description="Its end.")]
    moving_from: Annotated[
        Instant | None,
        Field(description="The present start of the booking that is being moved; null when a new one is made."),
    ]
    back_href: Annotated[
        Annotated[str, Field(max_length=2000)] | None,
        Field(description="One step back; null where there is none. A path on this server."),
    ]


class FieldError(Shape):
    """One field that needs another look."""

    model_config = ConfigDict(extra="forbid")
    field: Annotated[Literal["name", "email", "notes", "party"], Field(description="Which.")]
    code: Annotated[Literal["missing", "too_long", "malformed", "out_of_range"], Field(description="What is wrong.")]
    limit: Annotated[int, Field(ge=0, description="The limit in question; 0 when there is none."), WHOLE]


class HiddenField(Shape):
    """One value that a form carries along."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, Field(min_length=1, max_length=40, description="Name.")]
    value: Annotated[str, Field(max_length=2000, description="Value.")]


class Language(Shape):
    """One language."""

    model_config = ConfigDict(extra="forbid")
    code: Annotated[str, Field(min_length=1, max_length=35, description="Tag.")]
    label: Annotated[str, Field(min_length=1, max_length=40, description="Its own name.")]
    href: Annotated[str, Field(max_length=2000, description="This page in it. A path on this server.")]
    current: Annotated[StrictBool, Field(description="Whether the page is in it.")]


class MonthCalendarProps(Shape):
    """One month; every week has seven days, beginning on the visitor's first day of the week."""

    model_config = ConfigDict(extra="forbid")
    month: Annotated[Day, Field(description="The first day of the month.")]
    weekdays: Annotated[list[Day], Field(max_length=7, description="Seven dates that stand for the columns' weekdays.")]
    weeks: Annotated[list[Week], Field(max_length=6, description="The weeks, top to bottom.")]
    previous_href: Annotated[
        Annotated[str, Field(max_length=2000)] | None,
        Field(description="The month before; null when nothing can be free there. A path on this server."),
    ]
    next_href: Annotated[
        Annotated[str, Field(max_length=2000)] | None,
        Field(description="The month after; null when nothing can be free there. A path on this server."),
    ]
    free_days: Annotated[int, Field(ge=0, description="How many days of the month have free times."), WHOLE]
    jump: Annotated[
        Day | None,
        Field(
            description="The first day with free times, when this month has none; null otherwise or when there is none at all."
        ),
    ]
    jump_href: Annotated[
        Annotated[str, Field(max_length=2000)] | None, Field(description="Its month and day. A path on this server.")
    ]


class MoveForm(Shape):
    """To which time a booking is moved."""

    model_config = ConfigDict(extra="forbid")
    key: Annotated[str, Field(max_length=200, description="Idempotency key that the page was drawn with.")] = ""
    start: Annotated[Instant, Field(description="The new start.")]


class MoveFormProps(Shape):
    """The question whether a booking shall be moved."""

    model_config = ConfigDict(extra="forbid")
    action: Annotated[str, Field(max_length=2000, description="Where it is sent (POST). A path on this server.")]
    key: Annotated[str, Field(min_length=1, max_length=200, description="Idempotency key, sent along as `key`.")]
    start: Annotated[Instant, Field(description="The new start.")]
    end: Annotated[Instant, Field(description="Its end.")]
    former_start: Annotated[Instant, Field(description="The present start.")]
    former_end: Annotated[Instant, Field(description="Its end.")]
    back_href: Annotated[str, Field(max_length=2000, description="Another time. A path on this server.")]


class NoticeProps(Shape):
    """Something did not go as the visitor wished, and what can be done instead."""

    model_config = ConfigDict(extra="forbid")
    kind: Annotated[
        Literal[
            "taken", "not_offered", "no_event", "no_booking", "no_tenant", "state", "busy", "restore_taken", "too_often"
        ],
        Field(
            description="What happened: `taken` somebody was quicker; `not_offered` the time cannot be booked (any more); `no_event`, `no_booking`, `no_tenant` there is none; `state` the booking has changed meanwhile; `busy` too many at once, try again; `restore_taken` the time of a cancelled booking has been taken; `too_often` the same form was sent with other words."
        ),
    ]
    title: Annotated[
        Annotated[str, Field(max_length=200)] | None, Field(description="What was to be booked; null when unknown.")
    ]
    wanted: Annotated[Instant | None, Field(description="The time that could not be had; null when there is none.")]
    options: Annotated[list[TimeOption], Field(max_length=3, description="The next free times, at most three.")]
    back_href: Annotated[
        Annotated[str, Field(max_length=2000)] | None,
        Field(description="Where to go on; null when there is nowhere. A path on this server."),
    ]


class Obstacle(Shape):
    """One reason why nothing is free."""

    model_config = ConfigDict(extra="forbid")
    code: Annotated[
        Literal[
            "past", "too_soon", "too_far", "closed", "booked", "full", "day_limit", "calendar_error", "no_fit", "nobody"
        ],
        Field(description="Which reason."),
    ]
    host: Annotated[
        Annotated[str, Field(max_length=200)] | None, Field(description="Who is meant; null for everybody.")
    ]
    start: Annotated[Instant | None, Field(description="From when; null for the whole day.")]
    end: Annotated[Instant | None, Field(description="Until when; null for the whole day.")]


class PageFrameProps(Shape):
    """The frame around every page."""

    model_config = ConfigDict(extra="forbid")
    owner: Annotated[str, Field(min_length=1, max_length=200, description="Whose calendar it is.", examples=["demo"])]
    home_href: Annotated[
        str, Field(max_length=2000, description="The list of what can be booked. A path on this server.")
    ]
    languages: Annotated[list[Language], Field(max_length=8, description="The languages of the page.")]


class RestoreForm(Shape):
    """That a cancelled booking is wanted again."""

    model_config = ConfigDict(extra="forbid")
    key: Annotated[str, Field(max_length=200, description="Idempotency key that the page was drawn with.")] = ""


class SlotListProps(Shape):
    """The times of one day."""

    model_config = ConfigDict(extra="forbid")
    day: Annotated[Day | None, Field(description="The day; null while none is chosen.")]
    parts: Annotated[
        list[DayPart], Field(max_length=3, description="Times by part of the day; empty when nothing is free.")
    ]
    obstacles: Annotated[
        list[Obstacle], Field(max_length=20, description="Why nothing is free; empty when something is.")
    ]
    next_day: Annotated[
        Day | None,
        Field(
            description="The next day with free times after a day without; null when there is none or none is needed."
        ),
    ]
    next_day_href: Annotated[
        Annotated[str, Field(max_length=2000)] | None, Field(description="It. A path on this server.")
    ]


class TenantPath(Shape):
    """Whose calendar it is."""

    model_config = ConfigDict(extra="forbid")
    tenant: Annotated[
        str,
        Field(
            min_length=1,
            max_length=64,
            pattern="^[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
            description="The tenant's short name.",
            examples=["demo"],
        ),
    ]


class TimeOption(Shape):
    """One start that can be chosen."""

    model_config = ConfigDict(extra="forbid")
    start: Annotated[Instant, Field(description="When it starts.")]
    href: Annotated[str, Field(max_length=2000, description="Where choosing it leads. A path on this server.")]


class ViewQuery(Shape):
    """How the visitor wants things shown."""

    model_config = ConfigDict(extra="forbid")
    lang: Annotated[
        str,
        Field(max_length=35, description="Language, as a tag such as `de`; empty for the browser's.", examples=["en"]),
    ] = ""
    tz: Annotated[
        str,
        Field(
            max_length=64,
            description="Time zone in which times are shown, as an IANA id; empty for the event's own.",
            examples=["Europe/Berlin"],
        ),
    ] = ""
    clock: Annotated[
        str, Field(max_length=8, description="`12` or `24` hours; empty for the language's habit.", examples=["24"])
    ] = ""


class ViewSwitchProps(Shape):
    """Time zone and clock of the visitor."""

    model_config = ConfigDict(extra="forbid")
    action: Annotated[str, Field(max_length=2000, description="Where the form leads (GET). A path on this server.")]
    hidden: Annotated[list[HiddenField], Field(max_length=12, description="What the form carries along.")]
    zone: Annotated[str, Field(min_length=1, max_length=64, description="The zone in which times are shown.")]
    zones: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=64)]],
        Field(max_length=120, description="IANA ids to choose from, the shown one among them."),
    ]
    clock: Annotated[Literal["12", "24"], Field(description="Hours of a day on the clock.")]
    detect: Annotated[
        StrictBool,
        Field(description="Whether the visitor has not chosen a zone yet, so that the browser's may be taken."),
    ]


class VisitorHeaders(Shape):
    """What browsers say about the visitor."""

    accept_language: Annotated[
        str,
        Field(
            alias="Accept-Language",
            description="Languages that the visitor reads, as RFC 9110 has it.",
            examples=["de-DE,de;q=0.9,en;q=0.8"],
        ),
    ] = ""


class Week(Shape):
    """Seven days."""

    model_config = ConfigDict(extra="forbid")
    days: Annotated[list[CalendarDay], Field(max_length=7, description="Seven days.")]


BoardProps.model_rebuild()
BookingDetailsProps.model_rebuild()
BookingForm.model_rebuild()
BookingFormProps.model_rebuild()
BookingPath.model_rebuild()
BookingQuery.model_rebuild()
CalendarDay.model_rebuild()
CancelForm.model_rebuild()
CancelFormProps.model_rebuild()
ChooseQuery.model_rebuild()
DayPart.model_rebuild()
DetailsQuery.model_rebuild()
EventEntry.model_rebuild()
EventListProps.model_rebuild()
EventPath.model_rebuild()
EventSummaryProps.model_rebuild()
FieldError.model_rebuild()
HiddenField.model_rebuild()
Language.model_rebuild()
MonthCalendarProps.model_rebuild()
MoveForm.model_rebuild()
MoveFormProps.model_rebuild()
NoticeProps.model_rebuild()
Obstacle.model_rebuild()
PageFrameProps.model_rebuild()
RestoreForm.model_rebuild()
SlotListProps.model_rebuild()
TenantPath.model_rebuild()
TimeOption.model_rebuild()
ViewQuery.model_rebuild()
ViewSwitchProps.model_rebuild()
VisitorHeaders.model_rebuild()
Week.model_rebuild()
