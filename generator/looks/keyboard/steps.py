"""Walking with one key until the page ends, or until it is plain that it does not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from generator.looks.keyboard.stops import Place, Spot
from generator.looks.keyboard.visit import Visit

MOST = 100
"""How many stops a walk makes at most beyond those that the page began with: a feed may grow for ever."""

_ROUNDS = 3
_LOST = 6


class End(StrEnum):
    """How a walk ended: at the edge of the page, going round, or with more of the page still coming."""

    edge = "edge"
    round = "round"
    more = "more"


@dataclass(frozen=True, slots=True)
class Steps:
    """A walk in one direction: where it went, and how it ended."""

    spots: tuple[Spot, ...]
    end: End

    @property
    def loop(self) -> tuple[str, ...]:
        """Return the elements that were come back to."""
        often = Counter(spot.element for spot in self.spots if spot.element)
        return tuple(element for element, times in often.items() if times >= _ROUNDS)


def steps(visit: Visit, key: str, most: int) -> Steps:
    """Press ``key`` (Tab or Shift+Tab) until focus leaves the page, at most ``most`` times."""
    goal = Place.start if key.startswith("Shift") else Place.end
    went: list[Spot] = []
    times: Counter[str] = Counter()
    here, rests, lost = visit.at.key, 0, 0
    while len(went) < most:
        for spot in visit.run(key, _batch(visit, len(went))):
            went.append(spot)
            if spot.place in {goal, Place.out}:
                return Steps(tuple(went), End.edge)
            if spot.place is not Place.inside:  # nowhere, or the other edge: not yet through
                lost += 1
                if lost > _LOST:
                    return Steps(tuple(went), End.round)
                continue
            rests = rests + 1 if spot.key == here else 0
            times[spot.key] += spot.key != here
            here = spot.key
            if rests >= spot.patience or times[spot.key] >= _ROUNDS:
                return Steps(tuple(went), End.round)
    return Steps(tuple(went), End.more)


def _batch(visit: Visit, done: int) -> int:
    """Return how often to press before looking: about as often as it takes to be through."""
    return max(3, min(visit.size + 1 - done, 24))
