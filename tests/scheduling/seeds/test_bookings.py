"""Drawn bookings keep the laws, judged by those who share no code with the drawing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from scheduling.parsing import parse
from scheduling.seeds.bookings import Bookings, bookings, seats_of, taken
from scheduling.seeds.sizes import FIRST, plan
from scheduling.slots import search
from scheduling.zone import floor_minute, instant, load
from tests.scheduling.laws.oracle import solve
from tests.scheduling.seeds.asked import digest, problem
from tests.scheduling.seeds.conftest import Drawn


def test_the_same_number_draws_the_same_rows_on_any_machine(small: Drawn, slice_of_peak: Drawn) -> None:
    """Digests of all columns, byte by byte. They hold for one tzdata, 2026f: other zone rules open other hours."""
    assert digest(small.bookings) == "b31f8eca33035b95"
    assert digest(slice_of_peak.bookings) == "f1934f2d60ad9b60"


def test_another_number_draws_other_rows(small: Drawn) -> None:
    """A seed number of its own makes a tenant of its own, with as many bookings."""
    other = bookings(replace(small.plan, seed=2))
    assert len(other) == len(small.bookings)
    assert digest(other) != digest(small.bookings)


def test_a_block_is_the_same_whichever_others_are_drawn(slice_of_peak: Drawn) -> None:
    """Block 14 alone is block 14 beside block 3."""
    alone = bookings(slice_of_peak.plan, [14])
    beside = slice_of_peak.bookings
    assert digest(beside[beside.place >= 14 * slice_of_peak.plan.block]) == digest(alone)


@pytest.mark.parametrize("name", ["small", "medium", "peak"])
def test_shares_of_the_blocks_add_up_to_what_was_promised(name: str) -> None:
    """No booking is lost by rounding."""
    planned = plan(name)
    assert sum(planned.share(block) for block in planned.blocks) == planned.bookings
    assert {"small": 2_000, "medium": 120_000, "peak": 2_300_000}[name] == planned.bookings


def test_a_slice_has_its_share_of_everything(slice_of_peak: Drawn) -> None:
    """Bookings, cancelled ones, parties, buffers and pairs are all there, and each id once."""
    planned, drawn = slice_of_peak
    assert len(drawn) == planned.share(3) + planned.share(14)
    assert drawn.cancelled.sum() == len(drawn) * 3 // 100
    assert (drawn.party > 1).sum() > 1_000
    assert (drawn.before > 0).sum() > 10_000
    assert (drawn.partner >= 0).sum() > 300
    assert len({*zip(drawn.high.tolist(), drawn.bits.tolist(), strict=True)}) == len(drawn)
    order = np.lexsort((drawn.bits, drawn.high))
    assert (order == np.arange(len(drawn))).all()
    assert (np.diff(drawn.start) >= 0).all()


def judged(drawn: Drawn, many: int) -> list[int]:
    """Every so manieth booking that stands, and some of those around each shift of a clock."""
    rows = drawn.bookings
    standing = np.flatnonzero(~rows.cancelled)
    near = [one for one in standing.tolist() if _near_a_shift(drawn, one)]
    return [*standing[:: len(standing) // many].tolist(), *near[:: max(len(near) // many, 1)]]


def _near_a_shift(drawn: Drawn, one: int) -> bool:
    zone = load(drawn.plan.places[int(drawn.bookings.place[one])].rules.tz)
    start = int(drawn.bookings.start[one])
    offsets = {instant(start + hours * 60).astimezone(zone).utcoffset() for hours in (-1, 2)}
    return len(offsets) > 1


@pytest.mark.parametrize("name", ["small", "slice_of_peak"])
def test_the_minute_by_minute_oracle_would_make_each_booking(name: str, request: pytest.FixtureRequest) -> None:
    """With all the others there, the slot of a sampled booking is on offer to as many as came, where they are."""
    drawn: Drawn = request.getfixturevalue(name)
    for chosen in judged(drawn, 20):
        asked = problem(*drawn, chosen)
        free = solve(asked)[1]
        assert free == [[one["id"] for one in asked["rules"]["resources"]]], asked


@pytest.mark.parametrize("name", ["small", "slice_of_peak"])
def test_the_kernel_would_make_each_booking(name: str, request: pytest.FixtureRequest) -> None:
    """The same, asked of the laws as they are served, of more bookings."""
    drawn: Drawn = request.getfixturevalue(name)
    for chosen in judged(drawn, 120):
        found = search(parse(problem(*drawn, chosen)))
        assert found.slots == (instant(int(drawn.bookings.start[chosen])),)


def overfull(drawn: Drawn) -> list[int]:
    """Sweep each place minute by minute; return the bookings whose seats are not free, beside all others."""
    planned, rows = drawn
    found: list[int] = []
    for place in range(len(planned.places)):
        here = np.flatnonzero(((rows.place == place) | (rows.partner == place)) & ~rows.cancelled)
        raw, padded = (np.zeros((planned.days + 4) * 1440, np.int64) for _ in range(2))
        base = planned.start - 1440
        for one in here.tolist():
            start, end, party = (int(column[one]) for column in (rows.start, rows.end, rows.party))
            raw[start - base : end - base] += party
            padded[start - int(rows.before[one]) - base : end + int(rows.after[one]) - base] += party
        seats = planned.places[place].rules.capacity
        for one in here.tolist():
            start, end, party = (int(column[one]) - offset for column, offset in _of(rows, base))
            before, after = int(rows.before[one]), int(rows.after[one])
            own = raw[start - before : end + after].copy()
            own[before : before + end - start] -= party
            if own.max() + party > seats or padded[start:end].max() > seats:
                found.append(one)
    return found


def _of(rows: Bookings, base: int) -> tuple[tuple[np.ndarray, int], ...]:
    return (rows.start, base), (rows.end, base), (rows.party, 0)


def test_no_booking_takes_a_seat_that_others_have(small: Drawn, slice_of_peak: Drawn) -> None:
    """Each of 160,000 bookings is swept: its seats beside its neighbours', buffers included."""
    assert overfull(small) == []
    assert overfull(slice_of_peak) == []


