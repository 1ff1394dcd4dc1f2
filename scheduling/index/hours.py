"""Hours and grids: what the rules alone say of each tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from scheduling.index.horizon import TICK, Horizon
from scheduling.intervals import Interval
from scheduling.limits import local_days
from scheduling.opening import open_intervals
from scheduling.problem import Anchor, Resource
from scheduling.zone import DAY, segments


@dataclass(frozen=True, slots=True)
class Hours:
    """The ticks that are open throughout; ``uneven`` if some hours begin or end off the grid."""

    row: bytes
    uneven: bool


def hours(resource: Resource, horizon: Horizon) -> Hours:
    """Return the opening hours of a resource."""
    found = open_intervals(resource, horizon.start, horizon.end)
    return Hours(
        painted([(horizon.ceil(start), horizon.floor(end)) for start, end in found], horizon),
        any(start % TICK or end % TICK for start, end in found),
    )


def painted(spans: Sequence[Interval], horizon: Horizon) -> bytes:
    """Return a row of the ticks of some spans."""
    ticks = np.zeros(horizon.words * 64, np.bool_)
    for low, high in spans:
        ticks[max(low, 0) : max(high, 0)] = True
    return np.packbits(ticks, bitorder="little").tobytes()


@lru_cache(maxsize=256)
def start_grid(step: int, anchor: Anchor, tz: str, horizon: Horizon) -> bytes | None:
    """Return the ticks at which a slot may start (S3), or None if the start grid has minutes that are no ticks."""
    pieces = segments("UTC" if anchor == "utc" else tz, horizon.start, horizon.end)
    if step % TICK or any(piece.offset % TICK for piece in pieces):
        return None
    ticks = np.zeros(horizon.words * 64, np.bool_)
    for piece in pieces:
        low, high = horizon.ceil(piece.start), horizon.ceil(piece.end)
        local = np.arange(low, high) * TICK + (horizon.start + piece.offset)
        ticks[low:high] = (local if anchor == "utc" else local % DAY) % step == 0
    return np.packbits(ticks, bitorder="little").tobytes()


@lru_cache(maxsize=256)
def ticks_of_days(tz: str, horizon: Horizon) -> tuple[tuple[int, int, int], ...]:
    """Return the local days (days since 1970) of the horizon in order of time, each with its ticks ``[low, high)``."""
    found = local_days(tz, horizon.start, horizon.end)
    return tuple((day, horizon.ceil(low), horizon.ceil(high)) for day, (low, high) in found)
