"""Arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.containment.nodes import ARRAY, Node
from generator.containment.reading_scalars import count

if TYPE_CHECKING:
    from generator.containment.reading import Reader
    from generator.containment.resources import Place


def read(reader: Reader, place: Place) -> list[Node]:
    """Return what the keywords on arrays say."""
    schema, pool, parts = place.contents, reader.pool, list[Node]()
    keyword, rest = tuple_words(place)
    if keyword:
        for at, node in enumerate(reader.children(place, keyword)):
            parts.append(_items(reader, at, at + 1, node))
    if rest:
        start = len(schema[keyword]) if keyword else 0
        parts.append(_items(reader, start, None, reader.child(place, schema[rest], rest)))
    if "contains" in schema and place.dialect.age >= 6:
        parts.append(_contains(reader, place))
    if schema.get("uniqueItems") is True:
        parts.append(pool.literal(ARRAY, ("unique",)))
    if "minItems" in schema or "maxItems" in schema:
        parts.append(pool.literal(ARRAY, ("length", count(place, "minItems") or 0, count(place, "maxItems"))))
    return parts


def tuple_words(place: Place) -> tuple[str, str]:
    """Return the keyword of the first items and of those behind them, empty where the schema has none."""
    schema: dict[str, Any] = place.contents
    if place.dialect.age >= 9:
        return ("prefixItems" if "prefixItems" in schema else "", "items" if "items" in schema else "")
    if isinstance(schema.get("items"), list):
        return "items", "additionalItems" if "additionalItems" in schema else ""
    return "", "items" if "items" in schema else ""


def _items(reader: Reader, start: int, stop: int | None, node: Node) -> Node:
    if node is reader.pool.everything:
        return node
    return reader.pool.literal(ARRAY, ("items", start, stop, node))


def _contains(reader: Reader, place: Place) -> Node:
    node = reader.child(place, place.contents["contains"], "contains")
    low, high = 1, None
    if place.dialect.age >= 8:
        asked = count(place, "minContains")
        low, high = 1 if asked is None else asked, count(place, "maxContains")
    if low == 0 and high is None:
        return reader.pool.everything
    if high is not None and low > high:
        return reader.pool.negation(reader.pool.kinds(ARRAY))
    return reader.pool.literal(ARRAY, ("contains", node, low, high))
