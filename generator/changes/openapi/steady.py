"""Where a wider part makes the whole wider: what a component's change means for what leads to it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.canonical import Json
from generator.changes.openapi.references import reference
from generator.changes.openapi.views import LISTED, NAMED, ONE

_MONOTONE = frozenset(
    {
        *("properties", "patternProperties", "dependentSchemas", "allOf", "anyOf", "prefixItems"),
        *("items", "additionalProperties", "then", "else", "propertyNames"),
    }
)


def unsteady(value: Json) -> Iterator[str]:
    """Yield the references in a schema that stand where a wider schema does not make the whole wider."""
    yield from _references(value, steady=True)


def _references(value: Json, *, steady: bool) -> Iterator[str]:
    if not isinstance(value, dict):
        return
    ref = reference(value)
    if ref is not None and not steady:
        yield ref
    # What counts as evaluated grows as what is combined narrows.
    steady = steady and "unevaluatedProperties" not in value and "unevaluatedItems" not in value
    for key, held in value.items():
        still = steady and key in _MONOTONE
        if key in NAMED and isinstance(held, dict):
            for below in held.values():
                yield from _references(below, steady=still or key in {"$defs", "definitions"})
        elif key in LISTED and isinstance(held, list):
            for below in held:
                yield from _references(below, steady=still)
        elif key in ONE:
            yield from _references(held, steady=still)
