"""What a schema says of one message: ``readOnly`` properties are no part of requests, ``writeOnly`` ones of responses.

Such a property need not be there, and whatever is sent for it is passed over. Only what holds such properties is
copied; the places of everything else stay as they are, so that pointers keep their meaning.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from generator.canonical import Json
from generator.changes.openapi.references import Document, JsonObject, Place, ReferenceMissing, reference, root, target
from generator.changes.openapi.units import SCHEMAS
from generator.dialect import escaped

_NAMED = frozenset({"properties", "patternProperties", "dependentSchemas", "$defs", "definitions"})
_LISTED = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
_ONE = frozenset(
    {
        *("items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames"),
        *("unevaluatedItems", "unevaluatedProperties"),
    }
)
_MONOTONE = frozenset(
    {
        *("properties", "patternProperties", "dependentSchemas", "allOf", "anyOf", "prefixItems"),
        *("items", "additionalProperties", "then", "else", "propertyNames"),
    }
)


def hidden(answer: bool) -> str:  # noqa: FBT001  # one word of two, by one fact
    """Return the word for properties that are no part of a response (``answer``) or of a request."""
    return "writeOnly" if answer else "readOnly"


def viewed(place: Place, word: str) -> Json:
    """Return the schema at ``place`` without the properties that are ``word``; the same object if it has none."""
    value = place.value
    if not isinstance(value, dict):
        return value
    changed: JsonObject = {}
    for key, held in value.items():
        below = _below(place.at(key), key, word)
        if below is not held:
            changed[key] = below
    left_out = set(_left_out(place.at("properties"), word))
    properties, required = changed.get("properties", value.get("properties")), value.get("required")
    if left_out and isinstance(properties, dict):
        changed["properties"] = {name: {} if name in left_out else held for name, held in properties.items()}
    if left_out and isinstance(required, list):
        changed["required"] = [name for name in required if name not in left_out]
    return {**value, **changed} if changed else value


def _below(place: Place, key: str, word: str) -> Json:
    """Return what stands at a keyword, without the properties that are ``word``; the same object if it has none."""
    held = place.value
    if key in _NAMED and isinstance(held, dict):
        # By name, so that a property may be called "properties".
        named = {name: viewed(below, word) for name, below in place.entries()}
        return named if any(named[name] is not held[name] for name in held) else held
    if key in _LISTED and isinstance(held, list):
        listed = [viewed(below, word) for below in place.items()]
        return listed if any(one is not other for one, other in zip(listed, held, strict=True)) else held
    return viewed(place, word) if key in _ONE else held


def components(document: Document, word: str, texts: Mapping[str, str]) -> JsonObject:
    """Return the document's schemas by name, without the properties that are ``word``; ``texts`` are its units'."""
    schemas = root(document).at("components", "schemas")
    mark = f'"{word}":true'
    if not any(mark in text for text in texts.values()):
        return schemas.object
    known = {name: texts.get(f"{SCHEMAS}{escaped(name)}", "") for name in schemas.object}
    # A property may be so by what it refers to.
    marks = [
        mark,
        *(json.dumps(f"{SCHEMAS}{escaped(name)}") for name, place in schemas.entries() if _is(place, word, 0)),
    ]
    return {
        name: viewed(place, word) if any(each in known[name] for each in marks) else place.value
        for name, place in schemas.entries()
    }


def _left_out(properties: Place, word: str) -> Iterator[str]:
    if isinstance(properties.value, dict):
        for name, place in properties.entries():
            if _is(place, word, 0):
                yield name


def _is(place: Place, word: str, depth: int) -> bool:
    """Say whether a property is ``word``: by itself, through its reference, or through one it combines."""
    value = place.value
    if not isinstance(value, dict) or depth > 20:
        return False
    if value.get(word) is True:
        return True
    ref = reference(value)
    if ref is not None:
        try:
            return _is(target(place, ref), word, depth + 1)
        except ReferenceMissing:
            return False
    combined = value.get("allOf")
    return isinstance(combined, list) and any(_is(item, word, depth + 1) for item in place.at("allOf").items())


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
        if key in _NAMED and isinstance(held, dict):
            for below in held.values():
                yield from _references(below, steady=still or key in {"$defs", "definitions"})
        elif key in _LISTED and isinstance(held, list):
            for below in held:
                yield from _references(below, steady=still)
        elif key in _ONE:
            yield from _references(held, steady=still)
