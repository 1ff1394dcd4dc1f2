"""What a schema says, whatever it is spelled like: enough to see that two schemas are the same without thinking."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal

from generator.canonical import Json

SILENT = frozenset({"$comment", "$schema", "description", "title", "examples", "example", "deprecated"})
"""Keywords that say nothing about values."""

_NAMED = frozenset({"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"})
_SETS = frozenset({"required", "enum", "type"})
_BRANCHES = frozenset({"anyOf", "allOf", "oneOf"})
_ONE = frozenset(
    {
        *("items", "contains", "not", "if", "then", "else", "additionalProperties", "unevaluatedProperties"),
        *("unevaluatedItems", "propertyNames", "contentSchema"),
    }
)


def normal(schema: Json) -> Json:
    """Return a schema without what says nothing about values, with sets in one order and numbers in one spelling."""
    if not isinstance(schema, dict):
        return whole(schema)
    inner = with_subschemas({key: value for key, value in schema.items() if key not in SILENT}, normal)
    return {key: _ordered(key, value) for key, value in inner.items()}


def with_subschemas(schema: dict[str, Json], change: Callable[[Json], Json]) -> dict[str, Json]:
    """Return ``schema`` with ``change`` made to each schema directly inside it, and to nothing that is data."""
    return {key: _changed(key, value, change) for key, value in schema.items()}


def whole(value: Json) -> Json:
    """Return a JSON value in which equal numbers are written alike: ``1.0`` as ``1``."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [whole(item) for item in value]
    if isinstance(value, dict):
        return {key: whole(item) for key, item in value.items()}
    return value


def text_of(value: Json) -> str:
    """Return ``value`` as sorted JSON on one line that can be written anywhere; a lone surrogate as its escape."""
    return _plain(json.dumps(value, sort_keys=True, separators=(", ", ": "), ensure_ascii=False))


def plain(value: Json | Decimal) -> Json:
    """Return a witness as JSON that can be written anywhere: a number that no float holds becomes the nearest one."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, str):
        return _plain(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {_plain(key): plain(item) for key, item in value.items()}
    return value


def _plain(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def _changed(key: str, value: Json, change: Callable[[Json], Json]) -> Json:
    if key in _NAMED and isinstance(value, dict):
        return {name: change(schema) for name, schema in value.items()}
    if key in _ONE and not isinstance(value, list):
        return change(value)
    if key in {*_BRANCHES, "prefixItems"} and isinstance(value, list):
        return [change(schema) for schema in value]
    return value


def _ordered(key: str, value: Json) -> Json:
    if key in _SETS | _BRANCHES and isinstance(value, list):
        return sorted((whole(item) for item in value), key=text_of)
    return value if key in _NAMED else whole(value)
