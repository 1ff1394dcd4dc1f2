"""Does a schema take a value that another refuses? With such a value, or a proof that there is none.

    old = schema({"type": "integer"})
    new = schema({"type": "number"})
    widens(old, new)    # Widens(witness=0.5)

:func:`widens` is the seam. :func:`is_valid` says what a schema takes, with the same exact meaning: numbers are
rationals, ``true`` is not ``1``, lengths count code points, patterns are ECMA 262 and unanchored, formats assert.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Container, Mapping
from dataclasses import dataclass

from generator.canonical import Json
from generator.containment.answers import Answer, Subset, Unknown, Widens
from generator.containment.dialects import Dialect
from generator.containment.invalid import ContainmentInvalid
from generator.containment.question import Pair, Single
from generator.containment.resources import Library
from generator.containment.results import Doubtful

__all__ = [
    "Answer",
    "ContainmentInvalid",
    "Dialect",
    "Doubtful",
    "Schema",
    "Subset",
    "Unknown",
    "Widens",
    "alike",
    "is_plain",
    "is_valid",
    "schema",
    "widens",
]

STEPS = 400_000
"""What a question may cost by default: some seconds for the worst."""


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """The schema at ``pointer`` (a JSON pointer, empty for the root) of ``document``.

    ``uri`` is where the document was read from, empty for nowhere; ``others`` holds the further documents that
    references may lead to, by URI or by path relative to ``uri``: nothing is ever fetched. ``dialect`` is what
    ``$schema`` overrides.
    """

    document: Json
    pointer: str
    dialect: Dialect
    uri: str
    others: Mapping[str, Json]


_NONE: Mapping[str, Json] = {}
"""Always the same, since what was read is remembered by identity."""


def schema(
    document: Json,
    pointer: str = "",
    *,
    dialect: Dialect = Dialect.draft2020_12,
    uri: str = "",
    others: Mapping[str, Json] | None = None,
) -> Schema:
    """Return the schema at ``pointer`` of ``document``. What is no schema raises ContainmentInvalid when it is read."""
    return Schema(document, pointer, dialect, uri, _NONE if others is None else others)


def widens(old: Schema, new: Schema, *, steps: int = STEPS) -> Answer:
    """Say whether ``new`` takes a JSON value that ``old`` refuses, and show one. Raises ContainmentInvalid."""
    return _pair(_library(old), _library(new)).widens(old.pointer, new.pointer, steps)


def is_valid(schema: Schema, value: Json) -> bool:
    """Say whether ``schema`` takes ``value``.

    Raises ContainmentInvalid for what is no schema, and Doubtful where a pattern or a format cannot be decided, or a
    reference leads nowhere or back to itself.
    """
    return _single(_library(schema)).holds(schema.pointer, value)


def alike(old: Schema, new: Schema) -> Container[str]:
    """Return the references that lead to the same on both sides, all the way down: as far as :func:`widens` looked."""
    return _pair(_library(old), _library(new)).alike


def is_plain(schema: Schema) -> bool:
    """Say whether no place below the root of the document has a name or a base of its own."""
    return _library(schema).plain


_KEPT = 8
_libraries: OrderedDict[tuple[object, ...], tuple[Library, object]] = OrderedDict()
_singles: OrderedDict[Library, Single] = OrderedDict()
_pairs: OrderedDict[tuple[Library, Library], Pair] = OrderedDict()


def _library(schema: Schema) -> Library:
    """Return what was read of a document before, while it is one of the last few. Documents are not to be changed."""
    key = (id(schema.document), id(schema.others), schema.dialect, schema.uri)
    kept = _libraries.pop(key, None)
    library = kept[0] if kept else Library(schema.document, schema.dialect, schema.uri, schema.others)
    # The document itself is kept, so that its identity means this one.
    _libraries[key] = library, (schema.document, schema.others)
    if len(_libraries) > _KEPT:
        _libraries.popitem(last=False)
    return library


def _single(library: Library) -> Single:
    single = _singles.pop(library, None) or Single(library)
    _singles[library] = single
    if len(_singles) > _KEPT:
        _singles.popitem(last=False)
    return single


def _pair(old: Library, new: Library) -> Pair:
    pair = _pairs.pop((old, new), None) or Pair(old, new)
    _pairs[old, new] = pair
    if len(_pairs) > _KEPT:
        _pairs.popitem(last=False)
    return pair
