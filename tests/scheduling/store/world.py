"""A small world for stories: a clock that is set by hand, a shop with two people and a room, and short ways to ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

from scheduling import Attendee, Kernel, NewBooking, Search
from scheduling.problem import WEEKDAYS, Event
from scheduling.store import rules

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
OPENING = MONDAY - timedelta(days=2)
"""When every story starts: the Saturday before."""
ADA = Attendee(name="Ada Lovelace", email="ada@example.com")
_keys = count(1)


class Clock:
    """Stands still until somebody sets ``moment``."""

    def __init__(self) -> None:
        self.moment = OPENING

    def __call__(self) -> datetime:
        """Return the moment."""
        return self.moment


def at(hours: int, minutes: int = 0, *, days: int = 0) -> datetime:
    """Return a time of the Monday, or of so many days after it."""
    return MONDAY + timedelta(days=days, hours=hours, minutes=minutes)


def key() -> str:
    """Return an idempotency key that nobody has used."""
    return f"key-{next(_keys)}"


async def open_shop(kernel: Kernel, tenant: str) -> Shop:
    """Make a tenant: ada and grace work from 9 to 17 UTC on weekdays, the room has 3 seats, and so do its hours."""
    weekly: dict[rules.Weekday, rules.Hours] = dict.fromkeys(WEEKDAYS[:5], (("09:00", "17:00"),))
    async with kernel.engine.begin() as connection:
        await rules.put_tenant(connection, tenant, kernel.now())
        for resource, capacity in (("ada", 1), ("grace", 1), ("room", 3)):
            await rules.put_resource(connection, tenant, resource, tz="UTC", weekly=weekly, capacity=capacity)
        for event, terms, resources in (
            ("call", Event(30, 30, min_notice_min=60, max_advance_min=30 * 1440), ("ada", "grace")),
            ("consult", Event(60, 15, buffer_before_min=15, buffer_after_min=15), ("ada",)),
            ("class", Event(60, 30), ("room",)),
            ("panel", Event(60, 60, mode="all"), ("ada", "grace")),
            ("checkup", Event(30, 30, max_per_day=2), ("grace",)),
        ):
            await rules.put_event(connection, tenant, event, terms, resources)
    return Shop(kernel, tenant)


@dataclass(frozen=True, slots=True)
class Shop:
    """A tenant and the kernel."""

    kernel: Kernel
    tenant: str

    async def starts(self, event: str, start: datetime, end: datetime, party: int = 1) -> list[str]:
        """Return the free starts as ``HH:MM``."""
        found = await self.kernel.search(self.tenant, Search(event=event, start=start, end=end, party=party))
        return [f"{slot.start:%H:%M}" for slot in found.slots]


def wanted(event: str, start: datetime, *resources: str, party: int = 1, notes: str = "") -> NewBooking:
    """Return a booking to be made for Ada."""
    return NewBooking(event=event, start=start, attendee=ADA, resources=resources, party=party, notes=notes)
