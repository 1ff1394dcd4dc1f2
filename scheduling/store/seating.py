"""Seating: which seats a booking takes, so that the exclusion constraint holds what the law holds.

Read ``sql/0002_no_double_booking.sql`` first: it says why a booking has core and padding rows, and what seats are;
``sql/0020_seats_as_boxes.sql`` says how the constraint looks at them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from sqlalchemy import text

if TYPE_CHECKING:  # the desk knows rosters, and these know places
    from scheduling.store.desk import Desk

Seats = tuple[int, int]
"""Seat numbers ``[low, high)``."""


@dataclass(frozen=True, slots=True)
class Seating:
    """Seats taken during ``[start, end)``; padding is what lies outside a booking's own start and end."""

    start: datetime
    end: datetime
    seats: Seats
    padding: bool = False


@dataclass(frozen=True, slots=True)
class Sitter:
    """What is to be seated: a booking's times, buffers and party."""

    start: datetime
    end: datetime
    before: timedelta
    after: timedelta
    party: int


@dataclass(frozen=True, slots=True)
class Place:
    """A resource as the constraint knows it."""

    resource: str
    number: int
    capacity: int


class Owner(NamedTuple):
    """Whose seats they are."""

    kind: Literal["booking", "hold"]
    id: str


def seat(sitter: Sitter, others: Sequence[Seating], capacity: int) -> list[Seating]:
    """Return seatings for one resource that share no seat with others, except padding with padding.

    The law has said that at each minute enough seats are free. Where the rows say otherwise (somebody wrote around the
    law), seats that are taken are named all the same: it is for the constraint to refuse them.
    """
    core = [other for other in others if not other.padding]
    stretches = [
        (sitter.start - sitter.before, sitter.start, core, True),
        (sitter.start, sitter.end, others, False),
        (sitter.end, sitter.end + sitter.after, core, True),
    ]
    return [
        Seating(start, end, seats, padding)
        for low, high, against, padding in stretches
        if low < high
        for start, end in pieces(low, high, against, capacity, sitter.party)
        for seats in choose(free(start, end, against, capacity), sitter.party)
    ]


def pieces(
    low: datetime, high: datetime, others: Iterable[Seating], capacity: int, party: int
) -> list[tuple[datetime, datetime]]:
    """Return ``[low, high)`` whole if enough seats are free all along, else cut where others come and go."""
    others = [other for other in others if other.start < high and other.end > low]
    if count(free(low, high, others, capacity)) >= party:
        return [(low, high)]
    changes = {moment for other in others for moment in (other.start, other.end) if low < moment < high}
    cuts = [low, *sorted(changes), high]
    return list(pairwise(cuts))


def free(low: datetime, high: datetime, others: Iterable[Seating], capacity: int) -> list[Seats]:
    """Return the seats that nobody takes at any time in ``[low, high)``."""
    found: list[Seats] = []
    first = 0
    for start, end in sorted(other.seats for other in others if other.start < high and other.end > low):
        if start > first:
            found.append((first, min(start, capacity)))
        first = max(first, end)
    if first < capacity:
        found.append((first, capacity))
    return [seats for seats in found if seats[0] < seats[1]]


def choose(ranges: Sequence[Seats], party: int) -> list[Seats]:
    """Return the lowest seats for a party; the first ones, free or not, where too few are free."""
    chosen: list[Seats] = []
    for low, high in ranges if count(ranges) >= party else [(0, party)]:
        size = min(party, high - low)
        if size:
            chosen.append((low, low + size))
            party -= size
    return chosen


def count(ranges: Iterable[Seats]) -> int:
    """Return how many seats ranges hold."""
    return sum(high - low for low, high in ranges)


_OTHERS = text("""
    SELECT lower(s.during) AS start, upper(s.during) AS "end", lower(s.seats) AS low, upper(s.seats) AS high,
           s.padding_of IS NOT NULL AS padding, coalesce(h.expires_at <= :now, false) AS expired
    FROM seatings s LEFT JOIN holds h ON h.tenant = s.tenant AND h.hold = s.hold
    WHERE s.tenant = :tenant AND s.area && seating_area(:number, tstzrange(:start, :end), int4range(0, 16384))
""")
# A hold that is being booked at this moment is left alone: whoever books it has the right of way.
_CLEAR = text("""
    WITH gone AS (
        SELECT h.tenant, h.hold FROM holds h
        WHERE h.tenant = :tenant AND h.expires_at <= :now AND h.hold IN (
            SELECT s.hold FROM seatings s
            WHERE s.tenant = :tenant AND s.hold IS NOT NULL
              AND s.area && seating_area(:number, tstzrange(:start, :end), int4range(0, 16384)))
        FOR UPDATE OF h SKIP LOCKED
    )
    DELETE FROM seatings s USING gone WHERE s.tenant = gone.tenant AND s.hold = gone.hold
""")
# All in one statement: the change log has a row for each.
_INSERT = """
    INSERT INTO seatings (tenant, {kind}, resource, resource_number, padding_of, during, seats)
    SELECT o.tenant, o.{kind}, :resource, :number, CASE WHEN w.padding THEN o.number END,
           tstzrange(w.start, w.end), int4range(w.low, w.high)
    FROM {kind}s o,
         unnest(CAST(:paddings AS boolean[]), CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[]),
                CAST(:lows AS integer[]), CAST(:highs AS integer[])) AS w (padding, start, "end", low, high)
    WHERE o.tenant = :tenant AND o.{kind} = :id
"""
_SEATED = {kind: text(_INSERT.format(kind=kind)) for kind in ("booking", "hold")}


async def take(desk: Desk, owner: Owner, sitter: Sitter, place: Place) -> None:
    """Seat somebody on one resource, which must be locked; the constraint refuses what is taken all the same.

    The seats of holds that have run out are taken away where they are in the way.
    """
    where = {"tenant": desk.tenant, "number": place.number, "now": desk.now}
    span = {"start": sitter.start - sitter.before, "end": sitter.end + sitter.after}
    found = (await desk.connection.execute(_OTHERS, {**where, **span})).all()
    if any(row.expired for row in found):
        await desk.connection.execute(_CLEAR, {**where, **span})
        found = (await desk.connection.execute(_OTHERS, {**where, **span})).all()
    rows = seat(
        sitter, [Seating(row.start, row.end, (row.low, row.high), row.padding) for row in found], place.capacity
    )
    columns = {
        "paddings": [row.padding for row in rows],
        "starts": [row.start for row in rows],
        "ends": [row.end for row in rows],
        "lows": [row.seats[0] for row in rows],
        "highs": [row.seats[1] for row in rows],
    }
    key = {"tenant": desk.tenant, "id": owner.id, "resource": place.resource, "number": place.number}
    await desk.connection.execute(_SEATED[owner.kind], {**key, **columns})


async def leave(desk: Desk, owner_id: str) -> None:
    """Free every seat of a booking or a hold."""
    statement = text("DELETE FROM seatings WHERE tenant = :tenant AND (booking = :id OR hold = :id)")
    await desk.connection.execute(statement, {"tenant": desk.tenant, "id": owner_id})
