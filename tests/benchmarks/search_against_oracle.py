"""How fast the kernel searches, beside the minute-by-minute oracle of the tests.

Run: ``python -m tests.benchmarks.search_against_oracle``. Prints times and their ratio; asserts only that both agree.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from scheduling.parsing import parse
from scheduling.slots import search
from tests.scheduling.laws import oracle

Found = TypeVar("Found")
ZONES = ["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns"]
FIRST = datetime(2026, 3, 1, tzinfo=UTC)


def problem(resources: int, days: int, bookings: int) -> dict[str, Any]:
    """Office hours in five zones over a shift of the clock, a weekly series each, and so many bookings a resource."""
    hours = {day: [["09:00", "12:30"], ["13:30", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    people = [
        {"id": f"r{n}", "tz": ZONES[n % 5], "weekly": hours | {"sat": [["22:00", "30:00"]]}} for n in range(resources)
    ]
    booked = []
    for number in range(resources * bookings):
        start = FIRST + timedelta(minutes=(number * 7919) % (days * 96) * 15)
        booked.append(
            {
                "resource": f"r{number % resources}",
                "start": start.isoformat(),
                "end": (start + timedelta(minutes=45)).isoformat(),
                "buffer_after_min": 5,
            }
        )
    weekly = [
        {"resource": one["id"], "dtstart_local": "2025-01-06T10:00", "freq": "weekly", "duration_min": 60}
        for one in people
    ]
    event = {"duration_min": 30, "step_min": 15, "buffer_before_min": 5, "buffer_after_min": 10, "max_per_day": 6}
    query = {"now": FIRST.isoformat(), "from": FIRST.isoformat(), "to": (FIRST + timedelta(days=days)).isoformat()}
    return {"rules": {"resources": people, "event": event}, "bookings": booked, "series": weekly, "query": query}


def best(runs: int, work: Callable[[], Found]) -> tuple[float, Found]:
    """The shortest of some runs in CPU milliseconds, so that a busy machine disturbs least, and what came out."""
    times = []
    for _ in range(runs):
        begun = time.process_time()
        found = work()
        times.append((time.process_time() - begun) * 1000)
    return min(times), found


def measured(resources: int, days: int, bookings: int) -> list[str]:
    """One row: sizes, times, and the ratio where the oracle is not too slow to ask."""
    json = problem(resources, days, bookings)
    parsing, parsed = best(3, lambda: parse(json))
    searching, answer = best(5, lambda: search(parsed))
    row = [
        str(resources),
        str(days),
        str(resources * bookings),
        str(len(answer.slots)),
        f"{parsing:.1f}",
        f"{searching:.1f}",
    ]
    if resources * days > 300 or bookings > 100:
        return [*row, "", ""]
    slow, (slots, names) = best(1, lambda: oracle.solve(json))
    assert list(answer.slots) == slots
    assert [list(ids) for ids in answer.resources] == names
    return [*row, f"{slow:.0f}", f"{slow / searching:.0f}"]


def main() -> None:
    """Print a table."""
    table = [["resources", "days", "bookings", "slots", "parse ms", "search ms", "oracle ms", "ratio"]]
    table += [measured(*size) for size in [(1, 7, 10), (10, 30, 40), (10, 30, 1000), (50, 92, 100)]]
    sys.stdout.writelines("".join(f"{cell:>11}" for cell in row) + "\n" for row in table)


if __name__ == "__main__":
    main()
