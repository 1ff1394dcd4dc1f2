"""The pages on which a visitor books an appointment, looks at it, moves it, cancels it and restores it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from re import fullmatch
from types import MappingProxyType
from typing import Literal
from uuid import uuid4
from zoneinfo import ZoneInfo

from scheduling import (
    Attendee,
    Booking,
    Contended,
    EventInfo,
    FreeDay,
    IdempotencyMismatch,
    InvalidRequest,
    Kernel,
    NewBooking,
    NotFound,
    NotOffered,
    Search,
    SlotTaken,
    StateConflict,
)

from .components import (
    INTERFACE,
    board,
    booking_details,
    booking_form,
    cancel_form,
    event_list,
    event_summary,
    month_calendar,
    move_form,
    notice,
    page_frame,
    slot_list,
    view_switch,
)
from .markup import File, Markup, Page, Redirect, View, joined, url
from .models import (
    BoardProps,
    BookingDetailsProps,
    BookingForm,
    BookingFormProps,
    BookingPath,
    BookingQuery,
    CalendarDay,
    CancelForm,
    CancelFormProps,
    ChooseQuery,
    DayPart,
    DetailsQuery,
    EventEntry,
    EventListProps,
    EventPath,
    EventSummaryProps,
    FieldError,
    HiddenField,
    Language,
    MonthCalendarProps,
    MoveForm,
    MoveFormProps,
    NoticeProps,
    Obstacle,
    PageFrameProps,
    RestoreForm,
    SlotListProps,
    TenantPath,
    TimeOption,
    ViewQuery,
    ViewSwitchProps,
    VisitorHeaders,
    Week,
)

_HEADING = "event-summary-title"
_TIMES = "#times"
_LANGUAGES = (("en", "English"), ("de", "Deutsch"))
_HALF_DAY_CLOCK = MappingProxyType({"12": True, "24": False})
_NOTICE_STATUS = MappingProxyType(
    {
        "no_tenant": 404,
        "no_event": 404,
        "no_booking": 404,
        "state": 409,
        "taken": 409,
        "restore_taken": 409,
        "not_offered": 422,
        "too_often": 422,
        "busy": 503,
    }
)

_FIRST_YEAR = 1970
_LAST_YEAR = 2199
_FIRST_START_YEAR = 2
_LAST_START_YEAR = 9998
_MONTHS_AHEAD = 24
_MOST_MINUTES_AHEAD = 120_000_000
_MONTHS_LOOKED_AT = 3
_NOON = 12
_EVENING = 17
_MONDAY = 0
_SUNDAY = 6

_MOST_TIMES = 300
_MOST_OPTIONS = 3
_OPTION_DAYS = 31
_MOST_NAME = 200
_MOST_EMAIL = 254
_MOST_NOTES = 4000
_MOST_REASON = 500

_DAY_TEXT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_COUNT_TEXT = r"[0-9]{1,9}"
_LINE_TEXT = r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]*"
_EMAIL_TEXT = r"[^@\s\x00-\x1f\x7f-\x9f]+@[^@\s\x00-\x1f\x7f-\x9f]+"

_ZONES = (
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Africa/Lagos",
    "Africa/Nairobi",
    "America/Anchorage",
    "America/Argentina/Buenos_Aires",
    "America/Bogota",
    "America/Chicago",
    "America/Denver",
    "America/Halifax",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "America/Toronto",
    "Asia/Bangkok",
    "Asia/Dhaka",
    "Asia/Dubai",
    "Asia/Ho_Chi_Minh",
    "Asia/Hong_Kong",
    "Asia/Jakarta",
    "Asia/Jerusalem",
    "Asia/Karachi",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Manila",
    "Asia/Riyadh",
    "Asia/Seoul",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Tehran",
    "Asia/Tokyo",
    "Atlantic/Azores",
    "Australia/Adelaide",
    "Australia/Brisbane",
    "Australia/Lord_Howe",
    "Australia/Perth",
    "Australia/Sydney",
    "Europe/Athens",
    "Europe/Berlin",
    "Europe/Dublin",
    "Europe/Helsinki",
    "Europe/Istanbul",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Madrid",
    "Europe/Moscow",
    "Europe/Paris",
    "Europe/Warsaw",
    "Pacific/Apia",
    "Pacific/Auckland",
    "Pacific/Honolulu",
    "UTC",
)


@dataclass(frozen=True, slots=True)
class _Visit:
    """One request: what it wishes for, when it came, and the GET page that shows the same thing."""

    kernel: Kernel
    now: datetime
    tenant: str
    lang: str
    tz: str
    clock: str
    accept_language: str
    place: tuple[str, ...]
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Desk:
    """One event as one visitor sees it, with the booking that is being moved, if any."""

    visit: _Visit
    view: View
    event: EventInfo
    moved: Booking | None


@dataclass(frozen=True, slots=True)
class _Case:
    """One booking as one visitor sees it, with its event where that still exists."""

    visit: _Visit
    view: View
    booking: Booking
    event: EventInfo | None


@dataclass(frozen=True, slots=True)
class _Span:
    """Today, and the first and the last month that can be shown."""

    today: date
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class _Month:
    """The counts of a month, and the first free day after it when it has none itself."""

    first: date
    counts: tuple[FreeDay, ...]
    jump: date | None


# ------------------------------------------------------------------------------------------------ instants and days


def _plausible(instant: datetime) -> bool:
    """Say whether an instant is far enough from the ends of the calendar to be converted and added to."""
    return _FIRST_START_YEAR <= instant.year <= _LAST_START_YEAR


def _instant_text(instant: datetime) -> str:
    """Write an instant as it stands in links: in UTC with `Z` and no fraction, or as it came where that overflows."""
    if not _plausible(instant):
        return instant.isoformat()
    return instant.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _local_day(instant: datetime, view: View) -> date:
    """Return the date that a clock in the view's zone shows at an instant."""
    return instant.astimezone(ZoneInfo(view.zone)).date()


