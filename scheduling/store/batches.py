"""Batches: many writes in one transaction, each with a savepoint, an idempotency key and an answer of its own.

Nobody is answered before the commit. A write that another transaction is in the way of, or that fails in any way that
is no refusal, is taken out of the batch and done again alone: what is wrong with it then is its caller's alone. The
same happens to all of them where the batch cannot be committed; those that were committed find their answers kept.

Who waits for whom: a batch claims its keys in their order, then its tenants in their order (so batches of one tenant
follow one another), and only then locks what its writes need, as it comes. That may cross with a write that is done
alone, so a batch waits for a lock only ``LOCK_WAIT``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from scheduling.errors import SchedulingError
from scheduling.holds import Hold
from scheduling.store import database, idempotency
from scheduling.store.desk import Desk, Prefer, unknown
from scheduling.store.gathering import Gathering, Waiting
from scheduling.store.idempotency import Answer, Attempt
from scheduling.values import Booking

LOCK_WAIT = "250ms"
MOST = 100
PATIENCE = 0.05
"""Seconds that a write waits for others at most."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """One write that somebody asks for."""

    attempt: Attempt
    work: Callable[[Desk], Awaitable[Booking | Hold]]
    prefer: Prefer = unknown

    async def done(self, connection: AsyncConnection) -> Booking | Hold:
        """Do the work in a transaction."""
        return await self.work(Desk(connection, self.attempt.tenant, self.attempt.now, self.prefer))


Writes = Gathering[Mutation, Booking | Hold]


def writes(engine: AsyncEngine) -> Writes:
    """Return what gathers the writes of a process to a database."""

    async def run(batch: Sequence[Waiting[Mutation, Booking | Hold]]) -> None:
        await write(engine, batch)

    return Gathering(run, most=MOST, patience=PATIENCE)


async def do(gathering: Writes, mutation: Mutation) -> Booking | Hold:
    """Have a write done, alone or with others; raises its refusal, or its error."""
    return await gathering.do(mutation, (mutation.attempt.tenant, mutation.attempt.key))


async def write(engine: AsyncEngine, batch: Sequence[Waiting[Mutation, Booking | Hold]]) -> None:
    """Do a batch of writes, no two with the same key, and answer each."""
    left = batch
    if len(batch) > 1:
        try:
            answers = await database.begun(engine, lambda connection: _together(connection, batch))
        except (DBAPIError, PoolExhausted):
            answers = {}
        for number, answer in answers.items():
            batch[number].answer(answer)
        left = [one for number, one in enumerate(batch) if number not in answers]
    for one in left:
        try:
            one.answer(await _alone(engine, one.item))
        except Exception as error:  # noqa: BLE001 - its caller raises it, and the others go on
            one.answer(error)


async def _alone(engine: AsyncEngine, mutation: Mutation) -> Answer:
    async def once(connection: AsyncConnection) -> Answer:
        return await idempotency.once(connection, mutation.attempt, lambda: mutation.done(connection))

    return await database.transact(engine, once)


async def _together(
    connection: AsyncConnection, batch: Sequence[Waiting[Mutation, Booking | Hold]]
) -> dict[int, Answer]:
    """Do as many as can be done together and return their answers, by place in the batch."""
    attempts = [one.item.attempt for one in batch]
    claimed = await idempotency.claim_all(connection, attempts)
    await _take_turns(connection, sorted({one.tenant for one in attempts}))
    answers: dict[int, Answer] = {}
    for number, one in enumerate(batch):
        answer = await _outcome(connection, one.item, new=(one.item.attempt.tenant, one.item.attempt.key) in claimed)
        if answer is not None:
            answers[number] = answer
    mine = [number for number, one in enumerate(attempts) if (one.tenant, one.key) in claimed]
    await idempotency.keep_all(
        connection, [(attempts[number], answers[number]) for number in mine if number in answers]
    )
    await idempotency.drop_all(connection, [attempts[number] for number in mine if number not in answers])
    return answers


async def _take_turns(connection: AsyncConnection, tenants: list[str]) -> None:
    turn = text("""
        SELECT pg_advisory_xact_lock(:batches, number)
        FROM (SELECT DISTINCT hashtext(tenant) AS number FROM unnest(CAST(:tenants AS text[])) AS tenant ORDER BY 1) one
    """)
    await connection.execute(turn, {"batches": 0x10C4, "tenants": tenants})
    await connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_WAIT}'"))


async def _outcome(connection: AsyncConnection, mutation: Mutation, *, new: bool) -> Answer | None:
    """Return a write's answer, None where it has to be done again alone."""
    try:
        if not new:
            return await idempotency.replay(connection, mutation.attempt)
        return await idempotency.outcome(connection, lambda: mutation.done(connection))
    except SchedulingError as refusal:
        return refusal
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        return None
    except Exception:  # noqa: BLE001 - it may be the company; alone it is raised to its caller
        return None
