"""Desk: where a write happens."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from scheduling.store.rules import Roster


class Wish(NamedTuple):
    """One start that somebody wants; ``without`` is the booking that moves, or the hold that is booked.

    What moves is not in its own way.
    """

    start: datetime
    party: int
    without: str | None = None


Prefer = Callable[["Desk", Roster, Wish], Awaitable[Sequence[str]]]
"""Says who of a roster is free for a wish as far as is known, the first to be chosen first; nobody if that is unknown.

It is believed only as far as the order goes: those whom it names are asked about first, and the others after them.
"""


async def unknown(_desk: Desk, _roster: Roster, _wish: Wish) -> Sequence[str]:
    """Know nothing of who is free."""
    return ()


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a write happens: in whose transaction, for which tenant, and when."""

    connection: AsyncConnection
    tenant: str
    now: datetime
    prefer: Prefer = unknown
