"""Rows too large to be written out: long enumerations, wide objects, deep nests."""

from __future__ import annotations

from collections.abc import Iterator

from generator.canonical import Json
from tests.generator.containment.rows_of import Row


def large_rows() -> list[Row]:
    """Return the large rows."""
    return [Row(f"large-{name}", old, new, "2020-12", bool(shows), shows[0] if shows else None, {}, decided=True)
            for name, old, new, shows in _pairs()]  # fmt: skip


def _pairs() -> Iterator[tuple[str, Json, Json, list[Json]]]:
    names: list[Json] = [f"value-{number}" for number in range(2000)]
    yield "enum-reversed", {"enum": names}, {"enum": names[::-1]}, []
    yield "enum-one-more", {"enum": names[:-1]}, {"enum": names}, [names[-1]]
    yield "enum-one-fewer", {"enum": names}, {"enum": names[1:]}, []
    yield "enum-in-pattern", {"pattern": "^value-[0-9]+$"}, {"enum": names}, []
    yield "enum-in-tighter-pattern", {"pattern": "^value-[0-9]{1,3}$"}, {"enum": names}, ["value-1000"]
    yield "enum-of-all-numbers", {"enum": list(range(2000))}, {"type": "integer", "minimum": 0, "maximum": 1999}, []
    yield (
        "enum-of-most-numbers",
        {"enum": list(range(2000))},
        {"type": "integer", "minimum": 0, "maximum": 2000},
        [2000],
    )
    yield "items-one-more", {"items": {"enum": names[:-1]}}, {"items": {"enum": names}}, [[names[-1]]]
    consts: list[Json] = [{"const": name} for name in names[:200]]
    yield "arms-to-enum", {"anyOf": consts}, {"enum": names[:200]}, []
    yield "enum-to-arms", {"enum": names[:199]}, {"oneOf": consts}, [names[199]]

    wide = _wide(400)
    yield "wide-the-same", wide, _wide(400, reverse=True), []
    yield "wide-one-loosened", wide, _wide(400, p318={"type": ["string", "null"]}), [{"p318": None}]
    yield "wide-one-tightened", wide, _wide(400, p318={"type": "string", "maxLength": 10}), []
    yield "wide-closed", wide, {**wide, "additionalProperties": False}, []
    yield "wide-opened", {**wide, "additionalProperties": False}, wide, [{"other": 0}]
    everything: Json = [f"p{number}" for number in range(400)]
    yield "wide-required", wide, {**wide, "required": everything}, []
    yield "wide-not-required", {**wide, "required": ["p0", "p399"]}, {**wide, "required": ["p0"]}, [{"p0": "a"}]
    yield "wide-counted", {"minProperties": 400}, {"type": "object", "required": everything}, []

    yield "deep-loosened", _deep(60, {"maximum": 5}), _deep(60, {"maximum": 6}), [_nest(60, 6)]
    yield "deep-tightened", _deep(60, {"maximum": 6}), _deep(60, {"maximum": 5}), []
    yield "deep-lists", _lists(60, {"type": "integer"}), _lists(60, {"type": "number"}), [_listed(60, 0.5)]

    arms: list[Json] = [_arm(number) for number in range(40)]
    yield "forty-kinds", {"oneOf": arms}, {"oneOf": arms[::-1]}, []
    yield "forty-kinds-fewer", {"oneOf": arms}, {"anyOf": arms[:39]}, []
    yield "forty-kinds-more", {"oneOf": arms[:39]}, {"oneOf": arms}, [{"kind": "k39", "v39": 0}]
    chain: dict[str, Json] = {f"d{n}": {"type": "object", "properties": {"next": {"$ref": f"#/$defs/d{(n + 1) % 100}"}}} for n in range(100)}  # fmt: skip  # noqa: E501
    one: Json = {"type": "object", "properties": {"next": {"$ref": "#"}}}
    yield "hundred-names", one, {"$ref": "#/$defs/d0", "$defs": chain}, []
    yield "hundred-names-back", {"$ref": "#/$defs/d0", "$defs": chain}, one, []
    longer = {**chain, "d50": {"type": ["object", "null"], "properties": {"next": {"$ref": "#/$defs/d51"}}}}
    yield "hundred-names-loosened", one, {"$ref": "#/$defs/d48", "$defs": longer}, [{"next": {"next": None}}]


def _wide(count: int, *, reverse: bool = False, **instead: Json) -> dict[str, Json]:
    members: list[tuple[str, Json]] = [
        (f"p{number}", {"type": "string", "minLength": 1} if number % 3 else {"type": "string"})
        for number in range(count)
    ]
    return {"type": "object", "properties": {**dict(members[::-1] if reverse else members), **instead}}


def _deep(depth: int, inside: Json) -> Json:
    for _ in range(depth):
        inside = {"type": "object", "properties": {"a": inside}}
    return inside


def _nest(depth: int, inside: Json) -> Json:
    for _ in range(depth):
        inside = {"a": inside}
    return inside


def _lists(depth: int, inside: Json) -> Json:
    for _ in range(depth):
        inside = {"type": "array", "items": inside}
    return inside


def _listed(depth: int, inside: Json) -> Json:
    for _ in range(depth):
        inside = [inside]
    return inside


def _arm(number: int) -> Json:
    return {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"const": f"k{number}"}, f"v{number}": {"type": "integer"}},
    }
