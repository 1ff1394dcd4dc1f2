"""Answer the requests of the pages on which a visitor books an appointment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
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
    IdempotencyMismatch,
    InvalidRequest,
    Kernel,
    NewBooking,
    NotFound,
    NotOffered,
    SchedulingError,
    Search,
    SlotTaken,
    StateConflict,
)
from scheduling import Obstacle as KernelObstacle

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
_LANGUAGES = (("en", "English"), ("de", "Deutsch"))
_CLOCKS = frozenset(("12", "24"))
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_FIRST_YEAR = 1970
_LAST_YEAR = 2199
_MONTHS_AHEAD = 24
_MONTHS_LOOKED_AT = 3
_DAYS_LOOKED_AT = 31
_MOST_EVENTS = 2000
_MOST_OPTIONS = 3
_MOST_TIMES = 300
_MOST_NAME = 200
_MOST_EMAIL = 254
_MOST_NOTES = 4000
_MOST_REASON = 500
_ONE_LINE = r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]*"
_EMAIL = r"[^@\s\x00-\x1f\x7f-\x9f]+@[^@\s\x00-\x1f\x7f-\x9f]+\.[^@\s\x00-\x1f\x7f-\x9f]+"
_WHOLE_NUMBER = r"[0-9]{1,9}"
_STATUS = MappingProxyType(
    {
        "taken": 409,
        "not_offered": 422,
        "no_event": 404,
        "no_booking": 404,
        "no_tenant": 404,
        "state": 409,
        "busy": 503,
        "restore_taken": 409,
        "too_often": 422,
    }
)
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
    """What one request says of the visitor, with the GET page that belongs to it."""

    tenant: str
    view: View
    lang: str
    tz: str
    clock: str
    here: tuple[str, ...]
    own: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Wish:
    """What free time is asked for."""

    tenant: str
    event: str
    resources: tuple[str, ...]
    party: int


@dataclass(frozen=True, slots=True)
class _Look:
    """What is looked at while a time is chosen, with the free days of the months seen so far."""

    wish: _Wish
    zone: str
    today: date
    last: date
    booking: str | None
    seen: dict[date, dict[date, int]]


def _visit(
    query: ViewQuery | ChooseQuery | DetailsQuery | BookingQuery,
    headers: VisitorHeaders,
    here: tuple[str, ...],
    own: Mapping[str, str],
    event: EventInfo | None,
) -> _Visit:
    """Return what the request says of the visitor, at home in the zone of the event."""
    clock = query.clock if query.clock in _CLOCKS else ""
    view = View.asked(
        query.lang or headers.accept_language,
        query.tz or None,
        hour12=clock == "12" if clock else None,
        locales=INTERFACE.locales,
        home="UTC" if event is None else event.tz,
    )
    return _Visit(
        tenant=here[1],
        view=view,
        lang=query.lang,
        tz=query.tz,
        clock=clock,
        here=here,
        own={name: value for name, value in own.items() if value},
    )


def _carried(visit: _Visit) -> dict[str, str]:
    """Return what every link carries along."""
    wishes = {"lang": visit.lang, "tz": visit.tz, "clock": visit.clock}
    return {name: value for name, value in wishes.items() if value}


def _link(visit: _Visit, /, *segments: str, **query: str | None) -> str:
    """Return an address that carries along how the visitor sees things."""
    return url(*segments, **_carried(visit), **query)


def _here_href(visit: _Visit) -> str:
    """Return the address of the GET page that belongs to the request."""
    return _link(visit, *visit.here, **visit.own)


def _list_href(visit: _Visit) -> str:
    """Return the address of the list of events."""
    return _link(visit, "book", visit.tenant)


def _booking_href(visit: _Visit, booking_id: str, done: str | None = None) -> str:
    """Return the address of a booking's page."""
    return _link(visit, "booked", visit.tenant, booking_id, done=done)


def _choose_href(visit: _Visit, event_id: str, start: datetime, booking_id: str | None = None) -> str:
    """Return the address where times of the day of a start are chosen."""
    text = _local(start, visit.view.zone).date().isoformat()
    return _link(visit, "book", visit.tenant, event_id, month=text[:7], day=text, booking=booking_id)


def _utc(value: datetime) -> datetime:
    """Return an instant in UTC, one at the ends of time moved to where sums and zones still work."""
    if value.year < 2:
        return datetime(2, 1, 1, tzinfo=UTC)
    if value.year > 9998:
        return datetime(9998, 12, 31, 23, 59, 59, tzinfo=UTC)
    return value.astimezone(UTC)


def _local(value: datetime, zone: str) -> datetime:
    """Return an instant as a clock in the zone shows it."""
    return _utc(value).astimezone(ZoneInfo(zone))