def _day_start(day: date, view: View) -> datetime:
    """Return the instant, in UTC, at which a date starts in the view's zone."""
    return datetime.combine(day, time(), ZoneInfo(view.zone)).astimezone(UTC)


def _month_of(day: date) -> date:
    """Return the first day of a date's month."""
    return day.replace(day=1)


def _months_later(month: date, count: int) -> date:
    """Return the first day of the month that comes `count` months after the given one."""
    years, index = divmod(month.month - 1 + count, 12)
    return date(month.year + years, index + 1, 1)


def _last_day(month: date) -> date:
    """Return the last day of a month."""
    return _months_later(month, 1) - timedelta(days=1)


def _read_day(text: str) -> date | None:
    """Read `YYYY-MM-DD` with a year that can be shown; None for anything else."""
    if fullmatch(_DAY_TEXT, text) is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def _read_month(text: str) -> date | None:
    """Read `YYYY-MM` as the first day of that month; None for anything else."""
    return _read_day(f"{text}-01")


def _end_of(event: EventInfo, start: datetime) -> datetime:
    """Return when an event that starts then ends."""
    return start + timedelta(minutes=event.duration_min)


# ------------------------------------------------------------------------------------------------------ the visitor


def _visit(
    kernel: Kernel,
    query: ViewQuery | ChooseQuery | DetailsQuery | BookingQuery,
    headers: VisitorHeaders,
    place: tuple[str, ...],
    params: Mapping[str, str],
) -> _Visit:
    """Gather what a request asks for; `place` names the GET page by its segments, the second being the tenant."""
    return _Visit(
        kernel=kernel,
        now=kernel.now(),
        tenant=place[1],
        lang=query.lang,
        tz=query.tz,
        clock=query.clock if query.clock in _HALF_DAY_CLOCK else "",
        accept_language=headers.accept_language,
        place=place,
        params=params,
    )


def _view(visit: _Visit, home: str = "UTC") -> View:
    """Return the View nearest to what the visitor asks for."""
    return View.asked(
        visit.lang or visit.accept_language,
        visit.tz or None,
        hour12=_HALF_DAY_CLOCK.get(visit.clock),
        locales=INTERFACE.locales,
        home=home,
    )


def _language(view: View) -> str:
    """Return the language of a view without its region."""
    return view.locale.partition("-")[0].lower()


def _new_key() -> str:
    """Return a new random idempotency key."""
    return str(uuid4())


def _kept_key(key: str) -> str:
    """Return the key that a form came with, or a new one where that is blank or unreadable."""
    return key if key.strip() and key.isprintable() else _new_key()


# ------------------------------------------------------------------------------------------------------------ links


def _href(visit: _Visit, *segments: str, **own: str) -> str:
    """Build an address with its own parameters that are set and with the visitor's wishes carried along."""
    wishes = {"lang": visit.lang, "tz": visit.tz, "clock": visit.clock}
    query = {name: value for name, value in {**wishes, **own}.items() if value}
    return url(*segments, **query)


def _list_href(visit: _Visit) -> str:
    """Link to the list of what can be booked."""
    return _href(visit, "book", visit.tenant)


def _choose_href(visit: _Visit, event: str, *, day: date | None = None, booking: str = "") -> str:
    """Link to the choice of a time, at a day where one is given, for a booking that is moved where one is given."""
    if day is None:
        return _href(visit, "book", visit.tenant, event, booking=booking)
    text = day.isoformat()
    return _href(visit, "book", visit.tenant, event, month=text[:7], day=text, booking=booking)


def _details_href(visit: _Visit, event: str, start: datetime) -> str:
    """Link to the last step of booking a start."""
    return _href(visit, "book", visit.tenant, event, "details", start=_instant_text(start))


def _booking_href(visit: _Visit, booking: str, done: str = "") -> str:
    """Link to a booking's page, saying what was just done where something was."""
    return _href(visit, "booked", visit.tenant, booking, done=done)


def _cancel_href(visit: _Visit, booking: str) -> str:
    """Return the address of the question, and of the form, that cancels a booking."""
    return _href(visit, "booked", visit.tenant, booking, "cancel")


def _move_href(visit: _Visit, booking: str, start: datetime) -> str:
    """Link to the question whether a booking shall be moved to a start."""
    return _href(visit, "booked", visit.tenant, booking, "move", start=_instant_text(start))


def _moved_id(desk: _Desk) -> str:
    """Return the id of the booking that is being moved; empty when there is none."""
    return "" if desk.moved is None else desk.moved.id


def _month_href(desk: _Desk, month: date) -> str:
    """Link to a month of the calendar."""
    visit = desk.visit
    return _href(visit, "book", visit.tenant, desk.event.id, month=month.isoformat()[:7], booking=_moved_id(desk))


def _day_href(desk: _Desk, day: date) -> str:
    """Link to a day of the calendar and its times."""
    return _choose_href(desk.visit, desk.event.id, day=day, booking=_moved_id(desk)) + _TIMES


def _start_href(desk: _Desk, start: datetime) -> str:
    """Link to where choosing a start leads."""
    if desk.moved is not None:
        return _move_href(desk.visit, desk.moved.id, start)
    return _details_href(desk.visit, desk.event.id, start)


def _return_href(desk: _Desk, start: datetime) -> str:
    """Link back to the choice of a time, at the day of a start."""
    day = _local_day(start, desk.view) if _plausible(start) else None
    return _choose_href(desk.visit, desk.event.id, day=day, booking=_moved_id(desk))


def _options(desk: _Desk, starts: Sequence[datetime]) -> list[TimeOption]:
    """Turn starts into options that can be chosen."""
    return [TimeOption(start=start, href=_start_href(desk, start)) for start in starts]


# ------------------------------------------------------------------------------------------------ pages and notices


def _languages(visit: _Visit, view: View) -> list[Language]:
    """List the languages, each with the present page in it."""
    return [
        Language(
            code=code,
            label=label,
            href=_href(visit, *visit.place, **{**visit.params, "lang": code}),
            current=_language(view) == code,
        )
        for code, label in _LANGUAGES
    ]


