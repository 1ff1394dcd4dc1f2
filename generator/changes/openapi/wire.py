"""Values that travel as bare text: parameters and headers.

On the wire 5 and "5" are the same, so a parameter that took integers and takes any text now is *wider*, not another;
and where lists are written as ``a=1&a=2``, ``a=1`` is a list of one. A schema that takes every text is therefore read
as taking every scalar, and a list beside a scalar as taking its single item, too.
"""

from __future__ import annotations

from generator.canonical import Json
from generator.changes.openapi.references import JsonObject

_SCALARS = ("string", "number", "integer", "boolean")
_MADE = "x-lockstep-written"
"""Marks a schema that stands in no document."""
_OF_TEXTS = frozenset(
    {"enum", "const", "format", "pattern", "minLength", "maxLength", "allOf", "anyOf", "oneOf", "not", "if", "$ref"}
)


def as_written(old: Json, new: Json, textual: str) -> tuple[Json, Json]:
    """Return both schemas, read as what they take on the wire; the same objects where nothing needs to be done."""
    if not isinstance(old, dict) or not isinstance(new, dict) or old.get("type") == new.get("type"):
        return old, new
    listed = [_is_list(schema) for schema in (old, new)]
    if textual == "list" and listed[0] != listed[1]:
        old, new = (_or_one(schema) if is_list else schema for schema, is_list in zip((old, new), listed, strict=True))
    return _any_scalar(old), _any_scalar(new)


def stood(value: Json, pointer: str) -> str:
    """Return where in the document's schema stands what is at ``pointer`` of the one that was made of it."""
    if isinstance(value, dict) and value.get(_MADE) is True:
        for made, stands in (("/anyOf/0", ""), ("/anyOf/1", "/items"), ("/anyOf", "")):
            if pointer == made or pointer.startswith(f"{made}/"):
                return stands + pointer[len(made) :]
    return pointer


def _is_list(schema: JsonObject) -> bool:
    return schema.get("type") in ("array", ["array"])


def _or_one(schema: JsonObject) -> JsonObject:
    """Return a schema of lists that takes a single item without its list, too."""
    least = schema.get("minItems", 0)
    if not isinstance(least, int) or least > 1 or schema.get("maxItems") == 0:
        return schema
    items = schema.get("items", {})
    return {"anyOf": [schema, _any_scalar(items) if isinstance(items, dict) else items], _MADE: True}


def _any_scalar(schema: JsonObject) -> JsonObject:
    """Return a schema that takes every text as one that takes every scalar."""
    types = schema.get("type")
    named = types if isinstance(types, list) else [types]
    if "string" not in named or _OF_TEXTS & schema.keys():
        return schema
    return {**schema, "type": [*named, *(name for name in _SCALARS if name not in named)]}
