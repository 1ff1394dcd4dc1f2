"""Demonstration data: the tenant ``demo``, so that a newcomer has something to search and to book.

| event          | length | who serves it                                                   |
|----------------|--------|-----------------------------------------------------------------|
| `intro-call`   | 30 min | ada (London) or grace (New York)                                |
| `consultation` | 60 min | ada, 15 min of buffer around, 2 h notice, at most 4 a day       |
| `panel`        | 45 min | ada and grace together, in the hours that both work             |
| `group-class`  | 60 min | the studio in Berlin, 8 seats                                   |
| `night-watch`  | 120 min| the observatory in Auckland, open 22:00 to 04:00                |
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from scheduling.kernel import Kernel
from scheduling.problem import WEEKDAYS, Event
from scheduling.store import rules
from scheduling.values import Attendee, NewBooking, Search

TENANT = "demo"
DAY = 24 * 60
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
    for event, party in (("intro-call", 1), ("consultation", 1), ("group-class", 3)):
        await _book_some(kernel, event, party)


async def _put_resources(connection: AsyncConnection) -> None:
    office: rules.Hours = (("09:00", "12:30"), ("13:30", "17:30"))
    workdays = WEEKDAYS[:5]
    resources = (
        ("ada", "Europe/London", dict.fromkeys(workdays, office), 1),
        ("grace", "America/New_York", dict.fromkeys(workdays, (("08:00", "16:00"),)), 1),
        ("studio", "Europe/Berlin", dict.fromkeys(WEEKDAYS, (("10:00", "20:00"),)), 8),
        ("observatory", "Pacific/Auckland", dict.fromkeys(WEEKDAYS, (("22:00", "28:00"),)), 1),
    )
    for name, tz, weekly, capacity in resources:
        await rules.put_resource(connection, TENANT, name, tz=tz, weekly=weekly, capacity=capacity)


async def _put_events(connection: AsyncConnection) -> None:
    consultation = Event(60, 30, buffer_before_min=15, buffer_after_min=15, min_notice_min=120, max_per_day=4)
    events = (
        ("intro-call", Event(30, 15, min_notice_min=30), ("ada", "grace")),
        ("consultation", consultation, ("ada",)),
        ("panel", Event(45, 15, min_notice_min=DAY, mode="all", tz="UTC"), ("ada", "grace")),
        ("group-class", Event(60, 60), ("studio",)),
        ("night-watch", Event(120, 60), ("observatory",)),
    )
    for name, event, resources in events:
        await rules.put_event(connection, TENANT, name, replace(event, max_advance_min=90 * DAY), resources)


async def _book_some(kernel: Kernel, event: str, party: int) -> None:
    """Book slots of tomorrow and after, far enough apart that plenty stays free."""
    start = kernel.now() + timedelta(days=1)
    free = await kernel.search(
        TENANT, Search(event=event, start=start, end=start + timedelta(days=7), party=party, limit=40)
    )
    for number, (attendee, slot) in enumerate(zip(ATTENDEES, free.slots[::10], strict=False), start=1):
        new = NewBooking(event=event, start=slot.start, attendee=attendee, party=party)
        await kernel.book(TENANT, f"demo-{event}-{number}", new)