def _page(visit: _Visit, view: View, content: Markup, *, title: str | None, status: int = 200) -> Page:
    """Put content into the frame that every page has."""
    frame = PageFrameProps(owner=visit.tenant, home_href=_list_href(visit), languages=_languages(visit, view))
    return Page(
        title=f"{title} - {visit.tenant}" if title else visit.tenant,
        body=page_frame(view, frame, content=content),
        view=view,
        status=status,
    )


def _notice(
    visit: _Visit,
    view: View,
    kind: Literal[
        "taken", "not_offered", "no_event", "no_booking", "no_tenant", "state", "busy", "restore_taken", "too_often"
    ],
    *,
    title: str | None = None,
    wanted: datetime | None = None,
    options: Sequence[TimeOption] = (),
    back_href: str | None = None,
) -> Page:
    """Return the page that says what did not go as the visitor wished."""
    props = NoticeProps(
        kind=kind,
        title=title,
        wanted=wanted if wanted is not None and _plausible(wanted) else None,
        options=list(options[:_MOST_OPTIONS]),
        back_href=back_href,
    )
    return _page(visit, view, notice(view, props), title=title, status=_NOTICE_STATUS[kind])


async def _missing(visit: _Visit, kind: Literal["no_event", "no_booking"]) -> Page:
    """Say that an event or a booking was not found, or that it was the tenant where that is unknown."""
    view = _view(visit)
    try:
        await visit.kernel.list_events(visit.tenant)
    except (NotFound, InvalidRequest):
        return _notice(visit, view, "no_tenant")
    return _notice(visit, view, kind, back_href=_list_href(visit))


def _switches(visit: _Visit, view: View) -> Markup:
    """Draw the switches of zone and clock for the present GET page."""
    kept = {"lang": visit.lang, **visit.params}
    props = ViewSwitchProps(
        action=url(*visit.place),
        hidden=[HiddenField(name=name, value=value) for name, value in kept.items() if value],
        zone=view.zone,
        zones=sorted({*_ZONES, view.zone}),
        clock="12" if view.hour12 else "24",
        detect=not visit.tz,
    )
    return view_switch(view, props)


def _denied(desk: _Desk, kind: Literal["taken", "not_offered"], wanted: datetime, starts: Sequence[datetime]) -> Page:
    """Say that a time cannot be had, and offer others."""
    return _notice(
        desk.visit,
        desk.view,
        kind,
        title=desk.event.title,
        wanted=wanted,
        options=_options(desk, starts),
        back_href=_return_href(desk, wanted),
    )


async def _not_offered(desk: _Desk, wanted: datetime) -> Page:
    """Say that a time is not on offer, with the next ones that are."""
    return _denied(desk, "not_offered", wanted, await _upcoming_starts(desk, wanted))


def _state_notice(case: _Case) -> Page:
    """Say that the booking's state does not allow what was wished."""
    return _notice(
        case.visit,
        case.view,
        "state",
        title=_case_title(case),
        back_href=_booking_href(case.visit, case.booking.id),
    )


def _too_often_notice(case: _Case) -> Page:
    """Say that a form about a booking was sent before with other words."""
    return _notice(
        case.visit,
        case.view,
        "too_often",
        title=_case_title(case),
        back_href=_booking_href(case.visit, case.booking.id),
    )


def _busy_notice(visit: _Visit, view: View, title: str) -> Page:
    """Say that too many write at once, and lead back to the page where the visitor was."""
    return _notice(visit, view, "busy", title=title, back_href=_href(visit, *visit.place, **visit.params))


# ----------------------------------------------------------------------------------------- what the kernel is asked


async def _find_event(visit: _Visit, event: str) -> EventInfo | None:
    """Return an event; None when there is no such event or no such tenant."""
    try:
        return await visit.kernel.get_event(visit.tenant, event)
    except (NotFound, InvalidRequest):
        return None


async def _find_booking(visit: _Visit, booking: str) -> Booking | None:
    """Return a booking; None when there is no such booking or no such tenant."""
    try:
        return await visit.kernel.get_booking(visit.tenant, booking)
    except (NotFound, InvalidRequest):
        return None


async def _find_case(visit: _Visit, booking_id: str) -> _Case | None:
    """Return a booking with its event, where that still exists; None when there is no such booking."""
    booking = await _find_booking(visit, booking_id)
    if booking is None:
        return None
    event = await _find_event(visit, booking.event)
    return _Case(visit, _view(visit, "UTC" if event is None else event.tz), booking, event)


def _resources_asked(desk: _Desk) -> tuple[str, ...]:
    """Return which resources may serve: a moved booking keeps its own, where the event still knows them."""
    if desk.moved is None or desk.event.mode == "all":
        return ()
    known = {resource.id for resource in desk.event.resources}
    return desk.moved.resources if known.issuperset(desk.moved.resources) else ()


def _party_asked(desk: _Desk) -> int:
    """Return how many seats are wanted: those of the booking that is moved, else one."""
    return 1 if desk.moved is None else desk.moved.party


async def _read_counts(desk: _Desk, month: date) -> _Month:
    """Ask how much is free on each day of a month."""
    counts = await desk.visit.kernel.free_days(
        desk.visit.tenant,
        desk.event.id,
        month,
        _last_day(month),
        desk.view.zone,
        resources=_resources_asked(desk),
        party=_party_asked(desk),
    )
    return _Month(first=month, counts=counts, jump=None)


async def _starts_on(desk: _Desk, day: date) -> list[datetime]:
    """List the free starts of one date of the view's zone; none where that zone skips the date."""
    start, end = _day_start(day, desk.view), _day_start(day + timedelta(days=1), desk.view)
    if start >= end:
        return []
    search = Search(
        event=desk.event.id,
        start=start,
        end=end,
        resources=_resources_asked(desk),
        party=_party_asked(desk),
        limit=_MOST_TIMES,
    )
    found = await desk.visit.kernel.search(desk.visit.tenant, search)
    starts = [slot.start for slot in found.slots]
    while found.next_cursor is not None and len(starts) < _MOST_TIMES:
        found = await desk.visit.kernel.search(desk.visit.tenant, replace(search, cursor=found.next_cursor))
        starts.extend(slot.start for slot in found.slots)
    return starts[:_MOST_TIMES]


