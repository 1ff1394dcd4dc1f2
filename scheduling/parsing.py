"""JSON to :class:`~scheduling.problem.Problem`: parsed once, here, with defaults and bounds.

What a search costs grows with resources, days, starts, bookings and series, so each has a bound; none is near what a
real search needs. ``schemas/kernel/problem.schema.json`` says the same as far as a schema can.
"""

from __future__ import annotations

from datetime import timedelta

from scheduling.problem import (
    OWN,
    WEEKDAYS,
    Anchor,
    Booking,
    Event,
    Freq,
    Mode,
    Problem,
    Query,
    Resource,
    Rules,
    Series,
    Status,
    Weekday,
    Window,
)
from scheduling.reading import Members, Value
from scheduling.times import (
    parse_clock,
    parse_date,
    parse_exdate,
    parse_instant,
    parse_until,
    parse_whole_minute,
    parse_zone,
)

YEAR_MIN = 366 * 1440
MOST_SEATS = 1_000_000
MOST_RESOURCES, MOST_BOOKINGS, MOST_SERIES = 1_000, 100_000, 1_000
MOST_WINDOWS, MOST_OVERRIDES, MOST_EXDATES = 48, 5_000, 5_000
MOST_INTERVAL, MOST_COUNT, MOST_SLOTS = 1_000, 5_000, 1_000_000
MOST_DAYS = 366
MOST_STARTS = 2_000_000  # resources x starts on the grid
MOST_RESOURCE_DAYS = 100_000  # resources x days looked at
STATUSES: dict[str, Status] = {
    "confirmed": "confirmed",
    "pending": "pending",
    "hold": "hold",
    "cancelled": "cancelled",
    "held": "hold",
    "canceled": "cancelled",
}
FREQS: dict[str, Freq] = {
    "daily": "daily",
    "weekly": "weekly",
    "monthly": "monthly",
    "DAILY": "daily",
    "WEEKLY": "weekly",
    "MONTHLY": "monthly",
}
BYDAYS: dict[str, Weekday] = {name: name for name in WEEKDAYS} | {name[:2].upper(): name for name in WEEKDAYS}
MODES: dict[str, Mode] = {"any": "any", "all": "all"}
ANCHORS: dict[str, Anchor] = {"local": "local", "utc": "utc"}


def parse(json: object) -> Problem:
    """Return the problem that a JSON value (as ``json.loads`` returns it) states.

    Raises ProblemInvalid with the JSON pointer of the first value at fault. Null is as good as absent. Defaults:
    ``capacity``, ``seats``, ``party`` and ``interval`` 1, buffers and notice 0, ``step_min`` the duration, ``mode``
    any, ``anchor`` local, ``status`` confirmed, ``source`` own, no limits; a missing ``tz`` is the resource's.
    """
    top = Value("", json).members(
        ("rules", "query"), ("bookings", "series", "calendar_errors", "$schema", "id", "name")
    )
    rules = parse_rules(top["rules"])
    query = parse_query(top["query"])
    check_work(rules, query)
    known = {resource.id: resource.id for resource in rules.resources}
    return Problem(
        rules=rules,
        query=query,
        bookings=tuple(parse_booking(value, known) for value in top.items("bookings", MOST_BOOKINGS)),
        series=tuple(parse_series(value, known) for value in top.items("series", MOST_SERIES)),
        calendar_errors=frozenset(value.choice(known) for value in top.items("calendar_errors", MOST_RESOURCES)),
    )


