"""The three tenants: ``small`` is written out, ``medium`` and ``peak`` are drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from scheduling.problem import WEEKDAYS, Event, Resource, Series
from scheduling.seeds.draws import Draws
from scheduling.seeds.hours import ALWAYS, NIGHT, OFFICE, SHIFTS, overrides
from scheduling.seeds.values import Offer, Place, Plan

FIRST = date(2026, 1, 1)
"""Where a tenant begins unless somebody says otherwise: fixed, so that the same command makes the same rows."""
DAYS = 365
NOTICE, ADVANCE = 120, 730 * 1440
ZONES: Mapping[str, int] = {
    "America/New_York": 36,
    "Europe/London": 24,
    "Africa/Casablanca": 12,
    "Asia/Kathmandu": 10,
    "America/St_Johns": 8,
    "Australia/Lord_Howe": 6,
    "Pacific/Apia": 4,
}
"""Where those of drawn tenants work, and how many of a hundred: unevenly, and where clocks do odd things."""
SEATS = (2, 4, 8, 12, 20)
IDLE = (5, 15, 30, 30, 45, 90)
_PLANS, _SERIES = 1, 2


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of a drawn tenant; ``block`` places are drawn together."""

    name: str
    places: int
    bookings: int
    block: int
    calendar_errors: int


MEDIUM = Size("medium", 60, 120_000, 60, 1)
PEAK = Size("peak", 1_000, 2_300_000, 50, 3)


def plan(name: str, *, seed: int = 1, first: date = FIRST) -> Plan:
    """Return the plan of ``small``, ``medium`` or ``peak``; the tenant has the size's name."""
    return small(seed, first) if name == "small" else drawn({"medium": MEDIUM, "peak": PEAK}[name], seed, first)


def small(seed: int, first: date) -> Plan:
    """Return the small tenant: a person in London, a night watch on Lord Howe, and a boat with six seats in Apia."""
    words = (
        ("iris", "Iris Oduya", "Europe/London", OFFICE, 1),
        ("jun", "Jun Park, at night", "Australia/Lord_Howe", NIGHT, 1),
        ("boat", "The boat", "Pacific/Apia", ALWAYS, 6),
    )
    places = tuple(
        Place(Resource(name, tz, weekly, overrides(tz, first, DAYS, (200, 7)), seats), title, 240)
        for name, title, tz, weekly, seats in words
    )
    offers = (
        Offer("call", "Call", "Half an hour with whoever is there.", Event(30, 15, min_notice_min=30), (0, 1), 2),
        Offer(
            "consult",
            "Consultation",
            "An hour with Iris.",
            Event(60, 30, buffer_before_min=15, buffer_after_min=10, min_notice_min=NOTICE),
            (0,),
        ),
        Offer("trip", "Boat trip", "Two hours on the lagoon.", Event(120, 60, buffer_after_min=30), (2,)),
        Offer("handover", "Handover", "Iris and Jun together.", Event(15, 15, mode="all", tz="UTC"), (0, 1), 0),
        Offer("odd", "Odd minutes", "A start every seven minutes.", Event(20, 7, max_per_day=3), (0,), 0),
    )
    standup = Series("iris", datetime.combine(first, time(9)), 15, "weekly", byday=("mon", "wed"))
    return Plan("small", seed, first, DAYS, 2_000, 3, places, offers, (standup,))


