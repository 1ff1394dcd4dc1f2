"""Hours and grids: what the rules alone say of each tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from scheduling.index.horizon import PER_DAY, TICK, WORD, Horizon
from scheduling.intervals import Interval
from scheduling.limits import local_days
from scheduling.opening import open_intervals
from scheduling.problem import WEEKDAYS, Anchor, Resource, Window
from scheduling.zone import DAY, EPOCH_ORDINAL, Segment, segments

Windows = tuple[Window, ...]
Week = tuple[Windows, ...]


@dataclass(frozen=True, slots=True)
class Hours:
    """The ticks that are open throughout; ``uneven`` if some hours begin or end off the grid."""

    row: bytes
    uneven: bool


def hours(resource: Resource, horizon: Horizon) -> Hours:
    """Return the opening hours of a resource; those of equal rules are one object."""
    weekly = tuple(resource.weekly.get(day, ()) for day in WEEKDAYS)
    return _hours(resource.tz, weekly, tuple(sorted(resource.overrides.items())), horizon)


@lru_cache(maxsize=4096)
def _hours(tz: str, weekly: Week, overrides: tuple[tuple[date, Windows], ...], horizon: Horizon) -> Hours:
    pieces = segments(tz, horizon.start, horizon.end)
    # Days of the same hours are most often one object, which saves looking at them again.
    kinds = {id(windows): windows for windows in (*weekly, *(one for _, one in overrides))}
    windows = [(window.start, window.end) for kind in kinds.values() for window in kind]
    shifts = [(piece.start, piece.offset) for piece in pieces]
    if not any(one % TICK or other % TICK for one, other in windows + shifts):
        return Hours(_laid(pieces, weekly, overrides, horizon), uneven=False)
    rules = Resource("", tz, dict(zip(WEEKDAYS, weekly, strict=True)), dict(overrides))
    found = open_intervals(rules, horizon.start, horizon.end)
    spans = [(horizon.ceil(start), horizon.floor(end)) for start, end in found]
    return Hours(painted(spans, horizon), any(start % TICK or end % TICK for start, end in found))


def _laid(
    pieces: Sequence[Segment], weekly: Week, overrides: Sequence[tuple[date, Windows]], horizon: Horizon
) -> bytes:
    """Return the open ticks where all hours and all shifts of the clock lie on ticks.

    Windows are laid on local days, two days long each because of night shifts; each stretch of constant offset is then
    a cut out of them, so that a minute in a gap is on no stretch, and a repeated one on two.
    """
    first, count = horizon.first - 2, horizon.days + 4
    kinds = list({id(windows): windows for windows in (*weekly, *(one for _, one in overrides))}.values())
    places = {id(windows): place for place, windows in enumerate(kinds)}
    drawn = np.zeros((len(kinds), 2 * PER_DAY), np.bool_)
    for place, windows in enumerate(kinds):
        for window in windows:
            drawn[place, window.start // TICK : window.end // TICK] = True
    # 1970-01-01 was a Thursday.
    chosen = np.array([places[id(windows)] for windows in weekly])[_weekdays(first + 3, count)]
    for day, windows in overrides:
        at = day.toordinal() - EPOCH_ORDINAL - first
        if 0 <= at < count:
            chosen[at] = places[id(windows)]
    today, spilt = drawn[:, :PER_DAY], drawn[:, PER_DAY:]
    local = today.take(chosen[1:], axis=0)
    if spilt.any():
        local |= spilt.take(chosen[:-1], axis=0)
    ticks = np.zeros(horizon.words * WORD, np.bool_)
    for piece in pieces:
        low, high = horizon.floor(piece.start), horizon.floor(piece.end)
        ahead = piece.offset // TICK + PER_DAY
        ticks[low:high] = local.reshape(-1)[low + ahead : high + ahead]
    return np.packbits(ticks, bitorder="little").tobytes()


@lru_cache(maxsize=64)
def _weekdays(first: int, count: int) -> NDArray[np.intp]:
    """Return the numbers of so many days of the week from one on."""
    return np.arange(first, first + count) % 7


def painted(spans: Sequence[Interval], horizon: Horizon) -> bytes:
    """Return a row of the ticks of some spans."""
    ticks = np.zeros(horizon.words * WORD, np.bool_)
    for low, high in spans:
        ticks[max(low, 0) : max(high, 0)] = True
    return np.packbits(ticks, bitorder="little").tobytes()


@lru_cache(maxsize=256)
def start_grid(step: int, anchor: Anchor, tz: str, horizon: Horizon) -> bytes | None:
    """Return the ticks at which a slot may start (S3), or None if the start grid has minutes that are no ticks."""
    pieces = segments("UTC" if anchor == "utc" else tz, horizon.start, horizon.end)
    if step % TICK or any(piece.offset % TICK for piece in pieces):
        return None
    ticks = np.zeros(horizon.words * WORD, np.bool_)
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
