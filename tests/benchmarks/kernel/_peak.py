"""The peak tenant without a database: its resources, and its bookings as the index takes them in."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from scheduling.index import Columns, Horizon, Layer
from scheduling.problem import Booking, Resource
from scheduling.seeds.bookings import taken
from scheduling.seeds.sizes import plan
from scheduling.zone import DAY, instant

PLAN = plan("peak")
PEOPLE: tuple[Resource, ...] = tuple(place.rules for place in PLAN.places)
YEAR = PLAN.days
FIRST = instant(PLAN.start)
HORIZON = Horizon(PLAN.start // DAY - 7, YEAR + 15)


def columns() -> Columns:
    """All bookings that stand, sorted by resource, then start; series and calendars in error are left out."""
    found = taken(PLAN)
    own = np.full(len(found.start), int(Layer.OWN))
    every = (found.place, found.start, found.end, own, found.seats, found.before, found.after)
    return Columns(*(column.astype(np.int32) for column in every)).sorted()


def listed(told: Columns, number: int) -> list[Booking]:
    """The bookings of one resource as values."""
    low, high = np.searchsorted(told.resource, (number, number + 1))
    some = told.of(slice(low, high))
    every = (some.start, some.end, some.seats, some.before, some.after)
    return [
        Booking(
            PEOPLE[number].id,
            instant(start),
            instant(end),
            seats=seats,
            buffer_before_min=before,
            buffer_after_min=after,
        )
        for start, end, seats, before, after in zip(*(column.tolist() for column in every), strict=True)
    ]


def month() -> tuple[timedelta, timedelta]:
    """Where the thirty days lie that are asked about, from the first day on: over a shift of most clocks."""
    return timedelta(days=59), timedelta(days=89)
