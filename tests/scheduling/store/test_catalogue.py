"""What people are told of events and resources, and what a booking page asks of a date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from router.postgres import throwaway_database
from scheduling import (
    EventInfo,
    FreeDay,
    InvalidRequest,
    Kernel,
    NotFound,
    Obstacle,
    ResourceInfo,
    Search,
    SlotTaken,
    demo,
    lifespan,
)
from scheduling.problem import WEEKDAYS, Event
from scheduling.store import rules, taken
from tests.scheduling.store.test_tenants import statements
from tests.scheduling.store.world import Clock, Shop, at, key, wanted

pytestmark = pytest.mark.anyio

MONDAY = date(2026, 3, 2)
ADA = ResourceInfo(id="ada", title="Ada", tz="UTC")
GRACE = ResourceInfo(id="grace", title="Grace", tz="UTC")


async def test_an_event_is_told_of(shop: Shop) -> None:
    """Its terms as they stand; titles are read off the ids where nobody gave any."""
    assert await shop.kernel.get_event(shop.tenant, "call") == EventInfo(
        id="call",
        title="Call",
        description="",
        duration_min=30,
        tz="UTC",
        resources=(ADA, GRACE),
        mode="any",
        max_party=1,
        min_notice_min=60,
        max_advance_min=30 * 1440,
    )
    with pytest.raises(NotFound, match="no event 'dance'"):
        await shop.kernel.get_event(shop.tenant, "dance")
    with pytest.raises(NotFound):
        await shop.kernel.get_event("nobody", "call")


async def test_events_are_listed_by_title(shop: Shop) -> None:
    """By title whatever the case, then by id; one tenant's only, and an unknown tenant is not found."""
    async with shop.kernel.engine.begin() as connection:
        for name, title in (("zz", "a talk"), ("z-y_x", None), ("b", "A talk"), ("a", "Émile's hour")):
            await rules.put_event(connection, shop.tenant, name, Event(30, 30), ("ada",), title=title)
    found = await shop.kernel.list_events(shop.tenant)
    assert [(one.id, one.title) for one in found] == [
        ("b", "A talk"),
        ("zz", "a talk"),
        ("call", "Call"),
        ("checkup", "Checkup"),
        ("class", "Class"),
        ("consult", "Consult"),
        ("panel", "Panel"),
        ("z-y_x", "Z y x"),
        ("a", "Émile's hour"),
    ]
    assert [await shop.kernel.get_event(shop.tenant, one.id) for one in found] == list(found)
    with pytest.raises(NotFound, match="tenant"):
        await shop.kernel.list_events(f"nobody-{uuid4()}")


async def test_who_serves_says_how_large_a_party_may_be_and_where_home_is(shop: Shop) -> None:
    """Of mode any the largest resource counts, of mode all the smallest; home is the event's zone or the first's."""
    kernel, tenant = shop.kernel, shop.tenant
    async with kernel.engine.begin() as connection:
        hours = dict.fromkeys(WEEKDAYS, (("09:00", "17:00"),))
        await rules.put_resource(
            connection, tenant, "hall", tz="Asia/Tokyo", weekly=hours, capacity=40, title="The hall"
        )
        for name, event, resources in (
            ("any", Event(30, 30), ("hall", "room", "ada")),
            ("all", Event(30, 30, mode="all", tz="Europe/Paris"), ("hall", "room")),
            ("none", Event(30, 30), ()),
        ):
            await rules.put_event(connection, tenant, name, event, resources, title="T", description="Once\nmore")
    one, both, none = [await kernel.get_event(tenant, name) for name in ("any", "all", "none")]
    assert (one.max_party, one.tz, one.mode, one.max_advance_min) == (40, "Asia/Tokyo", "any", None)
    assert [(found.id, found.title) for found in one.resources] == [
        ("hall", "The hall"),
        ("room", "Room"),
        ("ada", "Ada"),
    ]
    assert (both.max_party, both.tz, both.mode, both.description) == (3, "Europe/Paris", "all", "Once\nmore")
    assert (none.max_party, none.tz, none.resources) == (0, "UTC", ())
    assert [found.code for found in await kernel.why_empty(tenant, "none", MONDAY, "UTC")] == ["nobody"]


@pytest.mark.parametrize("title", ["", " ", "x" * 201, "a\nb", "\x00"])
async def test_titles_are_checked(shop: Shop, title: str) -> None:
    """A title is a line of at most 200 characters, of an event and of a resource."""
    async with shop.kernel.engine.begin() as connection:
        with pytest.raises(InvalidRequest, match="title"):
            await rules.put_event(connection, shop.tenant, "call", Event(30, 30), ("ada",), title=title)
        with pytest.raises(InvalidRequest, match="title"):
            await rules.put_resource(connection, shop.tenant, "ada", tz="UTC", weekly={}, title=title)
        with pytest.raises(InvalidRequest, match="description"):
            await rules.put_event(connection, shop.tenant, "call", Event(30, 30), ("ada",), description="x" * 4_001)


