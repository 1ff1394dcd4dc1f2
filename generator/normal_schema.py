"""One spelling for schemas that say the same: what two documents are compared in."""

from __future__ import annotations

from generator import dialect
from generator.canonical import Json, canonical_json
from generator.schemas import JsonObject


def normal(node: Json) -> Json:
    """Return ``node`` without annotations, with null as a branch of anyOf, const as enum, and sets sorted.

    Only this level is rewritten: schemas inside are left as they are, apart from the branches of anyOf.
    """
    if not isinstance(node, dict):
        return node
    result = {key: _whole(value) for key, value in node.items() if key not in dialect.ANNOTATIONS}
    if node.get("default") is not None:
        result["default"] = _whole(node["default"])
    if "oneOf" in result:
        # A contract's branches exclude one another, so that exactly one fits and that any fits are the same.
        result["anyOf"] = result.pop("oneOf")
        result.pop("discriminator", None)
    if result.get("additionalProperties") is True:
        del result["additionalProperties"]
    if isinstance(result.get("required"), list):
        result["required"] = _sorted(result["required"])
    if result.get("required") == []:
        del result["required"]
    return _null_apart(_one_type(result))


def _whole(value: Json) -> Json:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _sorted(values: Json) -> list[Json]:
    return sorted(values, key=canonical_json) if isinstance(values, list) else []


def _one_type(node: JsonObject) -> JsonObject:
    """Spell const as enum and a list of one type as that type."""
    if "const" in node:
        node["enum"] = [node.pop("const")]
    kinds, values = node.get("type"), node.get("enum")
    nullable = "null" in kinds if isinstance(kinds, list) else isinstance(values, list) and None in values and not kinds
    if isinstance(values, list):
        node["enum"] = _sorted([value for value in values if value is not None])
        kinds = kinds or "string"
    rest: list[Json] = [kind for kind in _sorted(kinds) if kind != "null"] if isinstance(kinds, list) else [kinds]
    if rest != [None]:
        node["type"] = rest[0] if len(rest) == 1 else rest
    return {"anyOf": [node, {"type": "null"}]} if nullable else node


def _null_apart(node: JsonObject) -> JsonObject:
    """Flatten anyOf in anyOf; keep a default at the outside."""
    branches = node.get("anyOf")
    if not isinstance(branches, list):
        return node
    flat: list[Json] = []
    for branch in branches:
        part = normal(branch)
        inner = part.get("anyOf") if isinstance(part, dict) else None
        if isinstance(part, dict) and "default" in part:
            node["default"] = part.pop("default")
        flat += inner if isinstance(inner, list) else [part]
    return {**node, "anyOf": flat}
