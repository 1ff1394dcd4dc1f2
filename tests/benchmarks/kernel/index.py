"""What the availability index costs, beside what a user would do without it.

Run: ``python -m tests.benchmarks.kernel.index``. Prints a table of times with ratios; asserts only that all arms find
the same. ``intervaltree`` and ``portion`` are no dependencies of ours: without them their arms are left out.
"""

from __future__ import annotations

import os
import sys
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeVar

from scheduling.busy import Calendar, blocked_starts, busy_times
from scheduling.index import Columns, Index, Plan, dumps, loads
from scheduling.index.hours import hours
from scheduling.intervals import Interval, merge, subtract
from scheduling.limits import grid
from scheduling.opening import open_intervals
from scheduling.problem import Booking, Event, Problem, Query, Resource, Rules
from scheduling.slots import Answer, search
from scheduling.zone import floor_minute
from tests.benchmarks.kernel._peak import FIRST, HORIZON, PEOPLE, PLAN, YEAR, columns, listed, month

Found = TypeVar("Found")
EVENT = Event(30, 15, buffer_after_min=10)
BEGIN, END = (FIRST + after for after in month())
QUERY = Query(BEGIN, BEGIN, END, limit=20)
SPAN = floor_minute(QUERY.from_), floor_minute(QUERY.to)
ONE = next(number for number, one in enumerate(PEOPLE) if one.capacity == 1 and one.tz == "Europe/London")
MICRO, MILLI = 1e6, 1e3


@dataclass(frozen=True)
class Arm:
    """One way to do something: what it is called, and what it took in seconds or bytes."""

    name: str
    cost: float


def best(work: Callable[[], Found], seconds: float = 0.4) -> tuple[float, Found]:
    """The shortest processor time of one run, among as many as fit some seconds, so that a busy machine disturbs least.

    Short work is repeated within a run, so that looking at the clock does not count.
    """
    begun = time.process_time()
    found = work()
    once = time.process_time() - begun
    number = max(1, int(0.002 / max(once, 1e-7)))
    least, until = once, time.perf_counter() + seconds
    while time.perf_counter() < until:
        begun = time.process_time()
        for _ in range(number):
            work()
        least = min(least, (time.process_time() - begun) / number)
    return least, found


class Blocked:
    """One resource's year for those without an index: starts inside opening hours, and the starts that bookings block.

    Made beforehand and not measured, buffers and laws included, so the arms below only have to look.
    """

    def __init__(self, resource: Resource, booked: list[Booking]) -> None:
        opened = open_intervals(resource, HORIZON.start, HORIZON.end)
        fitting = [(start, end - EVENT.duration_min + 1) for start, end in opened]
        self.grid = [minute for low, high in merge(fitting) for minute in grid(EVENT, resource.tz, low, high)]
        busy = busy_times(Calendar(booked), resource.tz, FIRST, HORIZON.start, HORIZON.end)
        self.fitting, self.blocked = merge(fitting), blocked_starts(EVENT, busy, 0)
        self.low, self.high = [low for low, _ in self.blocked], [high for _, high in self.blocked]


def by_bisect(year: Blocked) -> list[int]:
    """Ask a sorted list about each start on the grid."""
    found: list[int] = []
    for minute in year.grid[bisect_left(year.grid, SPAN[0]) :]:
        at = bisect_right(year.low, minute) - 1
        if at < 0 or year.high[at] <= minute:
            found.append(minute)
            if len(found) == QUERY.limit:
                break
    return found


def by_tree(year: Blocked, tree: Any) -> list[int]:  # noqa: ANN401 - a package without types, if it is there
    """Ask an ``IntervalTree`` about each start on the grid."""
    found: list[int] = []
    for minute in year.grid[bisect_left(year.grid, SPAN[0]) :]:
        if not tree.overlaps(minute):
            found.append(minute)
            if len(found) == QUERY.limit:
                break
    return found


def by_portion(portion: Any, free: Any, tz: str) -> list[int]:  # noqa: ANN401 - as above
    """Cut the window out of what ``portion`` says is free, and lay the grid on it."""
    some = free & portion.closedopen(*SPAN)
    minutes = (minute for one in some for minute in grid(EVENT, tz, one.lower, one.upper))
    return [minute for minute, _ in zip(minutes, range(QUERY.limit or 0), strict=False)]