async def test_days_count_what_search_finds(shop: Shop) -> None:
    """The week after the opening, in two zones: the same slots, on the dates that each clock shows."""
    await shop.kernel.book(shop.tenant, key(), wanted("consult", at(9)))
    days = await shop.kernel.free_days(shop.tenant, "consult", MONDAY, MONDAY + timedelta(days=6), "UTC")
    assert [one.slots for one in days] == [24, 29, 29, 29, 29, 0, 0]
    assert days[0] == FreeDay(date=MONDAY, slots=24, first=at(10, 15))
    assert days[6] == FreeDay(date=date(2026, 3, 8), slots=0, first=None)
    found = await shop.kernel.search(
        shop.tenant, Search(event="consult", start=at(0, days=-2), end=at(0, days=9), limit=1000)
    )
    for zone, hours in (("Pacific/Kiritimati", 14), ("Pacific/Niue", -11)):
        days = await shop.kernel.free_days(shop.tenant, "consult", MONDAY, MONDAY + timedelta(days=6), zone)
        shown = [(slot.start + timedelta(hours=hours)).date() for slot in found.slots]
        assert [one.slots for one in days] == [shown.count(one.date) for one in days]


async def test_days_may_be_narrowed(shop: Shop) -> None:
    """Resources and party narrow what is counted, as they do in a search."""
    kernel, tenant = shop.kernel, shop.tenant
    await kernel.book(tenant, key(), wanted("class", at(9), party=2))
    for party, expected in ((1, 15), (2, 13), (3, 13), (4, 0)):
        (day,) = await kernel.free_days(tenant, "class", MONDAY, MONDAY, "UTC", party=party)
        assert day.slots == expected
    await kernel.book(tenant, key(), wanted("call", at(9), "ada"))
    for resources, expected in (((), 16), (("ada",), 15), (("grace",), 16)):
        (day,) = await kernel.free_days(tenant, "call", MONDAY, MONDAY, "UTC", resources=resources)
        assert day.slots == expected
    with pytest.raises(NotFound):
        await kernel.free_days(tenant, "call", MONDAY, MONDAY, "UTC", resources=("room",))
    with pytest.raises(InvalidRequest):
        await kernel.why_empty(tenant, "panel", MONDAY, "UTC", resources=("ada",))


async def test_an_empty_day_says_why(shop: Shop) -> None:
    """Nothing is said of a day with a free start; else who is in the way and when, by title and in the asked zone."""
    kernel, tenant = shop.kernel, shop.tenant
    async with kernel.engine.begin() as connection:
        hours = {"mon": (("09:00", "12:00"),)}
        await rules.put_resource(connection, tenant, "ada", tz="UTC", weekly=hours, title="Ada Lovelace")
        await taken.put_calendar_error(connection, tenant, "grace", kernel.now())
    assert await kernel.why_empty(tenant, "call", MONDAY, "Europe/Berlin") == ()
    for hour in (9, 10, 11):
        await kernel.book(tenant, key(), wanted("call", at(hour)))
        await kernel.book(tenant, key(), wanted("call", at(hour, 30)))
    broken, booked = await kernel.why_empty(tenant, "call", MONDAY, "Europe/Berlin")
    assert (broken.code, broken.resource, broken.start, broken.end) == ("calendar_error", "grace", None, None)
    assert booked == Obstacle(
        code="booked",
        text="Ada Lovelace is booked from 10:00 to 13:00.",
        resource="ada",
        start=at(9),
        end=at(12),
    )
    for day, code in ((MONDAY - timedelta(days=14), "past"), (MONDAY + timedelta(days=60), "too_far")):
        assert [one.code for one in await kernel.why_empty(tenant, "call", day, "UTC")] == [code]


BAD_DATES = [
    ("tz", {"tz": "Europe/Atlantis"}),
    ("tz", {"tz": ""}),
    ("tz", {"tz": "../../etc/passwd"}),
    ("tz", {"tz": None}),
    ("first", {"first": datetime(2026, 3, 2, tzinfo=UTC)}),
    ("first", {"first": date.min}),
    ("first", {"first": "2026-03-02"}),
    ("last", {"last": date.max}),
    ("last", {"last": MONDAY - timedelta(days=1)}),
    ("last", {"last": MONDAY + timedelta(days=62)}),
    ("party", {"party": 0}),
    ("event", {"event": "\x00"}),
    ("resources", {"resources": ("",)}),
    ("tenant", {"tenant": ""}),
]


