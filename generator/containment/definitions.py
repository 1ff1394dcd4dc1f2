"""Definitions: the places that references lead to, each read when it is first looked into."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache

from generator.containment.invalid import ContainmentInvalid
from generator.containment.resources import Library, Place, text_of

SILENT = frozenset({"$comment", "default", "deprecated", "description", "example", "examples", "title"})
_VALUES = frozenset({"const", "enum", "required"})
_BY_NAME = frozenset(
    {"$defs", "definitions", "dependencies", "dependentRequired", "dependentSchemas", "patternProperties", "properties"}
)
_NOTHING = object()
_REF = re.compile(r'"\$ref": ("(?:[^"\\]|\\.)*")')


class Definition:
    """A schema that references lead to. ``side`` is old, new or both.

    ``missing`` says why there is nothing at the place, if so: then nothing is known of it but that it is what it is.
    """

    __slots__ = ("missing", "place", "side")

    def __init__(self, place: Place, side: str, missing: str = "") -> None:
        self.place = place
        self.side = side
        self.missing = missing

    def __repr__(self) -> str:
        return f"<{self.side} {self.place.pointer}>"


class Unchanged:
    """Which references of two documents lead to the same text, and from there to the same texts only.

    Whoever asks about an API of hundreds of definitions asks about a few that changed: the others are found alike by
    their text, at the speed of the JSON writer, and never read.
    """

    def __init__(self, old: Library, new: Library) -> None:
        self._libraries = (old, new)
        self._alike: dict[str, bool] = {}
        # The same text means the same only in the same words.
        self._on = old.plain and new.plain and old.dialect is new.dialect
        self._reading: dict[str, tuple[str, str] | None] = {}

    def look(self, roots: Iterable[object]) -> None:
        """Look at all that these two schemas, one of each document, lead to."""
        if not self._on:
            return
        waiting = {ref for root in roots for ref in refs_in(text_of(root))}
        users: dict[str, list[str]] = {}
        other: set[str] = set()
        while waiting:
            ref = waiting.pop()
            if ref in self._alike or ref in users:
                continue
            users[ref] = []
            texts = self._texts(ref)
            if texts is None or texts[0] != texts[1]:
                other.add(ref)
            for text in texts or ():
                waiting |= refs_in(text)
        self._spread(users, other)

    def _spread(self, users: dict[str, list[str]], other: set[str]) -> None:
        """What leads to something that differs differs itself."""
        for ref in users:
            for text in self._texts(ref) or ():
                for found in refs_in(text):
                    if found in users:
                        users[found].append(ref)
                    elif not self._alike[found]:
                        other.add(ref)
        waiting = list(other)
        while waiting:
            for user in users[waiting.pop()]:
                if user not in other:
                    other.add(user)
                    waiting.append(user)
        self._alike.update((ref, ref not in other) for ref in users)

    def __contains__(self, ref: object) -> bool:
        return self._alike.get(ref, False)  # type: ignore[call-overload, no-any-return]  # what is no text is not there

    def same(self, old: Place, new: Place) -> bool:
        """Say whether two places hold the same text, and lead to the same texts only; ask after :meth:`look`."""
        if not self._on or old.dialect is not new.dialect:
            return False
        text = text_of(old.contents)
        return text == text_of(new.contents) and all(ref in self for ref in refs_in(text))

    def changed(self, roots: Iterable[object]) -> dict[str, tuple[str, str]]:
        """Return the references that these two schemas lead to and that differ, with both texts; ask after looking.

        Empty where one leads nowhere, or out of the document.
        """
        waiting = {ref for root in roots for ref in refs_in(text_of(root))} if self._on else set[str]()
        found: dict[str, tuple[str, str]] = {}
        while waiting:
            ref = waiting.pop()
            if ref in found or ref in self:
                continue
            texts = self._texts(ref)
            if texts is None:
                return {}
            found[ref] = texts
            waiting |= refs_in(texts[0]) | refs_in(texts[1])
        return found

    def _texts(self, ref: str) -> tuple[str, str] | None:
        if ref not in self._reading:
            self._reading[ref] = self._read(ref)
        return self._reading[ref]

    def _read(self, ref: str) -> tuple[str, str] | None:
        if not ref.startswith("#"):
            return None
        old, new = (_contents(library, ref) for library in self._libraries)
        texts = tuple("" if found is _NOTHING else text_of(found) for found in (old, new))
        if texts[0] != texts[1]:
            # What is said to people only is no difference; it is taken out where there is one, since that is slow.
            texts = tuple("" if found is _NOTHING else text_of(unspoken(found)) for found in (old, new))
        return texts[0], texts[1]


def _contents(library: Library, ref: str) -> object:
    """Return the schema that a reference leads to."""
    try:
        return library.follow(Place(None, library.dialect, "", ""), ref).contents
    except ContainmentInvalid:
        return _NOTHING


def unspoken(schema: object) -> object:
    """Return a schema without what says nothing about values."""
    if isinstance(schema, list):
        return [unspoken(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {word: _word(word, each) for word, each in schema.items() if word not in SILENT}


def _word(word: str, value: object) -> object:
    if word in _VALUES:
        return value
    if word in _BY_NAME and isinstance(value, dict):
        return {name: unspoken(each) for name, each in value.items()}
    return unspoken(value)


@lru_cache(maxsize=4096)
def refs_in(text: str) -> frozenset[str]:
    """Return the references that the text of a schema holds."""
    return frozenset({json.loads(found) if "\\" in found else found[1:-1] for found in set(_REF.findall(text))})
