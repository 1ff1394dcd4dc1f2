"""Holding: a slot is kept for some minutes, and booked, released, or free again by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from scheduling.checks import invalid
from scheduling.errors import NotFound, SlotTaken, StateConflict
from scheduling.holds import Hold, NewHold
from scheduling.store import offers, rules, seating, taking
from scheduling.store.choosing import Wanted
from scheduling.store.desk import Desk, Wish
from scheduling.store.seating import Owner, Sitter
from scheduling.store.taking import Newcomer

KEPT = timedelta(days=1)
"""How long it is remembered what became of a hold."""

_READ = """
    SELECT h.hold, h.event, h.starts_at, h.ends_at, h.party, h.status, h.booking, h.created_at, h.expires_at,
           ARRAY(SELECT hr.resource FROM hold_resources hr
                 WHERE hr.tenant = h.tenant AND hr.hold = h.hold ORDER BY hr.resource COLLATE "C") AS resources
    FROM holds h WHERE h.tenant = :tenant AND h.hold = CAST(:hold AS uuid)
"""
_PUT = text("""
    INSERT INTO holds (tenant, hold, event, starts_at, ends_at, buffer_before_min, buffer_after_min, party, status,
                       created_at, expires_at)
    VALUES (:tenant, :hold, :event, :starts_at, :ends_at, :before, :after, :party, 'held', :created_at, :expires_at)
""")
_SERVE = text("""
    INSERT INTO hold_resources (tenant, hold, resource)
    SELECT :tenant, CAST(:hold AS uuid), unnest(CAST(:resources AS text[]))
""")
_END = text("""
    UPDATE holds SET status = :status, booking = CAST(:booking AS uuid)
    WHERE tenant = :tenant AND hold = CAST(:hold AS uuid)
""")
# For all tenants; whom somebody is booking at this moment is left for the next time.
_SWEEP = text("""
    WITH due AS (
        SELECT h.tenant, h.hold FROM holds h
        WHERE h.expires_at <= :now
          AND EXISTS (SELECT FROM seatings s WHERE s.tenant = h.tenant AND s.hold = h.hold)
        ORDER BY h.expires_at LIMIT :limit FOR UPDATE OF h SKIP LOCKED
    ), gone AS (
        DELETE FROM seatings s USING due WHERE s.tenant = due.tenant AND s.hold = due.hold
    )
    SELECT count(*) FROM due
""")
_FORGET = text("""
    DELETE FROM holds WHERE (tenant, hold) IN (
        SELECT tenant, hold FROM holds WHERE expires_at <= :before ORDER BY expires_at LIMIT :limit
        FOR UPDATE SKIP LOCKED)