def test_the_sweep_sees_a_booking_that_collides(small: Drawn) -> None:
    """The booking that follows another most closely, moved into it by five minutes, is found together with it."""
    rows = small.bookings
    alone = np.flatnonzero((rows.place == 0) & ~rows.cancelled)
    gaps = rows.start[alone[1:]] - rows.end[alone[:-1]]
    first, second = alone[gaps.argmin()], alone[gaps.argmin() + 1]
    start = rows.start.copy()
    start[second] -= gaps.min() + 5
    assert set(overfull(Drawn(small.plan, replace(rows, start=start)))) == {first, second}


def test_there_are_bookings_around_every_shift_of_every_clock(slice_of_peak: Drawn) -> None:
    """In each zone, on either side of each shift of the year and within an hour of it, somebody is booked."""
    planned, rows = slice_of_peak
    first, last = (floor_minute(instant(minute)) for minute in (planned.start, planned.end))
    shifts: Counter[str] = Counter()
    for tz in sorted({place.rules.tz for place in planned.places}):
        clock = load(tz)
        offsets = [instant(minute).astimezone(clock).utcoffset() for minute in range(first, last, 30)]
        for number in (n for n in range(1, len(offsets)) if offsets[n] != offsets[n - 1]):
            shift = first + number * 30
            here = np.array([planned.places[place].rules.tz == tz for place in rows.place.tolist()])
            assert (here & (rows.end > shift - 60) & (rows.end <= shift + 30)).any(), (tz, instant(shift))
            assert (here & (rows.start >= shift - 30) & (rows.start < shift + 60)).any(), (tz, instant(shift))
            shifts[tz] += 1
    assert shifts == {
        "America/New_York": 2,
        "America/St_Johns": 2,
        "Europe/London": 2,
        "Australia/Lord_Howe": 2,
        "Africa/Casablanca": 3,
    }


def test_what_takes_seats_is_given_as_arrays_without_a_database(slice_of_peak: Drawn) -> None:
    """Each place of each standing booking has an entry; the cancelled have none."""
    found = taken(slice_of_peak.plan, [14])
    rows = bookings(slice_of_peak.plan, [14])
    assert len(found.place) == (~rows.cancelled).sum() + (rows.partner >= 0)[~rows.cancelled].sum()
    assert found.seats.sum() == seats_of(rows).seats.sum() > 0
    assert (np.diff(found.start) >= 0).all()
    assert found.start.min() >= (FIRST - FIRST.replace(year=1970)).days * 1440