def near(booked: list[Booking]) -> tuple[Booking, ...]:
    """The bookings that a database would be asked for."""
    start, end = QUERY.from_ - timedelta(days=2), QUERY.to + timedelta(days=2)
    return tuple(one for one in booked if one.start < end and one.end > start)


def minutes(answer: Answer | None) -> list[int]:
    """The slots of an answer."""
    assert answer is not None
    return [floor_minute(slot) for slot in answer.slots]


def one_resource(plan: Plan, resource: Resource, booked: list[Booking]) -> list[Arm]:
    """The first twenty starts of one resource in thirty days."""
    alone, narrowed = plan.index.plan(EVENT, [resource.id]), plan.narrowed([resource.id])
    problem = Problem(Rules((resource,), EVENT), QUERY, near(booked))
    year = Blocked(resource, booked)
    arms = {
        "index": lambda: minutes_of(alone),
        "index, one of the thousand": lambda: minutes_of(narrowed),
        "interval sweep (reference)": lambda: search(problem),
        "sorted blocked starts, bisect": lambda: by_bisect(year),
    }
    return timed(arms | others(year, resource.tz), minutes(search(problem)))


def minutes_of(plan: Plan) -> Answer | None:
    """Ask a plan."""
    return plan.search(QUERY)


def others(year: Blocked, tz: str) -> dict[str, Callable[[], Any]]:
    """The arms of packages that are installed; of the others a sentence."""
    arms: dict[str, Callable[[], Any]] = {}
    if find_spec("intervaltree"):
        tree = import_module("intervaltree").IntervalTree.from_tuples(year.blocked)
        arms["intervaltree, each start"] = lambda: by_tree(year, tree)
    else:
        sys.stdout.write("intervaltree is not installed: left out\n")
    if find_spec("portion"):
        portion = import_module("portion")
        left = subtract(year.fitting, year.blocked)
        free = portion.Interval(*(portion.closedopen(*one) for one in left))
        arms["portion, cut of the free time"] = lambda: by_portion(portion, free, tz)
    else:
        sys.stdout.write("portion is not installed: left out\n")
    return arms


def timed(arms: dict[str, Callable[[], Any]], expected: list[int]) -> list[Arm]:
    """Each arm's time, once all have found what is expected."""
    rows = []
    for name, work in arms.items():
        cost, found = best(work)
        assert (minutes(found) if isinstance(found, Answer) else found) == expected, name
        rows.append(Arm(name, cost))
    return rows


def any_of_all(plan: Plan, people: tuple[Resource, ...], told: Columns) -> list[Arm]:
    """The first twenty starts of any of a thousand, and who is free for each."""
    booked = tuple(one for number in range(len(people)) for one in near(listed(told, number)))
    problem = Problem(Rules(people, EVENT), QUERY, booked)
    sweep, expected = best(lambda: search(problem), 0)
    layer = plan.index.layer(plan, 1)

    def forgetful() -> Answer | None:
        layer.names.clear()
        return plan.search(QUERY)

    warm, found = best(lambda: plan.search(QUERY))
    cold, again = best(forgetful)
    assert found == again == expected
    return [Arm("index", warm), Arm("index, names not yet known", cold), Arm("sweep per resource (reference)", sweep)]


def conflict(plan: Plan, booked: list[Booking], resource: Resource) -> list[Arm]:
    """Whether one slot of one resource may be taken: starts inside its hours, most of them booked, and some outside."""
    year, alone = Blocked(resource, booked), plan.index.plan(EVENT, [resource.id])
    starts = frozenset(year.grid)
    times = [*year.grid[1000:1090], *(PLAN.start + hour * 60 for hour in range(2000, 2010))]

    def by_index() -> list[bool | None]:
        return [alone.is_free_at(0, minute) for minute in times]

    def by_list() -> list[bool]:
        return [minute in starts and not taken(year, minute) for minute in times]

    fast, found = best(by_index)
    slow, same = best(by_list)
    assert found == same
    return [Arm("index", fast / len(times)), Arm("set of starts, sorted list and bisect", slow / len(times))]


def taken(year: Blocked, minute: int) -> bool:
    """Look into the sorted list of blocked starts."""
    at = bisect_right(year.low, minute) - 1
    return at >= 0 and year.high[at] > minute


