"""The availability index: what is free, kept as bits, so that a search reads instead of working it out.

An :class:`Index` holds resources and all that is in their calendars; a :class:`Plan` of it answers what
``scheduling.slots.search`` would, or None where only the exact path can. Pure: it knows no database and no clock.

    index = Index(Horizon(first=day, days=400), resources)
    index.add(booking)
    index.plan(event, ["ada", "bob"]).search(query)
"""

from scheduling.index.columns import Columns
from scheduling.index.comparing import differing, differing_from
from scheduling.index.entries import Layer
from scheduling.index.horizon import Horizon
from scheduling.index.index import Entry, Index
from scheduling.index.moving import moved
from scheduling.index.plan import Plan
from scheduling.index.stored import Outdated, dumps, loads, version

__all__ = [
    "Columns",
    "Entry",
    "Horizon",
    "Index",
    "Layer",
    "Outdated",
    "Plan",
    "differing",
    "differing_from",
    "dumps",
    "loads",
    "moved",
    "version",
]
