"""Choosing: who shall serve, without reading or locking more than that takes.

Of an event that any of a thousand may serve, a booking needs one. So the laws are asked without locks about a few at a
time, the first that is free is locked, and the laws are asked again about that one alone: what they say under its lock
holds until the transaction ends, since everybody who takes time locks the resource first. One that was taken in between
is passed over. Who is chosen is the first in the order of choice, as if no two had asked at once.

Locks are waited for in the order of the resources' numbers, so that no two writers wait for each other: before a lower
number is locked, those held in vain are let go.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncTransaction

from scheduling.store import offers, rules
from scheduling.store.desk import Desk, Wish
from scheduling.store.rules import Roster, Terms

FIRST_LOOK = 4
"""How many resources are read at first; each further look reads four times as many."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of whom; ``then`` is the moment that notice and advance count from."""

    roster: Roster
    wish: Wish
    then: datetime


async def choose(desk: Desk, wanted: Wanted) -> Terms | None:
    """Lock who shall serve and return their terms: the first who is free, or all where the event needs all.

    Returns None where nobody is free.
    """
    roster = wanted.roster
    if not roster.numbers:
        return None
    if roster.event.mode == "all" or len(roster.numbers) == 1:
        everybody = await _locked(desk, roster, tuple(roster.numbers))
        return everybody if await _free(desk, wanted, everybody) else None
    async with _locks(desk, roster) as locks:
        for names in _looks(await _order(desk, wanted)):
            terms = await rules.terms(desk.connection, desk.tenant, roster, names)
            if found := await _first(desk, wanted, terms, locks):
                return found
    return None


async def _free(desk: Desk, wanted: Wanted, terms: Terms) -> tuple[str, ...]:
    return await offers.free(desk, terms, wanted.wish, wanted.then)


async def _order(desk: Desk, wanted: Wanted) -> list[str]:
    everybody = wanted.roster.numbers
    known = [name for name in await desk.prefer(desk, wanted.roster, wanted.wish) if name in everybody]
    return list(dict.fromkeys([*known, *everybody]))


def _looks(order: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield all names, a few first and ever more after them."""
    done, size = 0, FIRST_LOOK
    while done < len(order):
        yield tuple(order[done : done + size])
        done, size = done + size, size * 4


async def _first(desk: Desk, wanted: Wanted, terms: Terms, locks: _Locks) -> Terms | None:
    """Lock and return the first who is free, and still is under its lock."""
    while free := await _free(desk, wanted, terms):
        alone = await locks.take(free[0])
        if await _free(desk, wanted, alone):
            await locks.keep()
            return alone
        # Others may have taken the next ones meanwhile too: ask anew about all that are left.
        terms = terms.only(tuple(name for name in terms.resources if name != free[0]))
    return None


async def _locked(desk: Desk, roster: Roster, names: tuple[str, ...]) -> Terms:
    return await rules.terms(desk.connection, desk.tenant, roster, names, lock=True)


class _Locks:
    """Locks that are taken one after another until one of them is of use."""

    def __init__(self, desk: Desk, roster: Roster) -> None:
        self._desk = desk
        self._roster = roster
        self._since: AsyncTransaction | None = None
        self._highest = 0

    async def take(self, name: str) -> Terms:
        """Lock one resource and return its terms; first let go of the others where these come after it."""
        number = self._roster.numbers[name]
        if number < self._highest:
            await self.let_go()
        if self._since is None and len(self._roster.numbers) > 1:
            self._since = await self._desk.connection.begin_nested()
        self._highest = max(self._highest, number)
        return await _locked(self._desk, self._roster, (name,))

    async def keep(self) -> None:
        """Hold what is locked until the transaction ends."""
        if self._since is not None:
            await self._since.commit()
            self._since = None

    async def let_go(self) -> None:
        """Let go of what is locked."""
        if self._since is not None:
            await self._since.rollback()
            self._since, self._highest = None, 0


@asynccontextmanager
async def _locks(desk: Desk, roster: Roster) -> AsyncIterator[_Locks]:
    locks = _Locks(desk, roster)
    try:
        yield locks
    finally:
        await locks.let_go()
