"""Comparing: on which days two accounts of a calendar differ."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from scheduling.index.entries import takings
from scheduling.index.index import Entry, Index
from scheduling.index.row import Row, apply, hashes


def differing(one: Index, other: Index) -> dict[str, list[int]]:
    """Return the UTC days (days since 1970) on which two indexes of one horizon differ, by resource.

    A resource that only one of them knows differs on all days.
    """
    every = list(one.horizon.span())
    found = dict.fromkeys(one.rows.keys() ^ other.rows.keys(), every)
    found |= {name: _differing(row, other.rows[name]) for name, row in one.rows.items() if name in other.rows}
    return {name: days for name, days in found.items() if days}


def differing_from(index: Index, resource: str, entries: Iterable[Entry]) -> list[int]:
    """Return the UTC days on which an index says something else of a resource than its entries do.

    ``entries`` are what a rebuild of the whole horizon would be given. Holds that have run out must be left out.
    """
    row = index.rows[resource]
    fresh = Row(row.resource, row.horizon, row.hours)
    for entry in entries:
        apply(fresh, takings(entry, row.resource.tz, row.horizon), sign=1)
    return _differing(row, fresh)


def _differing(one: Row, other: Row) -> list[int]:
    days = one.horizon.days
    counted = [np.zeros((days + 4, 3), np.uint16) if row.booked is None else row.booked for row in (one, other)]
    apart = (hashes(one) != hashes(other)) | (counted[0] != counted[1]).any(axis=1)[2:-2]
    return [one.horizon.first + day for day in np.flatnonzero(apart).tolist()]
