"""Packing: bookings laid one after another into open time, by the laws, all tracks at once.

Within a lane a booking keeps as far from the one before as the buffers want. In a lane of one seat that is the longer
of the two buffers that meet (S5); in wider lanes it is both, one after the other, so that the seats that a buffer keeps
free are never counted twice at one minute (S8).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from scheduling.seeds.clocks import Clocks
from scheduling.seeds.draws import Draws, Ints
from scheduling.seeds.tracks import Mask, Tracks
from scheduling.seeds.values import Plan

TRIES = 2
"""How many events are tried at the end of a track before it counts as full."""


@dataclass(frozen=True, slots=True)
class Laid:
    """Bookings, one entry each: what, where (``partner`` is a second place or -1), when, and which seats."""

    offer: Ints
    place: Ints
    partner: Ints
    start: Ints
    end: Ints
    low: Ints
    party: Ints

    def __getitem__(self, chosen: Mask | Ints) -> Laid:
        """Return some of the bookings."""
        columns = (self.offer, self.place, self.partner, self.start, self.end, self.low, self.party)
        return Laid(*(column[chosen] for column in columns))

    def __len__(self) -> int:
        """Return how many bookings there are."""
        return len(self.start)


@dataclass(frozen=True, slots=True)
class Menu:
    """What may be booked at each place, as tables: offers by place, and each offer's numbers by offer."""

    offers: Ints
    steps: Ints
    duration: Ints
    before: Ints
    after: Ints
    step: Ints
    utc: Mask
    idle: Ints


def menu(plan: Plan) -> Menu:
    """Return the tables of a plan: ``offers[place]`` are those for any one place, ``steps`` their weights added up."""
    serving: list[list[int]] = [[] for _ in plan.places]
    for place, offer in plan.offered_by():
        if plan.offers[offer].event.mode == "any":
            serving[place].append(offer)
    widest = max(map(len, serving))
    offers = np.array([[*row, *[0] * (widest - len(row))] for row in serving], np.int64)
    weights = [[*(plan.offers[one].weight for one in row), *[0] * (widest - len(row))] for row in serving]
    events = [offer.event for offer in plan.offers]
    return Menu(
        offers,
        np.cumsum(np.array(weights, np.int64), axis=1),
        np.array([event.duration_min for event in events], np.int64),
        np.array([event.buffer_before_min for event in events], np.int64),
        np.array([event.buffer_after_min for event in events], np.int64),
        np.array([event.step_min for event in events], np.int64),
        np.array([event.anchor == "utc" for event in events], np.bool_),
        np.array([place.idle for place in plan.places], np.int64),
    )


def pack(tracks: Tracks, menu: Menu, clocks: Clocks, draws: Draws) -> Iterator[Laid]:
    """Yield bookings, one for each track that still has room at a time, until none has."""
    tries = np.zeros(len(tracks.place), np.int64)
    while len(tracks.place):
        laid, fits = _next(tracks, menu, clocks, draws)
        yield laid[fits]
        tracks = replace(
            tracks,
            cursor=np.where(fits, laid.end, tracks.cursor),
            after=np.where(fits, menu.after[laid.offer], tracks.after),
        )
        tries = np.where(fits, 0, tries + 1)
        going = tries < TRIES
        tracks, tries = tracks[going], tries[going]


def _next(tracks: Tracks, menu: Menu, clocks: Clocks, draws: Draws) -> tuple[Laid, Mask]:
    """Return the next booking of each track, and which of them find room."""
    many = len(tracks.place)
    steps = menu.steps[tracks.place]
    draw = draws.below(steps[:, -1], many)
    offer = menu.offers[tracks.place, (steps <= draw[:, None]).sum(axis=1)]
    idle = draws.below(menu.idle[tracks.place] + 1, many)
    gap = np.where(tracks.width == 1, np.maximum(tracks.after, menu.before[offer]), tracks.after + menu.before[offer])
    earliest = tracks.cursor + gap + np.where(tracks.dense, 0, idle)
    start, fits = clocks.on_grid(tracks.place, earliest, menu.step[offer], menu.utc[offer])
    end = start + menu.duration[offer]
    party = 1 + draws.below(tracks.width, many)
    laid = Laid(offer, tracks.place, np.full(many, -1, np.int64), start, end, tracks.low, party)
    return laid, fits & (end <= tracks.close)


def together(laid: Sequence[Laid]) -> Laid:
    """Return all bookings in one."""
    return Laid(
        *(
            np.concatenate([getattr(one, name) for one in laid])
            for name in ("offer", "place", "partner", "start", "end", "low", "party")
        )
    )
