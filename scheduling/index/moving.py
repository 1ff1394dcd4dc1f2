"""Moving: the horizon goes on with time."""

from __future__ import annotations

import numpy as np

from scheduling.index.horizon import BYTES_PER_DAY, Horizon
from scheduling.index.index import Index


def moved(index: Index, first: int) -> tuple[Index, range]:
    """Return an index of as many days that begins on a later UTC day (days since 1970), and the days new to it.

    Of these nothing is known until each resource's are rebuilt. Plans have to be made anew.
    """
    old, days = index.horizon, first - index.horizon.first
    if not 0 <= days < old.days:
        raise ValueError(f"the horizon cannot go {days} days on; make a new index")
    horizon = Horizon(first, old.days)
    fresh = range(old.first + old.days, first + old.days)
    found = Index(horizon, (row.resource for row in index.rows.values()))
    for name, row in index.rows.items():
        there = found.rows[name]
        there.broken = row.broken
        there.unknown = {day for day in row.unknown if day >= first} | set(fresh)
        there.uneven = {day: count for day, count in row.uneven.items() if day >= first - 2}
        for layer, planes in row.planes.items():
            kept = [plane[days * BYTES_PER_DAY : old.days * BYTES_PER_DAY] for plane in planes]
            there.planes[layer] = [plane + bytearray(horizon.size - len(plane)) for plane in kept]
        if row.booked is not None:
            there.booked = np.zeros_like(row.booked)
            there.booked[: len(row.booked) - days] = row.booked[days:]
        for hold in row.holds:
            found.watch(hold)
    found.expired_until = index.expired_until
    found.doubtful = any(row.unknown for row in found.rows.values())
    return found, fresh
