"""Bookings: what is booked of a plan, drawn block by block. Pure; every booking keeps the laws."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from scheduling.seeds.clocks import Clocks
from scheduling.seeds.draws import Draws, Ints, scrambled
from scheduling.seeds.packing import Laid, Menu, menu, pack, together
from scheduling.seeds.tracks import Tracks, open_tracks
from scheduling.seeds.values import Plan
from scheduling.zone import DAY

_LAID, _KEPT, _TOLD = 11, 12, 13
_NEAR = 6 * 60
_CANCELLED = 30
"""How many of a thousand bookings are cancelled; each stands where another was made afterwards."""
_MONTHS = 60 * DAY
_SQUEEZES = 6


@dataclass(frozen=True, slots=True)
class Bookings:
    """Bookings of a plan by rising start, then id; one entry each.

    ``offer``, ``place`` and ``partner`` (-1: none) are positions in the plan; ``start``, ``end`` and ``created``
    minutes; ``before`` and ``after`` buffers in minutes; ``low`` is the lowest of ``party`` seats in a row, the same at
    the partner's; ``visitor`` says who came; ``high`` and ``bits`` are the two halves of the id.
    """

    offer: Ints
    place: Ints
    partner: Ints
    start: Ints
    end: Ints
    before: Ints
    after: Ints
    low: Ints
    party: Ints
    cancelled: NDArray[np.bool_]
    created: Ints
    visitor: Ints
    high: NDArray[np.uint64]
    bits: NDArray[np.uint64]

    def __len__(self) -> int:
        """Return how many bookings there are."""
        return len(self.start)

    def __getitem__(self, chosen: NDArray[np.bool_] | Ints | slice) -> Bookings:
        """Return some of the bookings."""
        return Bookings(*(getattr(self, column.name)[chosen] for column in fields(self)))


@dataclass(frozen=True, slots=True)
class Taken:
    """What takes seats, one entry for each place of each booking that is not cancelled, by rising start.

    ``place`` is a position in the plan, ``start`` and ``end`` are minutes since 1970 (UTC, half open), ``before`` and
    ``after`` the booking's own buffers in minutes, ``seats`` how many it takes. All int64, of one length.
    """

    place: Ints
    start: Ints
    end: Ints
    before: Ints
    after: Ints
    seats: Ints


def bookings(plan: Plan, blocks: Iterable[int] | None = None) -> Bookings:
    """Return all bookings of a plan, or those of some blocks of places, in order."""
    chosen = plan.blocks if blocks is None else blocks
    common = menu(plan), Clocks(plan)
    found = [block(plan, number, *common) for number in chosen]
    whole = Bookings(*(np.concatenate([getattr(one, column.name) for one in found]) for column in fields(Bookings)))
    return whole[np.lexsort((whole.bits, whole.high))]


def taken(plan: Plan, blocks: Iterable[int] | None = None) -> Taken:
    """Return what the bookings of a plan take, without a database: the input of benchmarks."""
    return seats_of(bookings(plan, blocks))


def seats_of(drawn: Bookings) -> Taken:
    """Return what some bookings take."""
    standing = drawn[~drawn.cancelled]
    second = standing[standing.partner >= 0]
    both = [(standing, standing.place), (second, second.partner)]
    order = np.argsort(np.concatenate([one.start for one, _ in both]), kind="stable")

    def column(name: str) -> Ints:
        found: Ints = np.concatenate([getattr(one, name) for one, _ in both])[order]
        return found

    place = np.concatenate([place for _, place in both])[order]
    return Taken(place, column("start"), column("end"), column("before"), column("after"), column("party"))


def block(plan: Plan, number: int, common: Menu, clocks: Clocks) -> Bookings:
    """Return the bookings of one block of places; the same whichever other blocks are drawn."""
    share = plan.share(number)
    cancelled = share * _CANCELLED // 1000
    laid = _laid(plan, number, share - cancelled, common, clocks)
    kept = _thinned(laid, share - cancelled, Draws(plan.seed, _KEPT, number), clocks)
    kept = kept[np.lexsort((kept.low, kept.place, kept.start))]
    return _told(plan, number, kept, cancelled, common)


def _laid(plan: Plan, number: int, wanted: int, common: Menu, clocks: Clocks) -> Laid:
    """Return at least as many bookings as wanted; the less idle time, the more of them there are."""
    for squeezed in range(_SQUEEZES):
        draws = Draws(plan.seed, _LAID, number, squeezed)
        tracks, joint = _joint(plan, number, open_tracks(plan, number, clocks), common, clocks, draws)
        rest = pack(tracks, replace(common, idle=common.idle >> squeezed), clocks, draws)
        found = together([joint, *rest])
        if len(found) >= wanted:
            return found
    raise ValueError(
        f"block {number} of {plan.tenant} has room for {len(found)} bookings and shall have {wanted}; ask for fewer"
    )


def _joint(plan: Plan, number: int, tracks: Tracks, common: Menu, clocks: Clocks, draws: Draws) -> tuple[Tracks, Laid]:
    """Put what pairs do together at the head of a third of their tracks; return the rest of the tracks beside it."""
    members = plan.members(number)
    pairs = {
        offer.places[0]: (position, offer.places[1])
        for position, offer in enumerate(plan.offers)
        if offer.weight and offer.event.mode == "all" and offer.places[0] in members
    }
    leads = np.flatnonzero(np.isin(tracks.place, list(pairs)))
    leads = leads[draws.chance(333, len(leads))]
    leader = tracks[leads]
    offer = np.array([pairs[place][0] for place in leader.place.tolist()], np.int64)
    partner = np.array([pairs[place][1] for place in leader.place.tolist()], np.int64)
    # Both have the same tracks in the same order, so the partner's stand as far behind as the leader has tracks.
    follows = leads + np.bincount(tracks.place, minlength=len(plan.places))[leader.place]
    start, fits = clocks.on_grid(leader.place, leader.cursor, common.step[offer], common.utc[offer])
    end = start + common.duration[offer]
    fits &= end <= leader.close
    ones, zeros = np.ones(len(leads), np.int64), np.zeros(len(leads), np.int64)
    joint = Laid(offer, leader.place, partner, start, end, zeros, ones)[fits]
    for each in (leads[fits], follows[fits]):
        tracks.cursor[each] = joint.end
        tracks.after[each] = common.after[joint.offer]
    return tracks, joint


def _thinned(laid: Laid, wanted: int, draws: Draws, clocks: Clocks) -> Laid:
    """Return as many bookings as wanted: those near a shift of the clock first, of the others whichever are drawn."""
    near = clocks.near_a_shift(laid.place, laid.start, laid.end, _NEAR)
    key = draws.words(len(laid)) >> np.uint64(1)
    key[near] = 0
    return laid[np.sort(np.argsort(key, kind="stable")[:wanted])]


def _told(plan: Plan, number: int, laid: Laid, cancelled: int, common: Menu) -> Bookings:
    """Give bookings their ids and visitors, and some of them a cancelled one that was there before."""
    draws = Draws(plan.seed, _TOLD, number)
    again = np.sort(np.argsort(draws.words(len(laid)), kind="stable")[:cancelled])
    everything = np.concatenate([np.arange(len(laid)), again])
    whole, many = laid[everything], len(everything)
    gone = np.arange(many) >= len(laid)
    ordinals = np.arange(many, dtype=np.uint64) + (np.uint64(number) << np.uint64(40))
    random = scrambled(ordinals ^ scrambled(np.full(1, plan.seed, np.uint64)))
    high, bits = _ids(whole.start, random)
    return Bookings(
        offer=whole.offer,
        place=whole.place,
        partner=whole.partner,
        start=whole.start,
        end=whole.end,
        before=common.before[whole.offer],
        after=common.after[whole.offer],
        low=whole.low,
        party=whole.party,
        cancelled=gone,
        created=np.where(gone, plan.start - _MONTHS, plan.start) - 1 - draws.below(_MONTHS, many),
        visitor=draws.below(1_000_000, many),
        high=high,
        bits=bits,
    )


def _ids(start: Ints, random: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return the halves of UUIDs of version 8 that begin with the start in milliseconds, so that they sort by it."""
    stamp = (start.astype(np.uint64) * np.uint64(60_000)) << np.uint64(16)
    high = stamp | np.uint64(0x8000) | (scrambled(random) & np.uint64(0x0FFF))
    return high, np.uint64(0x8000_0000_0000_0000) | (random >> np.uint64(2))
