"""Entries: what a booking or a series takes, in ticks.

Each kind of entry has a layer of its own, so that what one takes away the other keeps. Buffers have a layer beside that
of the times themselves: a slot with its own buffers must keep out of the one, a raw slot out of both (S5).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from scheduling.index.horizon import TICK, Horizon
from scheduling.intervals import Interval
from scheduling.limits import local_day
from scheduling.problem import OWN, Booking, Series
from scheduling.series import occurrences
from scheduling.zone import DAY, ceil_minute, floor_minute

MARGIN = 2 * DAY
"""Minutes beyond the horizon in which entries still count: for ``max_per_day`` on a local date that reaches into it."""


class Layer(IntEnum):
    """Who takes the time. ``*_BUFFER`` is what only buffers take. The numbers are part of the stored form."""

    OPEN = 0
    OWN = 1
    OWN_BUFFER = 2
    OUTSIDE = 3
    OUTSIDE_BUFFER = 4
    HOLD = 5
    HOLD_BUFFER = 6
    SERIES = 7


CORES = (Layer.OWN, Layer.OUTSIDE, Layer.HOLD, Layer.SERIES)
BUFFERS = (Layer.OWN_BUFFER, Layer.OUTSIDE_BUFFER, Layer.HOLD_BUFFER)
BUFFER_OF = dict(zip(CORES, BUFFERS, strict=False))


@dataclass(frozen=True, slots=True)
class Piece:
    """Seats taken during the ticks ``[low, high)`` of the horizon, which may reach out of it."""

    layer: Layer
    low: int
    high: int
    seats: int


@dataclass(frozen=True, slots=True)
class Taking:
    """What one entry takes.

    ``counted`` is the UTC day and the local day on which it starts, if it counts for ``max_per_day``; ``uneven`` are
    the UTC days on which an edge off the grid may matter, ``range(0)`` where all its edges lie on ticks.
    """

    pieces: tuple[Piece, ...]
    counted: tuple[int, int] | None = None
    uneven: range = range(0)


def takings(entry: Booking | Series, tz: str, horizon: Horizon) -> list[Taking]:
    """Return what an entry takes of the horizon and a little beyond; ``tz`` is its resource's zone.

    A hold takes its time whether or not it has run out.
    """
    if isinstance(entry, Booking):
        return list(_of_booking(entry, tz, horizon))
    times = occurrences(entry, tz, horizon.start - MARGIN, horizon.end + MARGIN) if entry.seats else []
    return [_taking(Layer.SERIES, one, one, entry.seats, horizon) for one in times]


def _of_booking(booking: Booking, tz: str, horizon: Horizon) -> Iterator[Taking]:
    if booking.status == "cancelled":
        return
    raw, wide = (floor_minute(booking.start), ceil_minute(booking.end)), padded(booking)
    if wide[1] <= horizon.start - MARGIN or wide[0] >= horizon.end + MARGIN:
        return
    own = booking.source == OWN
    counted = (raw[0] // DAY, local_day(tz, raw[0])) if own else None
    if booking.transparent or not booking.seats:
        if counted:
            yield Taking((), counted)
        return
    layer = Layer.HOLD if booking.status == "hold" else Layer.OWN if own else Layer.OUTSIDE
    yield _taking(layer, raw, wide, booking.seats, horizon, counted)


def padded(booking: Booking) -> Interval:
    """Return the minutes that a booking takes with its own buffers."""
    start, end = floor_minute(booking.start), ceil_minute(booking.end)
    return start - booking.buffer_before_min, end + booking.buffer_after_min


def _taking(
    layer: Layer,
    raw: Interval,
    wide: Interval,
    seats: int,
    horizon: Horizon,
    counted: tuple[int, int] | None = None,
) -> Taking:
    low, high = horizon.floor(raw[0]), horizon.ceil(raw[1])
    pieces = [Piece(layer, low, high, seats)]
    if wide != raw:
        buffer = BUFFER_OF[layer]
        pieces += [
            Piece(buffer, horizon.floor(wide[0]), low, seats),
            Piece(buffer, high, horizon.ceil(wide[1]), seats),
        ]
    uneven = any(edge % TICK for edge in (*raw, *wide))
    days = range(wide[0] // DAY, wide[1] // DAY + 1) if uneven else range(0)
    return Taking(tuple(piece for piece in pieces if piece.low < piece.high), counted, days)
