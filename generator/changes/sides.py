"""One side of a comparison: places in its documents, and where references lead."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote, urldefrag, urljoin

from generator import pointers
from generator.canonical import Json
from generator.containment import Dialect, Schema
from generator.containment.dialects import dialect_of
from generator.containment.places import Path, below

HOPS = 100
MAPS = {"properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies"}
"""Keywords whose names are a user's: ``properties`` may have one that is called ``enum``."""
PLAIN = {"enum", "const", "default", "examples", "example"}
"""Keywords that hold values, in which nothing is a keyword."""
NOTES = {
    *("title", "description", "examples", "example", "$comment", "deprecated", "readOnly", "writeOnly", "default"),
    *("discriminator", "$id", "id", "$schema", "$anchor", "$dynamicAnchor", "$vocabulary", "$defs", "definitions"),
    *("contentEncoding", "contentMediaType", "contentSchema", "xml", "externalDocs", "$recursiveAnchor"),
}
"""Keywords that refuse no value."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in one of the documents of a side; ``document`` is empty for its main one, else a key of ``others``."""

    document: str
    path: Path

    def __truediv__(self, key: str | int) -> Place:
        return Place(self.document, (*self.path, key))

    @property
    def pointer(self) -> str:
        """The JSON pointer, after the document's name and ``#`` where that is not the main one."""
        text = "".join("/" + pointers.escaped(key) for key in self.path)
        return f"{self.document}#{text}" if self.document else text


@dataclass(frozen=True)
class Side:
    """The documents of a schema and the places in them."""

    schema: Schema
    _sites: dict[str, Place] = field(default_factory=dict)

    @property
    def root(self) -> Place:
        """Where the compared schema stands."""
        # Whoever made the schema has looked there.
        return self._pointed(Place("", ()), self.schema.pointer) or Place("", ())

    @cached_property
    def dialect(self) -> Dialect:
        """The dialect, by ``$schema`` of the main document where that names one."""
        return dialect_of(self.schema.document, self.schema.dialect)

    def document(self, name: str) -> Json:
        """Return one of the documents."""
        return self.schema.others[name] if name else self.schema.document

    def at(self, place: Place) -> Json:
        """Return what stands at ``place``, which must exist."""
        return below(self.document(place.document), place.path)

    def target(self, place: Place) -> Place | None:
        """Return where the reference of the schema at ``place`` leads, None if it has none or it leads nowhere."""
        schema = self.at(place)
        ref = schema.get("$ref", schema.get("$dynamicRef")) if isinstance(schema, dict) else None
        return self.resolved(place, ref) if isinstance(ref, str) else None

    def resolved(self, place: Place, ref: str) -> Place | None:
        """Return where ``ref`` leads when it stands at ``place``."""
        uri, fragment = urldefrag(ref)
        home, base = self._resource(place)
        if uri:
            resource = self._found(base, uri)
            if resource is None:
                return None
            home, base = resource, urldefrag(urljoin(base, uri))[0]
        fragment = unquote(fragment)
        if not fragment or fragment.startswith("/"):
            return self._pointed(home, fragment)
        return self._ids.get(f"{base}#{fragment}") or self._ids.get(f"#{fragment}")

    def transparent(self, place: Place) -> Place | None:
        """Return the schema that the one at ``place`` merely stands for: through a reference, or a union of one."""
        schema = self.at(place)
        if not isinstance(schema, dict):
            return None
        told = telling(schema)
        # Before 2019-09, what stands beside a reference counts for nothing.
        if told in ({"$ref"}, {"$dynamicRef"}) or ("$ref" in told and self.dialect.age < 8):
            return self.target(place)
        for keyword in ("allOf", "anyOf", "oneOf"):
            arms = schema.get(keyword)
            if told == {keyword} and isinstance(arms, list) and len(arms) == 1:
                return place / keyword / 0
        return None

    def chain(self, place: Place) -> list[Place]:
        """Return ``place`` and what it stands for, step by step; the last one is the schema that says something."""
        found = [place]
        while len(found) < HOPS:
            following = self.transparent(found[-1])
            if following is None or following in found:
                break
            found.append(following)
        return found

    def _pointed(self, home: Place, pointer: str) -> Place | None:
        value, path = self.at(home), list(home.path)
        for name in pointers.steps(pointer):
            key: str | int = int(name) if isinstance(value, list) and name.isdecimal() else name
            try:
                value = value[key]  # type: ignore[index]  # whatever does not fit is caught
            except (KeyError, IndexError, TypeError):
                return None
            path.append(key)
        return Place(home.document, tuple(path))

    def _resource(self, place: Place) -> tuple[Place, str]:
        """Return the schema whose ``$id`` holds at ``place``, and its URI."""
        value = self.document(place.document)
        base = place.document or self.schema.uri
        home = Place(place.document, ())
        for depth in range(len(place.path) + 1):
            name = _id(value)
            if name is not None:
                home, base = Place(place.document, place.path[:depth]), urldefrag(urljoin(base, name))[0]
            if depth < len(place.path):
                value = value[place.path[depth]]  # type: ignore[index]  # the place exists
        return home, base

    def _found(self, base: str, uri: str) -> Place | None:
        """Find the document or the embedded schema that ``uri`` names."""
        whole = urljoin(base, uri)
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(base), uri))
        for name in (whole, uri, beside):
            if name in self._ids:
                return self._ids[name]
            if name in self.schema.others:
                return Place(name, ())
            if name == self.schema.uri:
                return Place("", ())
        return None

    @cached_property
    def _ids(self) -> dict[str, Place]:
        """Everything that has a name of its own: by URI, and by ``URI#anchor``."""
        found: dict[str, Place] = {}
        for name in ("", *self.schema.others):
            rest = [(Place(name, ()), name or self.schema.uri, self.document(name))]
            while rest:
                place, base, value = rest.pop()
                own = _id(value)
                if own is not None:
                    whole = urljoin(base, own)
                    base = urldefrag(whole)[0]
                    found.setdefault(whole.removesuffix("#"), place)
                if isinstance(value, dict):
                    for keyword in ("$anchor", "$dynamicAnchor"):
                        if isinstance(value.get(keyword), str):
                            found.setdefault(f"{base}#{value[keyword]}", place)
                rest.extend((place / key, base, part) for key, part in _schemas_in(value))
        return found


def telling(schema: dict[str, Json]) -> set[str]:
    """Return the keywords that may refuse a value."""
    return {name for name in schema.keys() - NOTES if not name.startswith("x-")}


def _id(value: Json) -> str | None:
    if not isinstance(value, dict):
        return None
    name = value.get("$id", value.get("id"))
    return name if isinstance(name, str) else None


def _schemas_in(value: Json) -> Iterator[tuple[str | int, Json]]:
    if isinstance(value, dict):
        yield from ((key, part) for key, part in value.items() if key not in PLAIN)
    elif isinstance(value, list):
        yield from enumerate(value)
