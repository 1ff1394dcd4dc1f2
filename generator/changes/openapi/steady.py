"""Where a wider part makes the whole wider: what a component's change means for what leads to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from generator.changes.openapi.references import JsonObject, Place, ReferenceMissing, reference, resolved, text
from generator.changes.openapi.views import LISTED, NAMED, ONE
from generator.containment import Dialect

_MONOTONE = frozenset(
    {
        *("properties", "patternProperties", "dependentSchemas", "allOf", "anyOf", "prefixItems"),
        *("items", "additionalProperties", "then", "else", "propertyNames"),
    }
)
_OBJECTS = frozenset({"object"})
_MOST_ARMS = 100
_DEPTH = 10


def unsteady(place: Place) -> Iterator[str]:
    """Yield the references in a schema that stand where a wider schema does not make the whole wider."""
    yield from _references(place, steady=True)


def _references(place: Place, *, steady: bool) -> Iterator[str]:
    value = place.value
    if not isinstance(value, dict):
        return
    ref = reference(value)
    if ref is not None and not steady:
        yield ref
    # What counts as evaluated grows as what is combined narrows.
    steady = steady and "unevaluatedProperties" not in value and "unevaluatedItems" not in value
    for key, held in value.items():
        still = steady and (key in _MONOTONE or (key == "oneOf" and _apart(place.at(key))))
        if key in NAMED and isinstance(held, dict):
            for _, below in place.at(key).entries():
                yield from _references(below, steady=still or key in {"$defs", "definitions"})
        elif key in LISTED and isinstance(held, list):
            for below in place.at(key).items():
                yield from _references(below, steady=still)
        elif key in ONE:
            yield from _references(place.at(key), steady=still)


def _apart(arms: Place) -> bool:
    """Say whether it can be seen that no value fits two arms: then ``oneOf`` is ``anyOf``, which is steady."""
    if not isinstance(arms.value, list) or len(arms.value) > _MOST_ARMS:
        return False
    shapes = [_shape(arm, _DEPTH) for arm in arms.items()]
    return all(one.apart(other) for one, other in combinations(shapes, 2))


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a schema says at first sight: its types, its constants, and those of properties that must be there.

    None is for no word about it; values are kept as texts, for Python calls ``True == 1``.
    """

    types: frozenset[str] | None = None
    values: frozenset[str] | None = None
    tags: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def apart(self, other: _Shape) -> bool:
        """Say whether no value fits both."""
        for mine, theirs in ((self.types, other.types), (self.values, other.values)):
            if mine is not None and theirs is not None and mine.isdisjoint(theirs):
                return True
        objects = self.types == _OBJECTS and other.types == _OBJECTS
        return objects and any(
            self.tags[name].isdisjoint(other.tags[name]) for name in self.tags.keys() & other.tags.keys()
        )

    def both(self, other: _Shape) -> _Shape:
        """Return what is seen of a schema that says both."""
        names = [*self.tags, *(name for name in other.tags if name not in self.tags)]
        return _Shape(
            _common(self.types, other.types),
            _common(self.values, other.values),
            {name: _common(self.tags.get(name), other.tags.get(name)) or frozenset() for name in names},
        )


def _shape(place: Place, depth: int) -> _Shape:
    try:
        place = resolved(place) if place.document.dialect is Dialect.openapi3_0 or _only_reference(place) else place
    except ReferenceMissing:
        return _Shape()
    value = place.value
    if not isinstance(value, dict) or not depth:
        return _Shape()
    shape = _Shape(_types(value), _values(value, place.document.dialect), dict(_tags(place, depth)))
    if isinstance(value.get("allOf"), list):
        for part in place.at("allOf").items():
            shape = shape.both(_shape(part, depth - 1))
    return shape


def _only_reference(place: Place) -> bool:
    return isinstance(place.value, dict) and place.value.keys() <= {"$ref", "description", "summary"}


def _types(value: JsonObject) -> frozenset[str] | None:
    named = value.get("type")
    named = [named] if isinstance(named, str) else named
    if not isinstance(named, list):
        return None
    types = {"number" if name == "integer" else name for name in named if isinstance(name, str)}
    return frozenset(types | {"null"} if value.get("nullable") is True else types)


def _values(value: JsonObject, dialect: Dialect) -> frozenset[str] | None:
    listed = value.get("enum")
    if "const" in value and dialect is not Dialect.openapi3_0:
        listed = [value["const"]]
    # 1 and 1.0 are one value and two texts, so only texts are compared as such.
    if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
        return None
    return frozenset(text(item) for item in listed)


def _tags(place: Place, depth: int) -> Iterator[tuple[str, frozenset[str]]]:
    required = place.object.get("required")
    properties = place.at("properties")
    if isinstance(required, list) and isinstance(properties.value, dict):
        for name, below in properties.entries():
            if name in required:
                values = _shape(below, depth - 1).values
                if values is not None:
                    yield name, values


def _common(mine: frozenset[str] | None, theirs: frozenset[str] | None) -> frozenset[str] | None:
    if mine is None or theirs is None:
        return theirs if mine is None else mine
    return mine & theirs
