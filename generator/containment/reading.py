"""From a schema to a formula, each word of each dialect."""

from __future__ import annotations

from typing import Any

from generator.containment import evaluated, reading_arrays, reading_objects, reading_scalars
from generator.containment.definitions import SILENT, Definition, Unchanged
from generator.containment.dialects import Dialect
from generator.containment.invalid import ReferenceMissing
from generator.containment.nodes import Node, Pool
from generator.containment.resources import Library, Place, below, invalid


class Reader:
    """Reads the schemas of one library into one pool; what was read once is the same formula."""

    def __init__(self, pool: Pool, library: Library, side: str, unchanged: Unchanged) -> None:
        self.pool = pool
        self.library = library
        self.side = side
        self.origins: dict[Node, str] = {}
        self._unchanged = unchanged
        self._read: dict[tuple[object, ...], Node] = {}
        self._definitions: dict[tuple[object, ...], Definition] = {}
        self._leaves: dict[tuple[object, ...], Node] = {}

    def share(self, other: Reader) -> None:
        """Use the same definitions as the reader of the other side, for what both have alike."""
        self._definitions = other._definitions
        self._leaves = other._leaves

    def node(self, place: Place) -> Node:
        """Return what the schema at ``place`` takes. Raises ContainmentInvalid."""
        contents = place.contents
        if contents is True:
            return self.pool.everything
        if contents is False:
            return self.pool.nothing
        if not isinstance(contents, dict):
            raise invalid(place, "", "a schema must be an object or a boolean")
        key = (id(contents), place.scope, place.dialect)
        found = self._read.get(key)
        if found is None:
            leaf = _leaf(contents)
            found = self._leaves.get((place.dialect, leaf)) if leaf else None
            if found is None:
                entered = self.library.enter(place)
                found = self._schema(entered, contents)
                if leaf:
                    self._leaves[place.dialect, leaf] = found
            self._read[key] = found
            self.origins.setdefault(found, place.pointer)
        return found

    def child(self, place: Place, contents: object, *tokens: str | int) -> Node:
        """Return what the schema ``contents``, which stands below ``place``, takes."""
        return self.node(below(place, contents, *tokens))

    def children(self, place: Place, keyword: str) -> list[Node]:
        """Return what each schema of the list under ``keyword`` takes."""
        found = place.contents[keyword]
        if not isinstance(found, list):
            raise invalid(place, keyword, "must be a list of schemas")
        return [self.child(place, item, keyword, index) for index, item in enumerate(found)]

    def followed(self, place: Place, keyword: str) -> Place:
        """Return where the reference under ``keyword`` leads."""
        ref = place.contents[keyword]
        if not isinstance(ref, str):
            raise invalid(place, keyword, "must be a text")
        return self.library.follow(place, ref, keyword)

    def reference(self, place: Place, keyword: str) -> Node:
        """Return the formula for a reference; what it leads to is read when it is looked into."""
        ref = place.contents[keyword]
        try:
            target = self.followed(place, keyword)
        except ReferenceMissing as error:
            return self._unknown(place, ref, str(error))
        return self._defined(target, ref if place.resolver is None and ref in self._unchanged else "")

    def _unknown(self, place: Place, ref: str, why: str) -> Node:
        """Return the formula for a reference that leads nowhere: the same for the same text, on both sides."""
        key = ("nowhere", ref)
        if key not in self._definitions:
            self._definitions[key] = Definition(place, "both", why)
        return self.pool.reference(self._definitions[key])

    def _defined(self, target: Place, alike: str = "") -> Node:
        """Return the formula for the definition at ``target``; what both sides have alike is one definition."""
        # Two documents may hold one object, in which the same reference leads to different places.
        own = (self.side, id(target.contents), target.scope, target.dialect)
        key: tuple[object, ...] = (alike,) if alike else own
        definition = self._definitions.get(key)
        if definition is None:
            definition = self._definitions[key] = Definition(target, "both" if alike else self.side)
        return self.pool.reference(definition)

    def definition(self, pointer: str) -> Node:
        """Return the formula for a reference to ``pointer`` of a document whose places have no other names."""
        return self._defined(self.library.place(pointer))

    def _schema(self, place: Place, contents: dict[str, Any]) -> Node:
        old = place.dialect.age < 8
        if old and "$ref" in contents:
            return self.reference(place, "$ref")
        parts = [self.reference(place, word) for word in _references(place) if word in contents]
        parts += self._combined(place, contents)
        parts += reading_scalars.read(self, place)
        parts += reading_objects.read(self, place)
        parts += reading_arrays.read(self, place)
        if not old:
            parts += evaluated.read(self, place)
        return self.pool.conjunction(parts)

    def _combined(self, place: Place, contents: dict[str, Any]) -> list[Node]:
        pool, parts = self.pool, list[Node]()
        if "allOf" in contents:
            parts += self.children(place, "allOf")
        if "anyOf" in contents:
            parts.append(pool.disjunction(self.children(place, "anyOf")))
        if "oneOf" in contents:
            parts.append(pool.one(self.children(place, "oneOf")))
        if "not" in contents:
            parts.append(pool.negation(self.child(place, contents["not"], "not")))
        if "if" in contents and place.dialect.age >= 7:
            condition = self.child(place, contents["if"], "if")
            if "then" in contents:
                parts.append(pool.any_of(pool.negation(condition), self.child(place, contents["then"], "then")))
            if "else" in contents:
                parts.append(pool.any_of(condition, self.child(place, contents["else"], "else")))
        return parts


def _leaf(contents: dict[str, Any]) -> str:
    """Return the text of a schema with no schema in it: the same text is read once, wherever it stands."""
    kept = []
    for name, value in contents.items():
        if name in SILENT:
            continue
        if type(value) is dict or name.startswith("$") or (type(value) is list and dict in map(type, value)):
            return ""
        kept.append((name, value))
    return repr(kept) if len(kept) < 12 else ""


def _references(place: Place) -> tuple[str, ...]:
    if place.dialect in {Dialect.draft2020_12, Dialect.openapi3_1}:
        return ("$ref", "$dynamicRef")
    return ("$ref", "$recursiveRef")
