"""Gathering: what comes in while a batch is on its way goes with the next one.

A lone item goes at once and alone. Under load each batch takes along what has come in during the one before it, so that
batches grow by themselves with the load. An item waits for others at most ``patience``, and a batch has at most
``most`` items: after that the next batch sets out though the one before is still on its way, as long as there is a lane
for it.

No two items of the same name are on their way at once; the second waits for the first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")


@dataclass(frozen=True, slots=True)
class Waiting(Generic[Item, Outcome]):
    """An item, whose caller waits for ``outcome``; nobody does any more where that is done."""

    item: Item
    name: Hashable
    since: float
    outcome: asyncio.Future[Outcome]

    def answer(self, outcome: Outcome | BaseException) -> None:
        """Give the caller the outcome, or raise it there; a caller who has gone hears nothing."""
        if self.outcome.done():
            return
        if isinstance(outcome, BaseException):
            self.outcome.set_exception(outcome)
        else:
            self.outcome.set_result(outcome)


Run = Callable[[Sequence[Waiting[Item, Outcome]]], Awaitable[None]]


class Gathering(Generic[Item, Outcome]):
    """Hands items to ``run`` in batches. ``run`` answers each of them; what it leaves open is answered by its error."""

    def __init__(self, run: Run[Item, Outcome], *, most: int = 100, patience: float = 0.05, lanes: int = 4) -> None:
        self._run = run
        self._most, self._patience, self._lanes = most, patience, lanes
        self._waiting: list[Waiting[Item, Outcome]] = []
        self._names: set[Hashable] = set()
        self._under_way: set[asyncio.Task[None]] = set()
        self._timer: asyncio.TimerHandle | None = None

    async def do(self, item: Item, name: Hashable) -> Outcome:
        """Hand an item in and return its outcome; raises what the outcome is where that is an error.

        A caller that is cancelled before the item is on its way takes it back; later it is done all the same.
        """
        loop = asyncio.get_running_loop()
        outcome: asyncio.Future[Outcome] = loop.create_future()
        one = Waiting(item, name, loop.time(), outcome)
        self._waiting.append(one)
        self._set_out()
        return await outcome

    async def close(self) -> None:
        """Wait until nothing is on its way."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    def _set_out(self) -> None:
        """Send as many batches on their way as should be."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while batch := self._next():
            self._names.update(one.name for one in batch)
            gone = set(map(id, batch))
            self._waiting = [one for one in self._waiting if id(one) not in gone]
            task = asyncio.get_running_loop().create_task(self._carry(batch))
            self._under_way.add(task)
            task.add_done_callback(self._arrived)

    def _next(self) -> list[Waiting[Item, Outcome]]:
        """Return the batch that should set out now; where one should later, see to it that somebody looks again."""
        if len(self._under_way) >= self._lanes:
            return []
        self._waiting = [one for one in self._waiting if not one.outcome.done()]
        ready: dict[Hashable, Waiting[Item, Outcome]] = {}
        for one in self._waiting:
            if one.name not in self._names:
                ready.setdefault(one.name, one)
        batch = list(ready.values())[: self._most]
        if not batch or not self._under_way or len(batch) == self._most:
            return batch
        loop, latest = asyncio.get_running_loop(), batch[0].since + self._patience
        if loop.time() >= latest:
            return batch
        self._timer = loop.call_at(latest, self._set_out)
        return []

    async def _carry(self, batch: list[Waiting[Item, Outcome]]) -> None:
        try:
            await self._run(batch)
        except BaseException as error:  # noqa: BLE001 - each caller raises it
            for one in batch:
                one.answer(error)
        finally:
            self._names.difference_update(one.name for one in batch)

    def _arrived(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._set_out()
