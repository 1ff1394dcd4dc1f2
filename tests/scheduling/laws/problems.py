"""Random search problems, close to the moments at which clocks are moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

SHIFTS = [
    ("America/New_York", "2026-03-08T07:00Z"),  # skips 02:00-03:00
    ("America/New_York", "2026-11-01T06:00Z"),  # repeats 01:00-02:00
    ("Europe/London", "2026-03-29T01:00Z"),
    ("Europe/London", "2026-10-25T01:00Z"),
    ("Australia/Lord_Howe", "2026-04-04T15:00Z"),  # repeats half an hour
    ("Australia/Lord_Howe", "2026-10-03T15:30Z"),  # skips half an hour
    ("Asia/Kathmandu", "1985-12-31T18:30Z"),  # from 05:30 to 05:45, for good
    ("Pacific/Apia", "2011-12-30T10:00Z"),  # skips 2011-12-30
    ("Pacific/Kwajalein", "1993-08-21T12:00Z"),  # skips 1993-08-21
    ("America/St_Johns", "2006-04-02T03:31Z"),  # a minute past midnight
    ("America/St_Johns", "2006-10-29T02:31Z"),  # so that the evening before is repeated in part
    ("Africa/Casablanca", "2026-02-15T02:00Z"),  # Ramadan
    ("Africa/Casablanca", "2026-03-22T02:00Z"),
    ("Africa/Monrovia", "1972-01-07T00:44Z"),  # from 44 min 30 s behind
    ("Antarctica/Troll", "2026-03-29T01:00Z"),  # skips two hours
    ("Pacific/Chatham", "2026-04-04T14:00Z"),  # 45 minutes off the hour
    ("Africa/Cairo", "2026-04-23T22:00Z"),  # skips midnight itself
    ("Asia/Kolkata", "2026-06-15T00:00Z"),  # nothing happens
]
ZONES = sorted({name for name, _ in SHIFTS})


def iso(at: datetime) -> str:
    """An instant as JSON."""
    return at.isoformat(timespec="auto" if at.second else "minutes").replace("+00:00", "Z")


def clock(minute: int) -> str:
    """Minutes since midnight as 09:30."""
    return f"{minute // 60:02}:{minute % 60:02}"


def near(moment: datetime, hours: int, step: int = 5) -> st.SearchStrategy[datetime]:
    """Instants within some hours of a moment."""
    most = hours * 60 // step
    return st.integers(-most, most).map(lambda n: moment + timedelta(minutes=n * step))


@st.composite
def windows(draw: st.DrawFn) -> list[list[str]]:
    """Windows of one day: some touch, some overlap, some run past midnight."""
    found = []
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, 96)) * 15
        end = start + draw(st.integers(1, 64)) * 15 + draw(st.sampled_from([0, 0, 0, 5]))
        found.append([clock(start), clock(min(end, 2880))])
    full, touching = [["00:00", "24:00"]], [["07:00", "12:00"], ["12:00", "31:00"]]
    return draw(st.sampled_from([found, full, full, touching]))


@st.composite
def resources(draw: st.DrawFn, name: str, home: str, moment: datetime) -> dict[str, Any]:
    """One resource, most often in the zone whose clock is moved."""
    dates = st.integers(-2, 2).map(lambda n: (moment + timedelta(days=n)).date().isoformat())
    return {
        "id": name,
        "tz": draw(st.sampled_from([home, home, *ZONES])),
        "weekly": {day: draw(windows()) for day in DAYS if draw(st.integers(0, 9))},
        "overrides": draw(st.dictionaries(dates, windows(), max_size=1)),
        "capacity": draw(st.sampled_from([1, 1, 1, 2, 3])),
    }


@st.composite
def bookings(draw: st.DrawFn, names: list[str], moment: datetime, now: datetime) -> dict[str, Any]:
    """One booking, sometimes with seconds."""
    start = draw(near(moment, 10)) + timedelta(seconds=draw(st.sampled_from([0, 0, 0, 0, 30])))
    end = start + timedelta(minutes=draw(st.sampled_from([5, 20, 60, 300])))
    found = {"resource": draw(st.sampled_from(names)), "start": iso(start), "end": iso(end)}
    extra = {
        "status": st.sampled_from(["confirmed", "pending", "cancelled"]),
        "seats": st.integers(0, 3),
        "transparent": st.booleans(),
        "source": st.sampled_from(["own", "google"]),
        "buffer_before_min": st.sampled_from([5, 30]),
        "buffer_after_min": st.sampled_from([5, 30]),
    }
    for key in draw(st.sets(st.sampled_from(sorted(extra)))):
        found[key] = draw(extra[key])
    if draw(st.integers(0, 4)) == 0:
        found |= {"status": "hold", "expires_at": iso(draw(near(now, 1, 30)))}
    return found


@st.composite
def series(draw: st.DrawFn, names: list[str], moment: datetime) -> dict[str, Any]:
    """One series that began up to forty days before."""
    start = (moment - timedelta(days=draw(st.integers(-1, 40)))).replace(hour=0, minute=0, second=0, tzinfo=None)
    start += timedelta(minutes=draw(st.integers(0, 95)) * 15)
    freq = draw(st.sampled_from(["daily", "daily", "daily", "weekly", "weekly", "monthly"]))
    days = [(moment + timedelta(days=n)).date().isoformat() for n in range(-3, 4)]
    times = [f"{day}T{start:%H:%M}" for day in days]
    found: dict[str, Any] = {
        "resource": draw(st.sampled_from(names)),
        "dtstart_local": start.isoformat(timespec="minutes"),
        "freq": freq,
        "interval": draw(st.sampled_from([1, 1, 1, 2, 3])),
        "duration_min": draw(st.sampled_from([15, 60, 180, 1500])),
        "seats": draw(st.integers(1, 2)),
    }
    if freq != "monthly" and draw(st.booleans()):
        found["byday"] = draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=5))
    if draw(st.booleans()):
        found["tz"] = draw(st.sampled_from(ZONES))
    if draw(st.integers(0, 2)) == 0:
        found["exdates_local"] = draw(st.lists(st.sampled_from(days + times), max_size=2))
    if draw(st.integers(0, 2)) == 0:
        found["count"] = draw(st.integers(1, 40))
    if draw(st.integers(0, 3)) == 0:
        found["until_local"] = draw(st.sampled_from(times))
    return found


@st.composite
def problems(draw: st.DrawFn) -> dict[str, Any]:
    """A whole problem of one to three resources and at most a day and a half."""
    home, shift = draw(st.sampled_from(SHIFTS))
    moment = datetime.fromisoformat(shift).astimezone(UTC)
    names = [f"r{n}" for n in range(draw(st.integers(1, 3)))]
    begins = moment + timedelta(minutes=draw(st.integers(-16, 2)) * 45)
    early = begins - timedelta(days=3)
    now = draw(st.sampled_from([early, early, early, begins + timedelta(minutes=90, seconds=20)]))
    event = {"duration_min": draw(st.sampled_from([5, 15, 30, 45, 60]))}
    extra = {
        "step_min": st.sampled_from([5, 7, 15, 20, 30, 45, 50, 60, 90]),
        "buffer_before_min": st.sampled_from([5, 25]),
        "buffer_after_min": st.sampled_from([5, 25]),
        "min_notice_min": st.sampled_from([30, 4350, 4500]),
        "max_advance_min": st.sampled_from([4500, 5000]),
        "max_per_day": st.integers(0, 3),
        "mode": st.sampled_from(["any", "all"]),
        "tz": st.sampled_from([home, *ZONES]),
        "anchor": st.sampled_from(["local", "utc"]),
    }
    for key in sorted(extra):
        if draw(st.booleans()):
            event[key] = draw(extra[key])
    query = {
        "now": iso(now),
        "from": iso(begins),
        "to": iso(begins + timedelta(minutes=draw(st.integers(20, 120)) * 10)),
    }
    if draw(st.integers(0, 3)) == 0:
        query["limit"] = draw(st.sampled_from([0, 1, 3, 20]))
    if draw(st.integers(0, 3)) == 0:
        query["party"] = draw(st.integers(1, 3))
    return {
        "rules": {"resources": [draw(resources(name, home, moment)) for name in names], "event": event},
        "bookings": draw(st.lists(bookings(names, moment, now), min_size=1, max_size=5)),
        "series": draw(st.lists(series(names, moment), max_size=3)),
        "calendar_errors": draw(st.lists(st.sampled_from(names), max_size=1)) if draw(st.integers(0, 5)) == 0 else [],
        "query": query,
    }
