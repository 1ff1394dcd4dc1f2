"""A second opinion on witnesses: jsonschema-rs validates a thousand times faster than formulas are judged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jsonschema_rs

from generator.canonical import Json
from generator.containment.dialects import Dialect
from generator.containment.resources import Library

_LARGE = 2_000_000
_VALIDATORS: dict[Dialect, Any] = {
    Dialect.draft4: jsonschema_rs.Draft4Validator,
    Dialect.draft6: jsonschema_rs.Draft6Validator,
    Dialect.draft7: jsonschema_rs.Draft7Validator,
    Dialect.draft2019_09: jsonschema_rs.Draft201909Validator,
    Dialect.draft2020_12: jsonschema_rs.Draft202012Validator,
    Dialect.openapi3_1: jsonschema_rs.Draft202012Validator,
}


def validator(library: Library, pointer: str) -> Callable[[Json], bool] | None:
    """Return what says whether the schema at ``pointer`` takes a value; None where that library is of no help.

    It reads no OpenAPI 3.0, and its start takes as long as all else for a very large document.
    """
    kind = _VALIDATORS.get(library.dialect)
    if kind is None or not library.plain or library.others or len(library.text) > _LARGE:
        return None
    if pointer:
        return None
    try:
        taken: Callable[[Json], bool] = kind(library.document, validate_formats=True, retriever=_nothing).is_valid
    except (ValueError, TypeError, OverflowError, jsonschema_rs.ReferencingError):
        return None
    return taken


def _nothing(uri: str) -> Json:
    raise ValueError(f"{uri} was not given, and nothing is fetched")
