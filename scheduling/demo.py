"""Demonstration data: the tenant ``demo``, so that a newcomer has something to search and to book.

| event          | length | who serves it                                                   |
|----------------|--------|-----------------------------------------------------------------|
| `intro-call`   | 30 min | ada (London) or grace (New York)                                |
| `consultation` | 60 min | ada, 15 min of buffer around, 2 h notice, at most 4 a day       |
| `panel`        | 45 min | ada and grace together, in the hours that both work             |
| `group-class`  | 60 min | the studio in Berlin, 8 seats                                   |
| `night-watch`  | 120 min| the observatory in Auckland, open 22:00 to 04:00                |
| `mentoring`    | 60 min | margaret (New York), with hardly an hour left for two weeks     |
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import NAMESPACE_DNS, uuid5

from sqlalchemy.ext.asyncio import AsyncConnection

from scheduling.kernel import Kernel
from scheduling.problem import WEEKDAYS, Event, Series, Weekday
from scheduling.store import rules
from scheduling.store.taken import put_series
from scheduling.values import Attendee, NewBooking, Search

TENANT = "demo"
DAY = 24 * 60
WORDS = {
    "intro-call": (
        "Introduction call",
        "Half an hour to get to know each other and to see what we can do for you.",
    ),
    "consultation": ("Consultation", "An hour with Ada on the question that keeps you busy."),
    "panel": ("Panel interview", "Three quarters of an hour with Ada and Grace together."),
    "group-class": ("Group class", "An hour of practice in our Berlin studio, with room for eight."),
    "night-watch": ("Night watch", "Two hours at the telescope in Auckland, weather permitting."),
    "mentoring": ("Mentoring hour", "An hour with Margaret, who is in great demand at the moment."),
}
TAKEN: tuple[tuple[float, int, tuple[Weekday, ...]], ...] = (
    (9, 210, ("mon", "tue", "thu", "fri")),
    (9, 120, ("wed",)),
    (13.5, 240, ("mon", "wed")),
    (13.5, 90, ("tue", "thu")),
    (15.75, 105, ("tue", "thu")),  # leaves 15:00 to 15:45, which is too short
    (13.5, 60, ("fri",)),
    (16, 90, ("fri",)),
)
"""What margaret does all the time: from which hour, for how many minutes, on which days."""
ATTENDEES = (
    Attendee(name="Katherine Johnson", email="katherine@example.com"),
    Attendee(name="José Núñez", email="jose@example.com"),
    Attendee(name="渡辺 はる", email="haru@example.com"),
)


async def demo(kernel: Kernel) -> None:
    """Make the tenant ``demo`` with its resources, events and a few bookings; if it is there, change nothing."""
    async with kernel.engine.begin() as connection:
        if not await rules.put_tenant(connection, TENANT, kernel.now()):
            return
        await _put_resources(connection)
        await _put_events(connection)
        await _fill(connection, kernel.now())
    for event, party in (("intro-call", 1), ("consultation", 1), ("group-class", 3)):
        await _book_some(kernel, event, party)


async def _put_resources(connection: AsyncConnection) -> None:
    office: rules.Hours = (("09:00", "12:30"), ("13:30", "17:30"))
    workdays = WEEKDAYS[:5]
    resources = (
        ("ada", "Ada Lovelace", "Europe/London", dict.fromkeys(workdays, office), 1),
        ("grace", "Grace Hopper", "America/New_York", dict.fromkeys(workdays, (("08:00", "16:00"),)), 1),
        ("margaret", "Margaret Hamilton", "America/New_York", dict.fromkeys(workdays, office), 1),
        ("studio", "Berlin studio", "Europe/Berlin", dict.fromkeys(WEEKDAYS, (("10:00", "20:00"),)), 8),
        ("observatory", "Auckland observatory", "Pacific/Auckland", dict.fromkeys(WEEKDAYS, (("22:00", "28:00"),)), 1),
    )
    for name, title, tz, weekly, capacity in resources:
        await rules.put_resource(connection, TENANT, name, tz=tz, weekly=weekly, capacity=capacity, title=title)


async def _put_events(connection: AsyncConnection) -> None:
    consultation = Event(60, 30, buffer_before_min=15, buffer_after_min=15, min_notice_min=120, max_per_day=4)
    events = (
        ("intro-call", Event(30, 15, min_notice_min=30), ("ada", "grace")),
        ("consultation", consultation, ("ada",)),
        ("panel", Event(45, 15, min_notice_min=DAY, mode="all", tz="UTC"), ("ada", "grace")),
        ("group-class", Event(60, 60), ("studio",)),
        ("night-watch", Event(120, 60), ("observatory",)),
        ("mentoring", Event(60, 30, buffer_after_min=15, min_notice_min=DAY), ("margaret",)),
    )
    for name, event, resources in events:
        title, description = WORDS[name]
        limited = replace(event, max_advance_min=90 * DAY)
        await rules.put_event(connection, TENANT, name, limited, resources, title=title, description=description)


async def _fill(connection: AsyncConnection, now: datetime) -> None:
    """Take margaret's time of this week and the next two, but for an hour or two on Wednesdays and Fridays."""
    monday = datetime.combine(now.date() - timedelta(days=now.weekday()), time())
    for number, (hours, minutes, days) in enumerate(TAKEN):
        series = Series(
            resource="margaret",
            dtstart_local=monday + timedelta(hours=hours),
            duration_min=minutes,
            freq="weekly",
            byday=days,
            until_local=monday + timedelta(days=21),
        )
        await put_series(connection, TENANT, series, str(uuid5(NAMESPACE_DNS, f"{TENANT}-{number}")))


async def _book_some(kernel: Kernel, event: str, party: int) -> None:
    """Book slots of tomorrow and after, far enough apart that plenty stays free."""
    start = kernel.now() + timedelta(days=1)
    free = await kernel.search(
        TENANT, Search(event=event, start=start, end=start + timedelta(days=7), party=party, limit=40)
    )
    for number, (attendee, slot) in enumerate(zip(ATTENDEES, free.slots[::10], strict=False), start=1):
        new = NewBooking(event=event, start=slot.start, attendee=attendee, party=party)
        await kernel.book(TENANT, f"demo-{event}-{number}", new)