async def _upcoming_starts(desk: _Desk, wanted: datetime) -> list[datetime]:
    """Find the next free starts from the wanted one on, or from now, if that is later."""
    start = max(wanted, desk.visit.now) if _plausible(wanted) else desk.visit.now
    search = Search(
        event=desk.event.id,
        start=start,
        end=start + timedelta(days=_OPTION_DAYS),
        resources=_resources_asked(desk),
        party=_party_asked(desk),
        limit=_MOST_OPTIONS,
    )
    try:
        found = await desk.visit.kernel.search(desk.visit.tenant, search)
    except (NotFound, InvalidRequest):
        return []
    return [slot.start for slot in found.slots[:_MOST_OPTIONS]]


def _read_instant(text: str) -> datetime | None:
    """Read an RFC 3339 text as an instant in UTC; None for anything else."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    if instant.utcoffset() is None or not _plausible(instant):
        return None
    return instant.astimezone(UTC)


def _next_starts(refusal: SlotTaken) -> list[datetime]:
    """Read the next free starts that a refusal names."""
    named = refusal.extensions.get("next")
    if not isinstance(named, (list, tuple)):
        return []
    read = [_read_instant(text) for text in named if isinstance(text, str)]
    return [start for start in read if start is not None][:_MOST_OPTIONS]


# --------------------------------------------------------------------------------------------- the event's calendar


def _hosts(event: EventInfo) -> list[str]:
    """List who serves an event."""
    return [resource.title for resource in event.resources]


def _host_titles(event: EventInfo | None) -> dict[str, str]:
    """Map the ids of an event's resources to their titles."""
    return {} if event is None else {resource.id: resource.title for resource in event.resources}


def _span(desk: _Desk) -> _Span:
    """Say which months can be shown: from that of today to that of the last instant that can be booked."""
    today = _local_day(desk.visit.now, desk.view)
    first, ahead = _month_of(today), desk.event.max_advance_min
    if ahead is None:
        last = _months_later(first, _MONTHS_AHEAD)
    else:
        latest = desk.visit.now + timedelta(minutes=min(ahead, _MOST_MINUTES_AHEAD))
        last = _month_of(_local_day(latest, desk.view))
    return _Span(today=today, first=first, last=min(last, date(_LAST_YEAR, 12, 1)))


def _asked_month(query: ChooseQuery, span: _Span) -> date | None:
    """Return the month that the query asks for by month or else by day, where it can be shown."""
    for day in (_read_month(query.month), _read_day(query.day)):
        if day is not None and span.first <= _month_of(day) <= span.last:
            return _month_of(day)
    return None


def _chosen_day(query: ChooseQuery, span: _Span, month: date) -> date | None:
    """Return the day whose times are asked for, where it lies in the shown month and not before today."""
    day = _read_day(query.day)
    return day if day is not None and _month_of(day) == month and day >= span.today else None


def _free_dates(month: _Month, earliest: date) -> list[date]:
    """List the dates of a month, from the earliest on, that have free times."""
    return [day.date for day in month.counts if day.slots > 0 and day.date >= earliest]


async def _next_free_month(desk: _Desk, span: _Span, month: date) -> _Month | None:
    """Look through the months after the given one for the first that has a free day."""
    for count in range(1, _MONTHS_LOOKED_AT + 1):
        following = _months_later(month, count)
        if following > span.last:
            return None
        read = await _read_counts(desk, following)
        if _free_dates(read, span.today):
            return read
    return None


async def _shown_month(desk: _Desk, span: _Span, query: ChooseQuery) -> _Month:
    """Return the month to show: the one asked for, else the first with a free day, else that of today."""
    asked = _asked_month(query, span)
    shown = await _read_counts(desk, span.first if asked is None else asked)
    if _free_dates(shown, span.today):
        return shown
    later = await _next_free_month(desk, span, shown.first)
    if later is None:
        return shown
    return later if asked is None else replace(shown, jump=_free_dates(later, span.today)[0])


def _calendar_dates(month: date, view: View) -> list[list[date]]:
    """Lay a month out in whole weeks, beginning on the visitor's first day of the week."""
    sunday = _language(view) == "en" and view.zone.startswith("America/")
    lead = (month.weekday() - (_SUNDAY if sunday else _MONDAY)) % 7
    start = month - timedelta(days=lead)
    weeks = (lead + _last_day(month).day + 6) // 7
    return [[start + timedelta(days=7 * week + column) for column in range(7)] for week in range(weeks)]


def _day_state(day: date, month: date, today: date, slots: int) -> Literal["free", "none", "past", "outside"]:
    """Say how a day of the calendar stands."""
    if _month_of(day) != month:
        return "outside"
    if day < today:
        return "past"
    return "free" if slots > 0 else "none"


def _calendar_day(desk: _Desk, span: _Span, month: _Month, chosen: date | None, day: date) -> CalendarDay:
    """Describe one day of the calendar."""
    slots = sum(count.slots for count in month.counts if count.date == day)
    state = _day_state(day, month.first, span.today, slots)
    return CalendarDay(
        date=day,
        state=state,
        slots=slots if state == "free" else 0,
        href=_day_href(desk, day) if state in ("free", "none") else None,
        selected=day == chosen,
        today=day == span.today,
    )