def drawn(size: Size, seed: int, first: date) -> Plan:
    """Return a plan of a drawn tenant."""
    places: list[Place] = []
    for begin in range(0, size.places, size.block):
        count = min(size.block, size.places - begin)
        draws = Draws(seed, _PLANS, begin // size.block)
        for turn, (tz, many) in enumerate(shares(ZONES, count).items(), begin // size.block):
            places += _colleagues(tz, len(places), many, turn, first, draws)
    return Plan(
        tenant=size.name,
        seed=seed,
        first=first,
        days=DAYS,
        bookings=size.bookings,
        block=size.block,
        places=tuple(places),
        offers=(*_offers(places, size.block), *_special(places)),
        series=_series(places, first, Draws(seed, _SERIES)),
        calendar_errors=tuple(places[-1 - 7 * number].rules.id for number in range(size.calendar_errors)),
    )


def shares(weights: Mapping[str, int], count: int) -> dict[str, int]:
    """Split a count by weights; what rounding leaves over goes to the first."""
    whole = {name: weight * count // sum(weights.values()) for name, weight in weights.items()}
    return {
        name: many + (count - sum(whole.values()) if number == 0 else 0)
        for number, (name, many) in enumerate(whole.items())
    }


def _colleagues(tz: str, begin: int, count: int, turn: int, first: date, draws: Draws) -> list[Place]:
    """Return those of a block who work in one zone: two and two share their hours, one in seven has seats."""
    found: list[Place] = []
    for number in range(count):
        at = begin + number
        leads, paired = number % 2 == 0, number - number % 2 + 1 < count
        if leads:
            weekly = SHIFTS[(number // 2 + turn) % len(SHIFTS)]
            away = draws.one(DAYS - 14), 3 + draws.one(12)
            seats = SEATS[draws.one(len(SEATS))] if number // 2 % 7 == 2 else 1
            closed = overrides(tz, first, DAYS, away)
        rules = Resource(f"r{at:04}", tz, weekly, closed, seats)
        partner = (at + 1 if leads else at - 1) if paired and seats == 1 else None
        title = f"{'Room' if seats > 1 else 'Person'} {at:04}, {tz.split('/')[1].replace('_', ' ')}"
        found.append(Place(rules, title, IDLE[draws.one(len(IDLE))], partner))
    return found


KINDS: tuple[tuple[str, str, Event, int], ...] = (
    ("visit", "Visit", Event(30, 15, max_advance_min=ADVANCE), 6),
    ("checkup", "Check-up", Event(45, 15, buffer_after_min=10, min_notice_min=NOTICE), 3),
    ("consult", "Consultation", Event(60, 30, buffer_before_min=10, buffer_after_min=10, min_notice_min=NOTICE), 2),
    ("quick", "Quick question", Event(15, 5), 3),
    ("long", "Long session", Event(90, 30, buffer_before_min=15, buffer_after_min=30), 1),
    ("fixed", "At fixed times of UTC", Event(20, 20, buffer_before_min=5, anchor="utc"), 1),
)


def _offers(places: Sequence[Place], block: int) -> list[Offer]:
    """Return what is booked: each kind of each zone, classes where there are seats, and what pairs do together."""
    found: list[Offer] = []
    for tz in ZONES:
        city = tz.split("/")[1]
        here = [number for number, place in enumerate(places) if place.rules.tz == tz]
        alone = tuple(number for number in here if places[number].rules.capacity == 1)
        rooms = tuple(number for number in here if places[number].rules.capacity > 1)
        for kind, title, event, weight in KINDS:
            found.append(Offer(f"{kind}-{city.lower()}", f"{title}, {city}", "", event, alone, weight))
        found.append(Offer(f"class-{city.lower()}", f"Class, {city}", "", Event(60, 15, buffer_after_min=15), rooms))
    everyone = tuple(range(len(places)))
    found.append(Offer("anyone", "Anyone at all", "Half an hour with whoever is free.", Event(30, 15), everyone, 4))
    for leader, place in enumerate(places):
        # Few are enough, and an event for every pair would be five hundred of them.
        if place.partner == leader + 1 and leader % block < 12:
            event = Event(45, 15, buffer_after_min=15, mode="all")
            found.append(
                Offer(
                    f"pair-{place.rules.id}", f"Both {leader:04} and {leader + 1:04}", "", event, (leader, leader + 1)
                )
            )
    return found


def _special(places: Sequence[Place]) -> list[Offer]:
    """Return what can be booked and is not: odd grids, limits, and many who must all be free."""
    few, some = tuple(range(min(5, len(places)))), tuple(range(0, len(places), 7))
    return [
        Offer("odd", "Odd minutes", "A start every seven minutes.", Event(25, 7), some, 0),
        Offer("rare", "Twice a day", "", Event(60, 60, max_per_day=2), some, 0),
        Offer("board", "Board", "Five people in one meeting.", Event(30, 15, mode="all", tz="UTC"), few, 0),
    ]


def _series(places: Sequence[Place], first: date, draws: Draws) -> tuple[Series, ...]:
    """Return standing appointments of one pair in sixteen, the same for both."""
    found: list[Series] = []
    for leader, place in enumerate(places):
        if place.partner != leader + 1 or draws.one(16):
            continue
        hour, day = 9 + draws.one(3), WEEKDAYS[draws.one(5)]
        off = first + timedelta(days=21 + draws.one(200))
        for name in (place.rules.id, places[leader + 1].rules.id):
            begins = datetime.combine(first, time(hour))
            found.append(Series(name, begins, 30, "weekly", byday=(day, "fri"), exdates_local=(off,)))
            found.append(Series(name, begins.replace(hour=hour + 4), 45, "daily", interval=2))
    return tuple(found)
