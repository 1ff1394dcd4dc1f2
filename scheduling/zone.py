"""Zones: wall clocks over UTC minutes, read from PyPI's tzdata and never from the system's copy.

The system's zone files differ between machines, so ``ZoneInfo("Europe/London")`` may too. Files of the ``tzdata``
package are loaded directly; neither ``zoneinfo``'s search path nor its cache is touched.

An instant is a *minute*: an ``int`` of minutes since 1970-01-01T00:00Z. What a clock reads at a minute is that minute
plus an offset, rounded down: a few zones were off by odd seconds (Africa/Monrovia until 1972), and a clock that shows
09:00:30 reads 09:00.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from importlib import import_module, resources
from zoneinfo import ZoneInfo

VERSION = str(import_module("tzdata").IANA_VERSION)
"""The release of the zone data in use, such as ``2026f``."""

DAY = 1440
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()

# No zone changes its offset twice within 166 hours (a test holds that against the data), so a look every 24 hours
# misses nothing, and a change is then found to the minute by halving.
_PROBE = DAY
_CHUNK = 512 * DAY


@dataclass(frozen=True, slots=True)
class Segment:
    """UTC minutes ``[start, end)`` during which a clock reads UTC plus ``offset`` minutes."""

    start: int
    end: int
    offset: int


def floor_minute(instant: datetime) -> int:
    """Return the minute in which an aware datetime lies."""
    return (instant - EPOCH) // timedelta(minutes=1)


def ceil_minute(instant: datetime) -> int:
    """Return the first minute that does not start before an aware datetime."""
    return -((EPOCH - instant) // timedelta(minutes=1))


def instant(minute: int) -> datetime:
    """Return a minute as an aware UTC datetime."""
    return EPOCH + timedelta(minutes=minute)


def date_of_day(day: int) -> date:
    """Return the date of a day number (local minutes since 1970 // 1440)."""
    return date.fromordinal(EPOCH_ORDINAL + day)


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """Return every zone name that :func:`load` knows."""
    return frozenset((resources.files("tzdata") / "zones").read_text("utf-8").split())


@lru_cache(maxsize=1024)
def load(name: str) -> ZoneInfo:
    """Return a zone; an unknown name raises ``ValueError``."""
    if name not in names():
        raise ValueError(f"no zone is called {name!r}; use an IANA name such as 'Europe/London'")
    with (resources.files("tzdata") / "zoneinfo").joinpath(*name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def offset_at(name: str, minute: int) -> int:
    """Return what to add to ``minute`` to get what the zone's clock reads, in whole minutes."""
    there = instant(minute).astimezone(load(name)).utcoffset() or timedelta(0)
    return there // timedelta(minutes=1)


def resolve(name: str, local: datetime) -> datetime:
    """Return the instant of a wall-clock reading, in UTC.

    A reading that the clock skipped takes the offset before the gap, one that it showed twice the first instance
    (RFC 5545 section 3.3.5); both are what ``fold=0`` means.
    """
    return local.replace(tzinfo=load(name), fold=0).astimezone(UTC)


def segments(name: str, start: int, end: int) -> list[Segment]:
    """Return the constant-offset pieces of ``[start, end)``, in order and without holes."""
    found: list[Segment] = []
    for chunk in range(start // _CHUNK, -(-end // _CHUNK)):
        for piece in _chunk_segments(name, chunk):
            low, high = max(piece.start, start), min(piece.end, end)
            if low >= high:
                continue
            if found and found[-1].offset == piece.offset:
                low = found.pop().start
            found.append(Segment(low, high, piece.offset))
    return found


@lru_cache(maxsize=4096)
def _chunk_segments(name: str, chunk: int) -> tuple[Segment, ...]:
    """Return the pieces of one fixed stretch of time, so that they can be remembered."""
    first, last = chunk * _CHUNK, (chunk + 1) * _CHUNK
    found: list[Segment] = []
    start, offset = first, offset_at(name, first)
    for probe in range(first + _PROBE, last + 1, _PROBE):
        there = offset_at(name, probe)
        if there != offset:
            change = _change(name, probe - _PROBE, probe)
            found.append(Segment(start, change, offset))
            start, offset = change, there
    return (*found, Segment(start, last, offset)) if start < last else tuple(found)


def _change(name: str, before: int, after: int) -> int:
    """Return the first minute in ``(before, after]`` that has the offset of ``after``."""
    old = offset_at(name, before)
    while after - before > 1:
        middle = (before + after) // 2
        if offset_at(name, middle) == old:
            before = middle
        else:
            after = middle
    return after
