"""The index: every resource's row, kept up to date by each write, and the start layers made from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from heapq import heappop, heappush
from itertools import count
from typing import TypeGuard

import numpy as np

from scheduling.index import layer as layers
from scheduling.index.columns import Columns, fill
from scheduling.index.entries import Layer, padded, takings
from scheduling.index.horizon import PER_DAY, Horizon
from scheduling.index.hours import hours
from scheduling.index.layer import Layer as StartLayer
from scheduling.index.plan import Plan
from scheduling.index.row import Row, apply, hashes, recount, rehash, renew, size
from scheduling.index.shape import Shape, days_touched, shape
from scheduling.intervals import Interval
from scheduling.problem import Booking, Event, Resource, Series
from scheduling.zone import DAY

Entry = Booking | Series
MOST_LAYER_BYTES = 256 << 20
NEVER = datetime.max.replace(tzinfo=UTC)
LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Index:
    """The availability of some resources over a horizon.

    It holds what it was told: resources by :meth:`set_rules`, calendar errors by :meth:`set_error`, and of bookings
    and series all that meet the horizon or lie up to two days beside it. One thread at a time may use it. Questions
    are asked of a :meth:`plan`. Start layers of more than ``most_layer_bytes`` are forgotten, the oldest first, and
    made again when they are needed.
    """

    def __init__(
        self, horizon: Horizon, resources: Iterable[Resource] = (), *, most_layer_bytes: int = MOST_LAYER_BYTES
    ) -> None:
        self.horizon = horizon
        self._most_bytes = most_layer_bytes
        self.rows: dict[str, Row] = {}
        self.expired_until = LONG_AGO
        self.next_expiry = NEVER
        self.doubtful = False
        self._ids: dict[tuple[Shape, tuple[str, ...]], int] = {}
        self._layers: dict[tuple[int, int], StartLayer] = {}
        self._serving: dict[str, list[tuple[StartLayer, int]]] = {}
        self._expiring: list[tuple[datetime, int, Booking]] = []
        self._order = count()
        for resource in resources:
            self.set_rules(resource)

    def set_rules(self, resource: Resource) -> None:
        """Take in a new resource, or the new rules of a known one.

        After a change of its zone nothing is known of its calendar: what counts for a local date, and when a series
        takes place, must be told anew by a :meth:`rebuild` of the whole horizon.
        """
        row = self.rows.get(resource.id)
        opened = hours(resource, self.horizon)
        if row is None:
            self.rows[resource.id] = Row(resource, self.horizon, opened)
            return
        if row.resource.tz != resource.tz and (row.planes or row.booked is not None):
            row.unknown.update(self.horizon.span())
            self.doubtful = True
        changed = np.bitwise_xor(np.frombuffer(row.hours.row, np.uint8), np.frombuffer(opened.row, np.uint8))
        rehash(row, Layer.OPEN, 0, 0, changed.tobytes())
        row.resource, row.hours = resource, opened
        self._refresh(row, [(0, self.horizon.ticks)])
        for layer, _ in self._serving.get(resource.id, ()):
            layers.judge(layer)

    def set_error(self, resource: str, *, broken: bool) -> None:
        """Note whether a resource's outside calendar is in error, so that it is not free (S12)."""
        row = self._row(resource)
        if row.broken != broken:
            row.broken = broken
            self._refresh(row, [(0, self.horizon.ticks)])

    def add(self, entry: Entry) -> None:
        """Take in a booking or a series; one that is cancelled changes nothing."""
        self._change(entry, 1)

    def remove(self, entry: Entry) -> bool:
        """Take out what was taken in before, in the same words; say whether it was there.

        Days from which more was taken out than was in them are unknown until they are rebuilt.
        """
        return self._change(entry, -1)

    def rebuild(self, resource: str, days: range, entries: Iterable[Entry]) -> bool:
        """Replace what is known of a resource's UTC days (days since 1970); say whether that changed anything.

        ``entries`` are all that meet those days with their buffers, and for the first and last day of the horizon the
        two days beside it too.
        """
        row = self._row(resource)
        days = range(max(days.start, self.horizon.first), min(days.stop, self.horizon.first + self.horizon.days))
        if not days:
            return False
        told = list(entries)
        held = self._replace_holds(row, days, [one for one in told if _is_hold(one)])
        fresh = Row(row.resource, self.horizon, row.hours)
        for entry in [*row.holds, *(one for one in told if not _is_hold(one))]:
            apply(fresh, takings(entry, row.resource.tz, self.horizon), sign=1)
        row.unknown.difference_update(days)
        self.doubtful = any(one.unknown for one in self.rows.values())
        return self._copy(row, fresh, days) or held

    def load(self, resources: Sequence[str], told: Columns) -> None:
        """Replace all that is known of some resources' calendars; ``told.resource`` is a place in ``resources``.

        Holds are forgotten, and have to be added again.
        """
        rows = [self._row(one) for one in resources]
        outdated = {id(layer): layer for one in resources for layer, _ in self._serving.get(one, ())}
        for layer in outdated.values():
            self._drop(layer)
        if rows:
            fill(rows, told)
        self.doubtful = any(row.unknown for row in self.rows.values())

    def plan(self, event: Event, resources: Iterable[str]) -> Plan:
        """Return what answers questions about an event that these resources serve, in the order of its answers.

        Plans are small; of the same event and resources they share what they know.
        """
        ids = tuple(resources)
        rows = tuple(self._row(one) for one in ids)
        wanted = shape(event)
        return Plan(self, event, wanted, ids, rows, self._ids.setdefault((wanted, ids), len(self._ids)), rows)

    def expire(self, now: datetime) -> None:
        """Let go of holds that have run out."""
        while self._expiring and self._expiring[0][0] <= now:
            expires_at, _, hold = heappop(self._expiring)
            if hold in self.rows[hold.resource].holds:
                self.expired_until = max(self.expired_until, expires_at)
                self.remove(hold)
        self.next_expiry = self._expiring[0][0] if self._expiring else NEVER

    def day_hash(self, resource: str, day: int) -> int:
        """Return the hash of a resource's UTC day (days since 1970): equal days have equal hashes."""
        return int(hashes(self._row(resource))[day - self.horizon.first])

    def size(self) -> int:
        """Return how many bytes all bits, counts and hashes take; hours that several rows share count once."""
        shared = {id(row.hours): len(row.hours.row) for row in self.rows.values()}
        layers = sum(one.words.nbytes for one in self._layers.values())
        return sum(map(size, self.rows.values())) + sum(shared.values()) + layers

    def layer(self, plan: Plan, party: int) -> StartLayer:
        """Return a plan's start layer for a party, made when first asked for."""
        key = plan.number, party
        found = self._layers.get(key)
        if found is None:
            found = self._layers[key] = layers.build(plan.shape, party, plan.team)
            while len(self._layers) > 1 and sum(one.words.nbytes for one in self._layers.values()) > self._most_bytes:
                self._drop(next(iter(self._layers.values())))
            for number, row in enumerate(plan.team):
                self._serving.setdefault(row.resource.id, []).append((found, number))
        return found

    def _drop(self, layer: StartLayer) -> None:
        self._layers = {key: kept for key, kept in self._layers.items() if kept is not layer}
        for row in layer.rows:
            serving = self._serving[row.resource.id]
            self._serving[row.resource.id] = [one for one in serving if one[0] is not layer]

    def _row(self, resource: str) -> Row:
        found = self.rows.get(resource)
        if found is None:
            raise KeyError(f"the index knows no resource {resource!r}; tell it by set_rules")
        return found

    def _change(self, entry: Entry, sign: int) -> bool:
        row = self._row(entry.resource)
        if _is_hold(entry) and not self._hold(row, entry, sign):
            return False
        found = takings(entry, row.resource.tz, self.horizon)
        doubts = len(row.unknown)
        changed = apply(row, found, sign=sign)
        self.doubtful |= len(row.unknown) > doubts
        local = {taking.counted[1] for taking in found if taking.counted}
        self._refresh(row, changed, [ticks for day in local for ticks in days_touched(row, day)])
        return len(row.unknown) == doubts

    def _hold(self, row: Row, hold: Booking, sign: int) -> bool:
        if sign < 0:
            if hold not in row.holds:
                return False
            row.holds.remove(hold)
            return True
        self.watch(hold)
        return True

    def watch(self, hold: Booking) -> None:
        """Note a hold whose time is taken already, so that it is let go of when it has run out."""
        self._row(hold.resource).holds.append(hold)
        if hold.expires_at is not None:
            heappush(self._expiring, (hold.expires_at, next(self._order), hold))
            self.next_expiry = self._expiring[0][0]

    def _replace_holds(self, row: Row, days: range, told: list[Booking]) -> bool:
        changed = False
        for hold in tuple(row.holds):
            low, high = padded(hold)
            if hold in told:
                told.remove(hold)
            elif low < days.stop * DAY and high > days.start * DAY:
                changed = self.remove(hold)
        for hold in told:
            self.add(hold)
        return changed or bool(told)

    def _copy(self, row: Row, fresh: Row, days: range) -> bool:
        changed = renew(row, fresh, days)
        recounted = recount(row, fresh, days)
        first, end = (day - self.horizon.first for day in (days.start, days.stop))
        around = ((first - 2) * PER_DAY, (end + 2) * PER_DAY)
        self._refresh(row, [changed] if changed else [], [around] if recounted else [])
        return changed is not None or recounted

    def _refresh(self, row: Row, changed: Sequence[Interval], counted: Sequence[Interval] = ()) -> None:
        for layer, number in self._serving.get(row.resource.id, ()):
            for ticks in changed if layer.shape.most is None else (*changed, *counted):
                layers.refresh(layer, number, ticks)


def _is_hold(entry: Entry) -> TypeGuard[Booking]:
    return isinstance(entry, Booking) and entry.status == "hold"
