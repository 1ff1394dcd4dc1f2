"""The values that a seed is made of. Who is there and what can be booked is a plan; what is booked is drawn from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from scheduling.problem import Event, Resource, Series
from scheduling.zone import DAY, EPOCH_ORDINAL


@dataclass(frozen=True, slots=True)
class Place:
    """A resource as planned.

    ``rules`` is what the laws read, ``idle`` how many minutes at most stay free between two bookings, ``partner`` the
    position of the resource that it does things together with: both have the same hours, zone and series.
    """

    rules: Resource
    title: str
    idle: int
    partner: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """An event as planned: ``places`` are positions in the plan, in the order of choice.

    ``weight`` says how often it is booked, beside others at the same place; 0 is never.
    """

    id: str
    title: str
    description: str
    event: Event
    places: tuple[int, ...]
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """A tenant without its bookings: ``bookings`` of them start in ``days`` days from ``first`` (UTC) on.

    Bookings are drawn in blocks of ``block`` places, each from streams of its own, so that one block is the same
    whether or not the others are drawn.
    """

    tenant: str
    seed: int
    first: date
    days: int
    bookings: int
    block: int
    places: tuple[Place, ...]
    offers: tuple[Offer, ...]
    series: tuple[Series, ...] = ()
    calendar_errors: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        """The minute at which the first day begins."""
        return (self.first.toordinal() - EPOCH_ORDINAL) * DAY

    @property
    def end(self) -> int:
        """The minute at which the last day ends."""
        return self.start + self.days * DAY

    @property
    def blocks(self) -> range:
        """The numbers of the blocks."""
        return range(-(-len(self.places) // self.block))

    def members(self, block: int) -> range:
        """Return the positions of the places of a block."""
        return range(block * self.block, min((block + 1) * self.block, len(self.places)))

    def share(self, block: int) -> int:
        """Return how many bookings fall to a block."""
        members = self.members(block)
        everyone = len(self.places)
        return self.bookings * members.stop // everyone - self.bookings * members.start // everyone

    def offered_by(self) -> Iterator[tuple[int, int]]:
        """Yield (place, offer) for whatever may be booked, by offer."""
        for number, offer in enumerate(self.offers):
            for place in offer.places if offer.weight else ():
                yield place, number

    def named(self, tenant: str) -> Plan:
        """Return the plan under another tenant's name."""
        return replace(self, tenant=tenant)
