"""Small problems in few words, for tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from scheduling.parsing import parse
from scheduling.problem import Problem
from scheduling.slots import search

ALWAYS = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
Json = dict[str, Any]


def stated(
    *resources: Json,
    event: Json | None = None,
    bookings: list[Json] | None = None,
    series: list[Json] | None = None,
    query: Json | None = None,
    errors: list[str] | None = None,
) -> Json:
    """A problem on Monday 2026-06-15 from 09:00 to 12:00 UTC: an hour, on a half-hour grid, and ``ada`` always open."""
    hours = {"now": "2026-06-01T00:00Z", "from": "2026-06-15T09:00Z", "to": "2026-06-15T12:00Z"}
    return {
        "rules": {
            "resources": [{"id": "ada", "tz": "UTC", "weekly": ALWAYS} | one for one in resources or ({},)],
            "event": {"duration_min": 60, "step_min": 30} | (event or {}),
        },
        "bookings": [{"resource": "ada"} | one for one in bookings or []],
        "series": [{"resource": "ada"} | one for one in series or []],
        "calendar_errors": errors or [],
        "query": hours | (query or {}),
    }


def problem(*resources: Json, **rest: Any) -> Problem:  # noqa: ANN401 - passed on as it is
    """The same, parsed."""
    return parse(stated(*resources, **rest))


def starts(*resources: Json, **rest: Any) -> str:  # noqa: ANN401 - passed on as it is
    """The slots' times of day in UTC, such as ``09:00 09:30``; ``-`` for none."""
    found = search(problem(*resources, **rest)).slots
    return " ".join(f"{slot:%H:%M}" for slot in found) or "-"


def day(date: str, hours: str = "00:00 24:00") -> Json:
    """A query for part of a UTC date, asked two weeks and more before; ``hours`` may run past 24:00."""
    midnight = datetime.fromisoformat(date).replace(tzinfo=UTC)
    begins, ends = (midnight + timedelta(minutes=int(text[:2]) * 60 + int(text[3:])) for text in hours.split())
    return {"now": "2000-01-01T00:00Z", "from": begins.isoformat(), "to": ends.isoformat()}