def _stamp(value: datetime) -> str:
    """Return an instant as addresses write it."""
    return _utc(value).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _midnight(value: date, zone: str) -> datetime:
    """Return the instant at which a date starts in the zone."""
    return datetime(value.year, value.month, value.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _shifted(month: date, by: int) -> date:
    """Return the first day of the month that lies so many months away."""
    months = month.year * 12 + month.month - 1 + by
    return date(months // 12, months % 12 + 1, 1)


def _key(typed: str) -> str:
    """Return the key of a form, or a new one where it has none."""
    return typed if typed.strip() else str(uuid4())


def _page(visit: _Visit, subject: str | None, content: Markup, status: int = 200) -> Page:
    """Return a page with the frame around its content."""
    languages = [
        Language(
            code=code,
            label=label,
            href=url(*visit.here, **{**_carried(visit), "lang": code, **visit.own}),
            current=visit.view.locale.split("-")[0] == code,
        )
        for code, label in _LANGUAGES
    ]
    props = PageFrameProps(owner=visit.tenant, home_href=_list_href(visit), languages=languages)
    return Page(
        title=visit.tenant if subject is None else f"{subject} - {visit.tenant}",
        body=page_frame(visit.view, props, content=content),
        view=visit.view,
        status=status,
    )


def _notice(
    visit: _Visit,
    kind: Literal[
        "taken", "not_offered", "no_event", "no_booking", "no_tenant", "state", "busy", "restore_taken", "too_often"
    ],
    *,
    title: str | None = None,
    wanted: datetime | None = None,
    options: Sequence[TimeOption] = (),
    back: str | None = None,
) -> Page:
    """Return a page that says what did not go as wished."""
    props = NoticeProps(kind=kind, title=title, wanted=wanted, options=list(options)[:_MOST_OPTIONS], back_href=back)
    return _page(visit, title, notice(visit.view, props), _STATUS[kind])


def _switch(visit: _Visit) -> Markup:
    """Return the switch of zone and clock for the present page."""
    language = {"lang": visit.lang} if visit.lang else {}
    props = ViewSwitchProps(
        action=url(*visit.here),
        hidden=[HiddenField(name=name, value=value) for name, value in {**language, **visit.own}.items()],
        zone=visit.view.zone,
        zones=sorted({*_ZONES, visit.view.zone}),
        clock="12" if visit.view.hour12 else "24",
        detect=not visit.tz,
    )
    return view_switch(visit.view, props)


async def _event(kernel: Kernel, tenant: str, event_id: str) -> EventInfo | None:
    """Return an event, or None when there is none."""
    try:
        return await kernel.get_event(tenant, event_id)
    except (NotFound, InvalidRequest):
        return None


async def _booking(kernel: Kernel, tenant: str, booking_id: str) -> Booking | None:
    """Return a booking, or None when there is none."""
    try:
        return await kernel.get_booking(tenant, booking_id)
    except (NotFound, InvalidRequest):
        return None


async def _event_of(kernel: Kernel, tenant: str, booking: Booking | None) -> EventInfo | None:
    """Return the event of a booking, or None when there is none any more."""
    return None if booking is None else await _event(kernel, tenant, booking.event)


async def _missing(kernel: Kernel, visit: _Visit, kind: Literal["no_event", "no_booking"]) -> Page:
    """Return a page that says what there is none of: the tenant, or what was asked for."""
    try:
        await kernel.list_events(visit.tenant)
    except (NotFound, InvalidRequest):
        return _notice(visit, "no_tenant")
    return _notice(visit, kind, back=_list_href(visit))


def _hosts(event: EventInfo) -> list[str]:
    """Return the titles of those who serve an event."""
    return [resource.title for resource in event.resources]


def _title(booking: Booking, event: EventInfo | None) -> str:
    """Return what was booked, by its id when the event is gone."""
    return booking.event if event is None else event.title


def _is_open(booking: Booking, now: datetime) -> bool:
    """Return whether a booking can still be moved and cancelled."""
    return booking.status == "confirmed" and booking.end > now


def _wish(tenant: str, event: EventInfo, booking: Booking | None) -> _Wish:
    """Return what free time is asked for, for a booking that is moved with its own resources and seats."""
    if booking is None:
        return _Wish(tenant, event.id, (), 1)
    known = frozenset(resource.id for resource in event.resources)
    keeps = event.mode == "any" and known.issuperset(booking.resources)
    return _Wish(tenant, event.id, booking.resources if keeps else (), booking.party)


async def _next_free(kernel: Kernel, wish: _Wish, start: datetime) -> list[datetime]:
    """Return the next free starts from the wanted one on, none of them past."""
    first = max(start, kernel.now())
    search = Search(
        event=wish.event,
        start=first,
        end=first + timedelta(days=_DAYS_LOOKED_AT),
        resources=wish.resources,
        party=wish.party,
        limit=_MOST_OPTIONS,
    )
    try:
        found = await kernel.search(wish.tenant, search)
    except (NotFound, InvalidRequest):
        return []
    return [slot.start for slot in found.slots]


def _named_starts(error: SlotTaken) -> list[datetime]:
    """Return the next free starts that a refusal names."""
    named = error.extensions.get("next")
    starts: list[datetime] = []
    if not isinstance(named, (list, tuple)):
        return starts
    for text in named:
        if not isinstance(text, str):
            continue
        try:
            start = datetime.fromisoformat(text.upper())
        except ValueError:
            continue
        if start.tzinfo is not None:
            starts.append(_utc(start))
    return starts


def _options(visit: _Visit, segments: tuple[str, ...], starts: Sequence[datetime]) -> list[TimeOption]:
    """Return starts that can be chosen, each leading to the same page with its start."""
    return [TimeOption(start=start, href=_link(visit, *segments, start=_stamp(start))) for start in starts]


def _summary(
    visit: _Visit, event: EventInfo, back: str, start: datetime | None, moving_from: datetime | None
) -> Markup:
    """Return the summary of what is being booked."""
    props = EventSummaryProps(
        title=event.title,
        description=event.description,
        minutes=event.duration_min,
        hosts=_hosts(event),
        together=event.mode == "all",
        start=start,
        end=None if start is None else start + timedelta(minutes=event.duration_min),
        moving_from=moving_from,
        back_href=back,
    )
    return event_summary(visit.view, props)


async def show_events(kernel: Kernel, path: TenantPath, query: ViewQuery, headers: VisitorHeaders) -> Page | Redirect:
    """Show what can be booked."""
    visit = _visit(query, headers, ("book", path.tenant), {}, None)
    try:
        events = await kernel.list_events(path.tenant)
    except (NotFound, InvalidRequest):
        return _notice(visit, "no_tenant")
    entries = [
        EventEntry(
            title=event.title,
            description=event.description,
            minutes=event.duration_min,
            hosts=_hosts(event),
            together=event.mode == "all",
            href=_link(visit, "book", path.tenant, event.id),
        )
        for event in events[:_MOST_EVENTS]
    ]
    return _page(visit, None, event_list(visit.view, EventListProps(events=entries)))


def _read_day(text: str) -> date | None:
    """Return the date that a text of the form YYYY-MM-DD names, within the years that can be shown."""
    if fullmatch(_DAY, text) is None:
        return None
    try:
        value = date.fromisoformat(text)
    except ValueError:
        return None
    return value if _FIRST_YEAR <= value.year <= _LAST_YEAR else None


def _last_month(event: EventInfo, now: datetime, zone: str) -> date:
    """Return the first day of the last month in which the event can be booked."""
    end = date(_LAST_YEAR, 12, 1)
    if event.max_advance_min is None:
        return min(_shifted(_local(now, zone).date(), _MONTHS_AHEAD), end)
    try:
        last = now + timedelta(minutes=event.max_advance_min)
    except OverflowError:
        return end
    return min(_local(last, zone).date().replace(day=1), end)


def _look(kernel: Kernel, visit: _Visit, event: EventInfo, booking: Booking | None) -> _Look:
    """Return what is looked at while a time is chosen."""
    now = kernel.now()
    zone = visit.view.zone
    return _Look(
        wish=_wish(visit.tenant, event, booking),
        zone=zone,
        today=_local(now, zone).date(),
        last=_last_month(event, now, zone),
        booking=None if booking is None else booking.id,
        seen={},
    )


async def _counts(kernel: Kernel, look: _Look, month: date) -> dict[date, int]:
    """Return how many times are free on each free day of a month, asking for each month once."""
    if month not in look.seen:
        days = await kernel.free_days(
            look.wish.tenant,
            look.wish.event,
            month,
            _shifted(month, 1) - timedelta(days=1),
            look.zone,
            resources=look.wish.resources,
            party=look.wish.party,
        )
        look.seen[month] = {day.date: day.slots for day in days if day.slots > 0 and day.date >= look.today}
    return look.seen[month]


async def _first_later(kernel: Kernel, look: _Look, month: date) -> date | None:
    """Return the first free day of the months that follow, of which only a few are looked at."""
    for step in range(1, _MONTHS_LOOKED_AT + 1):
        later = _shifted(month, step)
        if later > look.last:
            return None
        counts = await _counts(kernel, look, later)
        if counts:
            return min(counts)
    return None


async def _shown_month(kernel: Kernel, look: _Look, query: ChooseQuery) -> date:
    """Return the first day of the month that is shown."""
    this_month = look.today.replace(day=1)
    for value in (_read_day(f"{query.month}-01"), _read_day(query.day)):
        if value is not None and this_month <= value.replace(day=1) <= look.last:
            return value.replace(day=1)
    if await _counts(kernel, look, this_month):
        return this_month
    first = await _first_later(kernel, look, this_month)
    return this_month if first is None else first.replace(day=1)


def _day_href(visit: _Visit, look: _Look, value: date) -> str:
    """Return the address of the present page with the times of a day."""
    text = value.isoformat()
    return _link(visit, *visit.here, month=text[:7], day=text, booking=look.booking) + "#times"


def _month_href(visit: _Visit, look: _Look, month: date) -> str:
    """Return the address of the present page with another month."""
    return _link(visit, *visit.here, month=month.isoformat()[:7], booking=look.booking)


def _weeks(month: date, view: View) -> list[list[date]]:
    """Return the dates of the weeks of a month, each from the visitor's first day of the week on."""
    sunday = view.locale.split("-")[0] == "en" and view.zone.startswith("America/")
    first = month - timedelta(days=(month.weekday() + int(sunday)) % 7)
    weeks = ((_shifted(month, 1) - first).days + 6) // 7
    return [[first + timedelta(days=7 * week + day) for day in range(7)] for week in range(weeks)]


def _day_state(value: date, month: date, today: date, slots: int) -> Literal["free", "none", "past", "outside"]:
    """Return how a day of the calendar stands."""
    if value.replace(day=1) != month:
        return "outside"
    if value < today:
        return "past"
    return "free" if slots > 0 else "none"


def _calendar_day(
    visit: _Visit, look: _Look, month: date, selected: date | None, value: date, slots: int
) -> CalendarDay:
    """Return one day of the calendar."""
    state = _day_state(value, month, look.today, slots)
    return CalendarDay(
        date=value,
        state=state,
        slots=slots if state == "free" else 0,
        href=_day_href(visit, look, value) if state in ("free", "none") else None,
        selected=value == selected,
        today=value == look.today,
    )


async def _calendar(kernel: Kernel, visit: _Visit, look: _Look, month: date, selected: date | None) -> Markup:
    """Return the calendar of the shown month."""
    counts = await _counts(kernel, look, month)
    jump = None if counts else await _first_later(kernel, look, month)
    weeks = _weeks(month, visit.view)
    props = MonthCalendarProps(
        month=month,
        weekdays=weeks[0],
        weeks=[
            Week(days=[_calendar_day(visit, look, month, selected, day, counts.get(day, 0)) for day in week])
            for week in weeks
        ],
        previous_href=(_month_href(visit, look, _shifted(month, -1)) if month > look.today.replace(day=1) else None),
        next_href=_month_href(visit, look, _shifted(month, 1)) if month < look.last else None,
        free_days=len(counts),
        jump=jump,
        jump_href=None if jump is None else _day_href(visit, look, jump),
    )
    return month_calendar(visit.view, props)


async def _starts_of(kernel: Kernel, look: _Look, value: date) -> list[datetime]:
    """Return the free starts of a date."""
    start = _midnight(value, look.zone)
    end = _midnight(value + timedelta(days=1), look.zone)
    starts: list[datetime] = []
    cursor: str | None = None
    while start < end and len(starts) < _MOST_TIMES:
        search = Search(
            event=look.wish.event,
            start=start,
            end=end,
            resources=look.wish.resources,
            party=look.wish.party,
            limit=_MOST_TIMES,
            cursor=cursor,
        )
        found = await kernel.search(look.wish.tenant, search)
        starts.extend(slot.start for slot in found.slots)
        cursor = found.next_cursor
        if cursor is None:
            break
    return starts[:_MOST_TIMES]


def _part(hour: int) -> Literal["morning", "afternoon", "evening"]:
    """Return the part of the day to which an hour belongs."""
    if hour < 12:
        return "morning"
    return "afternoon" if hour < 17 else "evening"


def _parts(visit: _Visit, look: _Look, starts: Sequence[datetime]) -> list[DayPart]:
    """Return the times of a day by its parts, empty ones left out."""
    segments = ("book", visit.tenant, look.wish.event, "details")
    if look.booking is not None:
        segments = ("booked", visit.tenant, look.booking, "move")
    names: tuple[Literal["morning", "afternoon", "evening"], ...] = ("morning", "afternoon", "evening")
    parts: list[DayPart] = []
    for name in names:
        chosen = [start for start in starts if _part(_local(start, look.zone).hour) == name]
        if chosen:
            parts.append(DayPart(part=name, options=_options(visit, segments, chosen)))
    return parts


def _obstacle(event: EventInfo, reason: KernelObstacle) -> Obstacle:
    """Return one reason why nothing is free, with a title for the id."""
    titles = {resource.id: resource.title for resource in event.resources}
    return Obstacle(
        code=reason.code,
        host=None if reason.resource is None else titles.get(reason.resource, reason.resource),
        start=reason.start,
        end=reason.end,
    )


async def _obstacles(kernel: Kernel, look: _Look, event: EventInfo, value: date) -> list[Obstacle]:
    """Return why nothing is free on a date."""
    reasons = await kernel.why_empty(
        look.wish.tenant,
        look.wish.event,
        value,
        look.zone,
        resources=look.wish.resources,
        party=look.wish.party,
    )
    return [_obstacle(event, reason) for reason in reasons]


async def _next_day(kernel: Kernel, look: _Look, value: date) -> date | None:
    """Return the next day with free times after a day without."""
    month = value.replace(day=1)
    counts = await _counts(kernel, look, month)
    later = [day for day in counts if day > value]
    return min(later) if later else await _first_later(kernel, look, month)


async def _times(kernel: Kernel, visit: _Visit, look: _Look, event: EventInfo, selected: date | None) -> Markup:
    """Return the times of the selected day, or why there are none."""
    starts: list[datetime] = []
    obstacles: list[Obstacle] = []
    next_day: date | None = None
    if selected is not None:
        starts = await _starts_of(kernel, look, selected)
        if not starts:
            obstacles = await _obstacles(kernel, look, event, selected)
            next_day = await _next_day(kernel, look, selected)
    props = SlotListProps(
        day=selected,
        parts=_parts(visit, look, starts),
        obstacles=obstacles,
        next_day=next_day,
        next_day_href=None if next_day is None else _day_href(visit, look, next_day),
    )
    return slot_list(visit.view, props)


async def _choosing_page(
    kernel: Kernel, visit: _Visit, event: EventInfo, booking: Booking | None, query: ChooseQuery
) -> Page:
    """Return the page on which a day and a time are chosen."""
    look = _look(kernel, visit, event, booking)
    month = await _shown_month(kernel, look, query)
    selected = _read_day(query.day)
    if selected is not None and (selected < look.today or selected.replace(day=1) != month):
        selected = None
    back = _list_href(visit) if booking is None else _booking_href(visit, booking.id)
    content = board(
        visit.view,
        BoardProps(heading=_HEADING),
        summary=_summary(visit, event, back, None, None if booking is None else booking.start),
        calendar=await _calendar(kernel, visit, look, month, selected),
        times=await _times(kernel, visit, look, event, selected),
        switches=_switch(visit),
    )
    return _page(visit, event.title, content)


async def choose_time(kernel: Kernel, path: EventPath, query: ChooseQuery, headers: VisitorHeaders) -> Page | Redirect:
    """Let the visitor choose a day and a time."""
    event = await _event(kernel, path.tenant, path.event)
    own = {"month": query.month, "day": query.day, "booking": query.booking}
    visit = _visit(query, headers, ("book", path.tenant, path.event), own, event)
    if event is None:
        return await _missing(kernel, visit, "no_event")
    if not query.booking:
        return await _choosing_page(kernel, visit, event, None, query)
    booking = await _booking(kernel, path.tenant, query.booking)
    if booking is None or booking.event != event.id:
        return _notice(visit, "no_booking", back=_list_href(visit))
    if not _is_open(booking, kernel.now()):
        return _notice(visit, "state", title=event.title, back=_booking_href(visit, booking.id))
    return await _choosing_page(kernel, visit, event, booking, query)


def _details_page(visit: _Visit, event: EventInfo, form: BookingForm, errors: list[FieldError], status: int) -> Page:
    """Return the page that asks who is coming."""
    start = _utc(form.start)
    props = BookingFormProps(
        action=_link(visit, *visit.here),
        start=start,
        key=_key(form.key),
        name=form.name,
        email=form.email,
        notes=form.notes,
        party=form.party,
        max_party=max(1, event.max_party),
        errors=errors,
    )
    content = board(
        visit.view,
        BoardProps(heading=_HEADING),
        summary=_summary(visit, event, _choose_href(visit, event.id, start), start, None),
        calendar=booking_form(visit.view, props),
        times=joined(),
        switches=_switch(visit),
    )
    return _page(visit, event.title, content, status)


async def _not_free(
    kernel: Kernel,
    visit: _Visit,
    event: EventInfo,
    kind: Literal["taken", "not_offered"],
    start: datetime,
    party: int,
) -> Page:
    """Return a page that says that a start cannot be booked, with free ones found by search."""
    starts = await _next_free(kernel, _Wish(visit.tenant, event.id, (), party), start)
    return _notice(
        visit,
        kind,
        title=event.title,
        wanted=start,
        options=_options(visit, ("book", visit.tenant, event.id, "details"), starts),
        back=_choose_href(visit, event.id, start),
    )


async def enter_details(
    kernel: Kernel, path: EventPath, query: DetailsQuery, headers: VisitorHeaders
) -> Page | Redirect:
    """Ask who is coming at the chosen time."""
    start = _utc(query.start)
    event = await _event(kernel, path.tenant, path.event)
    here = ("book", path.tenant, path.event, "details")
    visit = _visit(query, headers, here, {"start": _stamp(start)}, event)
    if event is None:
        return await _missing(kernel, visit, "no_event")
    try:
        reasons = await kernel.why_not(path.tenant, event.id, start, party=1)
    except InvalidRequest:
        return await _not_free(kernel, visit, event, "not_offered", start, 1)
    if reasons:
        later = start > kernel.now()
        return await _not_free(kernel, visit, event, "taken" if later else "not_offered", start, 1)
    form = BookingForm(start=start, key=str(uuid4()), name="", email="", notes="", party="1")
    return _details_page(visit, event, form, [], 200)


def _name_error(name: str) -> FieldError | None:
    """Return what is wrong with a name."""
    if not name:
        return FieldError(field="name", code="missing", limit=0)
    if len(name) > _MOST_NAME:
        return FieldError(field="name", code="too_long", limit=_MOST_NAME)
    if fullmatch(_ONE_LINE, name) is None:
        return FieldError(field="name", code="malformed", limit=0)
    return None


def _email_error(email: str) -> FieldError | None:
    """Return what is wrong with an address for mail."""
    if not email:
        return FieldError(field="email", code="missing", limit=0)
    if len(email) > _MOST_EMAIL:
        return FieldError(field="email", code="too_long", limit=_MOST_EMAIL)
    if fullmatch(_EMAIL, email) is None:
        return FieldError(field="email", code="malformed", limit=0)
    return None


def _notes_error(notes: str) -> FieldError | None:
    """Return what is wrong with notes."""
    if len(notes) > _MOST_NOTES:
        return FieldError(field="notes", code="too_long", limit=_MOST_NOTES)
    return None


def _party(typed: str, max_party: int) -> int | None:
    """Return how many seats are wanted, or None when that cannot be."""
    if max_party <= 1:
        return 1
    text = typed.strip()
    if fullmatch(_WHOLE_NUMBER, text) is None or not 1 <= int(text) <= max_party:
        return None
    return int(text)


def _party_error(party: int | None, max_party: int) -> FieldError | None:
    """Return what is wrong with the number of seats."""
    return FieldError(field="party", code="out_of_range", limit=max_party) if party is None else None


def _refused_field(error: InvalidRequest) -> FieldError | None:
    """Return the field of the form that the kernel refuses, or None when it is none of the form's."""
    field = error.extensions.get("field")
    if not isinstance(field, str):
        return None
    names: tuple[Literal["name", "email", "notes", "party"], ...] = ("name", "email", "notes", "party")
    for name in names:
        if field.rpartition(".")[2] == name:
            return FieldError(field=name, code="malformed", limit=0)
    return None


async def _not_booked(
    kernel: Kernel, visit: _Visit, event: EventInfo, form: BookingForm, party: int, error: SchedulingError
) -> Page:
    """Return the page that answers a refused booking."""
    start = _utc(form.start)
    back = _choose_href(visit, event.id, start)
    if isinstance(error, SlotTaken):
        options = _options(visit, ("book", visit.tenant, event.id, "details"), _named_starts(error))
        return _notice(visit, "taken", title=event.title, wanted=start, options=options, back=back)
    if isinstance(error, IdempotencyMismatch):
        return _notice(visit, "too_often", title=event.title, back=back)
    if isinstance(error, Contended):
        return _notice(visit, "busy", title=event.title, back=_here_href(visit))
    if isinstance(error, NotFound):
        return await _missing(kernel, visit, "no_event")
    wrong = _refused_field(error) if isinstance(error, InvalidRequest) else None
    if wrong is not None:
        return _details_page(visit, event, form, [wrong], 422)
    return await _not_free(kernel, visit, event, "not_offered", start, party)


async def make_booking(
    kernel: Kernel, path: EventPath, query: ViewQuery, headers: VisitorHeaders, form: BookingForm
) -> Page | Redirect:
    """Book the chosen time."""
    start = _utc(form.start)
    event = await _event(kernel, path.tenant, path.event)
    here = ("book", path.tenant, path.event, "details")
    visit = _visit(query, headers, here, {"start": _stamp(start)}, event)
    if event is None:
        return await _missing(kernel, visit, "no_event")
    name, email = form.name.strip(), form.email.strip()
    party = _party(form.party, event.max_party)
    judged = (
        _name_error(name),
        _email_error(email),
        _notes_error(form.notes),
        _party_error(party, event.max_party),
    )
    errors = [error for error in judged if error is not None]
    if errors or party is None:
        return _details_page(visit, event, form, errors, 422)
    new = NewBooking(
        event=event.id,
        start=start,
        attendee=Attendee(name=name, email=email),
        party=party,
        notes=form.notes,
    )
    try:
        booking = await kernel.book(path.tenant, _key(form.key), new)
    except (SlotTaken, NotOffered, NotFound, InvalidRequest, IdempotencyMismatch, Contended) as refusal:
        return await _not_booked(kernel, visit, event, form, party, refusal)
    return Redirect(_booking_href(visit, booking.id, "booked"))


def _state(booking: Booking, now: datetime) -> Literal["confirmed", "cancelled", "past"]:
    """Return how a booking stands."""
    if booking.status == "cancelled":
        return "cancelled"
    return "confirmed" if booking.end > now else "past"


def _done(
    said: str, state: Literal["confirmed", "cancelled", "past"]
) -> Literal["nothing", "booked", "cancelled", "restored", "moved"]:
    """Return what was just done, where it fits how the booking stands."""
    if state == "cancelled":
        return "cancelled" if said == "cancelled" else "nothing"
    names: tuple[Literal["booked", "restored", "moved"], ...] = ("booked", "restored", "moved")
    for name in names:
        if said == name:
            return name
    return "nothing"


def _booked_hosts(booking: Booking, event: EventInfo | None) -> list[str]:
    """Return who serves a booking, by ids when the event is gone."""
    titles: dict[str, str] = {}
    if event is not None:
        titles = {resource.id: resource.title for resource in event.resources}
    return [titles.get(resource_id, resource_id) for resource_id in booking.resources]


def _cancel_question(
    visit: _Visit, booking: Booking, title: str, form: CancelForm, *, too_long: bool, dialog: bool
) -> Markup:
    """Return the question whether a booking shall be cancelled."""
    props = CancelFormProps(
        action=_link(visit, "booked", visit.tenant, booking.id, "cancel"),
        key=_key(form.key),
        title=title,
        start=booking.start,
        keep_href=_booking_href(visit, booking.id),
        reason=form.reason,
        too_long=too_long,
        dialog=dialog,
    )
    return cancel_form(visit.view, props)


def _details_props(
    visit: _Visit, booking: Booking, event: EventInfo | None, now: datetime, said: str
) -> BookingDetailsProps:
    """Return what a booking's page says, and what can be done with the booking."""
    state = _state(booking, now)
    is_open = _is_open(booking, now)
    restorable = state == "cancelled" and booking.end > now
    there = ("booked", visit.tenant, booking.id)
    return BookingDetailsProps(
        title=_title(booking, event),
        state=state,
        done=_done(said, state),
        start=booking.start,
        end=booking.end,
        hosts=_booked_hosts(booking, event),
        name=booking.attendee.name,
        email=booking.attendee.email,
        notes=booking.notes,
        party=booking.party,
        reason=booking.cancellation_reason,
        calendar_href=_link(visit, *there, "calendar"),
        move_href=_choose_href(visit, booking.event, booking.start, booking.id) if is_open else None,
        cancel_href=_link(visit, *there, "cancel") if is_open else None,
        restore_action=_link(visit, *there, "restore") if restorable else None,
        key=str(uuid4()),
        again_href=_link(visit, "book", visit.tenant, booking.event),
    )


async def show_booking(
    kernel: Kernel, path: BookingPath, query: BookingQuery, headers: VisitorHeaders
) -> Page | Redirect:
    """Show a booking."""
    booking = await _booking(kernel, path.tenant, path.booking_id)
    event = await _event_of(kernel, path.tenant, booking)
    here = ("booked", path.tenant, path.booking_id)
    visit = _visit(query, headers, here, {"done": query.done}, event)
    if booking is None:
        return await _missing(kernel, visit, "no_booking")
    now = kernel.now()
    title = _title(booking, event)
    question = joined()
    if _is_open(booking, now):
        blank = CancelForm(key=str(uuid4()), reason="")
        question = _cancel_question(visit, booking, title, blank, too_long=False, dialog=True)
    props = _details_props(visit, booking, event, now, query.done)
    return _page(visit, title, booking_details(visit.view, props, cancel_form=question))


async def download_calendar_file(kernel: Kernel, path: BookingPath) -> File:
    """Hand out a calendar file of a booking."""
    return File(name="booking.ics", text=await kernel.calendar_file(path.tenant, path.booking_id))


async def ask_to_cancel(
    kernel: Kernel, path: BookingPath, query: ViewQuery, headers: VisitorHeaders
) -> Page | Redirect:
    """Ask whether a booking shall be cancelled."""
    booking = await _booking(kernel, path.tenant, path.booking_id)
    event = await _event_of(kernel, path.tenant, booking)
    visit = _visit(query, headers, ("booked", path.tenant, path.booking_id, "cancel"), {}, event)
    if booking is None:
        return await _missing(kernel, visit, "no_booking")
    title = _title(booking, event)
    if not _is_open(booking, kernel.now()):
        return _notice(visit, "state", title=title, back=_booking_href(visit, booking.id))
    blank = CancelForm(key=str(uuid4()), reason="")
    return _page(visit, title, _cancel_question(visit, booking, title, blank, too_long=False, dialog=False))


async def _unchanged(
    kernel: Kernel, visit: _Visit, booking: Booking, title: str, again: str, error: SchedulingError
) -> Page:
    """Return the page that answers a refused change for which there are no other times."""
    if isinstance(error, NotFound):
        return await _missing(kernel, visit, "no_booking")
    if isinstance(error, IdempotencyMismatch):
        return _notice(visit, "too_often", title=title, back=again)
    if isinstance(error, Contended):
        return _notice(visit, "busy", title=title, back=_here_href(visit))
    return _notice(visit, "state", title=title, back=_booking_href(visit, booking.id))


async def cancel_from_page(
    kernel: Kernel, path: BookingPath, query: ViewQuery, headers: VisitorHeaders, form: CancelForm
) -> Page | Redirect:
    """Cancel a booking."""
    booking = await _booking(kernel, path.tenant, path.booking_id)
    event = await _event_of(kernel, path.tenant, booking)
    visit = _visit(query, headers, ("booked", path.tenant, path.booking_id, "cancel"), {}, event)
    if booking is None:
        return await _missing(kernel, visit, "no_booking")
    title = _title(booking, event)
    if len(form.reason) > _MOST_REASON:
        question = _cancel_question(visit, booking, title, form, too_long=True, dialog=False)
        return _page(visit, title, question, 422)
    try:
        await kernel.cancel(path.tenant, _key(form.key), booking.id, reason=form.reason)
    except InvalidRequest:
        question = _cancel_question(visit, booking, title, form, too_long=False, dialog=False)
        return _page(visit, title, question, 422)
    except (StateConflict, NotFound, IdempotencyMismatch, Contended) as refusal:
        return await _unchanged(kernel, visit, booking, title, _booking_href(visit, booking.id), refusal)
    return Redirect(_booking_href(visit, booking.id, "cancelled"))


async def restore_from_page(
    kernel: Kernel, path: BookingPath, query: ViewQuery, headers: VisitorHeaders, form: RestoreForm
) -> Page | Redirect:
    """Restore a cancelled booking."""
    booking = await _booking(kernel, path.tenant, path.booking_id)
    event = await _event_of(kernel, path.tenant, booking)
    visit = _visit(query, headers, ("booked", path.tenant, path.booking_id), {}, event)
    if booking is None:
        return await _missing(kernel, visit, "no_booking")
    title = _title(booking, event)
    back = _booking_href(visit, booking.id)
    there = ("book", path.tenant, booking.event, "details")
    try:
        await kernel.restore(path.tenant, _key(form.key), booking.id)
    except SlotTaken as taken:
        options = _options(visit, there, _named_starts(taken))
        return _notice(visit, "restore_taken", title=title, wanted=booking.start, options=options, back=back)
    except (NotOffered, InvalidRequest):
        wish = _Wish(path.tenant, booking.event, (), booking.party)
        options = _options(visit, there, await _next_free(kernel, wish, booking.start))
        return _notice(visit, "not_offered", title=title, wanted=booking.start, options=options, back=back)
    except (StateConflict, NotFound, IdempotencyMismatch, Contended) as refusal:
        return await _unchanged(kernel, visit, booking, title, back, refusal)
    return Redirect(_booking_href(visit, booking.id, "restored"))


def _move_page(visit: _Visit, event: EventInfo, booking: Booking, start: datetime) -> Page:
    """Return the page that asks whether a booking shall be moved."""
    back = _choose_href(visit, event.id, start, booking.id)
    props = MoveFormProps(
        action=_link(visit, *visit.here),
        key=str(uuid4()),
        start=start,
        end=start + timedelta(minutes=event.duration_min),
        former_start=booking.start,
        former_end=booking.end,
        back_href=back,
    )
    content = board(
        visit.view,
        BoardProps(heading=_HEADING),
        summary=_summary(visit, event, back, start, booking.start),
        calendar=move_form(visit.view, props),
        times=joined(),
        switches=_switch(visit),
    )
    return _page(visit, event.title, content)


async def ask_to_move(
    kernel: Kernel, path: BookingPath, query: DetailsQuery, headers: VisitorHeaders
) -> Page | Redirect:
    """Ask whether a booking shall be moved."""
    start = _utc(query.start)
    booking = await _booking(kernel, path.tenant, path.booking_id)
    event = await _event_of(kernel, path.tenant, booking)
    here = ("booked", path.tenant, path.booking_id, "move")
    visit = _visit(query, headers, here, {"start": _stamp(start)}, event)
    if booking is None:
        return await _missing(kernel, visit, "no_booking")
    if not _is_open(booking, kernel.now()):
        return _notice(visit, "state", title=_title(booking, event), back=_booking_href(visit, booking.id))
    if event is None:
        return await _missing(kernel, visit, "no_event")
    return _move_page(visit, event, booking, start)


async def move_from_page(
    kernel: Kernel, path: BookingPath, query: ViewQuery, headers: VisitorHeaders, form: MoveForm
) -> Page | Redirect:
    """Move a booking."""
    start = _utc(form.start)
    booking = await _booking(kernel, path.tenant, path.booking_id)
    event = await _event_of(kernel, path.tenant, booking)
    here = ("booked", path.tenant, path.booking_id, "move")
    visit = _visit(query, headers, here, {"start": _stamp(start)}, event)
    if booking is None:
        return await _missing(kernel, visit, "no_booking")
    if event is None:
        return await _missing(kernel, visit, "no_event")
    back = _choose_href(visit, event.id, start, booking.id)
    try:
        await kernel.reschedule(path.tenant, _key(form.key), booking.id, start)
    except SlotTaken as taken:
        options = _options(visit, here, _named_starts(taken))
        return _notice(visit, "taken", title=event.title, wanted=start, options=options, back=back)
    except (NotOffered, InvalidRequest):
        wish = _wish(path.tenant, event, booking)
        options = _options(visit, here, await _next_free(kernel, wish, start))
        return _notice(visit, "not_offered", title=event.title, wanted=start, options=options, back=back)
    except (StateConflict, NotFound, IdempotencyMismatch, Contended) as refusal:
        return await _unchanged(kernel, visit, booking, event.title, back, refusal)
    return Redirect(_booking_href(visit, booking.id, "moved"))