def memory(index: Index, told: Columns) -> list[Arm]:
    """What a resource's year takes: all layers, one start layer, counts and hashes; and its bookings as values."""
    booked = listed(told, ONE)
    pairs = [(one.start, one.end) for one in booked]
    as_pairs = sys.getsizeof(pairs) + sum(sys.getsizeof(one) + sum(map(sys.getsizeof, one)) for one in pairs)
    as_values = as_pairs + sum(sys.getsizeof(one) for one in booked)
    scale = YEAR / HORIZON.days
    return [
        Arm("index", index.size() / len(index.rows) * scale),
        Arm("interval list (pairs of datetimes)", as_pairs),
        Arm("list of bookings", as_values),
    ]


def rebuild(people: tuple[Resource, ...], told: Columns) -> list[Arm]:
    """A thousand years of resources from arrays, up to the start layer that answers."""
    ids = [one.id for one in people]

    def build() -> Index:
        index = Index(HORIZON, people)
        index.load(ids, told)
        index.layer(index.plan(EVENT, ids), 1)
        return index

    def anew() -> Index:
        hours.__globals__["_hours"].cache_clear()
        return build()

    def lists() -> list[list[Interval]]:
        spans = list(zip(told.resource.tolist(), told.start.tolist(), told.end.tolist(), strict=True))
        found: list[list[Interval]] = [[] for _ in people]
        for number, start, end in spans:
            found[number].append((start, end))
        return found

    index = build()

    def hashed() -> None:
        for row in index.rows.values():
            row.hashes = None
            index.day_hash(row.resource.id, HORIZON.first)

    return [
        Arm("index, hours known", best(build, 2)[0]),
        Arm("index, hours of new rules", best(anew, 2)[0]),
        Arm("sorted interval lists, nothing answered", best(lists, 2)[0]),
        Arm("(day hashes of all of it)", best(hashed, 1)[0]),
    ]


def writes(plan: Plan) -> list[Arm]:
    """A booking that comes and goes, while a plan of a thousand answers; storing and reading the whole."""
    index, start = plan.index, BEGIN + timedelta(hours=36)
    booking = Booking(PEOPLE[ONE].id, start, start + timedelta(minutes=30), buffer_after_min=10)

    def there_and_back() -> None:
        index.add(booking)
        index.remove(booking)

    data = dumps(index)
    rules = [row.resource for row in index.rows.values()]
    return [
        Arm("a write", best(there_and_back)[0] / 2),
        Arm("store all", best(lambda: dumps(index), 0)[0]),
        Arm(f"read all ({len(data) / 1e6:.1f} MB)", best(lambda: loads(data, rules), 0)[0]),
    ]


def show(title: str, arms: list[Arm], scale: float, unit: str) -> None:
    """Print what the arms took, and how many times the first."""
    sys.stdout.write(f"\n{title}\n")
    sys.stdout.writelines(
        f"  {arm.name:<42}{arm.cost * scale:>12,.2f} {unit:<4}{arm.cost / arms[0].cost:>10,.1f} x\n" for arm in arms
    )


def main() -> None:
    """Print all tables."""
    sys.stdout.write(f"load before: {os.getloadavg()}\n")
    people, told = PEOPLE, columns()
    index = Index(HORIZON, people)
    index.load([one.id for one in people], told)
    plan, booked = index.plan(EVENT, [one.id for one in people]), listed(told, ONE)
    sys.stdout.write(f"{len(people)} resources, {YEAR} days, {len(told):,} bookings\n")
    show("first 20 starts, one resource, 30 days", one_resource(plan, people[ONE], booked), MICRO, "us")
    show("first 20 starts, any of 1,000, with names", any_of_all(plan, people, told), MICRO, "us")
    show("may this slot be taken?", conflict(plan, booked, people[ONE]), MICRO, "us")
    index = Index(HORIZON, people)
    index.load([one.id for one in people], told)
    index.layer(index.plan(EVENT, [one.id for one in people]), 1)
    for one in people:
        index.day_hash(one.id, HORIZON.first)
    show("memory of a resource's year", memory(index, told), 1 / 1024, "KB")
    show("rebuild 1,000 years of resources", rebuild(people, told), MILLI, "ms")
    show("writing and storing", writes(plan), MILLI, "ms")
    sys.stdout.write(f"\nload after: {os.getloadavg()}\n")


if __name__ == "__main__":
    main()
