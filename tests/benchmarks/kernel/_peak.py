"""A peak tenant without a database: 1,000 resources in seven zones, 365 days, about 2.3 million bookings."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np

from scheduling.index import Columns, Horizon, Layer
from scheduling.problem import WEEKDAYS, Booking, Resource, Weekday, Window
from scheduling.zone import DAY, instant

ZONES = ("America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia")
ZONES += ("America/St_Johns", "Africa/Casablanca")
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
YEAR = 365
HORIZON = Horizon((FIRST - datetime(1970, 1, 1, tzinfo=UTC)).days - 7, YEAR + 15)
ORIGIN = HORIZON.start + 7 * DAY


def resources(count: int) -> tuple[Resource, ...]:
    """People with five to seven days of one or two shifts, and two weeks off that only they have."""
    found = []
    for number in range(count):
        open_from = 480 + number % 5 * 30
        shifts = (Window(open_from, open_from + 270), Window(open_from + 315, open_from + 630))
        days: tuple[Weekday, ...] = WEEKDAYS[: 5 + number % 3]
        off = date(2026, 1, 1) + timedelta(days=number * 37 % 340)
        away = {off + timedelta(days=day): () for day in range(14)}
        found.append(Resource(f"r{number}", ZONES[number % len(ZONES)], dict.fromkeys(days, shifts), away))
    return tuple(found)


def bookings(count: int, *, buffer: int = 10, seed: int = 6) -> Columns:
    """About 6.3 bookings a day and resource, of 20 to 60 minutes, with a buffer after each."""
    chance = np.random.default_rng(seed)
    most = 10
    shape = (count, YEAR, most)
    # In a day of 50 minutes each, of which some are taken: bookings never overlap, and lie around the resource's noon.
    taken = chance.random(shape) < 0.63
    length = chance.choice(np.array([20, 30, 45, 60 - buffer]), shape)
    slack = (60 - buffer - length) // 5
    start = (chance.random(shape) * (slack + 1)).astype(np.int64) * 5
    noon = np.array([1020, 720, 90, 375, 1380, 930, 720])[np.arange(count) % len(ZONES)]
    start += ORIGIN + noon[:, None, None] - 300
    start += np.arange(YEAR)[None, :, None] * DAY + np.arange(most)[None, None, :] * 60
    number = np.broadcast_to(np.arange(count)[:, None, None], shape)
    column = [number[taken], start[taken], (start + length)[taken]]
    resource, begins, ends = (one.astype(np.int32) for one in column)
    same = np.ones_like(resource)
    return Columns(resource, begins, ends, same * int(Layer.OWN), same, same * 0, same * buffer)


def listed(told: Columns, number: int) -> list[Booking]:
    """The bookings of one resource as values."""
    low, high = np.searchsorted(told.resource, (number, number + 1))
    some = told.of(slice(low, high))
    return [
        Booking(f"r{number}", instant(start), instant(end), buffer_after_min=after)
        for start, end, after in zip(some.start.tolist(), some.end.tolist(), some.after.tolist(), strict=True)
    ]
