"""Differences in what a schema says of arrays."""

from __future__ import annotations

from collections.abc import Iterator

from generator.canonical import Json
from generator.changes.differences import (
    Difference,
    Edit,
    Finding,
    Link,
    Meeting,
    Pair,
    as_object,
    linked,
    linking,
    setting,
)
from generator.changes.kinds import Kind
from generator.changes.objects import rest, suspected

ITEMS = {"prefixItems", "items", "additionalItems"}
REST_KINDS = (Kind.closed_array_opened, Kind.open_array_closed, Kind.items_loosened, Kind.items_tightened)


def items(pair: Pair) -> Iterator[Finding]:
    """Yield what moved in tuples and in what is said of all other items."""
    (style, old), (new_style, new) = _tuple(pair.old), _tuple(pair.new)
    for index in range(min(len(old), len(new))):
        yield Meeting(pair.below(style, index).at, pair.below(new_style, index).to)
    if len(old) != len(new):
        yield _lengthened(pair, (style, old), (new_style, new))
    tails = [_tail(style), _tail(new_style)]
    yield from rest(pair, tails[0], tails[1], REST_KINDS)
    yield from rest(pair, "unevaluatedItems", "unevaluatedItems", (Kind.unevaluated_changed,) * 4)


def _tuple(schema: Json) -> tuple[str, list[Json]]:
    """Return the keyword that holds a schema for each of the first items, and these."""
    known = as_object(schema)
    for keyword in ("prefixItems", "items"):
        held = known.get(keyword)
        if isinstance(held, list):
            return keyword, held
    return "", []


def _tail(style: str) -> str:
    """Return the keyword for the items after those; before 2020-12 a tuple's was ``additionalItems``."""
    return "additionalItems" if style == "items" else "items"


def _lengthened(pair: Pair, old: tuple[str, list[Json]], new: tuple[str, list[Json]]) -> Difference:
    least = min(len(old[1]), len(new[1]))
    style = old[0] or new[0]
    if old[0] and new[0] and old[0] != new[0]:
        edit = linking(pair.to, pair.new, ITEMS)
    else:
        edit = _with_tuple(pair, style, least, new[1])
    return pair.differs(Kind.tuple_changed, style, least, what=[least], edit=edit)


def _with_tuple(pair: Pair, style: str, least: int, new: list[Json]) -> Edit:
    """Cut the old tuple, or continue it with what the new one has beyond."""

    def edit(schema: Json, link: Link) -> Json:
        known = as_object(schema)
        held = known.get(style)
        first = held[:least] if isinstance(held, list) else []
        more = [linked(pair.below(style, n).to, new[n], link, maps=False) for n in range(least, len(new))]
        kept = {name: value for name, value in known.items() if name != style or first or more}
        if style == "items" and isinstance(held, dict | bool):
            kept["additionalItems"] = held
        return kept | ({style: first + more} if first or more else {})

    return edit


def contains(pair: Pair) -> Iterator[Finding]:
    """Yield what moved in ``contains`` and how often it must hold."""
    counts = ("minContains", "maxContains")
    held = {"contains", *counts}
    old, new = pair.get("contains")
    if (old is None) != (new is None):
        yield pair.differs(Kind.contains_changed, "contains", edit=linking(pair.to, pair.new, held))
    elif old is not None:
        yield from suspected(pair, "contains", Kind.contains_changed)
        for keyword in counts:
            least, most = pair.get(keyword)
            if least != most:
                yield pair.differs(Kind.contains_changed, keyword, edit=setting({keyword: most}))
