"""Loading: a tenant's index from the database, all of it once, and later only what has changed."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy.ext.asyncio import AsyncConnection

from scheduling.checks import EARLIEST
from scheduling.index import Columns, Horizon, Index, Layer, Plan
from scheduling.index.entries import MARGIN
from scheduling.index.index import Entry
from scheduling.problem import Resource
from scheduling.store import changes, rules, taken
from scheduling.store.changes import Changes, Span
from scheduling.store.rules import Roster
from scheduling.zone import DAY, floor_minute, instant

DAYS = 400
"""How many days an index looks ahead: a year, and as long again as the longest search without it."""
BEHIND = 2
"""How many days it keeps behind, for clocks that disagree."""
AT_ONCE = 50
"""So many resources' bookings are read at a time, so that requests go on in between."""
MOST = 100
"""When more resources than this have changed, all is read anew."""


@dataclass(slots=True)
class Known:
    """What a process knows of a tenant: who is free, as of a look, and the events that it was asked about."""

    index: Index
    names: dict[int, str]
    snapshot: str
    rosters: dict[str, Roster] = field(default_factory=dict)
    plans: dict[str, Plan] = field(default_factory=dict)


def horizon(now: datetime) -> Horizon:
    """Return what an index that is made now looks at."""
    return Horizon(floor_minute(now) // DAY - BEHIND, DAYS)


async def load(connection: AsyncConnection, tenant: str, now: datetime) -> Known:
    """Read a tenant's index, in a REPEATABLE READ transaction."""
    snapshot = await changes.look(connection)
    known = Known(Index(horizon(now)), {}, snapshot)
    for number, resource in (await rules.everybody(connection, tenant)).items():
        known.names[number] = resource.id
        known.index.set_rules(resource)
    for first in range(0, len(known.names), AT_ONCE):
        numbers = sorted(known.names)[first : first + AT_ONCE]
        columns = await _bookings(connection, tenant, numbers, known.index.horizon)
        known.index.load([known.names[number] for number in numbers], columns)
    rest = await taken.all_but_bookings(connection, tenant, list(known.names.values()))
    entries: list[Entry] = [*rest.series, *rest.bookings]
    for entry in entries:
        known.index.add(entry)
    for name in rest.calendar_errors:
        known.index.set_error(name, broken=True)
    return known


# As the exact path reads them (taken.py), many at once and in the driver's binary form: rows of one length.
_COPY = """
    SELECT number, CAST(floor(date_part('epoch', starts_at) / 60) AS integer),
           CAST(ceil(date_part('epoch', ends_at) / 60) AS integer), party, buffer_before_min, buffer_after_min
    FROM (
        SELECT DISTINCT s.resource_number AS number, b.booking, b.starts_at, b.ends_at, b.party, b.buffer_before_min,
               b.buffer_after_min
        FROM seatings s JOIN bookings b ON b.tenant = s.tenant AND b.booking = s.booking
        WHERE s.tenant = $1 AND s.resource_number = ANY($2) AND s.padding_of IS NULL AND b.status = 'confirmed'
          AND lower(s.during) > CAST($3 AS timestamptz) - interval '7 days'
          AND lower(s.during) < $4 AND upper(s.during) > $3
    ) AS booked
    ORDER BY 1, 2
"""
_FIELDS = (("number", ">i8"), *((name, ">i4") for name in ("start", "end", "seats", "before", "after")))
_ROW = np.dtype(
    [("fields", ">i2"), *(part for name, kind in _FIELDS for part in ((f"{name}_size", ">i4"), (name, kind)))]
)
_HEADER, _TRAILER = 19, 2


async def _bookings(connection: AsyncConnection, tenant: str, numbers: Sequence[int], horizon: Horizon) -> Columns:
    """Return the bookings of resources, whose places are those of their numbers in ``numbers``."""
    driver: Any = (await connection.get_raw_connection()).driver_connection
    told = io.BytesIO()
    span = instant(horizon.start - MARGIN), instant(horizon.end + MARGIN)
    await driver.copy_from_query(_COPY, tenant, list(numbers), *span, output=told, format="binary")
    rows = np.frombuffer(told.getvalue()[_HEADER:-_TRAILER], _ROW)
    place = np.searchsorted(np.array(numbers, np.int64), rows["number"].astype(np.int64))
    own = np.full(len(rows), Layer.OWN, np.int32)
    start, end, seats, before, after = (rows[name].astype(np.int32) for name, _ in _FIELDS[1:])
    return Columns(place.astype(np.int32), start, end, own, seats, before, after)


@dataclass(frozen=True, slots=True)
class _News:
    """What some days of a resource have become; with ``resource``, its rules too and whether it can be read."""

    name: str
    days: range
    entries: Sequence[Entry]
    resource: Resource | None = None
    broken: bool = False


async def catch_up(connection: AsyncConnection, tenant: str, known: Known) -> bool:
    """Bring what is known up to date, in a REPEATABLE READ transaction; say whether that could be done.

    Where it cannot, because too much has changed or it is not known any more what has, all must be read anew.
    """
    told = await changes.since(connection, tenant, known.snapshot)
    if told is None or len(told.spans) > MOST:
        return False
    whole = [number for number, spans in told.spans.items() if spans is None or number not in known.names]
    resources = await rules.everybody(connection, tenant, whole) if whole else {}
    news = [await _whole(connection, tenant, known, number, one) for number, one in resources.items()]
    for number, spans in told.spans.items():
        if number not in whole:
            news += [await _days(connection, tenant, known, number, days) for days in _merged(spans or ())]
    # Only now, and all at once: nobody shall be answered by half of it.
    _take_in(known, {number: one.id for number, one in resources.items()}, news, told)
    return True


async def _whole(connection: AsyncConnection, tenant: str, known: Known, number: int, one: Resource) -> _News:
    days = known.index.horizon.span()
    found = await _load(connection, tenant, one.id, number, days)
    return _News(one.id, days, (*found.bookings, *found.series), one, one.id in found.calendar_errors)


async def _days(connection: AsyncConnection, tenant: str, known: Known, number: int, days: range) -> _News:
    found = await _load(connection, tenant, known.names[number], number, days)
    return _News(known.names[number], days, (*found.bookings, *found.series))


async def _load(connection: AsyncConnection, tenant: str, name: str, number: int, days: range) -> taken.Taken:
    start, end = instant(days.start * DAY), instant(days.stop * DAY)
    # Holds that have run out too: the index lets go of them by itself, and knows then that it did.
    return await taken.load(connection, tenant, {name: number}, start, end, now=EARLIEST)


def _merged(spans: Iterable[Span]) -> list[range]:
    """Return the UTC days (days since 1970) that spans meet, without holes or repeats in each range."""
    merged: list[range] = []
    for start, end in sorted(spans):
        first, last = floor_minute(start) // DAY, floor_minute(end) // DAY + 1
        if merged and first <= merged[-1].stop:
            merged[-1] = range(merged[-1].start, max(merged[-1].stop, last))
        else:
            merged.append(range(first, last))
    return merged


def _take_in(known: Known, names: dict[int, str], news: Iterable[_News], told: Changes) -> None:
    known.names.update(names)
    for one in news:
        if one.resource is not None:
            known.index.set_rules(one.resource)
            known.index.set_error(one.name, broken=one.broken)
        known.index.rebuild(one.name, one.days, one.entries)
    for event in told.events:
        known.rosters.pop(event, None)
        known.plans.pop(event, None)
    known.snapshot = told.snapshot


async def plan(connection: AsyncConnection, tenant: str, known: Known, event: str) -> None:
    """Learn who serves an event, after catching up in the same transaction. Raises NotFound."""
    roster = await rules.roster(connection, tenant, event)
    known.plans[event] = known.index.plan(roster.event, roster.numbers)
    known.rosters[event] = roster
