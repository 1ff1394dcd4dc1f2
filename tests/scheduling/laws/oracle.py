"""The laws once more, minute by minute, read off their text; shares no code with the kernel.

It works on a problem's JSON form and on UTC datetimes, asks ``zoneinfo`` what the clock reads at each single minute,
and is far too slow for anything but tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib import resources as files
from typing import Any
from zoneinfo import ZoneInfo

ONE = timedelta(minutes=1)
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


@cache
def zone(name: str) -> ZoneInfo:
    """The zone from tzdata's own file."""
    with (files.files("tzdata") / "zoneinfo" / name).open("rb") as file:
        return ZoneInfo.from_file(file)


def when(text: str) -> datetime:
    """An ISO instant as UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


def minutes(clock: str) -> int:
    """Minutes since midnight: 570 for 09:30."""
    return int(clock[:2]) * 60 + int(clock[3:])


def is_open(resource: dict[str, Any], minute: datetime) -> bool:
    """S1, S2."""
    local = minute.astimezone(zone(resource["tz"]))
    of_day = local.hour * 60 + local.minute

    def inside(day: date, reading: int) -> bool:
        windows = resource.get("weekly", {}).get(DAYS[day.weekday()], [])
        windows = resource.get("overrides", {}).get(day.isoformat(), windows)
        return any(minutes(start) <= reading < minutes(end) for start, end in windows)

    return inside(local.date(), of_day) or inside(local.date() - timedelta(days=1), of_day + 1440)


def happens(series: dict[str, Any], resource: dict[str, Any], last: date) -> set[tuple[datetime, datetime]]:
    """S11: walk day by day from dtstart, ask of each day whether the rule names it."""
    first = datetime.fromisoformat(series["dtstart_local"])
    byday = series.get("byday") or ([DAYS[first.weekday()]] if series["freq"] == "weekly" else DAYS)
    interval = series.get("interval", 1)
    first_monday = first.date() - timedelta(days=first.weekday())
    yielded = 0
    found = set()
    day = first.date()
    while day <= last:
        named = {
            "daily": (day - first.date()).days % interval == 0 and DAYS[day.weekday()] in byday,
            "weekly": (day - first_monday).days // 7 % interval == 0 and DAYS[day.weekday()] in byday,
            "monthly": day.day == first.day
            and ((day.year - first.year) * 12 + day.month - first.month) % interval == 0,
        }[series["freq"]]
        local = datetime.combine(day, first.time())
        day += timedelta(days=1)
        if not named:
            continue
        if series.get("until_local") and local > datetime.fromisoformat(series["until_local"]):
            break
        if yielded == series.get("count"):
            break
        yielded += 1
        if local.isoformat(timespec="minutes") in series.get("exdates_local", []):
            continue
        if local.date().isoformat() in series.get("exdates_local", []):
            continue
        start = local.replace(tzinfo=zone(series.get("tz") or resource["tz"])).astimezone(UTC)
        found.add((start, start + timedelta(minutes=series["duration_min"])))
    return found


def is_live(booking: dict[str, Any], now: datetime) -> bool:
    """S7, but for transparency."""
    status = booking.get("status", "confirmed")
    return status != "cancelled" and not (status == "hold" and when(booking["expires_at"]) <= now)


class Diary:
    """One resource's calendar, as two tables: seats taken at a minute, raw and with the bookings' own buffers."""

    def __init__(self, problem: dict[str, Any], resource: dict[str, Any]) -> None:
        now = when(problem["query"]["now"])
        self.raw: dict[datetime, int] = {}
        self.padded: dict[datetime, int] = {}
        self.days: dict[date, int] = {}
        for booking in problem.get("bookings", []):
            if booking["resource"] != resource["id"] or not is_live(booking, now):
                continue
            start, end = when(booking["start"]), when(booking["end"])
            if booking.get("source", "own") == "own":
                day = start.astimezone(zone(resource["tz"])).date()
                self.days[day] = self.days.get(day, 0) + 1
            if booking.get("transparent"):
                continue
            before, after = booking.get("buffer_before_min", 0), booking.get("buffer_after_min", 0)
            self.take(start, end, before, after, booking.get("seats", 1))
        last = when(problem["query"]["to"]).date() + timedelta(days=6)
        for series in problem.get("series", []):
            if series["resource"] == resource["id"]:
                for start, end in happens(series, resource, last):
                    self.take(start, end, 0, 0, series.get("seats", 1))

    def take(self, start: datetime, end: datetime, before: int, after: int, seats: int) -> None:
        """Write a booking into both tables; a minute taken in part is taken."""
        start = start.replace(second=0, microsecond=0)
        minute = start - before * ONE
        while minute < end + after * ONE:
            self.padded[minute] = self.padded.get(minute, 0) + seats
            if start <= minute < end:
                self.raw[minute] = self.raw.get(minute, 0) + seats
            minute += ONE


def can_serve(problem: dict[str, Any], resource: dict[str, Any], diary: Diary, start: datetime) -> bool:
    """S3, S4, S5, S8, S9, S12 for one resource and one start."""
    event, party = problem["rules"]["event"], problem["query"].get("party", 1)
    if resource["id"] in problem.get("calendar_errors", []):
        return False
    local = start.astimezone(zone(event.get("tz") or resource["tz"]))
    place = int(start.timestamp()) // 60 if event.get("anchor") == "utc" else local.hour * 60 + local.minute
    if place % event.get("step_min", event["duration_min"]):
        return False
    slot = [start + n * ONE for n in range(event["duration_min"])]
    if not all(is_open(resource, minute) for minute in slot):
        return False
    spare = resource.get("capacity", 1) - party
    before, after = event.get("buffer_before_min", 0), event.get("buffer_after_min", 0)
    padded = [start + n * ONE for n in range(-before, event["duration_min"] + after)]
    if any(diary.raw.get(minute, 0) > spare for minute in padded):
        return False
    if any(diary.padded.get(minute, 0) > spare for minute in slot):
        return False
    most = event.get("max_per_day")
    day = start.astimezone(zone(resource["tz"])).date()
    return most is None or diary.days.get(day, 0) < most


def starts(problem: dict[str, Any]) -> Iterator[datetime]:
    """S6 and the query: every whole minute at which a slot may start."""
    query, event = problem["query"], problem["rules"]["event"]
    now, minute = when(query["now"]), when(query["from"])
    if minute.second or minute.microsecond:
        minute = minute.replace(second=0, microsecond=0) + ONE
    while minute < when(query["to"]):
        too_soon = minute < now + event.get("min_notice_min", 0) * ONE
        too_far = event.get("max_advance_min") is not None and minute > now + event["max_advance_min"] * ONE
        if not too_soon and not too_far:
            yield minute
        minute += ONE


def solve(problem: dict[str, Any]) -> tuple[list[datetime], list[list[str]]]:
    """S10: the slots and, for each, the ids of the free resources."""
    resources = problem["rules"]["resources"]
    diaries = [Diary(problem, resource) for resource in resources]
    slots, names = [], []
    for start in starts(problem):
        free = [
            one["id"] for one, diary in zip(resources, diaries, strict=True) if can_serve(problem, one, diary, start)
        ]
        everyone = len(free) == len(resources)
        if free and (everyone or problem["rules"]["event"].get("mode", "any") == "any"):
            slots.append(start)
            names.append(free)
    limit = problem["query"].get("limit")
    return slots[:limit], names[:limit]
