"""Series of bookings: expanded once whatever happens, each occurrence booked or refused with its reason."""

from __future__ import annotations

import asyncio
import os
import signal
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from scheduling import Attendee, IdempotencyMismatch, InvalidRequest, Kernel, NotFound, StateConflict
from scheduling.jobs import expansion
from scheduling.jobs.attempt import Bench, attempt
from scheduling.jobs.job import Job
from scheduling.problem import WEEKDAYS, Event
from scheduling.repeats import MOST_OCCURRENCES, BookingSeries, NewSeries, Occurrence, due
from scheduling.store import booking_series, rules
from scheduling.store.desk import Desk
from tests.scheduling.jobs import toys
from tests.scheduling.jobs.asking import ended, get, until
from tests.scheduling.laws import oracle
from tests.scheduling.laws.problems import SHIFTS
from tests.scheduling.store.world import ADA, MONDAY, OPENING, Clock, Shop, at, key, open_shop, wanted

pytestmark = pytest.mark.anyio
DAILY = NewSeries(
    event="class", tz="Europe/London", first_local=datetime(2026, 3, 2, 10), freq="daily", count=14, attendee=ADA
)


@pytest.fixture
async def shop(engine: AsyncEngine, request: pytest.FixtureRequest) -> Shop:
    """Open a shop of the test's own, without a worker."""
    return await open_shop(Kernel(engine, clock=Clock()), request.node.name[:100])


def desk(connection: Any, shop: Shop) -> Desk:  # noqa: ANN401 - SQLAlchemy's
    """Return where writes of a shop happen."""
    return Desk(connection, shop.tenant, OPENING)


async def make(shop: Shop, new: NewSeries, name: str | None = None) -> BookingSeries:
    """Make a series."""
    async with shop.kernel.engine.begin() as connection:
        return await expansion.create(desk(connection, shop), name or key(), new)


async def run(shop: Shop, series: BookingSeries, at_once: int = 5) -> BookingSeries:
    """Attempt the job that expands a series, and return the series."""
    bench = Bench(shop.kernel.engine, Clock())
    await attempt(bench, expansion.expanding(at_once), shop.tenant, series.job)
    async with shop.kernel.engine.connect() as connection:
        return await booking_series.get(connection, shop.tenant, series.id)


async def occurrences(shop: Shop, series: BookingSeries) -> tuple[Occurrence, ...]:
    """Return what became of a series."""
    async with shop.kernel.engine.connect() as connection:
        return await booking_series.occurrences(connection, shop.tenant, series.id, limit=MOST_OCCURRENCES)


async def stored(engine: AsyncEngine, tenant: str) -> list[object]:
    """Return every row of a tenant that a series could change."""
    found: list[object] = []
    async with engine.connect() as connection:
        for table in ("bookings", "booking_resources", "seatings", "series_occurrences", "booking_series"):
            statement = text(f"SELECT t::text FROM {table} t WHERE tenant = :tenant ORDER BY 1")  # noqa: S608 - ours
            found.append(list((await connection.execute(statement, {"tenant": tenant})).scalars()))
    return found


async def test_a_series_keeps_its_wall_time(shop: Shop) -> None:
    """Two weeks of mornings: ten are booked at ten, and the weekend's four say that the room is closed."""
    done = await run(shop, await make(shop, replaced(first_local=datetime(2026, 3, 23, 10))))
    assert (done.status, done.total, done.booked, done.refused) == ("expanded", 14, 10, 4)
    found = await occurrences(shop, done)
    starts = [one.start.hour for one in found if one.booking]
    assert starts == [10] * 5 + [9] * 5  # London's clocks went forward on the 29th
    assert {one.code for one in found if not one.booking} == {"closed"}
    assert all(one.reason and "closed" in one.reason for one in found if not one.booking)
    bookings = [await shop.kernel.get_booking(shop.tenant, one.booking) for one in found if one.booking]
    assert {(one.event, one.attendee, one.status) for one in bookings} == {("class", ADA, "confirmed")}


def replaced(**changes: Any) -> NewSeries:  # noqa: ANN401 - a table's cells
    """Return the daily series with changes."""
    fields = {name: getattr(DAILY, name) for name in DAILY.__dataclass_fields__}
    return NewSeries(**{**fields, **changes})


async def test_what_collides_is_refused_and_the_rest_is_booked(shop: Shop) -> None:
    """One day is taken by somebody else, one by the day before's buffers of ours: each says so, the rest stands."""
    await shop.kernel.book(shop.tenant, key(), wanted("consult", at(10, days=1)))
    done = await run(shop, await make(shop, replaced(event="consult", count=3)))
    assert [(one.code, bool(one.booking)) for one in await occurrences(shop, done)] == [
        (None, True),
        ("taken", False),
        (None, True),
    ]
    assert (done.booked, done.refused) == (2, 1)