def _calendar(desk: _Desk, span: _Span, month: _Month, chosen: date | None) -> Markup:
    """Draw the calendar of a month."""
    weeks = _calendar_dates(month.first, desk.view)
    props = MonthCalendarProps(
        month=month.first,
        weekdays=weeks[0],
        weeks=[Week(days=[_calendar_day(desk, span, month, chosen, day) for day in week]) for week in weeks],
        previous_href=_month_href(desk, _months_later(month.first, -1)) if month.first > span.first else None,
        next_href=_month_href(desk, _months_later(month.first, 1)) if month.first < span.last else None,
        free_days=len(_free_dates(month, span.today)),
        jump=month.jump,
        jump_href=None if month.jump is None else _day_href(desk, month.jump),
    )
    return month_calendar(desk.view, props)


def _part_of_day(start: datetime, view: View) -> Literal["morning", "afternoon", "evening"]:
    """Say in which part of the day a start lies in the view's zone."""
    hour = start.astimezone(ZoneInfo(view.zone)).hour
    if hour < _NOON:
        return "morning"
    return "afternoon" if hour < _EVENING else "evening"


def _day_parts(desk: _Desk, starts: Sequence[datetime]) -> list[DayPart]:
    """Sort starts into the parts of the day, leaving out empty ones."""
    names: tuple[Literal["morning", "afternoon", "evening"], ...] = ("morning", "afternoon", "evening")
    sorted_starts = [(name, [start for start in starts if _part_of_day(start, desk.view) == name]) for name in names]
    return [DayPart(part=name, options=_options(desk, chosen)) for name, chosen in sorted_starts if chosen]


async def _obstacles(desk: _Desk, day: date) -> list[Obstacle]:
    """Ask why nothing is free on a day."""
    reasons = await desk.visit.kernel.why_empty(
        desk.visit.tenant,
        desk.event.id,
        day,
        desk.view.zone,
        resources=_resources_asked(desk),
        party=_party_asked(desk),
    )
    titles = _host_titles(desk.event)
    return [
        Obstacle(
            code=reason.code,
            host=None if reason.resource is None else titles.get(reason.resource, reason.resource),
            start=reason.start,
            end=reason.end,
        )
        for reason in reasons
    ]


async def _next_free_day(desk: _Desk, span: _Span, month: _Month, day: date) -> date | None:
    """Find the next free day after one of the shown month; None when there is none near."""
    later = _free_dates(month, day + timedelta(days=1))
    if later:
        return later[0]
    if not _free_dates(month, span.today):
        return month.jump
    following = await _next_free_month(desk, span, month.first)
    return None if following is None else _free_dates(following, span.today)[0]


async def _times(desk: _Desk, span: _Span, month: _Month, day: date | None) -> Markup:
    """Draw the times of the chosen day, or why there are none."""
    props = SlotListProps(day=day, parts=[], obstacles=[], next_day=None, next_day_href=None)
    if day is None:
        return slot_list(desk.view, props)
    starts = await _starts_on(desk, day)
    if starts:
        parts = _day_parts(desk, starts)
        props = SlotListProps(day=day, parts=parts, obstacles=[], next_day=None, next_day_href=None)
        return slot_list(desk.view, props)
    following = await _next_free_day(desk, span, month, day)
    props = SlotListProps(
        day=day,
        parts=[],
        obstacles=await _obstacles(desk, day),
        next_day=following,
        next_day_href=None if following is None else _day_href(desk, following),
    )
    return slot_list(desk.view, props)


def _summary(desk: _Desk, *, start: datetime | None, back_href: str) -> Markup:
    """Draw what is being booked, and when once that is chosen."""
    event = desk.event
    props = EventSummaryProps(
        title=event.title,
        description=event.description,
        minutes=event.duration_min,
        hosts=_hosts(event),
        together=event.mode == "all",
        start=start,
        end=None if start is None else _end_of(event, start),
        moving_from=None if desk.moved is None else desk.moved.start,
        back_href=back_href,
    )
    return event_summary(desk.view, props)


async def _choose_page(desk: _Desk, query: ChooseQuery) -> Page:
    """Return the page on which a day and a time are chosen."""
    visit, view, span = desk.visit, desk.view, _span(desk)
    month = await _shown_month(desk, span, query)
    day = _chosen_day(query, span, month.first)
    back_href = _list_href(visit) if desk.moved is None else _booking_href(visit, desk.moved.id)
    content = board(
        view,
        BoardProps(heading=_HEADING),
        summary=_summary(desk, start=None, back_href=back_href),
        calendar=_calendar(desk, span, month, day),
        times=await _times(desk, span, month, day),
        switches=_switches(visit, view),
    )
    return _page(visit, view, content, title=desk.event.title)


# ------------------------------------------------------------------------------------------------- the booking form


def _start_page(desk: _Desk, start: datetime, form: Markup, status: int) -> Page:
    """Return the page of a chosen start: what is booked, and the form that does it."""
    content = board(
        desk.view,
        BoardProps(heading=_HEADING),
        summary=_summary(desk, start=start, back_href=_return_href(desk, start)),
        calendar=form,
        times=joined(),
        switches=_switches(desk.visit, desk.view),
    )
    return _page(desk.visit, desk.view, content, title=desk.event.title, status=status)


def _details_page(desk: _Desk, form: BookingForm, errors: Sequence[FieldError] = (), status: int = 200) -> Page:
    """Return the page that asks who is coming, with what was typed so far."""
    visit = desk.visit
    props = BookingFormProps(
        action=_href(visit, "book", visit.tenant, desk.event.id, "details"),
        start=form.start,
        key=form.key,
        name=form.name,
        email=form.email,
        notes=form.notes,
        party=form.party,
        max_party=max(1, desk.event.max_party),
        errors=list(errors),
    )
    return _start_page(desk, form.start, booking_form(desk.view, props), status)


def _name_error(name: str) -> FieldError | None:
    """Judge a stripped name."""
    if not name:
        return FieldError(field="name", code="missing", limit=0)
    if len(name) > _MOST_NAME:
        return FieldError(field="name", code="too_long", limit=_MOST_NAME)
    if fullmatch(_LINE_TEXT, name) is None:
        return FieldError(field="name", code="malformed", limit=0)
    return None


