"""Holds, as they go in and out of the kernel: a slot is kept for a few minutes for somebody who is about to book it.

They belong to :mod:`scheduling.values` as soon as the door shows them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from scheduling import checks

HoldStatus = Literal["held", "released", "booked", "expired"]
LONGEST = 60
"""Most minutes that a slot is held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHold:
    """What is to be held, and for how long: 1 to 60 minutes.

    ``resources`` are ids of those that may serve, as in ``NewBooking``.
    """

    event: str
    start: datetime
    resources: tuple[str, ...] = ()
    party: int = 1
    minutes: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A hold as it stands: it blocks ``resources`` from ``start`` to ``end`` while it is ``held``.

    ``expired`` is one that nobody booked or released before ``expires_at``; ``booking`` is the id of what it became,
    None while it is not ``booked``.
    """

    id: str
    event: str
    resources: tuple[str, ...]
    start: datetime
    end: datetime
    party: int
    status: HoldStatus
    created_at: datetime
    expires_at: datetime
    booking: str | None


def new_hold(value: NewHold) -> NewHold:
    """Check a hold to be made. Raises InvalidRequest."""
    return replace(
        value,
        event=checks.name("event", value.event),
        start=checks.instant("start", value.start),
        resources=checks.resources(value.resources),
        party=checks.number("party", value.party, checks.MOST_SEATS),
        minutes=checks.number("minutes", value.minutes, LONGEST),
    )