def check_work(rules: Rules, query: Query) -> None:
    """Refuse a search that looks at too much at once."""
    to = Value("/query/to", None)
    span = query.to - query.from_
    if span > timedelta(days=MOST_DAYS):
        raise to.refuse(f"is {span.days} days after from", f"ask for at most {MOST_DAYS} days at a time")
    count, minutes = len(rules.resources), int(span / timedelta(minutes=1))
    starts = count * (minutes // rules.event.step_min)
    days = count * ((minutes + rules.event.duration_min) // 1440 + 2)
    if starts > MOST_STARTS or days > MOST_RESOURCE_DAYS:
        raise to.refuse(
            f"asks for {starts} starts on {days} days, counted per resource",
            f"ask for fewer days or resources or a larger step: {MOST_STARTS} starts, {MOST_RESOURCE_DAYS} days",
        )


def parse_rules(value: Value) -> Rules:
    """Read ``rules``."""
    found = value.members(("resources", "event"))
    resources = [parse_resource(item) for item in found["resources"].items(MOST_RESOURCES)]
    seen: set[str] = set()
    for index, resource in enumerate(resources):
        if resource.id in seen:
            at = found["resources"].child(index, None).child("id", None)
            raise at.refuse("is the id of an earlier resource too", "give each resource its own id")
        seen.add(resource.id)
    return Rules(tuple(resources), parse_event(found["event"]))


def parse_resource(value: Value) -> Resource:
    """Read one of ``rules.resources``."""
    found = value.members(("id", "tz"), ("weekly", "overrides", "capacity"))
    weekly = found.get("weekly")
    overrides = found.get("overrides")
    days = weekly.members((), WEEKDAYS) if weekly else None
    dates = overrides.mapping() if overrides else {}
    if overrides and len(dates) > MOST_OVERRIDES:
        raise overrides.refuse(f"has {len(dates)} dates, more than {MOST_OVERRIDES}", "leave out past dates")
    return Resource(
        id=found["id"].text(),
        tz=parse_zone(found["tz"]),
        weekly={day: parse_windows(days[day]) for day in WEEKDAYS if days and days.get(day)},
        overrides={
            parse_date(value.child("overrides", None).child(key, key)): parse_windows(dates[key]) for key in dates
        },
        capacity=found.integer("capacity", 1, 0, MOST_SEATS),
    )


def parse_windows(value: Value) -> tuple[Window, ...]:
    """Read the windows of one day, such as ``[["09:00", "12:30"], ["22:00", "30:00"]]``."""
    return tuple(parse_window(item) for item in value.items(MOST_WINDOWS))


def parse_window(value: Value) -> Window:
    """Read one window: two clock readings from 00:00 to 48:00."""
    ends = value.items(2)
    if len(ends) != 2:
        raise value.refuse("is not a pair", 'write ["09:00", "17:00"]')
    start, end = (parse_clock(item) for item in ends)
    if start >= end:
        remedy = "write an end after the start; a night shift ends past 24:00, such as 22:00-30:00"
        raise value.refuse("ends before it opens or is empty", remedy)
    return Window(start, end)


def parse_event(value: Value) -> Event:
    """Read ``rules.event``."""
    optional = ("step_min", "buffer_before_min", "buffer_after_min", "min_notice_min", "max_advance_min")
    found = value.members(("duration_min",), (*optional, "max_per_day", "mode", "tz", "anchor"))
    duration = found["duration_min"].integer(1, YEAR_MIN)
    mode, tz, anchor = found.get("mode"), found.get("tz"), found.get("anchor")
    return Event(
        duration_min=duration,
        step_min=found.integer("step_min", duration, 1, YEAR_MIN),
        buffer_before_min=found.integer("buffer_before_min", 0, 0, YEAR_MIN),
        buffer_after_min=found.integer("buffer_after_min", 0, 0, YEAR_MIN),
        min_notice_min=found.integer("min_notice_min", 0, 0, 100 * YEAR_MIN),
        max_advance_min=found.limit("max_advance_min", 0, 100 * YEAR_MIN),
        max_per_day=found.limit("max_per_day", 0, MOST_SEATS),
        mode=mode.choice(MODES) if mode else "any",
        tz=parse_zone(tz) if tz else None,
        anchor=anchor.choice(ANCHORS) if anchor else "local",
    )


def parse_booking(value: Value, known: dict[str, str]) -> Booking:
    """Read one of ``bookings``; a hold must say when it runs out."""
    optional = ("status", "expires_at", "seats", "transparent", "source", "buffer_before_min", "buffer_after_min", "id")
    found = value.members(("resource", "start", "end"), optional)
    start, end = parse_instant(found["start"]), parse_instant(found["end"])
    if start >= end:
        raise found["end"].refuse("is not after start", "write an end after the start")
    named, expires, transparent, source = (
        found.get(name) for name in ("status", "expires_at", "transparent", "source")
    )
    status = named.choice(STATUSES) if named else "confirmed"
    if status == "hold" and expires is None:
        raise value.child("expires_at", None).refuse("is missing from a hold", "say when the hold runs out")
    return Booking(
        resource=found["resource"].choice(known),
        start=start,
        end=end,
        status=status,
        expires_at=parse_instant(expires) if expires else None,
        seats=found.integer("seats", 1, 0, MOST_SEATS),
        transparent=transparent.flag() if transparent else False,
        source=source.text() if source else OWN,
        buffer_before_min=found.integer("buffer_before_min", 0, 0, YEAR_MIN),
        buffer_after_min=found.integer("buffer_after_min", 0, 0, YEAR_MIN),
        id=parse_id(found),
    )


def parse_series(value: Value, known: dict[str, str]) -> Series:
    """Read one of ``series``."""
    optional = ("tz", "interval", "byday", "count", "until_local", "exdates_local", "seats", "id")
    found = value.members(("resource", "dtstart_local", "freq", "duration_min"), optional)
    freq = found["freq"].choice(FREQS)
    byday = tuple(item.choice(BYDAYS) for item in found.items("byday", 7))
    if byday and freq == "monthly":
        raise found["byday"].refuse("does not go with monthly", "remove it; monthly repeats dtstart's day of the month")
    tz, until = found.get("tz"), found.get("until_local")
    return Series(
        resource=found["resource"].choice(known),
        dtstart_local=parse_whole_minute(found["dtstart_local"]),
        duration_min=found["duration_min"].integer(1, YEAR_MIN),
        freq=freq,
        tz=parse_zone(tz) if tz else None,
        interval=found.integer("interval", 1, 1, MOST_INTERVAL),
        byday=byday,
        count=found.limit("count", 1, MOST_COUNT),
        until_local=parse_until(until) if until else None,
        exdates_local=tuple(parse_exdate(item) for item in found.items("exdates_local", MOST_EXDATES)),
        seats=found.integer("seats", 1, 0, MOST_SEATS),
        id=parse_id(found),
    )


def parse_query(value: Value) -> Query:
    """Read ``query``."""
    found = value.members(("now", "from", "to"), ("limit", "party"))
    begins, ends = parse_instant(found["from"]), parse_instant(found["to"])
    if begins > ends:
        raise found["to"].refuse("is before from", "write an end after the start")
    return Query(
        now=parse_instant(found["now"]),
        from_=begins,
        to=ends,
        limit=found.limit("limit", 0, MOST_SLOTS),
        party=found.integer("party", 1, 1, MOST_SEATS),
    )


def parse_id(found: Members) -> str | None:
    """Read the optional ``id`` of a booking or a series, used only in messages."""
    value = found.get("id")
    return None if value is None else value.text()