def _is_email(text: str) -> bool:
    """Say whether a text has the form of an email address."""
    return fullmatch(_EMAIL_TEXT, text) is not None and "." in text.partition("@")[2][1:-1]


def _email_error(email: str) -> FieldError | None:
    """Judge a stripped email address."""
    if not email:
        return FieldError(field="email", code="missing", limit=0)
    if len(email) > _MOST_EMAIL:
        return FieldError(field="email", code="too_long", limit=_MOST_EMAIL)
    return None if _is_email(email) else FieldError(field="email", code="malformed", limit=0)


def _notes_error(notes: str) -> FieldError | None:
    """Judge notes by their length."""
    return FieldError(field="notes", code="too_long", limit=_MOST_NOTES) if len(notes) > _MOST_NOTES else None


def _read_party(text: str, max_party: int) -> int | None:
    """Read a whole number of seats that can be taken, 1 where there is no choice; None for anything else."""
    if max_party <= 1:
        return 1
    if fullmatch(_COUNT_TEXT, text.strip()) is None:
        return None
    party = int(text.strip())
    return party if 1 <= party <= max_party else None


def _form_errors(form: BookingForm, max_party: int, party: int | None) -> list[FieldError]:
    """List what is wrong with what was typed, at most one entry a field."""
    found = (
        _name_error(form.name.strip()),
        _email_error(form.email.strip()),
        _notes_error(form.notes),
        FieldError(field="party", code="out_of_range", limit=max_party) if party is None else None,
    )
    return [error for error in found if error is not None]


def _refused_field(refusal: InvalidRequest) -> FieldError | None:
    """Return the field of the form that the kernel finds malformed; None when it is none of them."""
    path = refusal.extensions.get("field")
    if not isinstance(path, str):
        return None
    match path.rpartition(".")[2]:
        case "name":
            return FieldError(field="name", code="malformed", limit=0)
        case "email":
            return FieldError(field="email", code="malformed", limit=0)
        case "notes":
            return FieldError(field="notes", code="malformed", limit=0)
        case "party":
            return FieldError(field="party", code="malformed", limit=0)
        case _:
            return None


async def _book(desk: _Desk, form: BookingForm, party: int) -> Page | Redirect:
    """Book what a well-formed form asks for, or say why that is refused."""
    visit, event = desk.visit, desk.event
    new = NewBooking(
        event=event.id,
        start=form.start,
        attendee=Attendee(name=form.name.strip(), email=form.email.strip()),
        party=party,
        notes=form.notes,
    )
    try:
        booking = await visit.kernel.book(visit.tenant, form.key, new)
    except SlotTaken as refusal:
        return _denied(desk, "taken", form.start, _next_starts(refusal))
    except NotOffered:
        return await _not_offered(desk, form.start)
    except IdempotencyMismatch:
        back_href = _choose_href(visit, event.id)
        return _notice(visit, desk.view, "too_often", title=event.title, back_href=back_href)
    except InvalidRequest as refusal:
        error = _refused_field(refusal)
        if error is None:
            return await _not_offered(desk, form.start)
        return _details_page(desk, form, [error], 422)
    except Contended:
        return _busy_notice(visit, desk.view, event.title)
    except NotFound:
        return await _missing(visit, "no_event")
    return Redirect(_booking_href(visit, booking.id, "booked"))


# ------------------------------------------------------------------------------------------------- a booking's pages


def _is_open(booking: Booking, now: datetime) -> bool:
    """Say whether a booking is confirmed and has not ended, so that it can be moved and cancelled."""
    return booking.status == "confirmed" and booking.end > now


def _case_title(case: _Case) -> str:
    """Return the title of what was booked, or the event's id where the event no longer exists."""
    return case.booking.event if case.event is None else case.event.title


def _booking_state(booking: Booking, now: datetime) -> Literal["confirmed", "cancelled", "past"]:
    """Say how a booking stands."""
    if booking.status == "cancelled":
        return "cancelled"
    return "confirmed" if booking.end > now else "past"


def _just_done(
    asked: str, state: Literal["confirmed", "cancelled", "past"]
) -> Literal["nothing", "booked", "cancelled", "restored", "moved"]:
    """Say what was just done, as far as that fits how the booking stands."""
    if state == "cancelled":
        return "cancelled" if asked == "cancelled" else "nothing"
    match asked:
        case "booked":
            return "booked"
        case "restored":
            return "restored"
        case "moved":
            return "moved"
        case _:
            return "nothing"


def _cancel_markup(case: _Case, *, key: str, dialog: bool, reason: str = "", too_long: bool = False) -> Markup:
    """Draw the question whether a booking shall be cancelled."""
    props = CancelFormProps(
        action=_cancel_href(case.visit, case.booking.id),
        key=key,
        title=_case_title(case),
        start=case.booking.start,
        keep_href=_booking_href(case.visit, case.booking.id),
        reason=reason,
        too_long=too_long,
        dialog=dialog,
    )
    return cancel_form(case.view, props)


def _cancel_again(case: _Case, key: str, reason: str, *, too_long: bool) -> Page:
    """Return the question whether to cancel once more, with the reason that cannot be taken."""
    content = _cancel_markup(case, key=key, dialog=False, reason=reason, too_long=too_long)
    return _page(case.visit, case.view, content, title=_case_title(case), status=422)


def _rebook_day_href(case: _Case) -> str:
    """Link to the choice of another time for a booking, at its present day."""
    day = _local_day(case.booking.start, case.view)
    return _choose_href(case.visit, case.booking.event, day=day, booking=case.booking.id)


