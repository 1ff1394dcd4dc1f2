"""Drawn bookings as search problems, and as their bytes."""

from __future__ import annotations

from dataclasses import fields
from hashlib import sha256
from typing import Any

from scheduling.problem import Window
from scheduling.seeds.bookings import Bookings
from scheduling.seeds.values import Plan
from scheduling.wording import clock
from scheduling.zone import DAY, instant


def digest(drawn: Bookings) -> str:
    """The first sixteen digits of the digest of every column, byte by byte."""
    whole = sha256()
    for column in fields(Bookings):
        values = getattr(drawn, column.name)
        whole.update(values.astype(values.dtype.newbyteorder("<")).tobytes())
    return whole.hexdigest()[:16]


def problem(plan: Plan, drawn: Bookings, chosen: int) -> dict[str, Any]:
    """Ask whether a booking could be made now, if everything else within two days were there and it were not."""
    serving = {int(place) for place in (drawn.place[chosen], drawn.partner[chosen]) if place >= 0}
    start = int(drawn.start[chosen])
    near = (abs(drawn.start - start) < 2 * DAY) & ~drawn.cancelled
    others = [one for one in near.nonzero()[0].tolist() if one != chosen]
    offer = plan.offers[int(drawn.offer[chosen])].event
    return {
        "rules": {
            "resources": [_resource(plan, place) for place in sorted(serving)],
            "event": {name: getattr(offer, name) for name in offer.__slots__},
        },
        "bookings": [
            _booking(plan, drawn, one, place)
            for one in others
            for place in (int(drawn.place[one]), int(drawn.partner[one]))
            if place in serving
        ],
        "series": [_series(plan, number) for number in range(len(plan.series)) if _of(plan, number, serving)],
        "query": {
            "now": at(int(drawn.created[chosen])),
            "from": at(start),
            "to": at(start + 1),
            "party": int(drawn.party[chosen]),
        },
    }


def at(minute: int) -> str:
    """A minute as ISO text."""
    return instant(minute).isoformat()


def _resource(plan: Plan, place: int) -> dict[str, Any]:
    rules = plan.places[place].rules
    return {
        "id": rules.id,
        "tz": rules.tz,
        "weekly": {day: _hours(windows) for day, windows in rules.weekly.items()},
        "overrides": {day.isoformat(): _hours(windows) for day, windows in rules.overrides.items()},
        "capacity": rules.capacity,
    }


def _hours(windows: tuple[Window, ...]) -> list[list[str]]:
    return [[clock(window.start), clock(window.end)] for window in windows]


def _booking(plan: Plan, drawn: Bookings, one: int, place: int) -> dict[str, Any]:
    return {
        "resource": plan.places[place].rules.id,
        "start": at(int(drawn.start[one])),
        "end": at(int(drawn.end[one])),
        "buffer_before_min": int(drawn.before[one]),
        "buffer_after_min": int(drawn.after[one]),
        "seats": int(drawn.party[one]),
    }


def _of(plan: Plan, number: int, serving: set[int]) -> bool:
    return any(plan.places[place].rules.id == plan.series[number].resource for place in serving)


def _series(plan: Plan, number: int) -> dict[str, Any]:
    one = plan.series[number]
    return {
        "resource": one.resource,
        "dtstart_local": one.dtstart_local.isoformat(timespec="minutes"),
        "duration_min": one.duration_min,
        "freq": one.freq,
        "interval": one.interval,
        "byday": list(one.byday),
        "exdates_local": [day.isoformat() for day in one.exdates_local],
    }
