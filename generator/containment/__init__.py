"""Does a schema take a value that another refuses? With such a value, or a proof that there is none.

    old = schema({"type": "integer"})
    new = schema({"type": "number"})
    widens(old, new)    # Widens(witness=0.5)

:func:`widens` is the seam. :func:`is_valid` says what a schema takes, with the same exact meaning: numbers are
rationals, ``true`` is not ``1``, lengths count code points, patterns are ECMA 262 and unanchored, formats assert.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from generator.canonical import Json
from generator.containment.answers import Answer, Subset, Unknown, Widens

__all__ = ["Answer", "Dialect", "Schema", "Subset", "Unknown", "Widens", "is_valid", "schema", "widens"]

STEPS = 2_000_000


class Dialect(StrEnum):
    """Which words a schema is written in."""

    draft4 = "draft4"
    draft6 = "draft6"
    draft7 = "draft7"
    draft2019_09 = "2019-09"
    draft2020_12 = "2020-12"
    openapi3_0 = "openapi-3.0"
    openapi3_1 = "openapi-3.1"


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


def schema(
    document: Json,
    pointer: str = "",
    *,
    dialect: Dialect = Dialect.draft2020_12,
    uri: str = "",
    others: Mapping[str, Json] | None = None,
) -> Schema:
    """Return the schema at ``pointer`` of ``document``. Raises ContainmentInvalid where there is none."""
    raise NotImplementedError


def widens(old: Schema, new: Schema, *, steps: int = STEPS) -> Answer:
    """Say whether ``new`` takes a JSON value that ``old`` refuses, and show one."""
    raise NotImplementedError


def is_valid(schema: Schema, value: Json) -> bool:
    """Say whether ``schema`` takes ``value``."""
    raise NotImplementedError
