"""Asking the engine about two schemas of two documents, and telling its answer in the places of those documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from generator.canonical import Json
from generator.changes import Change, Comparison, Verdict, Witness
from generator.changes.openapi import wire
from generator.changes.openapi.asking import Question
from generator.changes.openapi.references import Document, JsonObject, Place
from generator.containment import ContainmentInvalid, Schema, is_valid, schema
from generator.containment.results import Doubtful

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

    ``old`` and ``new`` hold the documents; ``aside`` holds the schemas asked about, and stands in both.
    """

    old: Shelf
    new: Shelf
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
        old, new = question.old, question.new
        if old.file or new.file:
            return _asked(compare, self.old.schema(old.pointer, old.file), self.new.schema(new.pointer, new.file))
        number = self.laid[_key(question)]
        if number not in self.answers:
            self.answers[number] = self._answer(number, compare, whole=question.whole)
        comparison = self.answers[number]
        return replace(comparison, changes=tuple(_told(number, comparison, question)))

    def _answer(self, number: str, compare: Compare, *, whole: bool) -> Comparison:
        names = f"/{_ASIDE}/{number}-old", f"/{_ASIDE}/{number}-new"
        pair = self.old.schema(names[0]), self.new.schema(names[1])
        if not whole:
            comparison = _asked(compare, self.new.schema(names[0]), pair[1])
            if all(_shows(witness, *pair) for witness in _witnesses(comparison)):
                return comparison
        # What two parts do together can be less than what each does by itself.
        return _asked(compare, *pair)


def desk(old: Document, new: Document) -> Desk:
    """Return where to ask about the schemas of two documents."""
    aside: JsonObject = {}
    return Desk(_shelf(old, aside), _shelf(new, aside), aside)


def _shelf(document: Document, aside: JsonObject) -> Shelf:
    on = {**document.root, _ASIDE: aside}
    return Shelf(on, document, {**document.others, document.uri: on} if document.others else {})


def _asked(compare: Compare, old: Schema, new: Schema) -> Comparison:
    """Ask; a schema that cannot be read is not known, and the rest of the document still is."""
    try:
        return compare(old, new)
    except ContainmentInvalid as error:
        return Comparison(Verdict.unknown, (), reason=str(error))


def _witnesses(comparison: Comparison) -> Iterator[tuple[Witness, bool]]:
    """Yield every value that a comparison shows, and whether the new schema is the one that takes it."""
    shown_by: tuple[Comparison | Change, ...] = (comparison, *comparison.changes)
    for shown in shown_by:
        if shown.gained is not None:
            yield shown.gained, True
        if shown.lost is not None:
            yield shown.lost, False


def _shows(witness: tuple[Witness, bool], old: Schema, new: Schema) -> bool:
    """Say whether a value is taken by one schema and refused by the other."""
    value, gained = witness
    try:
        return is_valid(new, value.value) is gained and is_valid(old, value.value) is not gained
    except (ContainmentInvalid, Doubtful):
        return False


def _told(number: str, comparison: Comparison, question: Question) -> Iterator[Change]:
    for change in comparison.changes:
        yield replace(
            change,
            old_pointer=_back(change.old_pointer, f"/{_ASIDE}/{number}-old", question.old),
            new_pointer=_back(change.new_pointer, f"/{_ASIDE}/{number}-new", question.new),
        )


def _key(question: Question) -> tuple[str, str, bool]:
    return (*question.texts, question.whole)


def _back(pointer: str | None, laid: str, place: Place) -> str | None:
    if pointer is not None and (pointer == laid or pointer.startswith(f"{laid}/")):
        return place.pointer + wire.stood(place.value, pointer[len(laid) :])
    return pointer