@pytest.mark.parametrize(("field", "change"), BAD_DATES, ids=str)
async def test_dates_are_checked(shop: Shop, field: str, change: dict[str, object]) -> None:
    """Each argument has its bounds, and the refusal names it."""
    good = {"tenant": shop.tenant, "event": "call", "first": MONDAY, "last": MONDAY, "tz": "UTC"}
    arguments = {**good, **change}
    with pytest.raises(InvalidRequest) as refusal:
        await shop.kernel.free_days(**arguments)  # type: ignore[arg-type]  # wrong on purpose
    assert refusal.value.extensions == {"field": field}
    day = arguments.pop("first")
    if arguments.pop("last") != MONDAY:
        return
    with pytest.raises(InvalidRequest) as refusal:
        await shop.kernel.why_empty(day=day, **arguments)  # type: ignore[arg-type]  # wrong on purpose
    assert refusal.value.extensions == {"field": {"first": "day"}.get(field, field)}


async def test_the_furthest_dates_can_be_asked_about(shop: Shop) -> None:
    """62 dates at either end of the years that are served, in the zones furthest from UTC."""
    for first in (date(1970, 1, 2), date(2199, 10, 30)):
        for zone in ("Pacific/Kiritimati", "Pacific/Niue"):
            days = await shop.kernel.free_days(shop.tenant, "class", first, first + timedelta(days=61), zone)
            assert len(days) == 62
            assert [one.date for one in days] == [first + timedelta(days=n) for n in range(62)]


async def test_whoever_asks_about_dates_asks_about_one_tenant(shop: Shop) -> None:
    """Each statement that a booking page leads to names the tenant."""
    made = await shop.kernel.book(shop.tenant, key(), wanted("call", at(9)))
    with statements(shop.kernel) as sent:
        await shop.kernel.list_events(shop.tenant)
        await shop.kernel.get_event(shop.tenant, "call")
        await shop.kernel.free_days(shop.tenant, "call", MONDAY, MONDAY, "UTC")
        await shop.kernel.why_empty(shop.tenant, "call", MONDAY + timedelta(days=6), "UTC")
        await shop.kernel.calendar_file(shop.tenant, made.id)
    about_tables = [(sql, values) for sql, values in sent if "FROM" in sql]
    assert len(about_tables) > 15
    for sql, values in about_tables:
        assert "tenant" in sql, sql
        assert shop.tenant in repr(values), sql


async def test_the_demonstration_has_full_days_to_show(server: str) -> None:
    """Whenever it is made, most of the next days with Margaret are full and say why; some are not, and later all is."""
    for day in (0, 1, 2, 5, 22, 240):
        clock = Clock()
        clock.moment = at(3, 17, days=day)
        async with throwaway_database(server) as url, lifespan(url, clock=clock) as kernel:
            await demo(kernel)
            today = clock.moment.date()
            days = await kernel.free_days("demo", "mentoring", today, today + timedelta(days=27), "America/New_York")
            told = [await kernel.why_empty("demo", "mentoring", one.date, "America/New_York") for one in days[:14]]
        assert [why == () for why in told] == [one.slots > 0 for one in days[:14]]
        assert 2 <= sum(one.slots > 0 for one in days[:14]) <= 4
        assert sum(one.slots > 5 for one in days[21:]) == 5
        assert {"booked", "closed", "no_fit"} <= {one.code for why in told for one in why}


async def test_the_demonstration_speaks_to_people(kernel: Kernel, clock: Clock) -> None:
    """Each event has a title that is no id and a sentence on what it is; whoever serves has a title too."""
    await demo(kernel)
    assert clock.moment == kernel.now()
    events = {one.id: one for one in await kernel.list_events("demo")}
    assert list(events) == ["consultation", "group-class", "intro-call", "mentoring", "night-watch", "panel"]
    assert events["intro-call"].title == "Introduction call"
    assert [one.title for one in events["panel"].resources] == ["Ada Lovelace", "Grace Hopper"]
    assert all(one.description.endswith(".") for one in events.values())


async def test_a_lost_race_offers_three_other_starts(shop: Shop) -> None:
    """What a booking page says to the second of two visitors."""
    await shop.kernel.book(shop.tenant, key(), wanted("consult", at(9)))
    with pytest.raises(SlotTaken) as refusal:
        await shop.kernel.book(shop.tenant, key(), wanted("consult", at(9)))
    assert refusal.value.extensions == {
        "next": ["2026-03-02T10:15:00Z", "2026-03-02T10:30:00Z", "2026-03-02T10:45:00Z"]
    }
