"""What a booking page costs: a month of days against a search for each day, obstacles against an explanation a start.

Run: ``python -m tests.benchmarks.days_against_searches``. Prints times and their ratios; asserts only that both agree.
The laws alone are measured; of a stored kernel the days save thirty round trips to the database besides.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, timedelta

from scheduling.days import Dates, free_days
from scheduling.explain import explain
from scheduling.limits import grid
from scheduling.obstacles import obstacles
from scheduling.parsing import parse
from scheduling.problem import Booking, Problem
from scheduling.slots import search
from scheduling.zone import instant
from tests.benchmarks.search_against_oracle import FIRST, best, problem

ZONE = "Europe/Berlin"
DAY = timedelta(days=1)


def about(asked: Problem, dates: Dates) -> Problem:
    """The problem, asked about dates."""
    start, end = (instant(minute) for minute in dates.hull())
    return replace(asked, query=replace(asked.query, from_=start, to=end))


def month(resources: int, bookings: int) -> list[str]:
    """One row: thirty days at once, and each by a search of its own."""
    asked, first = parse(problem(resources, 31, bookings)), FIRST.date()
    every = [Dates(first + n * DAY, first + n * DAY, ZONE) for n in range(30)]
    dates = Dates(first, every[-1].last, ZONE)
    at_once, days = best(5, lambda: free_days(about(asked, dates), dates))
    one_by_one, found = best(3, lambda: [len(search(about(asked, one)).slots) for one in every])
    assert [day.slots for day in days] == found
    return ["month", str(resources), str(sum(found)), *shown(at_once, one_by_one)]


def empty_day(resources: int) -> list[str]:
    """One row: why a day is fully booked, told once, and asked of each start on the grid."""
    dates = Dates(date(2026, 3, 10), date(2026, 3, 10), ZONE)
    stated = about(parse(problem(resources, 31, 40)), dates)
    full = [Booking(one.id, FIRST, FIRST + 30 * DAY) for one in stated.rules.resources]
    asked = replace(stated, bookings=(*stated.bookings, *full))
    assert free_days(asked, dates)[0].slots == 0
    starts = list(grid(asked.rules.event, ZONE, *dates.hull()))
    once, told = best(5, lambda: obstacles(asked, dates, {}))
    each, reasons = best(2, lambda: [explain(asked, instant(minute)).reasons for minute in starts])
    assert told
    assert all(reasons)
    return ["empty day", str(resources), str(len(starts)), *shown(once, each)]


def shown(at_once: float, one_by_one: float) -> list[str]:
    """Two times and their ratio."""
    return [f"{at_once:.1f}", f"{one_by_one:.1f}", f"{one_by_one / at_once:.0f}"]


def main() -> None:
    """Print a table."""
    table = [["", "resources", "starts", "at once ms", "each ms", "ratio"]]
    table += [month(*size) for size in [(1, 40), (2, 40), (10, 40), (50, 40)]]
    table += [empty_day(size) for size in (1, 2, 10, 50)]
    sys.stdout.writelines("".join(f"{cell:>11}" for cell in row) + "\n" for row in table)


if __name__ == "__main__":
    main()
