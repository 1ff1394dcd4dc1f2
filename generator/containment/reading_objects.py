"""Objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.containment.constants import has, one_of
from generator.containment.nodes import OBJECT, STRING, Node
from generator.containment.reading_scalars import count, names, table

if TYPE_CHECKING:
    from generator.containment.reading import Reader
    from generator.containment.resources import Place


def read(reader: Reader, place: Place) -> list[Node]:
    """Return what the keywords on objects say."""
    schema, pool, parts = place.contents, reader.pool, list[Node]()
    properties, patterns = table(place, "properties"), table(place, "patternProperties")
    for name, contents in properties.items():
        parts.append(_every(reader, one_of(pool, name), reader.child(place, contents, "properties", name)))
    for source, contents in patterns.items():
        node = reader.child(place, contents, "patternProperties", source)
        parts.append(_every(reader, pattern(reader, source), node))
    if "additionalProperties" in schema:
        node = reader.child(place, schema["additionalProperties"], "additionalProperties")
        parts.append(_every(reader, others(reader, properties, patterns), node))
    if "propertyNames" in schema and place.dialect.age >= 6:
        named = reader.child(place, schema["propertyNames"], "propertyNames")
        parts.append(_every(reader, pool.negation(named), pool.nothing))
    if "required" in schema:
        parts += [has(pool, name) for name in names(place, "required", schema["required"])]
    if "minProperties" in schema or "maxProperties" in schema:
        counts = count(place, "minProperties") or 0, count(place, "maxProperties")
        parts.append(pool.literal(OBJECT, ("count", *counts)))
    return [*parts, *_dependent(reader, place)]


def pattern(reader: Reader, source: str) -> Node:
    """Return the property names that a pattern matches."""
    return reader.pool.literal(STRING, ("pattern", source))


def others(reader: Reader, properties: dict[str, Any], patterns: dict[str, Any]) -> Node:
    """Return the property names that are neither declared nor matched."""
    pool = reader.pool
    declared = [one_of(pool, *properties)] if properties else []
    return pool.conjunction(pool.negation(node) for node in (*declared, *(pattern(reader, p) for p in patterns)))


def _every(reader: Reader, key: Node, value: Node) -> Node:
    if value is reader.pool.everything or key is reader.pool.nothing:
        return reader.pool.everything
    return reader.pool.literal(OBJECT, ("every", key, value))


def _dependent(reader: Reader, place: Place) -> list[Node]:
    pool, parts, old = reader.pool, list[Node](), place.dialect.age < 8
    for keyword in ("dependencies",) if old else ("dependentRequired", "dependentSchemas"):
        for name, needed in table(place, keyword).items():
            if isinstance(needed, list) and keyword != "dependentSchemas":
                then = pool.conjunction([has(pool, other) for other in names(place, keyword, needed)])
            else:
                then = reader.child(place, needed, keyword, name)
            absent = pool.literal(OBJECT, ("every", one_of(pool, name), pool.nothing))
            parts.append(pool.any_of(absent, then))
    return parts