async def test_the_same_key_is_the_same_series(shop: Shop) -> None:
    """Asked for twice it is made once; with another rule under the same key it is refused; unknown events too."""
    first, second = await make(shop, DAILY, "mine"), await make(shop, DAILY, "mine")
    assert first == second
    with pytest.raises(IdempotencyMismatch):
        await make(shop, replaced(count=13), "mine")
    with pytest.raises(NotFound):
        await make(shop, replaced(event="nothing"))
    assert first.new == DAILY


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"count": None}, "count or until_local must be given"),
        ({"count": 1_001}, "count must be a whole number from 1 to 1000"),
        ({"count": None, "until_local": datetime(2030, 1, 1)}, "at most 1000 occurrences"),
        ({"freq": "monthly", "byday": ("mon",)}, "does not go with monthly"),
        ({"freq": "hourly"}, "must be one of daily, weekly, monthly"),
        ({"first_local": OPENING}, "without an offset"),
        ({"first_local": datetime(2026, 3, 2, 10, 0, 30)}, "whole minutes"),
        ({"tz": "Mars/Olympus"}, "IANA"),
        ({"attendee": Attendee(name="", email="x")}, "attendee"),
    ],
)
async def test_what_makes_no_sense_is_refused(shop: Shop, changes: dict[str, Any], problem: str) -> None:
    """Values out of range never reach the database."""
    with pytest.raises(InvalidRequest, match=problem):
        await make(shop, replaced(**changes))


async def test_a_cancelled_series_is_taken_back(shop: Shop) -> None:
    """Cancelled half-way: no further occurrence is booked, what was booked is cancelled, seats and all; once."""
    engine = shop.kernel.engine
    series = await make(shop, DAILY)
    async with engine.begin() as connection:
        assert (await expansion.book_some(desk(connection, shop), series.id, 5)).done == 5
    async with engine.begin() as connection:
        cancelled = await expansion.cancel(desk(connection, shop), series.id, "moved away")
        with pytest.raises(StateConflict, match="cancelled already"):
            await expansion.cancel(desk(connection, shop), series.id)
    assert (cancelled.status, cancelled.booked) == ("cancelled", 5)
    assert (await run(shop, series)).booked == 5
    bench = Bench(engine, Clock())
    async with engine.connect() as connection:
        statement = text("SELECT job FROM jobs WHERE tenant = :tenant AND kind = 'series.cancel'")
        job = str((await connection.execute(statement, {"tenant": shop.tenant})).scalar_one())
    await attempt(bench, expansion.CANCEL, shop.tenant, job)
    assert {one.status for one in await occurrences(shop, series)} == {"cancelled"}
    assert (await stored(engine, shop.tenant))[2] == []


async def test_a_long_series_survives_a_killed_worker(engine: AsyncEngine, database: str) -> None:
    """120 days; the first worker is killed with -9 in the middle, the second finishes: each day once, progress seen."""
    shop = await open_shop(Kernel(engine, clock=toys.utc_now), "long")
    async with engine.begin() as connection:
        hours: dict[rules.Weekday, rules.Hours] = dict.fromkeys(WEEKDAYS, (("00:00", "24:00"),))
        await rules.put_resource(connection, "long", "room", tz="UTC", weekly=hours)
        await rules.put_event(connection, "long", "nap", Event(5, 5), ("room",))
        start = (toys.utc_now() + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0, tzinfo=None)
        new = replaced(event="nap", first_local=start, count=120)
        series = await expansion.create(Desk(connection, "long", toys.utc_now()), "k", new)
    job = Job(**{**_EMPTY, "id": series.job, "tenant": "long"})
    async with toys.process(database) as first:
        await until(engine, job, lambda one: one.done >= 30)
        os.kill(first.pid, signal.SIGKILL)
        await first.wait()
    halfway = await get(engine, job)
    assert (halfway.status, halfway.total) == ("running", 120)
    assert halfway.done < 120
    async with toys.process(database):
        done = await ended(engine, job)
    assert done.result == {"booked": 120, "refused": 0, "status": "expanded"}
    assert (done.done, done.attempts) == (120, 2)
    found = await occurrences(shop, series)
    assert [one.local for one in found] == [start + timedelta(days=number) for number in range(120)]
    assert len({one.booking for one in found}) == 120
    async with engine.connect() as connection:
        made = await connection.execute(text("SELECT count(*) FROM bookings WHERE tenant = 'long'"))
        assert made.scalar_one() == 120


_EMPTY: dict[str, Any] = dict.fromkeys(Job.__dataclass_fields__)