def _details_props(case: _Case, asked: str) -> BookingDetailsProps:
    """Describe a booking as it stands, and what can be done with it."""
    visit, booking = case.visit, case.booking
    titles = _host_titles(case.event)
    state = _booking_state(booking, visit.now)
    restorable = state == "cancelled" and booking.end > visit.now
    return BookingDetailsProps(
        title=_case_title(case),
        state=state,
        done=_just_done(asked, state),
        start=booking.start,
        end=booking.end,
        hosts=[titles.get(resource, resource) for resource in booking.resources],
        name=booking.attendee.name,
        email=booking.attendee.email,
        notes=booking.notes,
        party=booking.party,
        reason=booking.cancellation_reason,
        calendar_href=_href(visit, "booked", visit.tenant, booking.id, "calendar"),
        move_href=_rebook_day_href(case) if state == "confirmed" and case.event is not None else None,
        cancel_href=_cancel_href(visit, booking.id) if state == "confirmed" else None,
        restore_action=_href(visit, "booked", visit.tenant, booking.id, "restore") if restorable else None,
        key=_new_key(),
        again_href=_choose_href(visit, booking.event),
    )


async def _other_starts(case: _Case) -> list[datetime]:
    """Find the next free starts of a booking's event, from the booking's own on; none where the event is gone."""
    if case.event is None:
        return []
    return await _upcoming_starts(_Desk(case.visit, case.view, case.event, None), case.booking.start)


def _restore_denied(case: _Case, kind: Literal["restore_taken", "not_offered"], starts: list[datetime]) -> Page:
    """Say that a cancelled booking's time cannot be had again, with other starts of its event."""
    visit, booking = case.visit, case.booking
    return _notice(
        visit,
        case.view,
        kind,
        title=_case_title(case),
        wanted=booking.start,
        options=[TimeOption(start=start, href=_details_href(visit, booking.event, start)) for start in starts],
        back_href=_booking_href(visit, booking.id),
    )


def _move_page(desk: _Desk, booking: Booking, start: datetime) -> Page:
    """Return the page that asks whether a booking shall be moved to a start."""
    visit = desk.visit
    props = MoveFormProps(
        action=_href(visit, "booked", visit.tenant, booking.id, "move"),
        key=_new_key(),
        start=start,
        end=_end_of(desk.event, start),
        former_start=booking.start,
        former_end=booking.end,
        back_href=_return_href(desk, start),
    )
    return _start_page(desk, start, move_form(desk.view, props), 200)


async def _move(case: _Case, desk: _Desk, form: MoveForm) -> Page | Redirect:
    """Move a booking, or say why that is refused."""
    visit, booking = case.visit, case.booking
    try:
        await visit.kernel.reschedule(visit.tenant, _kept_key(form.key), booking.id, form.start)
    except SlotTaken as refusal:
        return _denied(desk, "taken", form.start, _next_starts(refusal))
    except (NotOffered, InvalidRequest):
        return await _not_offered(desk, form.start)
    except StateConflict:
        return _state_notice(case)
    except IdempotencyMismatch:
        return _too_often_notice(case)
    except Contended:
        return _busy_notice(visit, case.view, desk.event.title)
    except NotFound:
        return await _missing(visit, "no_booking")
    return Redirect(_booking_href(visit, booking.id, "moved"))


# ----------------------------------------------------------------------------------------------------- the handlers


async def show_events(kernel: Kernel, path: TenantPath, query: ViewQuery, headers: VisitorHeaders) -> Page | Redirect:
    """Show what can be booked."""
    visit = _visit(kernel, query, headers, ("book", path.tenant), {})
    view = _view(visit)
    try:
        events = await kernel.list_events(path.tenant)
    except (NotFound, InvalidRequest):
        return _notice(visit, view, "no_tenant")
    entries = [
        EventEntry(
            title=event.title,
            description=event.description,
            minutes=event.duration_min,
            hosts=_hosts(event),
            together=event.mode == "all",
            href=_choose_href(visit, event.id),
        )
        for event in events
    ]
    return _page(visit, view, event_list(view, EventListProps(events=entries)), title=None)


async def choose_time(kernel: Kernel, path: EventPath, query: ChooseQuery, headers: VisitorHeaders) -> Page | Redirect:
    """Show the days and times at which an event can be booked, or to which a booking can be moved."""
    params = {"month": query.month, "day": query.day, "booking": query.booking}
    visit = _visit(kernel, query, headers, ("book", path.tenant, path.event), params)
    event = await _find_event(visit, path.event)
    if event is None:
        return await _missing(visit, "no_event")
    view = _view(visit, event.tz)
    booking = await _find_booking(visit, query.booking) if query.booking else None
    if query.booking and (booking is None or booking.event != event.id):
        return _notice(visit, view, "no_booking", title=event.title, back_href=_list_href(visit))
    if booking is not None and not _is_open(booking, visit.now):
        return _state_notice(_Case(visit, view, booking, event))
    try:
        return await _choose_page(_Desk(visit, view, event, booking), query)
    except NotFound:
        return await _missing(visit, "no_event")


async def enter_details(
    kernel: Kernel, path: EventPath, query: DetailsQuery, headers: VisitorHeaders
) -> Page | Redirect:
    """Ask who is coming at the chosen time, where that can still be had."""
    params = {"start": _instant_text(query.start)}
    visit = _visit(kernel, query, headers, ("book", path.tenant, path.event, "details"), params)
    event = await _find_event(visit, path.event)
    if event is None:
        return await _missing(visit, "no_event")
    desk = _Desk(visit, _view(visit, event.tz), event, None)
    if not _plausible(query.start):
        return await _not_offered(desk, query.start)
    try:
        reasons = await kernel.why_not(path.tenant, event.id, query.start, party=1)
    except NotFound:
        return await _missing(visit, "no_event")
    except InvalidRequest:
        return await _not_offered(desk, query.start)
    if not reasons:
        return _details_page(desk, BookingForm(start=query.start, key=_new_key()))
    if query.start > visit.now:
        return _denied(desk, "taken", query.start, await _upcoming_starts(desk, query.start))
    return await _not_offered(desk, query.start)


