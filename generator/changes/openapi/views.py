"""What a schema says of one message: ``readOnly`` properties are no part of requests, ``writeOnly`` ones of responses.

Such a property need not be there, and whatever is sent for it is passed over. Only what holds such properties is
copied; the places of everything else stay as they are, so that pointers keep their meaning.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from generator.canonical import Json
from generator.changes.openapi.references import (
    Document,
    JsonObject,
    Place,
    ReferenceMissing,
    reference,
    resolved_schema,
    root,
    target,
    text,
)
from generator.changes.openapi.units import SCHEMAS, Side, Units, led, place_of, told_apart
from generator.pointers import escaped

NAMED = frozenset({"properties", "patternProperties", "dependentSchemas", "$defs", "definitions"})
LISTED = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
ONE = frozenset(
    {
        *("items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames"),
        *("unevaluatedItems", "unevaluatedProperties"),
    }
)
_OF_SCHEMAS = frozenset({"type", "properties", "allOf", "anyOf", "oneOf", "items", "enum", "const", "$ref"})


def hidden(*, answer: bool) -> str:
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
    # A list, for strangers put anything among names.
    left_out = list(_left_out(place.at("properties"), word))
    properties, required = changed.get("properties", value.get("properties")), value.get("required")
    if left_out and isinstance(properties, dict):
        changed["properties"] = {name: {} if name in left_out else held for name, held in properties.items()}
    if left_out and isinstance(required, list):
        changed["required"] = [name for name in required if name not in left_out]
    return {**value, **changed} if changed else value


def _below(place: Place, key: str, word: str) -> Json:
    """Return what stands at a keyword, without the properties that are ``word``; the same object if it has none."""
    held = place.value
    if key in NAMED and isinstance(held, dict):
        # By name, so that a property may be called "properties".
        named = {name: viewed(below, word) for name, below in place.entries()}
        return named if any(named[name] is not held[name] for name in held) else held
    if key in LISTED and isinstance(held, list):
        listed = [viewed(below, word) for below in place.items()]
        return listed if any(one is not other for one, other in zip(listed, held, strict=True)) else held
    return viewed(place, word) if key in ONE else held


class Files(Mapping[str, Json]):
    """Other files as they are without the properties that are ``word``, each looked at when it is asked for."""

    def __init__(self, document: Document, word: str) -> None:
        self._document = document
        self._word = word
        self._seen: dict[str, Json] = {}

    def __getitem__(self, name: str) -> Json:
        if name not in self._seen:
            self._seen[name] = _anywhere(Place(self._document, name, "", self._document.others[name]), self._word)
        return self._seen[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._document.others)

    def __len__(self) -> int:
        return len(self._document.others)


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A document as it is for one kind of message; ``marks`` are the texts at which a schema has to be looked into."""

    document: Document
    word: str
    marks: tuple[str, ...]

    def resolved(self, place: Place) -> Place:
        """Return where the references from a place end, in this view."""
        if place.document is not self.document:
            place = Place(self.document, place.file, place.pointer, place.value)
        return resolved_schema(place)

    def schema(self, place: Place) -> tuple[Place, str]:
        """Return where the references from a place end, in this view, with what stands there and its text."""
        found = self.resolved(place)
        written = text(found.value)
        value = viewed(found, self.word) if self.marked(written) else found.value
        return (found, written) if value is found.value else (replace(found, value=value), text(value))

    def marked(self, written: str) -> bool:
        """Say whether a text holds what this view leaves out."""
        return any(mark in written for mark in self.marks)


def view(document: Document, word: str, texts: Mapping[str, str]) -> View:
    """Return ``document`` without the properties that are ``word``; ``texts`` are those of its units."""
    mark = f'"{word}":true'
    others: Mapping[str, Json] = Files(document, word) if document.others else document.others
    plain = View(replace(document, others=others), word, (mark,))
    if not any(mark in written for written in texts.values()):
        return plain
    schemas = root(document).at("components", "schemas")
    # A property may be so by what it refers to.
    through = (json.dumps(f"{SCHEMAS}{escaped(name)}") for name, place in schemas.entries() if _is(place, word, 0))
    marks = (mark, *through)
    looked = {
        name: viewed(place, word) if any(each in texts.get(f"{SCHEMAS}{name}", "") for each in marks) else place.value
        for name, place in schemas.entries()
    }
    held = root(document).at("components").object
    whole = {**document.root, "components": {**held, "schemas": looked}}
    return View(replace(document, root=whole, others=others), word, marks)


def units_in(known: Units, old: View, new: View) -> Units:
    """Return the units as they are for one kind of message; the same object where nothing is left out."""
    sides = _side(known.old, old), _side(known.new, new)
    if sides[0] is known.old and sides[1] is known.new:
        return known
    return told_apart(*sides, dialects_differ=known.dialects_differ)


def _side(side: Side, view: View) -> Side:
    marked = [unit for unit, written in side.texts.items() if unit.startswith(SCHEMAS) and view.marked(written)]
    if not marked:
        return side
    texts, leads = dict(side.texts), dict(side.leads)
    for unit in marked:
        place, texts[unit] = view.schema(place_of(view.document, unit))
        leads[unit] = led(place, texts[unit])
    return Side(texts, leads)


def _anywhere(place: Place, word: str) -> Json:
    """Return what stands at a place of a file that may hold schemas anywhere."""
    value = place.value
    if not isinstance(value, dict):
        return value
    if _OF_SCHEMAS & value.keys():
        return viewed(place, word)
    return {key: _anywhere(place.at(key), word) for key in value}


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
