"""The constraint looks at boxes and refuses what it refused when it looked at ranges."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from scheduling import Kernel
from scheduling.store.database import sqlstate
from tests.scheduling.store.world import Shop, at, key, wanted

pytestmark = pytest.mark.anyio

_AS_RANGES = """int8range(a.number, a.number, '[]') && int8range(b.number, b.number, '[]')
                AND a.during && b.during AND a.seats && b.seats
                AND int8range(coalesce(a.padding_of, 0), a.padding_of, '[]')
                    && int8range(coalesce(b.padding_of, 0), b.padding_of, '[]')"""
_LANE = "box(point(coalesce({0}.padding_of, 0), 0), point(coalesce({0}.padding_of, 1::bigint << 53) + 0.5, 0))"
_AS_BOXES = f"""seating_area(a.number, a.during, a.seats) && seating_area(b.number, b.during, b.seats)
                AND {_LANE.format("a")} && {_LANE.format("b")}"""
_CONSTRAINT = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'seatings_no_double_booking'"
_PAIRS = """
    WITH rows AS MATERIALIZED (
        SELECT n, number, int4range(low, high) AS seats, nullif(lane, 0) AS padding_of,
               tstzrange(timestamptz '2026-03-08 00:00Z' + start * interval '1 second',
                         timestamptz '2026-03-08 00:00Z' + "end" * interval '1 second') AS during
        FROM unnest(CAST(:ns AS integer[]), CAST(:numbers AS bigint[]), CAST(:lows AS integer[]),
                    CAST(:highs AS integer[]), CAST(:starts AS integer[]), CAST(:ends AS integer[]),
                    CAST(:lanes AS bigint[]))
             AS given (n, number, low, high, start, "end", lane))
    SELECT count(*) FILTER (WHERE ranges), count(*) FILTER (WHERE boxes), count(*) FILTER (WHERE ranges AND NOT boxes)
    FROM (SELECT {ranges} AS ranges, {boxes} AS boxes FROM rows a, rows b) pairs
"""


def seatings(seconds: int) -> dict[str, list[int]]:
    """Some hundred seatings of a few resources around one night, their times so many seconds apart."""
    drawn = random.Random(7)  # noqa: S311 - rows for a test
    found: dict[str, list[int]] = {name: [] for name in ("ns", "numbers", "lows", "highs", "starts", "ends", "lanes")}
    for n in range(400):
        low, start = drawn.randrange(6), drawn.randrange(40) * seconds
        # Neighbours in number, also where doubles have few digits left for the seats.
        number = drawn.choice([1, 2, 3, 2**31, 2**31 + 1, 2**38 - 2, 2**38 - 1])
        lane = drawn.choice([0, 0, 0, 1, 2, 2**52 - 2, 2**52 - 1])  # 0 is core, in every lane
        row = (n, number, low, low + drawn.randint(1, 3), start, start + drawn.randint(1, 8) * seconds, lane)
        for name, value in zip(found, row, strict=True):
            found[name].append(value)
    return found


async def test_the_constraint_is_the_one_that_is_held_to_ranges_here(kernel: Kernel) -> None:
    """What these tests compare with ranges is what the constraint says."""
    async with kernel.engine.connect() as connection:
        found = str((await connection.execute(text(_CONSTRAINT))).scalar_one())
    said = "EXCLUDE USING gist (area WITH &&, " + _LANE.format("x").replace("x.", "") + " WITH &&)"
    plain = re.sub(r"::(bigint|double precision|numeric)|[() ]|'", "", found)
    assert plain == re.sub(r"::(bigint|double precision|numeric)|[() ]|'", "", said).replace("coalesce", "COALESCE")


@pytest.mark.parametrize("seconds", [60, 300])
async def test_boxes_overlap_where_ranges_do(kernel: Kernel, seconds: int) -> None:
    """Of 160,000 pairs of whole minutes, the same meet: touching is not meeting, neither in time nor in seats."""
    ranges, boxes, missed = await _asked(kernel, seatings(seconds))
    assert (boxes, missed) == (ranges, 0)
    assert ranges > 500


async def test_a_part_of_a_minute_takes_the_minute(kernel: Kernel) -> None:
    """Of pairs that are off the minute by seconds, none that meets is passed over; some more meet, as the laws say."""
    ranges, boxes, missed = await _asked(kernel, seatings(25))
    assert missed == 0
    assert boxes > ranges


async def _asked(kernel: Kernel, rows: dict[str, Any]) -> tuple[int, int, int]:
    statement = text(_PAIRS.format(ranges=_AS_RANGES, boxes=_AS_BOXES))
    async with kernel.engine.connect() as connection:
        ranges, boxes, missed = (await connection.execute(statement, rows)).one()
        return ranges, boxes, missed


@pytest.mark.parametrize("during", ["[2026-03-02 10:00Z,)", "(,2026-03-02 10:00Z)"])
async def test_seats_without_an_end_are_refused(shop: Shop, during: str) -> None:
    """There is no box for what has no end, and what has no box would meet nobody."""
    booking = await shop.kernel.book(shop.tenant, key(), wanted("call", at(10), "ada"))
    statement = text(
        "UPDATE seatings SET during = CAST(CAST(:during AS text) AS tstzrange) WHERE booking = CAST(:id AS uuid)"
    )
    with pytest.raises(DBAPIError) as refused:
        async with shop.kernel.engine.begin() as connection:
            await connection.execute(statement, {"during": during, "id": booking.id})
    assert sqlstate(refused.value) in {"23502", "23514"}  # not null, or a check
