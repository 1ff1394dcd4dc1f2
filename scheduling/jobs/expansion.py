"""Expansion: the jobs that make a series' bookings, and that cancel them.

Some occurrences at a time, each lot one transaction: short enough that nobody waits long for its locks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from scheduling import repeats
from scheduling.errors import Contended, SchedulingError, StateConflict
from scheduling.jobs import job as jobs
from scheduling.jobs import queue
from scheduling.jobs.job import Json
from scheduling.jobs.kinds import Kind
from scheduling.jobs.turn import Mark, Turn
from scheduling.reading import Value
from scheduling.repeats import BookingSeries, NewSeries, Occurrence
from scheduling.store import booking_series, writing
from scheduling.store.desk import Desk
from scheduling.values import NewBooking

LOT = 100
_CODES = {"SlotTaken": "taken", "NotFound": "not_found"}


@dataclass(frozen=True, slots=True)
class OfSeries:
    """Which series a job is about, and why it is cancelled."""

    series: str
    reason: str = ""


def read(value: Value) -> OfSeries:
    """Read a payload."""
    found = value.members(("series",), ("reason",))
    reason = found.get("reason")
    return OfSeries(found["series"].text(), "" if reason is None else reason.text(500))


async def create(desk: Desk, key: str, new: NewSeries) -> BookingSeries:
    """Make a series and put the job that expands it, or return the one that has this key.

    Raises InvalidRequest, NotFound, IdempotencyMismatch.
    """
    asked = repeats.checked(new)
    series_id = booking_series.name(desk.tenant, key)
    await booking_series.put(desk, key, asked, jobs.name(desk.tenant, EXPAND.name, series_id))
    payload = {"series": series_id}
    await queue.enqueue(desk.connection, desk.tenant, EXPAND, payload, key=series_id, now=desk.now)
    return await booking_series.get(desk.connection, desk.tenant, series_id)


async def cancel(desk: Desk, series_id: str, reason: str = "") -> BookingSeries:
    """Cancel a series: nothing more of it is booked, and a job cancels its bookings that have not ended.

    Raises NotFound, StateConflict.
    """
    await booking_series.cancel(desk, series_id)
    payload = {"series": series_id, "reason": reason} if reason else {"series": series_id}
    await queue.enqueue(desk.connection, desk.tenant, CANCEL, payload, key=series_id, now=desk.now)
    return await booking_series.get(desk.connection, desk.tenant, series_id)


def expanding(at_once: int) -> Kind[OfSeries]:
    """Return the kind that makes a series' bookings, so many in a transaction."""

    async def expand(turn: Turn, of: OfSeries) -> Json:
        async def lot(connection: AsyncConnection, _: Mark) -> Mark:
            desk = Desk(connection, turn.job.tenant, turn.now())
            return await book_some(desk, of.series, at_once)

        while (await turn.step(lot)).state:
            pass
        async with turn.engine.connect() as connection:
            done = await booking_series.get(connection, turn.job.tenant, of.series)
        return {"booked": done.booked, "refused": done.refused, "status": done.status}

    return Kind("series.expand", read, expand)


async def book_some(desk: Desk, series_id: str, most: int) -> Mark:
    """Book some of what is due and not there yet; the mark's state is how many are left."""
    series = await booking_series.get(desk.connection, desk.tenant, series_id, lock=True)
    known = await _known(desk, series.id)
    missing = [one for one in repeats.due(series.new) if one[0] not in known] if series.status == "expanding" else []
    for local, start in missing[:most]:
        await book(desk, series, local, start)
    left = len(missing[most:])
    if not left:
        await booking_series.end_expansion(desk, series.id)
    return Mark(series.booked + series.refused + len(missing[:most]), series.total, left)


async def book(desk: Desk, series: BookingSeries, local: datetime, start: datetime) -> None:
    """Book one occurrence, or note why it cannot be."""
    new = series.new
    wish = NewBooking(
        event=new.event,
        start=start,
        attendee=new.attendee,
        resources=new.resources,
        party=new.party,
        notes=new.notes,
    )
    try:
        async with desk.connection.begin_nested():
            made = await writing.book(desk, wish, lambda: booking_series.booking_name(series.id, local))
    except Contended:
        raise
    except SchedulingError as refusal:
        code = str(refusal.extensions.get("code") or _CODES.get(type(refusal).__name__, "refused"))
        found = Occurrence(local=local, start=start, code=code, reason=refusal.detail)
    else:
        found = Occurrence(local=local, start=start, booking=made.id)
    await booking_series.put_occurrence(desk, series.id, found)


async def cancel_bookings(turn: Turn, of: OfSeries) -> Json:
    """Cancel a series' bookings that stand and have not ended; return how many."""

    async def lot(connection: AsyncConnection, mark: Mark) -> Mark:
        desk = Desk(connection, turn.job.tenant, turn.now())
        standing = await _standing(desk, of.series)
        for booking in standing[:LOT]:
            try:
                await writing.cancel(desk, booking, of.reason)
            except StateConflict:  # somebody was faster, or it has just ended
                continue
        done, left = mark.done + len(standing[:LOT]), len(standing[LOT:])
        return Mark(done, done + left, left)

    while (mark := await turn.step(lot)).state:
        pass
    return {"cancelled": mark.done}


async def _known(desk: Desk, series_id: str) -> set[datetime]:
    statement = text(
        "SELECT occurs_local FROM series_occurrences WHERE tenant = :tenant AND series = CAST(:series AS uuid)"
    )
    return set((await desk.connection.execute(statement, {"tenant": desk.tenant, "series": series_id})).scalars())


async def _standing(desk: Desk, series_id: str) -> list[str]:
    statement = text("""
        SELECT b.booking FROM series_occurrences o JOIN bookings b ON b.tenant = o.tenant AND b.booking = o.booking
        WHERE o.tenant = :tenant AND o.series = CAST(:series AS uuid) AND b.status = 'confirmed' AND b.ends_at > :now
        ORDER BY b.starts_at
    """)
    of = {"tenant": desk.tenant, "series": series_id, "now": desk.now}
    return [str(one) for one in (await desk.connection.execute(statement, of)).scalars()]


EXPAND = expanding(LOT)
CANCEL = Kind("series.cancel", read, cancel_bookings)
