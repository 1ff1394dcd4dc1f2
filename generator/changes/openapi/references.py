"""Places in OpenAPI documents, and where their references lead: into the document or the given files, never further."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import unquote, urljoin

from generator import exact_json
from generator.canonical import Json
from generator.containment import Dialect
from generator.errors import UsageInvalid
from generator.pointers import escaped, steps

JsonObject: TypeAlias = "dict[str, Json]"

_CHAIN = 100
"""How many references may follow one another."""


class ReferenceMissing(Exception):
    """A reference leads nowhere: to a place that is not there, to a file that was not given, or around in a circle."""


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """One OpenAPI document and the files it may refer to, by URI."""

    root: JsonObject
    uri: str
    others: Mapping[str, Json]
    dialect: Dialect

    @property
    def name(self) -> str:
        """Return what to call it in a message."""
        return self.uri or "the document"


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """What stands at ``pointer`` of a file: ``file`` is a key of ``document.others``, or empty for the document."""

    document: Document
    file: str
    pointer: str
    value: Json

    def at(self, *keys: str) -> Place:
        """Return the place below these keys; its value is None where there is nothing."""
        value = self.value
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        return Place(self.document, self.file, self.pointer + "".join(f"/{escaped(key)}" for key in keys), value)

    @property
    def shown(self) -> str:
        """Return where it stands, as a pointer, with its file if that is another."""
        return f"{self.file}#{self.pointer}" if self.file else self.pointer

    @property
    def object(self) -> JsonObject:
        """Return its value. Raises UsageInvalid where that is no object; an absent one is empty."""
        if self.value is None:
            return {}
        if not isinstance(self.value, dict):
            raise UsageInvalid(f"{self._full} is not an object; correct the document.")
        return self.value

    def flag(self, key: str) -> bool:
        """Return the boolean at ``key``, False where there is none. Raises UsageInvalid for anything else."""
        value = self.object.get(key)
        if value is not None and not isinstance(value, bool):
            raise UsageInvalid(f"{self._full}/{key} is neither true nor false; correct the document.")
        return bool(value)

    def text(self, key: str) -> str:
        """Return the text at ``key``, empty where there is none. Raises UsageInvalid for anything else."""
        value = self.object.get(key)
        if value is not None and not isinstance(value, str):
            raise UsageInvalid(f"{self._full}/{key} is not a text; correct the document.")
        return value or ""

    def entries(self) -> Iterator[tuple[str, Place]]:
        """Yield each key and its place. Raises UsageInvalid where it is no object."""
        for key in self.object:
            yield key, self.at(key)

    def items(self) -> Iterator[Place]:
        """Yield the places of a list. Raises UsageInvalid where it is none; an absent one is empty."""
        if self.value is None:
            return
        if not isinstance(self.value, list):
            raise UsageInvalid(f"{self._full} is not a list; correct the document.")
        for index, value in enumerate(self.value):
            yield Place(self.document, self.file, f"{self.pointer}/{index}", value)

    @property
    def _full(self) -> str:
        return f"{self.file or self.document.name}#{self.pointer}"


def root(document: Document) -> Place:
    """Return the whole document as a place."""
    return Place(document, "", "", document.root)


def reference(value: Json) -> str | None:
    """Return the reference that ``value`` is, if it is one."""
    ref = value.get("$ref") if isinstance(value, dict) else None
    return ref if isinstance(ref, str) else None


def resolved(place: Place) -> Place:
    """Return where the references that start at ``place`` end. Raises ReferenceMissing."""
    for _ in range(_CHAIN):
        ref = reference(place.value)
        if ref is None:
            return place
        place = target(place, ref)
    raise ReferenceMissing(f"{place.shown} refers to itself")


def resolved_schema(place: Place) -> Place:
    """Like :func:`resolved`, but stops where other words beside ``$ref`` count, as they do since OpenAPI 3.1."""
    for _ in range(_CHAIN):
        ref = reference(place.value)
        if ref is None or not isinstance(place.value, dict):
            return place
        if place.document.dialect is not Dialect.openapi3_0 and place.value.keys() - {"$ref", "description", "summary"}:
            return place
        try:
            place = target(place, ref)
        except ReferenceMissing:
            return place
    return place


def target(place: Place, ref: str) -> Place:
    """Return the place that ``ref``, written at ``place``, leads to. Raises ReferenceMissing."""
    base, _, fragment = ref.partition("#")
    file = found_file(place, base)
    if file is None:
        raise ReferenceMissing(f"{place.shown} refers to {ref}, and no such file was given")
    document = place.document
    value: Json = document.others[file] if file else document.root
    if fragment and not fragment.startswith("/"):
        raise ReferenceMissing(f"{place.shown} refers to {ref}, which is no JSON pointer")
    pointer = unquote(fragment)
    for key in steps(pointer):
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and key.isascii() and key.isdigit() and len(key) < 9 and int(key) < len(value):
            value = value[int(key)]
        else:
            raise ReferenceMissing(f"{place.shown} refers to {ref}, where nothing stands")
    return Place(document, file, pointer, value)


def found_file(place: Place, base: str) -> str | None:
    """Return the file that ``base`` names as seen from ``place``: a key of the others, empty for the document."""
    if not base:
        return place.file
    document = place.document
    base = unquote(base)
    joined = urljoin(place.file or document.uri, base)
    tried = (joined, base, posixpath.normpath(joined), posixpath.normpath(base))
    if document.uri and document.uri in tried:
        return ""
    return next((name for name in tried if name in document.others), None)


def text(value: Json) -> str:
    """Return ``value`` as JSON in which the order of keys does not show. Raises UsageInvalid if it is none."""
    try:
        return exact_json.ordered(value, ",", ":")
    except TypeError as error:
        raise UsageInvalid("An object in the document has keys that are not all texts; quote them.") from error
