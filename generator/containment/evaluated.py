"""``unevaluatedProperties`` and ``unevaluatedItems``: which members and items the branches that hold have looked at.

What a branch looks at is known before any value is; whether the branch holds is a formula. So the keyword becomes: each
member that only branches look at is looked at by one that holds, or is what the keyword asks for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from generator.containment.constants import has, one_of
from generator.containment.nodes import ARRAY, OBJECT, Node
from generator.containment.reading_arrays import tuple_words
from generator.containment.reading_objects import pattern
from generator.containment.reading_scalars import table
from generator.containment.resources import below

if TYPE_CHECKING:
    from generator.containment.reading import Reader
    from generator.containment.resources import Place

_MOST = 8


@dataclass(frozen=True, slots=True)
class Looked:
    """What a schema looks at when ``guard`` holds: members by name and pattern, the first ``items``, or all."""

    guard: Node
    names: frozenset[str] = frozenset()
    patterns: frozenset[str] = frozenset()
    all_members: bool = False
    items: int = 0
    all_items: bool = False
    matching: Node | None = None


def read(reader: Reader, place: Place) -> list[Node]:
    """Return what the two keywords say."""
    schema, parts = place.contents, list[Node]()
    if "unevaluatedProperties" in schema:
        node = reader.child(place, schema["unevaluatedProperties"], "unevaluatedProperties")
        parts.append(_members(reader, list(_looked(reader, place, frozenset(), top=True)), node))
    if "unevaluatedItems" in schema:
        node = reader.child(place, schema["unevaluatedItems"], "unevaluatedItems")
        parts.append(_items(reader, list(_looked(reader, place, frozenset(), top=True)), node))
    return parts


def _looked(reader: Reader, place: Place, seen: frozenset[int], *, top: bool = False) -> Iterator[Looked]:
    schema, pool = place.contents, reader.pool
    if not isinstance(schema, dict) or id(schema) in seen:
        return
    place = reader.library.enter(place) if not top else place
    seen |= {id(schema)}
    yield _own(reader, place, top=top)
    for guard, branch in _branches(reader, place):
        for found in _looked(reader, branch, seen):
            both = pool.all_of(guard, found.guard)
            if both is not pool.nothing:
                yield replace(found, guard=both)


def _own(reader: Reader, place: Place, *, top: bool) -> Looked:
    schema = place.contents
    keyword, rest = tuple_words(place)
    matching = None
    if "contains" in schema and place.dialect.age >= 9:
        matching = reader.child(place, schema["contains"], "contains")
    return Looked(
        reader.pool.everything,
        frozenset(table(place, "properties")),
        frozenset(table(place, "patternProperties")),
        "additionalProperties" in schema or ("unevaluatedProperties" in schema and not top),
        len(schema[keyword]) if keyword else 0,
        bool(rest) or ("unevaluatedItems" in schema and not top),
        matching,
    )


def _branches(reader: Reader, place: Place) -> Iterator[tuple[Node, Place]]:
    """Yield each schema that looks at the same value, and when what it looks at counts."""
    schema, pool = place.contents, reader.pool
    for keyword in ("$ref", "$recursiveRef" if place.dialect.age == 8 else "$dynamicRef"):
        if keyword in schema:
            yield pool.everything, reader.followed(place, keyword)
    for keyword in ("allOf", "anyOf", "oneOf"):
        for index, contents in enumerate(schema.get(keyword, [])):
            branch = below(place, contents, keyword, index)
            yield (pool.everything if keyword == "allOf" else reader.node(branch)), branch
    if "if" in schema:
        condition = reader.child(place, schema["if"], "if")
        yield condition, below(place, schema["if"], "if")
        if "then" in schema:
            yield condition, below(place, schema["then"], "then")
        if "else" in schema:
            yield pool.negation(condition), below(place, schema["else"], "else")
    for name, contents in table(place, "dependentSchemas").items():
        present = pool.all_of(pool.kinds(OBJECT), has(pool, name))
        yield present, below(place, contents, "dependentSchemas", name)


def _members(reader: Reader, looked: list[Looked], node: Node) -> Node:
    pool = reader.pool
    sure = [found for found in looked if found.guard is pool.everything]
    if any(found.all_members for found in sure):
        return pool.everything
    seen = _keys(reader, sure)
    whole = [found.guard for found in looked if found.all_members]
    perhaps = [found for found in looked if found.guard is not pool.everything and (found.names or found.patterns)]
    if not any(found.patterns for found in perhaps):
        return pool.disjunction([*whole, _by_name(reader, perhaps, seen, node)])
    if len(perhaps) > _MOST:
        reason = f"more than {_MOST} branches with patternProperties below unevaluatedProperties"
        return pool.literal(OBJECT, ("unsupported", reason))
    cases = []
    for size in range(len(perhaps) + 1):
        for chosen in combinations(perhaps, size):
            rest = pool.negation(pool.any_of(seen, _keys(reader, list(chosen))))
            every = pool.literal(OBJECT, ("every", rest, node))
            cases.append(pool.conjunction([*(found.guard for found in chosen), every]))
    return pool.disjunction([*whole, *cases])


def _by_name(reader: Reader, perhaps: list[Looked], seen: Node, node: Node) -> Node:
    pool = reader.pool
    names = sorted({name for found in perhaps for name in found.names})
    unseen = pool.negation(seen)
    parts = []
    for name in names:
        key = pool.all_of(one_of(pool, name), unseen)
        guards = [found.guard for found in perhaps if name in found.names]
        parts.append(pool.disjunction([*guards, pool.literal(OBJECT, ("every", key, node))]))
    rest = pool.conjunction([unseen, *([pool.negation(one_of(pool, *names))] if names else [])])
    return pool.conjunction([*parts, pool.literal(OBJECT, ("every", rest, node))])


def _keys(reader: Reader, looked: list[Looked]) -> Node:
    pool = reader.pool
    names = frozenset[str]().union(*(found.names for found in looked))
    parts = [one_of(pool, *names)] if names else []
    parts += [pattern(reader, source) for source in sorted({p for found in looked for p in found.patterns})]
    return pool.disjunction(parts)


def _items(reader: Reader, looked: list[Looked], node: Node) -> Node:
    pool = reader.pool
    sure = [found for found in looked if found.guard is pool.everything]
    if any(found.all_items for found in sure):
        return pool.everything
    start = max((found.items for found in sure), default=0)
    always = [found.matching for found in sure if found.matching is not None]
    perhaps = [found for found in looked if found.guard is not pool.everything]
    matching = [found for found in perhaps if found.matching is not None]
    if len(matching) > _MOST:
        return pool.literal(ARRAY, ("unsupported", f"more than {_MOST} branches with contains below unevaluatedItems"))
    cases = []
    for size in range(len(matching) + 1):
        for chosen in combinations(matching, size):
            held = [found.matching for found in chosen if found.matching is not None]
            item = pool.disjunction([node, *always, *held])
            cases.append(
                pool.conjunction([*(found.guard for found in chosen), _by_place(reader, perhaps, start, item)])
            )
    return pool.disjunction(cases)


def _by_place(reader: Reader, perhaps: list[Looked], start: int, item: Node) -> Node:
    pool, parts, at = reader.pool, list[Node](), start
    for stop in sorted({found.items for found in perhaps if found.items > start}):
        guards = [found.guard for found in perhaps if found.items >= stop or found.all_items]
        parts.append(pool.disjunction([*guards, pool.literal(ARRAY, ("items", at, stop, item))]))
        at = stop
    guards = [found.guard for found in perhaps if found.all_items]
    parts.append(pool.disjunction([*guards, pool.literal(ARRAY, ("items", at, None, item))]))
    return pool.conjunction(parts)
