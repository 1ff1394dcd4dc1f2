"""Asking the engine about two schemas of two documents, and telling its answer in the places of those documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from generator.changes import Change, Comparison
from generator.changes.openapi.asking import Question
from generator.changes.openapi.references import Document, JsonObject, Place, root
from generator.containment import Schema, schema

Compare: TypeAlias = Callable[[Schema, Schema], Comparison]

_ASIDE = "x-compared"
"""The key under which schemas are put beside a document's own components, so that their references hold."""


@dataclass(frozen=True, slots=True, eq=False)
class Desk:
    """Where the questions about one kind of message are laid out: three documents that hold all of its schemas.

    ``old`` and ``new`` are the documents; ``both`` is the new one with what only the old one has. ``aside`` holds the
    schemas asked about, and stands in all three.
    """

    old: Document
    new: Document
    both: JsonObject
    olds: JsonObject
    news: JsonObject
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
        if question.old.file or question.new.file:
            return compare(self._elsewhere(question.old), self._elsewhere(question.new))
        number = self.laid[_key(question)]
        if number not in self.answers:
            before, after = (self.olds, self.news) if question.whole else (self.both, self.both)
            self.answers[number] = compare(
                self._schema(before, f"{number}-old", self.old), self._schema(after, f"{number}-new", self.new)
            )
        comparison = self.answers[number]
        return replace(comparison, changes=tuple(self._told(number, comparison, question)))

    @staticmethod
    def _schema(on: JsonObject, name: str, document: Document) -> Schema:
        others = {**document.others, document.uri: on} if document.others and document.uri else document.others
        return schema(on, f"/{_ASIDE}/{name}", dialect=document.dialect, uri=document.uri, others=others)

    def _elsewhere(self, place: Place) -> Schema:
        document = place.document
        if not place.file:
            return schema(
                document.root, place.pointer, dialect=document.dialect, uri=document.uri, others=document.others
            )
        others = {**document.others, document.uri: document.root} if document.uri else document.others
        return schema(
            document.others[place.file], place.pointer, dialect=document.dialect, uri=place.file, others=others
        )

    @staticmethod
    def _told(number: str, comparison: Comparison, question: Question) -> Iterator[Change]:
        for change in comparison.changes:
            yield replace(
                change,
                old_pointer=_back(change.old_pointer, f"/{_ASIDE}/{number}-old", question.old.pointer),
                new_pointer=_back(change.new_pointer, f"/{_ASIDE}/{number}-new", question.new.pointer),
            )


def desk(old: Document, new: Document) -> Desk:
    """Return where to ask about the schemas of two documents."""
    aside: JsonObject = {}
    before, after = (root(each).at("components", "schemas").object for each in (old, new))
    both = {**_with(old, before, aside), **_with(new, {**before, **after}, aside)}
    return Desk(old, new, both, _with(old, before, aside), _with(new, after, aside), aside)


def _with(document: Document, schemas: JsonObject, aside: JsonObject) -> JsonObject:
    held = root(document).at("components").object
    return {**document.root, "components": {**held, "schemas": schemas}, _ASIDE: aside}


def _key(question: Question) -> tuple[str, str, bool]:
    return (*question.texts, question.whole)


def _back(pointer: str | None, laid: str, stood: str) -> str | None:
    if pointer is not None and (pointer == laid or pointer.startswith(f"{laid}/")):
        return stood + pointer[len(laid) :]
    return pointer
