"""Holds block until they run out, and the clock only goes forward."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from scheduling.index import Horizon, Index, Plan, dumps, loads
from scheduling.problem import Booking, Event, Query, Resource, Window
from scheduling.zone import DAY, floor_minute

NOW = datetime(2026, 6, 15, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ADA = Resource("ada", "UTC", {"mon": (Window(540, 720),)})
HORIZON = Horizon(floor_minute(NOW) // DAY - 3, 10)
HOLD = Booking("ada", NOW + 570 * MINUTE, NOW + 630 * MINUTE, "hold", NOW + 10 * MINUTE)
FREE = "09:00 10:00 11:00"


def at(now: datetime) -> Query:
    """What starts on the day."""
    return Query(now, NOW, NOW + timedelta(days=1))


def starts(plan: Plan, now: datetime) -> str | None:
    """The times of day that are free."""
    found = plan.search(at(now))
    return None if found is None else " ".join(f"{slot:%H:%M}" for slot in found.slots)


def test_a_hold_blocks_until_it_runs_out():
    """To the microsecond; then it is let go of, and a clock that is set back gets no answer."""
    index = Index(HORIZON, [ADA])
    plan = index.plan(Event(60, 60), ["ada"])
    assert starts(plan, NOW) == FREE
    index.add(HOLD)
    assert starts(plan, NOW + 10 * MINUTE - timedelta(microseconds=1)) == "11:00"
    assert starts(plan, NOW + 10 * MINUTE) == FREE
    assert starts(plan, NOW) is None
    assert not index.remove(HOLD)
    assert starts(plan, NOW + 10 * MINUTE) == FREE


def test_a_hold_that_became_a_booking_does_not_come_back():
    """Taken away before it runs out, its end matters no more: the booking stays, and no clock is set back."""
    index = Index(HORIZON, [ADA])
    plan = index.plan(Event(60, 60), ["ada"])
    index.add(HOLD)
    assert index.remove(HOLD)
    index.add(replace(HOLD, status="confirmed"))
    assert starts(plan, NOW + 20 * MINUTE) == "11:00"
    assert starts(plan, NOW) == "11:00"


def test_two_equal_holds_take_two_seats():
    """Both run out, each once; a hold without an end never does."""
    index = Index(HORIZON, [replace(ADA, capacity=3)])
    plan = index.plan(Event(60, 60), ["ada"])
    index.add(HOLD)
    index.add(HOLD)
    index.add(replace(HOLD, expires_at=None))
    assert starts(plan, NOW) == "11:00"
    assert starts(plan, NOW + 10 * MINUTE) == FREE
    party = plan.search(replace(at(NOW + 10 * MINUTE), party=3))
    assert party is not None
    assert len(party.slots) == 1


def test_a_hold_counts_for_the_day_limit_while_it_stands():
    """S9 counts live holds."""
    index = Index(HORIZON, [ADA])
    plan = index.plan(Event(60, 60, max_per_day=1), ["ada"])
    index.add(replace(HOLD, transparent=True))
    assert starts(plan, NOW) == ""
    assert starts(plan, NOW + 10 * MINUTE) == FREE


def test_rebuilding_days_takes_holds_as_they_are_told():
    """One that is told again stays, one that is not goes, over the edge of the rebuilt days too."""
    over = replace(HOLD, start=NOW - 60 * MINUTE, end=NOW + 570 * MINUTE)
    index = Index(HORIZON, [ADA])
    plan = index.plan(Event(30, 30), ["ada"])
    index.add(HOLD)
    index.add(over)
    today = range(floor_minute(NOW) // DAY, floor_minute(NOW) // DAY + 1)
    index.rebuild("ada", today, [HOLD, over])
    assert starts(plan, NOW) == "10:30 11:00 11:30"
    index.rebuild("ada", today, [HOLD])
    assert starts(plan, NOW) == "09:00 10:30 11:00 11:30"
    assert index.rows["ada"].holds == [HOLD]
    assert index.day_hash("ada", today[0] - 1) == Index(HORIZON, [ADA]).day_hash("ada", today[0] - 1)


def test_a_hold_that_a_rebuild_tells_of_runs_out_too():
    """It blocks at once, and no longer than it says."""
    index = Index(HORIZON, [ADA])
    plan = index.plan(Event(60, 60), ["ada"])
    assert starts(plan, NOW) == FREE
    assert index.rebuild("ada", HORIZON.span(), [HOLD])
    assert starts(plan, NOW) == "11:00"
    assert starts(plan, NOW + 10 * MINUTE) == FREE


def test_stored_holds_still_run_out():
    """Reading an index back brings the holds, their ends and how far the clock has come."""
    index = Index(HORIZON, [ADA])
    index.add(HOLD)
    index.add(replace(HOLD, start=NOW + 660 * MINUTE, end=NOW + 720 * MINUTE, expires_at=NOW + 5 * MINUTE))
    index.expire(NOW + 5 * MINUTE)
    back = loads(dumps(index), [ADA])
    plan = back.plan(Event(60, 60), ["ada"])
    assert starts(plan, NOW) is None
    assert starts(plan, NOW + 5 * MINUTE) == "11:00"
    assert starts(plan, NOW + 10 * MINUTE) == FREE