@st.composite
def series(draw: st.DrawFn) -> NewSeries:
    """Return a short series close to a moment at which clocks are moved."""
    tz, moment = draw(st.sampled_from(SHIFTS))
    first = datetime.fromisoformat(moment).replace(hour=0, minute=0, tzinfo=None) + timedelta(
        days=draw(st.integers(-4, 0)), minutes=15 * draw(st.integers(0, 95))
    )
    freq = draw(st.sampled_from(["daily", "daily", "weekly", "monthly"]))
    byday = tuple(draw(st.lists(st.sampled_from(WEEKDAYS), max_size=4, unique=True))) if freq != "monthly" else ()
    days = [first + timedelta(days=number) for number in range(6)]
    return replaced(
        event="call",
        tz=tz,
        first_local=first,
        freq=freq,
        byday=byday,
        interval=draw(st.integers(1, 2)),
        count=draw(st.integers(1, 8)),
        exdates_local=tuple(draw(st.lists(st.sampled_from([*days, *(day.date() for day in days)]), max_size=2))),
    )


@given(series())
def test_occurrences_are_those_that_the_oracle_names(new: NewSeries) -> None:
    """S11: the instants of a series, and each wall time read back, against the day-by-day oracle."""
    json = {
        "dtstart_local": new.first_local.isoformat(timespec="minutes"),
        "freq": new.freq,
        "interval": new.interval,
        "byday": list(new.byday),
        "count": new.count,
        "exdates_local": [
            one.isoformat(timespec="minutes") if isinstance(one, datetime) else one.isoformat()
            for one in new.exdates_local
        ],
        "tz": new.tz,
        "duration_min": 1,
    }
    last = date(new.first_local.year + 3, 1, 1)
    expected = {start for start, _ in oracle.happens(json, {"tz": new.tz}, last)}
    found = due(new)
    assert [start for _, start in found] == sorted(expected)
    assert len({local for local, _ in found}) == len(found)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(new=series(), at_once=st.integers(1, 9), stops=st.lists(st.integers(1, 4), max_size=2))
async def test_replaying_a_series_changes_nothing(
    engine: AsyncEngine, new: NewSeries, at_once: int, stops: list[int]
) -> None:
    """Expanded in any lots, interrupted anywhere, and expanded again: the same rows as in one go, and no other."""
    tenants = []
    for name, sizes in (("whole", []), ("parts", stops)):
        clock = Clock()
        clock.moment = MONDAY.replace(year=1970, month=2)
        shop = await open_shop(Kernel(engine, clock=clock), f"{name}-{key()}")
        async with engine.begin() as connection:
            hours: dict[rules.Weekday, rules.Hours] = dict.fromkeys(WEEKDAYS, (("06:00", "22:00"),))
            await rules.put_resource(connection, shop.tenant, "ada", tz=new.tz, weekly=hours)
            await rules.put_event(connection, shop.tenant, "call", Event(30, 15), ("ada",))
        made = await make_at(shop, new, clock)
        for size in sizes:
            async with engine.begin() as connection:
                await expansion.book_some(Desk(connection, shop.tenant, clock.moment), made.id, size)
        await attempt(Bench(engine, clock), expansion.expanding(at_once), shop.tenant, made.job)
        tenants.append((shop, made))
    (whole, one), (parts, other) = tenants
    told = [await occurrences(whole, one), await occurrences(parts, other)]
    assert [outcome(each) for each in told[0]] == [outcome(each) for each in told[1]]
    assert [each.local for each in told[0]] == sorted(local for local, _ in due(new))
    before = await stored(engine, parts.tenant)
    async with engine.begin() as connection:
        again = text("UPDATE jobs SET status = 'queued', state = NULL WHERE tenant = :tenant")
        await connection.execute(again, {"tenant": parts.tenant})
        reopened = text("UPDATE booking_series SET status = 'expanding' WHERE tenant = :tenant")
        await connection.execute(reopened, {"tenant": parts.tenant})
    await attempt(Bench(engine, clock), expansion.expanding(at_once), parts.tenant, other.job)
    assert await stored(engine, parts.tenant) == before


async def make_at(shop: Shop, new: NewSeries, clock: Clock) -> BookingSeries:
    """Make a series at the time of a clock."""
    async with shop.kernel.engine.begin() as connection:
        return await expansion.create(Desk(connection, shop.tenant, clock.moment), "k", new)


def outcome(one: Occurrence) -> tuple[datetime, bool, str | None]:
    """Return what became of an occurrence, without names."""
    return one.local, one.booking is not None, one.code


async def test_an_expansion_does_not_hold_others_up(shop: Shop) -> None:
    """Bookings of other starts go through while a long series is expanded."""
    series = await make(shop, replaced(count=60, event="call", first_local=datetime(2026, 3, 2, 9)))
    other = [shop.kernel.book(shop.tenant, key(), wanted("call", at(14, days=day))) for day in (0, 1, 2)]
    done, *made = await asyncio.gather(run(shop, series, 10), *other)
    assert done.status == "expanded"
    assert [one.status for one in made] == ["confirmed"] * 3
