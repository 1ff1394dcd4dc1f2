"""Single values as formulas."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from generator.containment.exact import Value, fraction
from generator.containment.nodes import ARRAY, FALSE, NULL, NUMBER, OBJECT, STRING, TRUE, Node, Pool


def constant(pool: Pool, value: Value) -> Node:
    """Return just ``value``."""
    return constants(pool, [value])


def constants(pool: Pool, values: Iterable[Value]) -> Node:
    """Return just ``values``; many texts or numbers are one literal."""
    mask, texts, numbers, parts = 0, set[str](), set[Fraction](), list[Node]()
    for value in values:
        if value is None:
            mask |= NULL
        elif value is True:
            mask |= TRUE
        elif value is False:
            mask |= FALSE
        elif isinstance(value, str):
            texts.add(value)
        elif isinstance(value, list):
            parts.append(_array(pool, value))
        elif isinstance(value, dict):
            parts.append(_object(pool, value))
        else:
            numbers.add(fraction(value))  # type: ignore[arg-type]  # nothing but a number is left
    if texts:
        parts.append(pool.literal(STRING, ("strings", frozenset(texts)), strict=True))
    if numbers:
        parts.append(pool.literal(NUMBER, ("numbers", frozenset(numbers)), strict=True))
    return pool.disjunction([pool.kinds(mask), *parts])


def _array(pool: Pool, items: list[Value]) -> Node:
    parts = [pool.literal(ARRAY, ("length", len(items), len(items)))]
    parts += [pool.literal(ARRAY, ("items", at, at + 1, constant(pool, item))) for at, item in enumerate(items)]
    return pool.conjunction([pool.kinds(ARRAY), *parts])


def _object(pool: Pool, members: dict[str, Value]) -> Node:
    parts = [pool.literal(OBJECT, ("every", one_of(pool, name), constant(pool, v))) for name, v in members.items()]
    parts += [has(pool, name) for name in members]
    parts.append(pool.literal(OBJECT, ("every", pool.negation(one_of(pool, *members)), pool.nothing)))
    return pool.conjunction([pool.kinds(OBJECT), *parts])


def one_of(pool: Pool, *names: str) -> Node:
    """Return the property names ``names`` as a formula about texts."""
    return pool.literal(STRING, ("strings", frozenset(names)))


def has(pool: Pool, name: str) -> Node:
    """Return the objects that have a member ``name``, and all that is no object."""
    return pool.literal(OBJECT, ("every", one_of(pool, name), pool.nothing), positive=False)