async def make_booking(
    kernel: Kernel, path: EventPath, query: ViewQuery, headers: VisitorHeaders, form: BookingForm
) -> Page | Redirect:
    """Book the chosen time for whom the form names."""
    params = {"start": _instant_text(form.start)}
    visit = _visit(kernel, query, headers, ("book", path.tenant, path.event, "details"), params)
    event = await _find_event(visit, path.event)
    if event is None:
        return await _missing(visit, "no_event")
    desk = _Desk(visit, _view(visit, event.tz), event, None)
    if not _plausible(form.start):
        return await _not_offered(desk, form.start)
    typed = BookingForm(
        start=form.start,
        key=_kept_key(form.key),
        name=form.name,
        email=form.email,
        notes=form.notes,
        party=form.party,
    )
    party = _read_party(form.party, event.max_party)
    errors = _form_errors(form, event.max_party, party)
    if errors or party is None:
        return _details_page(desk, typed, errors, 422)
    return await _book(desk, typed, party)


async def show_booking(
    kernel: Kernel, path: BookingPath, query: BookingQuery, headers: VisitorHeaders
) -> Page | Redirect:
    """Show a booking as it stands."""
    visit = _visit(kernel, query, headers, ("booked", path.tenant, path.booking_id), {"done": query.done})
    case = await _find_case(visit, path.booking_id)
    if case is None:
        return await _missing(visit, "no_booking")
    dialog = joined()
    if _is_open(case.booking, visit.now):
        dialog = _cancel_markup(case, key=_new_key(), dialog=True)
    content = booking_details(case.view, _details_props(case, query.done), cancel_form=dialog)
    return _page(visit, case.view, content, title=_case_title(case))


async def download_calendar_file(kernel: Kernel, path: BookingPath) -> File:
    """Hand out a booking as a calendar file."""
    return File(name="booking.ics", text=await kernel.calendar_file(path.tenant, path.booking_id))


async def ask_to_cancel(
    kernel: Kernel, path: BookingPath, query: ViewQuery, headers: VisitorHeaders
) -> Page | Redirect:
    """Ask whether a booking shall be cancelled, where it can be."""
    visit = _visit(kernel, query, headers, ("booked", path.tenant, path.booking_id, "cancel"), {})
    case = await _find_case(visit, path.booking_id)
    if case is None:
        return await _missing(visit, "no_booking")
    if not _is_open(case.booking, visit.now):
        return _state_notice(case)
    content = _cancel_markup(case, key=_new_key(), dialog=False)
    return _page(visit, case.view, content, title=_case_title(case))


async def cancel_from_page(
    kernel: Kernel, path: BookingPath, query: ViewQuery, headers: VisitorHeaders, form: CancelForm
) -> Page | Redirect:
    """Cancel a booking, or say why that is refused."""
    visit = _visit(kernel, query, headers, ("booked", path.tenant, path.booking_id, "cancel"), {})
    case = await _find_case(visit, path.booking_id)
    if case is None:
        return await _missing(visit, "no_booking")
    key = _kept_key(form.key)
    if len(form.reason) > _MOST_REASON:
        return _cancel_again(case, key, form.reason, too_long=True)
    try:
        await kernel.cancel(path.tenant, key, case.booking.id, reason=form.reason)
    except StateConflict:
        return _state_notice(case)
    except IdempotencyMismatch:
        return _too_often_notice(case)
    except InvalidRequest:
        return _cancel_again(case, key, form.reason, too_long=False)
    except Contended:
        return _busy_notice(visit, case.view, _case_title(case))
    except NotFound:
        return await _missing(visit, "no_booking")
    return Redirect(_booking_href(visit, case.booking.id, "cancelled"))


async def restore_from_page(
    kernel: Kernel, path: BookingPath, query: ViewQuery, headers: VisitorHeaders, form: RestoreForm
) -> Page | Redirect:
    """Restore a cancelled booking, or say why that is refused."""
    visit = _visit(kernel, query, headers, ("booked", path.tenant, path.booking_id), {})
    case = await _find_case(visit, path.booking_id)
    if case is None:
        return await _missing(visit, "no_booking")
    try:
        await kernel.restore(path.tenant, _kept_key(form.key), case.booking.id)
    except SlotTaken as refusal:
        return _restore_denied(case, "restore_taken", _next_starts(refusal))
    except NotOffered:
        return _restore_denied(case, "not_offered", await _other_starts(case))
    except StateConflict:
        return _state_notice(case)
    except IdempotencyMismatch:
        return _too_often_notice(case)
    except Contended:
        return _busy_notice(visit, case.view, _case_title(case))
    except NotFound:
        return await _missing(visit, "no_booking")
    return Redirect(_booking_href(visit, case.booking.id, "restored"))


async def ask_to_move(
    kernel: Kernel, path: BookingPath, query: DetailsQuery, headers: VisitorHeaders
) -> Page | Redirect:
    """Ask whether a booking shall be moved to the chosen time, where it can be moved."""
    params = {"start": _instant_text(query.start)}
    visit = _visit(kernel, query, headers, ("booked", path.tenant, path.booking_id, "move"), params)
    case = await _find_case(visit, path.booking_id)
    if case is None:
        return await _missing(visit, "no_booking")
    if not _is_open(case.booking, visit.now):
        return _state_notice(case)
    if case.event is None:
        return await _missing(visit, "no_event")
    desk = _Desk(visit, case.view, case.event, case.booking)
    if not _plausible(query.start):
        return await _not_offered(desk, query.start)
    return _move_page(desk, case.booking, query.start)


async def move_from_page(
    kernel: Kernel, path: BookingPath, query: ViewQuery, headers: VisitorHeaders, form: MoveForm
) -> Page | Redirect:
    """Move a booking to the chosen time, or say why that is refused."""
    params = {"start": _instant_text(form.start)}
    visit = _visit(kernel, query, headers, ("booked", path.tenant, path.booking_id, "move"), params)
    case = await _find_case(visit, path.booking_id)
    if case is None:
        return await _missing(visit, "no_booking")
    if case.event is None:
        return await _missing(visit, "no_event")
    desk = _Desk(visit, case.view, case.event, case.booking)
    if not _plausible(form.start):
        return await _not_offered(desk, form.start)
    return await _move(case, desk, form)
