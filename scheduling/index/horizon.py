"""The grid: time in ticks of five minutes, in UTC, over a stretch of whole days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from scheduling.zone import DAY, instant

TICK = 5
"""Minutes in a tick."""
PER_DAY = DAY // TICK
BYTES_PER_DAY = PER_DAY // 8
WORD = 64


@dataclass(frozen=True, slots=True)
class Horizon:
    """``days`` whole UTC days from the day number ``first`` (days since 1970) on.

    Ticks are counted from its beginning. A row of bits has one bit for each, the earliest lowest, and is filled up to
    whole words of 64.
    """

    first: int
    days: int

    @property
    def start(self) -> int:
        """The first minute."""
        return self.first * DAY

    @property
    def end(self) -> int:
        """The minute after the last."""
        return (self.first + self.days) * DAY

    @property
    def ticks(self) -> int:
        """How many ticks there are."""
        return self.days * PER_DAY

    @property
    def words(self) -> int:
        """How many words a row has."""
        return -(-self.ticks // WORD)

    @property
    def size(self) -> int:
        """How many bytes a row has."""
        return self.words * 8

    def span(self) -> range:
        """Return the UTC days (days since 1970)."""
        return range(self.first, self.first + self.days)

    def floor(self, minute: int) -> int:
        """Return the tick in which a minute lies; it may lie outside."""
        return minute // TICK - self.first * PER_DAY

    def ceil(self, minute: int) -> int:
        """Return the first tick that does not start before a minute; it may lie outside."""
        return -(-minute // TICK) - self.first * PER_DAY

    def minute(self, tick: int) -> int:
        """Return the minute at which a tick starts."""
        return (tick + self.first * PER_DAY) * TICK

    def instant(self, tick: int) -> datetime:
        """Return the instant at which a tick starts."""
        day, of_day = divmod(tick, PER_DAY)
        return instants(self.first + day)[of_day]


@lru_cache(maxsize=2048)
def instants(day: int) -> tuple[datetime, ...]:
    """Return the instants at which the ticks of a UTC day start: making one takes longer than finding it."""
    return tuple(instant(day * DAY + tick * TICK) for tick in range(PER_DAY))
