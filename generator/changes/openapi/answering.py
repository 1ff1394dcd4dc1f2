"""Asking the engine about two schemas of two documents, and telling its answer in the places of those documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from generator.canonical import Json
from generator.changes import Change, Comparison, Verdict
from generator.changes.openapi.asking import Question
from generator.changes.openapi.references import Document, JsonObject, root
from generator.containment import ContainmentInvalid, Schema, schema

Compare: TypeAlias = Callable[[Schema, Schema], Comparison]

_ASIDE = "x-compared"
"""The key under which schemas are put beside a document's own components, so that their references hold."""


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """A document and the files it may refer to, always the same objects: the engine remembers what it read by them."""

    root: JsonObject
    document: Document
    files: Mapping[str, Json]

    def schema(self, pointer: str, file: str = "") -> Schema:
        """Return the schema at a pointer of the document, or of one of its files."""
        on, uri = (self.files[file], file) if file else (self.root, self.document.uri)
        return schema(on, pointer, dialect=self.document.dialect, uri=uri, others=self.files)


@dataclass(frozen=True, slots=True, eq=False)
class Desk:
    """Where the questions about one kind of message are laid out.

    ``old`` and ``new`` hold the documents; ``both`` is the new one with what only the old one has. ``aside`` holds the
    schemas asked about, and stands in all three.
    """

    old: Shelf
    new: Shelf
    both: Shelf
    aside: JsonObject
    laid: dict[tuple[str, str, bool], str] = field(default_factory=dict)
    answers: dict[str, Comparison] = field(default_factory=dict)

    def lay(self, question: Question) -> None:
        """Lay a question out. All are laid out before the first is asked: whoever reads a document may remember it."""
        key = _key(question)
        if question.old.file or question.new.file or key in self.laid:
            return
        number = self.laid[key] = str(len(self.laid))
        self.aside[f"{number}-old"] = {} if question.old.value is None else question.old.value
        self.aside[f"{number}-new"] = {} if question.new.value is None else question.new.value

    def answer(self, question: Question, compare: Compare) -> Comparison:
        """Return how the question's schemas relate, with pointers into their documents. Each pair is asked once."""
        before, after = (self.old, self.new) if question.whole else (self.both, self.both)
        if question.old.file or question.new.file:
            old, new = question.old, question.new
            return _asked(compare, before.schema(old.pointer, old.file), after.schema(new.pointer, new.file))
        number = self.laid[_key(question)]
        if number not in self.answers:
            pair = before.schema(f"/{_ASIDE}/{number}-old"), after.schema(f"/{_ASIDE}/{number}-new")
            self.answers[number] = _asked(compare, *pair)
        comparison = self.answers[number]
        return replace(comparison, changes=tuple(_told(number, comparison, question)))


def desk(old: Document, new: Document) -> Desk:
    """Return where to ask about the schemas of two documents."""
    aside: JsonObject = {}
    before, after = (root(each).at("components", "schemas").object for each in (old, new))
    both = {**_with(old, before, aside), **_with(new, {**before, **after}, aside)}
    shelves = [
        Shelf(on, document, {**document.others, document.uri: on} if document.others else {})
        for on, document in ((_with(old, before, aside), old), (_with(new, after, aside), new), (both, new))
    ]
    return Desk(shelves[0], shelves[1], shelves[2], aside)


def _with(document: Document, schemas: JsonObject, aside: JsonObject) -> JsonObject:
    held = root(document).at("components").object
    return {**document.root, "components": {**held, "schemas": schemas}, _ASIDE: aside}


def _asked(compare: Compare, old: Schema, new: Schema) -> Comparison:
    """Ask; a schema that cannot be read is not known, and the rest of the document still is."""
    try:
        return compare(old, new)
    except ContainmentInvalid as error:
        return Comparison(Verdict.unknown, (), reason=str(error))


def _told(number: str, comparison: Comparison, question: Question) -> Iterator[Change]:
    for change in comparison.changes:
        yield replace(
            change,
            old_pointer=_back(change.old_pointer, f"/{_ASIDE}/{number}-old", question.old.pointer),
            new_pointer=_back(change.new_pointer, f"/{_ASIDE}/{number}-new", question.new.pointer),
        )


def _key(question: Question) -> tuple[str, str, bool]:
    return (*question.texts, question.whole)


def _back(pointer: str | None, laid: str, stood: str) -> str | None:
    if pointer is not None and (pointer == laid or pointer.startswith(f"{laid}/")):
        return stood + pointer[len(laid) :]
    return pointer