""")


async def hold(desk: Desk, new: NewHold, new_id: Callable[[], str]) -> Hold:
    """Hold a slot as it would be booked: the same laws, the same choice of who serves, the same refusals."""
    roster = (await rules.roster(desk.connection, desk.tenant, new.event)).narrowed(new.resources)
    held = Hold(
        id=new_id(),
        event=new.event,
        resources=(),
        start=new.start,
        end=new.start + taking.length(roster.event),
        party=new.party,
        status="held",
        created_at=desk.now,
        expires_at=desk.now + timedelta(minutes=new.minutes),
        booking=None,
    )
    before, after = taking.buffers(roster.event)

    async def put(resources: tuple[str, ...]) -> None:
        await _put(desk, held, roster.event.buffer_before_min, roster.event.buffer_after_min, resources)

    sitter = Sitter(held.start, held.end, before, after, held.party)
    wanted = Wanted(roster, Wish(new.start, new.party), desk.now)
    return replace(held, resources=await taking.take(desk, wanted, Newcomer(Owner("hold", held.id), sitter, put)))


async def _put(desk: Desk, held: Hold, before: int, after: int, resources: Iterable[str]) -> None:
    key = {"tenant": desk.tenant, "hold": held.id}
    row = {
        "event": held.event,
        "starts_at": held.start,
        "ends_at": held.end,
        "before": before,
        "after": after,
        "party": held.party,
        "created_at": held.created_at,
        "expires_at": held.expires_at,
    }
    await desk.connection.execute(_PUT, {**key, **row})
    await desk.connection.execute(_SERVE, {**key, "resources": list(resources)})


async def get(connection: AsyncConnection, tenant: str, hold_id: str, now: datetime, *, lock: bool = False) -> Hold:
    """Return a hold; ``lock`` keeps others from booking or releasing it until the transaction ends. Raises NotFound."""
    statement = text(_READ + " FOR NO KEY UPDATE OF h") if lock else text(_READ)
    row = (await connection.execute(statement, {"tenant": tenant, "hold": hold_id})).mappings().one_or_none()
    if row is None:
        raise NotFound("There is no such hold.")
    return _hold(row, now)


def _hold(row: RowMapping, now: datetime) -> Hold:
    over = row["status"] == "held" and row["expires_at"] <= now
    return Hold(
        id=str(row["hold"]),
        event=row["event"],
        resources=tuple(row["resources"]),
        start=row["starts_at"],
        end=row["ends_at"],
        party=row["party"],
        status="expired" if over else row["status"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        booking=None if row["booking"] is None else str(row["booking"]),
    )


async def release(desk: Desk, hold_id: str) -> Hold:
    """Let go of a slot; a hold that is over already is returned as it is. Raises NotFound, StateConflict if booked."""
    held = await get(desk.connection, desk.tenant, hold_id, desk.now, lock=True)
    if held.status == "booked":
        raise _booked()
    if held.status != "held":
        return held
    await seating.leave(desk, hold_id)
    await _end(desk, hold_id, "released", None)
    return replace(held, status="released")


async def claimed(desk: Desk, hold_id: str, wanted: Wanted) -> Wanted:
    """Lock a hold and return what is wanted as far as it is held: by whom, and with the notice that was kept then.

    Raises NotFound, InvalidRequest if something else was held, StateConflict if it is booked already, and SlotTaken if
    it is over, with the next free starts, the one that was held among them if it is free.
    """
    held = await get(desk.connection, desk.tenant, hold_id, desk.now, lock=True)
    wish, roster = wanted.wish, wanted.roster
    if (held.event, held.start, held.party) != (roster.id, wish.start, wish.party):
        raise invalid("hold", "holds another event, start or party; leave it out to book without it")
    if not roster.numbers.keys() >= set(held.resources):
        raise invalid("hold", "is served by others than those in resources; leave them out to book what is held")
    if held.status == "booked":
        raise _booked()
    if held.status != "held":
        terms = await rules.terms(desk.connection, desk.tenant, roster, tuple(roster.numbers))
        what = "has run out" if held.status == "expired" else "was released"
        refusal = SlotTaken(f"The hold {what}. Choose one of the next free starts.", {"hold": held.status})
        # From the minute before, since the start itself may be free.
        earlier = wish._replace(start=wish.start - offers.MINUTE)
        raise await offers.with_next(desk, terms, earlier, refusal)
    if roster.event.mode == "any":
        roster = roster.narrowed(held.resources)
    # Notice was kept when it was held; what has passed since is past all the same.
    then = held.created_at if wish.start >= desk.now else desk.now
    return Wanted(roster, wish._replace(without=hold_id), then)


def _booked() -> StateConflict:
    return StateConflict("The hold is booked already.", {"code": "booked", "status": "booked"})


async def became(desk: Desk, hold_id: str, booking_id: str) -> None:
    """Note which booking a hold became."""
    await _end(desk, hold_id, "booked", booking_id)


async def _end(desk: Desk, hold_id: str, status: str, booking_id: str | None) -> None:
    row = {"tenant": desk.tenant, "hold": hold_id, "status": status, "booking": booking_id}
    await desk.connection.execute(_END, row)


async def sweep(connection: AsyncConnection, now: datetime, *, limit: int = 1_000) -> int:
    """Take the seats of holds that have run out, of all tenants, and return of how many, at most ``limit``.

    What became of a hold is forgotten a day after it would have run out.
    """
    swept = (await connection.execute(_SWEEP, {"now": now, "limit": limit})).scalar_one()
    await connection.execute(_FORGET, {"before": now - KEPT, "limit": limit})
    return int(swept)
