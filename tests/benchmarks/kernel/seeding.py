"""What a seed costs: COPY as it is loaded, against what one would write first.

Run: ``python -m tests.benchmarks.kernel.seeding [small|medium|peak]`` (default: peak, some minutes in all). Every arm
loads bookings of the same plan into a database of its own on a durable server, with the constraint in place. COPY
loads all of it; the slower arms load a slice, and what all of it would take is extrapolated and marked with ~. Prints a
table, asserts nothing.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from sqlalchemy import text

from router.postgres import database_url, throwaway_database
from scheduling import Attendee, NewBooking, SchedulingError, lifespan
from scheduling.seeds.bookings import Bookings, bookings
from scheduling.seeds.loading import load
from scheduling.seeds.rows import seated
from scheduling.seeds.setting_up import set_up
from scheduling.seeds.sizes import plan
from scheduling.seeds.values import Plan
from scheduling.store import database, migrations
from scheduling.zone import instant

SLICE, FEW = 5_000, 300
ALL = 10**9
_BOOKING = text("""
    INSERT INTO bookings (tenant, booking, event, starts_at, ends_at, buffer_before_min, buffer_after_min, status,
                          party, attendee_name, attendee_email, notes, cancellation_reason, created_at, updated_at)
    VALUES (:tenant, :booking, :event, :starts, :ends, :before, :after, 'confirmed',
            :party, 'Ada', 'ada@example.com', '', '', :created, :created)
""")
_SERVING = text("INSERT INTO booking_resources (tenant, booking, resource) VALUES (:tenant, :booking, :resource)")
_SEATING = text("""
    INSERT INTO seatings (tenant, booking, resource, resource_number, padding_of, during, seats)
    SELECT :tenant, :booking, :resource, CAST(:number AS bigint), CASE WHEN CAST(:padding AS boolean) THEN b.number END,
           tstzrange(:starts, :ends), int4range(CAST(:low AS integer), CAST(:high AS integer))
    FROM bookings b WHERE b.tenant = :tenant AND b.booking = :booking
""")
Arm = Callable[[str, Plan], Awaitable[tuple[int, float]]]


async def by_copy(url: str, planned: Plan) -> tuple[int, float]:
    """COPY over three connections, foreign keys checked at the end."""
    done = await load(url, planned, many=0, say=_say)
    return done.bookings, done.seconds


async def by_copy_in_turn(url: str, planned: Plan) -> tuple[int, float]:
    """COPY over one connection, foreign keys and triggers in place; a twentieth of the plan."""
    part = replace(planned, bookings=max(planned.bookings // 20, 1_000))
    done = await load(url, part, many=ALL)
    return done.bookings, done.seconds


async def by_insert(url: str, planned: Plan) -> tuple[int, float]:
    """INSERT with executemany, one transaction, a slice."""
    drawn = bookings(replace(planned, bookings=SLICE))
    engine = database.engine(url)
    await migrations.migrate(engine, migrations.load())
    async with engine.begin() as connection:
        await connection.execute(text("SET LOCAL statement_timeout = 0"))
        numbers = (await set_up(connection, planned)).tolist()
        began = perf_counter()
        standing = drawn[~drawn.cancelled]
        ids = [
            f"{high:016x}{bits:016x}" for high, bits in zip(standing.high.tolist(), standing.bits.tolist(), strict=True)
        ]
        await connection.execute(_BOOKING, [_booking(planned, standing, ids, one) for one in range(len(standing))])
        taken = seated(standing)
        keys = sorted({*zip(taken.booking.tolist(), taken.place.tolist(), strict=True)})
        names = [place.rules.id for place in planned.places]
        tenant = planned.tenant
        rows = [{"tenant": tenant, "booking": ids[booking], "resource": names[place]} for booking, place in keys]
        await connection.execute(_SERVING, rows)
        seats = [
            {
                "tenant": tenant,
                "booking": ids[booking],
                "resource": names[place],
                "number": numbers[place],
                "padding": bool(padding),
                "starts": instant(start),
                "ends": instant(end),
                "low": int(standing.low[booking]),
                "high": int(standing.low[booking] + standing.party[booking]),
            }
            for booking, place, start, end, padding in zip(
                *(getattr(taken, name).tolist() for name in ("booking", "place", "start", "end", "padding")),
                strict=True,
            )
        ]
        await connection.execute(_SEATING, seats)
    seconds = perf_counter() - began
    await engine.dispose()
    return len(standing), seconds


async def by_the_kernel(url: str, planned: Plan) -> tuple[int, float]:
    """The kernel's own door, one booking after another, a few of them."""
    drawn = bookings(replace(planned, bookings=SLICE))
    engine = database.engine(url)
    await migrations.migrate(engine, migrations.load())
    async with engine.begin() as connection:
        await set_up(connection, planned)
    await engine.dispose()
    done, attendee = 0, Attendee(name="Ada", email="ada@example.com")
    async with lifespan(url, clock=lambda: instant(planned.start - 1440)) as kernel:
        began = perf_counter()
        for one in range(FEW):
            places = [int(place) for place in (drawn.place[one], drawn.partner[one]) if place >= 0]
            event = planned.offers[int(drawn.offer[one])]
            new = NewBooking(
                event=event.id,
                start=instant(int(drawn.start[one])),
                attendee=attendee,
                resources=tuple(planned.places[place].rules.id for place in places) if len(places) == 1 else (),
                party=int(drawn.party[one]),
            )
            try:
                await kernel.book(planned.tenant, f"key-{one}", new)
                done += 1
            except SchedulingError:  # cancelled in the seed, or at a calendar that is in error
                continue
        return done, perf_counter() - began


