"""Plans: an event and who serves it, ready to be asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from scheduling.days import Dates, by_date
from scheduling.index.horizon import PER_DAY, TICK, WORD
from scheduling.index.layer import Layer
from scheduling.index.row import Row
from scheduling.index.shape import Shape
from scheduling.index.words import Words
from scheduling.limits import span
from scheduling.problem import Event, Query
from scheduling.slots import Answer
from scheduling.values import FreeDay
from scheduling.zone import floor_minute

if TYPE_CHECKING:
    from scheduling.index.index import Index

NOTHING = Answer((), ())
_FIRST_BLOCKS = 16


@dataclass(frozen=True, slots=True)
class Found:
    """The layer to look into, and the ticks ``[low, high)`` in which to look."""

    layer: Layer
    low: int
    high: int


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Answers questions about ``event`` as ``scheduling.slots.search`` would of the resources ``ids``, or not at all.

    Whoever gets None must ask the exact path: the index cannot tell, because the start grid is not on ticks, because
    something does not lie on the grid where that matters, because the time asked about lies too near to the end of the
    horizon, because days have to be rebuilt, or because the clock was set back behind a hold that has run out.
    """

    index: Index
    event: Event
    shape: Shape
    ids: tuple[str, ...]
    rows: tuple[Row, ...]
    number: int
    team: tuple[Row, ...]
    columns: tuple[int, ...] = ()

    def narrowed(self, resources: Iterable[str]) -> Plan:
        """Return a plan for only these of the resources, in this order; it knows nothing of its own.

        Better than a plan of their own where visitors choose among many: a write has one start layer to mend.
        """
        ids = tuple(resources)
        columns = tuple(self.ids.index(one) for one in ids)
        rows = tuple(self.rows[column] for column in columns)
        within = tuple(self.columns[column] for column in columns) if self.columns else columns
        return replace(self, ids=ids, rows=rows, columns=within)

    def search(self, query: Query) -> Answer | None:
        """Return the slots on offer and who is free for each, or None."""
        if not self.ids:
            return NOTHING
        found = self._found(query)
        if found is None:
            return None
        ticks = self._ticks(found, query.limit)
        slots = tuple(map(self.index.horizon.instant, ticks))
        if self.event.mode == "all" or len(self.ids) == 1:
            return Answer(slots, (self.ids,) * len(ticks))
        return Answer(slots, tuple(found.layer.who(tick, self.columns) for tick in ticks))

    def free_days(self, query: Query, dates: Dates) -> tuple[FreeDay, ...] | None:
        """Count the starts on each date as ``scheduling.days.free_days`` does, or return None."""
        if not self.ids:
            return by_date((), dates)
        found = self._found(query)
        if found is None:
            return None
        first = self.index.horizon.first * PER_DAY
        return by_date([(tick + first) * TICK for tick in self._ticks(found, None)], dates)

    def is_free(self, resource: str, start: datetime, party: int = 1) -> bool | None:
        """Say whether a slot of one resource may start then, notice and advance left out, or None."""
        return self.is_free_at(self.ids.index(resource), floor_minute(start), party)

    def is_free_at(self, number: int, minute: int, party: int = 1) -> bool | None:
        """Say the same of the resource that has this place in ``ids``, at a minute since 1970.

        Holds that have run out count until :meth:`Index.expire` is told of the time.
        """
        tick, off = divmod(minute, TICK)
        tick -= self.index.horizon.first * PER_DAY
        layer = self.index.layer(self, party)
        if off or not self._knows(layer, tick, tick + 1):
            return None
        column = self.columns[number] if self.columns else number
        return bool(layer.words.item(tick // WORD, column) >> tick % WORD & 1)

    def _ticks(self, found: Found, limit: int | None) -> list[int]:
        layer, together = found.layer, self.event.mode == "all"
        if not self.columns:
            return first_ticks(layer.every if together else layer.some, found.low, found.high, limit)
        block, end = found.low // WORD, -(-found.high // WORD)
        words = layer.narrowed(block, end, self.columns, together=together)
        ticks = first_ticks(words, found.low - block * WORD, found.high - block * WORD, limit)
        return [tick + block * WORD for tick in ticks]

    def _found(self, query: Query) -> Found | None:
        index = self.index
        if query.now >= index.next_expiry:
            index.expire(query.now)
        if query.now < index.expired_until:
            return None
        first, end = span(self.event, query)
        low, high = index.horizon.ceil(first), index.horizon.ceil(end)
        layer = index.layer(self, query.party)
        if low >= high:
            return None if layer.unfit else Found(layer, 0, 0)
        return Found(layer, low, high) if self._knows(layer, low, high) else None

    def _knows(self, layer: Layer, low: int, high: int) -> bool:
        """Say whether the index is right about starts in ``[low, high)``."""
        horizon, shape = self.index.horizon, self.shape
        first, last = low - shape.lead, high - 1 + shape.tail
        if first < 0 or last > horizon.ticks or layer.unfit:
            return False
        if not self.index.doubtful and not layer.fussy:
            return True
        # A day more on either side, since what counts for max_per_day counts for local dates.
        days = range(first // PER_DAY + horizon.first - 1, last // PER_DAY + horizon.first + 2)
        if self.index.doubtful and any(row.unknown and not row.unknown.isdisjoint(days) for row in self.rows):
            return False
        fussy = [row for row in self.rows if layer.is_fussy(row)] if self.columns else layer.fussy
        return not any(row.uneven and any(day in row.uneven for day in days) for row in fussy)


def first_ticks(words: Words, low: int, high: int, limit: int | None) -> list[int]:
    """Return the first ticks of ``[low, high)`` whose bit is set, in order, at most ``limit``."""
    block, end = low // WORD, -(-high // WORD)
    most = high - low if limit is None else limit
    many = end - block if limit is None else _FIRST_BLOCKS
    found: list[int] = []
    while block < end and len(found) < most:
        stop = min(block + many, end)
        base = block * WORD
        ticks = np.unpackbits(words[block:stop].view(np.uint8), bitorder="little").view(np.bool_)
        skipped = max(low - base, 0)
        ahead = ticks[skipped : high - base].nonzero()[0] + (base + skipped)
        found += ahead[: most - len(found)].tolist()
        block, many = stop, many * 4
    return found
