"""The strict form of a schema: the part of JSON Schema that providers can force an answer to keep.

Strict structured output takes a small dialect: every object closed, every property required, no oneOf, no defaults,
no open objects. Client libraries let more through and the request then fails, or worse, is not forced.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from generator import pointers
from generator.canonical import Json

Problem: TypeAlias = tuple[str, str]
"""JSON pointer, and what strict mode does not take there."""

MAX_DEPTH = 10
MAX_PROPERTIES = 5_000
_TAKEN = frozenset(
    {
        "$defs", "$ref", "additionalProperties", "anyOf", "const", "description", "enum", "exclusiveMaximum",
        "exclusiveMinimum", "format", "items", "maxItems", "maximum", "minItems", "minimum", "multipleOf", "pattern",
        "properties", "required", "title", "type",
    }
)  # fmt: skip
_FORMATS = frozenset({"date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"})
_DROPPED = frozenset(
    {
        "$schema",
        "$comment",
        "$id",
        "default",
        "examples",
        "deprecated",
        "readOnly",
        "writeOnly",
        "minLength",
        "maxLength",
    }
)
"""What strict mode does not take and what need not be forced: an answer is checked against the full schema anyway."""


def strict_form(schema: dict[str, Json]) -> dict[str, Json]:
    """Return ``schema`` rewritten for strict structured output.

    Objects are closed; optional properties become required and may be null; oneOf becomes anyOf; a single-member
    allOf is written out; annotations and lengths are dropped. What cannot be rewritten is left for :func:`lint`.
    An optional property answered as null means that it was left out: see :func:`without_nulls`.
    """
    return _object(_strict(schema))


def lint(schema: dict[str, Json]) -> list[Problem]:
    """Return all that strict mode would refuse in ``schema``, each with its JSON pointer; empty when it is strict."""
    problems = list(_problems(schema, "", schema))
    if schema.get("type") != "object" or "anyOf" in schema:
        problems.insert(0, ("", "the root must be an object, without anyOf"))
    count = sum(len(_object(node.get("properties"))) for _, node in _nodes(schema, ""))
    if count > MAX_PROPERTIES:
        problems.append(("", f"{count} properties are more than {MAX_PROPERTIES}"))
    return problems


def without_nulls(answer: Json, schema: dict[str, Json]) -> Json:
    """Return ``answer``, given in the strict form of ``schema``, with its filled-in nulls left out again."""
    return _pruned(answer, schema, schema)


def _object(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _strict(node: Json) -> Json:
    if not isinstance(node, dict):
        return node
    parts = node.get("allOf")
    if isinstance(parts, list) and len(parts) == 1 and isinstance(parts[0], dict):
        node = {**parts[0], **{key: value for key, value in node.items() if key != "allOf"}}
    result = {key: value for key, value in node.items() if key not in _DROPPED}
    if "oneOf" in result and "anyOf" not in result:
        result["anyOf"] = result.pop("oneOf")
    if result.get("format") not in _FORMATS:
        result.pop("format", None)
    if "$ref" in result:
        return {"$ref": result["$ref"]} | ({"$defs": _each(result["$defs"])} if "$defs" in result else {})
    for key in ("items", "additionalProperties"):
        if isinstance(result.get(key), dict):
            result[key] = _strict(result[key])
    branches = result.get("anyOf")
    if isinstance(branches, list):
        result["anyOf"] = [_strict(branch) for branch in branches]
    if "$defs" in result:
        result["$defs"] = _each(result["$defs"])
    return _closed(result) if "properties" in result else result


def _each(group: Json) -> Json:
    return {name: _strict(item) for name, item in _object(group).items()}


def _closed(node: dict[str, Json]) -> dict[str, Json]:
    given = node.get("required")
    required = given if isinstance(given, list) else []
    properties = _object(node.get("properties"))
    shown: dict[str, Json] = {}
    for name, item in properties.items():
        strict = _strict(item)
        shown[name] = strict if name in required else _nullable(strict)
    open_on_purpose = isinstance(node.get("additionalProperties"), dict)
    closed: Json = node["additionalProperties"] if open_on_purpose else False
    return {**node, "properties": shown, "required": list(properties), "additionalProperties": closed}


def _nullable(node: Json) -> Json:
    """Let a schema take null as well, in the shortest way."""
    schema = _object(node)
    kinds, branches = schema.get("type"), schema.get("anyOf")
    if isinstance(branches, list):
        return schema if {"type": "null"} in branches else {**schema, "anyOf": [*branches, {"type": "null"}]}
    if kinds is None or "enum" in schema or "const" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    listed = kinds if isinstance(kinds, list) else [kinds]
    return schema if "null" in listed else {**schema, "type": [*listed, "null"]}


def _nodes(node: Json, pointer: str) -> Iterator[tuple[str, dict[str, Json]]]:
    if not isinstance(node, dict):
        return
    yield pointer, node
    for key in ("properties", "$defs"):
        for name, item in _object(node.get(key)).items():
            yield from _nodes(item, f"{pointer}/{key}/{pointers.escaped(name)}")
    for key in ("items", "additionalProperties"):
        yield from _nodes(node.get(key), f"{pointer}/{key}")
    branches = node.get("anyOf")
    for index, item in enumerate(branches if isinstance(branches, list) else []):
        yield from _nodes(item, f"{pointer}/anyOf/{index}")


def _problems(node: Json, pointer: str, root: dict[str, Json]) -> Iterator[Problem]:
    for place, inner in _nodes(node, pointer):
        for key in sorted(set(inner) - _TAKEN):
            yield place, f"{key!r} is not taken"
        if place.count("/properties/") > MAX_DEPTH:
            yield place, f"is nested deeper than {MAX_DEPTH} objects"
        if inner.get("format", "date") not in _FORMATS:
            yield place, f"format {inner['format']!r} is not taken"
        if "$ref" in inner and set(inner) - {"$ref", "$defs"}:
            yield place, "a $ref stands alone"
        if "$ref" in inner and not _leads_somewhere(inner["$ref"], root):
            yield place, f"$ref {inner['$ref']!r} leads nowhere in this document"
        if not {"type", "anyOf", "$ref", "enum", "const"} & set(inner):
            yield place, "has no type"
        if "array" in _types(inner) and not isinstance(inner.get("items"), dict):
            yield place, "an array needs items"
        if "object" in _types(inner):
            yield from ((place, problem) for problem in _object_problems(inner))


def _types(node: dict[str, Json]) -> list[Json]:
    kinds = node.get("type")
    return kinds if isinstance(kinds, list) else [kinds]


def _object_problems(node: dict[str, Json]) -> Iterator[str]:
    if node.get("additionalProperties") is not False:
        yield "an object must say additionalProperties: false; open dictionaries are not taken"
    required = node.get("required")
    listed = required if isinstance(required, list) else []
    for name in _object(node.get("properties")):
        if name not in listed:
            yield f"{name!r} must be listed in required"


def _leads_somewhere(ref: Json, root: dict[str, Json]) -> bool:
    if ref == "#":
        return True
    name = str(ref).removeprefix("#/$defs/")
    return str(ref).startswith("#/$defs/") and name in _object(root.get("$defs"))


def _pruned(value: Json, node: dict[str, Json], root: dict[str, Json]) -> Json:
    ref = str(node.get("$ref", ""))
    if ref:
        node = root if ref == "#" else _object(_object(root.get("$defs")).get(ref.removeprefix("#/$defs/")))
    if isinstance(value, list):
        return [_pruned(item, _object(node.get("items")), root) for item in value]
    if not isinstance(value, dict):
        return value
    properties, required = _object(node.get("properties")), node.get("required")
    listed = required if isinstance(required, list) else []
    return {
        name: _pruned(item, _object(properties.get(name)), root)
        for name, item in value.items()
        if item is not None or name in listed or name not in properties or _takes_null(_object(properties[name]))
    }


def _takes_null(node: dict[str, Json]) -> bool:
    branches = node.get("anyOf", node.get("oneOf"))
    return "null" in _types(node) or (isinstance(branches, list) and {"type": "null"} in branches)