def _booking(planned: Plan, drawn: Bookings, ids: list[str], one: int) -> dict[str, object]:
    return {
        "tenant": planned.tenant,
        "booking": ids[one],
        "event": planned.offers[int(drawn.offer[one])].id,
        "starts": instant(int(drawn.start[one])),
        "ends": instant(int(drawn.end[one])),
        "before": int(drawn.before[one]),
        "after": int(drawn.after[one]),
        "party": int(drawn.party[one]),
        "created": instant(int(drawn.created[one])),
    }


def _say(what: str) -> None:
    sys.stderr.write(f"  {what}\n")


async def measured(server: str, planned: Plan) -> None:
    """Run every arm and print a row for each."""
    arms: dict[str, Arm] = {
        "COPY, as seeded": by_copy,
        "COPY, foreign keys in place": by_copy_in_turn,
        "INSERT, executemany": by_insert,
        "book(), one by one": by_the_kernel,
    }
    row = "{:<30}{:>12}{:>10}{:>14}{:>12}{:>8}\n"
    sys.stdout.write(
        f"{planned.tenant}: {planned.bookings:,} bookings; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n"
    )
    sys.stdout.write(row.format("", "bookings", "seconds", "bookings/s", "all of it", "ratio"))
    first = 0.0
    for name, arm in arms.items():
        async with throwaway_database(server) as url:
            many, seconds = await arm(url, planned)
        whole = seconds * planned.bookings / many
        first = first or whole
        about = f"{'' if many == planned.bookings else '~'}{whole:,.0f} s"
        sys.stdout.write(
            row.format(name, f"{many:,}", f"{seconds:.1f}", f"{many / seconds:,.0f}", about, f"{whole / first:.1f}")
        )
        sys.stdout.flush()
    sys.stdout.write(f"CPU of this process: {process_time():.0f} s; load {os.getloadavg()[0]:.1f} at the end\n")


def main() -> None:
    """Measure one size on a durable server of its own."""
    planned = plan(sys.argv[1] if len(sys.argv) > 1 else "peak")
    with TemporaryDirectory() as folder, database_url(Path(folder), {}) as server:
        asyncio.run(measured(server, planned))


if __name__ == "__main__":
    main()
