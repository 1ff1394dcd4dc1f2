"""Delivery: the jobs that tell other servers of bookings' events, one for each event and endpoint.

Those about one booking go to an endpoint in their order: a later one waits until the earlier has arrived or was given
up. A message may come twice (the answer may be lost on its way); its ``webhook-id`` stays the same.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from scheduling.errors import NotFound, StateConflict
from scheduling.jobs import queue
from scheduling.jobs.attempt import Bench
from scheduling.jobs.job import Json
from scheduling.jobs.kinds import Backoff, Feed, Kind
from scheduling.jobs.turn import Later, Mark, TryAgain, Turn
from scheduling.reading import Value
from scheduling.store import database, outbox
from scheduling.store.desk import Desk
from scheduling.store.outbox import Letter
from scheduling.webhooks import endpoint, sending, signing
from scheduling.webhooks.endpoint import Endpoint, NewEndpoint
from scheduling.webhooks.sending import NotDelivered

AT_ONCE = 100
NAME = "webhooks.deliver"


@dataclass(frozen=True, slots=True)
class Message:
    """Which event goes to which endpoint."""

    endpoint: str
    event: str


def read(value: Value) -> Message:
    """Read a payload."""
    found = value.members(("endpoint", "event"))
    return Message(found["endpoint"].text(), found["event"].text())


async def put_endpoint(desk: Desk, new: NewEndpoint, *, to_private: bool) -> Endpoint:
    """Make or change an endpoint. Raises InvalidRequest."""
    asked = endpoint.checked(new, to_private=to_private)
    return await outbox.put_endpoint(desk, asked, signing.secret(secrets.token_bytes(32)))


def delivering(*, to_private: bool, backoff: Backoff | None = None, attempts: int = 15) -> Kind[Message]:
    """Return the kind that delivers: over about a day, within ten seconds each time."""

    async def deliver(turn: Turn, message: Message) -> Json:
        letter = await _letter(turn, message)
        if letter.delivered:
            return None
        headers = signing.headers(letter.secret, message.event, turn.now(), letter.body)
        if turn.traceparent:
            headers["traceparent"] = turn.traceparent
        try:
            status = await sending.send(letter.url, headers, letter.body, to_private=to_private)
        except NotDelivered as error:
            raise TryAgain(str(error)) from None

        async def note(connection: AsyncConnection, _: Mark) -> Mark:
            desk = Desk(connection, turn.job.tenant, turn.now())
            if status == 410:
                await outbox.switch_off(desk, message.endpoint)
            else:
                await outbox.delivered(desk, message.endpoint, message.event, status)
            return Mark(1, 1)

        await turn.step(note)
        if status == 410:
            raise StateConflict("The endpoint answered 410 and is switched off.", {"code": "gone", "status": "gone"})
        return {"response": status}

    own = backoff or Backoff(timedelta(seconds=5), timedelta(hours=10))
    return Kind(NAME, read, deliver, attempts=attempts, backoff=own)


async def _letter(turn: Turn, message: Message) -> Letter:
    """Return what is to be sent now; raises NotFound, StateConflict, and Later where another must arrive first."""
    async with turn.engine.connect() as connection:
        found = await outbox.letter(connection, turn.job.tenant, message.endpoint, message.event, kind=NAME)
    if found is None:
        raise NotFound("The endpoint was removed.")
    if found.waits:
        raise Later(timedelta(seconds=min(30.0, 0.1 * 2 ** min(turn.number, 10))), "an earlier one must arrive first")
    if not found.active:
        raise StateConflict("The endpoint is switched off.", {"code": "gone", "status": "gone"})
    return found


def feed(deliver: Kind[Message]) -> Feed:
    """Return what puts jobs of a kind for events as they come."""
    return Feed(outbox.CHANNEL, lambda bench: dispatch(bench, deliver))


async def dispatch(bench: Bench, deliver: Kind[Message]) -> bool:
    """Put the jobs of the oldest events; say whether there may be more."""

    async def some(connection: AsyncConnection) -> bool:
        events = await outbox.dispatch(connection, AT_ONCE)
        for event in events or ():
            for one in event.endpoints:
                payload = {"endpoint": one, "event": event.id}
                key = f"{one}:{event.id}"
                await queue.enqueue(connection, event.tenant, deliver, payload, key=key, now=bench.clock())
        return events is not None and len(events) == AT_ONCE

    return await database.transact(bench.engine, some)
