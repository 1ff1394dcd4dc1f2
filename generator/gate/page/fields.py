"""The difference of two contracts as people say it: which field, which operation, what it was, what it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from generator.canonical import Json
from generator.gate.page.visible import json_text

Kind = Literal["added", "removed", "changed"]
_SHOWN = 240
_DEEPEST = 40
_FIRST = ("type", "$ref", "enum", "const", "format")  # what says most about a value comes first


@dataclass(frozen=True, slots=True)
class Keyword:
    """One word of a field's schema that differs; None where a side does not have it."""

    name: str
    was: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field or operation: ``words`` says all of one that is new or gone, ``keywords`` what differs in another."""

    kind: Kind
    name: str
    words: str = ""
    keywords: tuple[Keyword, ...] = ()


@dataclass(frozen=True, slots=True)
class PartChange:
    """One schema file, or the operations: what changed in it."""

    kind: Kind
    name: str
    fields: tuple[FieldChange, ...]


Fields = dict[str, dict[str, Json]]


def schema_changes(old: Mapping[str, Json], new: Mapping[str, Json]) -> tuple[PartChange, ...]:
    """Compare schema files by name; a file that says the same is left out."""
    return tuple(_part_changes(old, new))


def _part_changes(old: Mapping[str, Json], new: Mapping[str, Json]) -> Iterator[PartChange]:
    for name in sorted(old.keys() | new.keys()):
        kind: Kind = "added" if name not in old else "removed" if name not in new else "changed"
        was = flatten(old[name]) if name in old else {}
        now = flatten(new[name]) if name in new else {}
        fields = tuple(field_changes(was, now))
        if fields or kind != "changed":
            yield PartChange(kind, name, fields)


def flatten(schema: Json) -> Fields:
    """Return dotted path → the keywords that stand there; ``a[]`` is an item of ``a``, ``#Name`` a definition."""
    found: Fields = {}
    _collect(schema, "", found, 0)
    return found


def field_changes(
    old: Mapping[str, Mapping[str, Json]], new: Mapping[str, Mapping[str, Json]]
) -> Iterator[FieldChange]:
    """Yield what differs between two flat contracts, in the order of the new one; what is gone comes last."""
    for name, now in new.items():
        was = old.get(name)
        if was is None:
            yield FieldChange("added", name, words(now))
        elif keywords := tuple(_keywords(was, now)):
            yield FieldChange("changed", name, keywords=keywords)
    for name, was in old.items():
        if name not in new:
            yield FieldChange("removed", name, words(was))


def words(keywords: Mapping[str, Json]) -> str:
    """Return a field's keywords in one line: ``string · maxLength 40 · required``."""
    names = [*(name for name in _FIRST if name in keywords), *(name for name in keywords if name not in _FIRST)]
    return " · ".join(_word(name, keywords[name]) for name in names)


def _word(name: str, value: Json) -> str:
    if name == "type":
        return " or ".join(map(str, value)) if isinstance(value, list) else str(value)
    if name == "required" and value is True:
        return "required"
    return f"{name} {_short(value)}"


def _keywords(was: Mapping[str, Json], now: Mapping[str, Json]) -> Iterator[Keyword]:
    for name in dict.fromkeys((*now, *was)):
        old, new = was.get(name), now.get(name)
        if (name in was) != (name in now) or json_text(old) != json_text(new):
            yield Keyword(name, _said(was, name), _said(now, name))


def _said(keywords: Mapping[str, Json], name: str) -> str | None:
    if name not in keywords:
        return None
    value = keywords[name]
    return "yes" if value is True else "no" if value is False else _short(value)


def _short(value: Json) -> str:
    text = value if isinstance(value, str) else json_text(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _collect(schema: Json, at: str, found: Fields, depth: int) -> None:
    if not isinstance(schema, dict) or depth > _DEEPEST:
        found[at or "(whole)"] = {"schema": schema}
        return
    inner = ("properties", "$defs", "items", "required", "$schema", "$id")
    own = {key: value for key, value in schema.items() if key not in inner}
    if own or not at:
        found[at or "(whole)"] = own
    required = schema.get("required")
    required = required if isinstance(required, list) else []
    for name, value in _members(schema, "properties"):
        path = f"{at}.{name}" if at else name
        _collect(value, path, found, depth + 1)
    for name in map(str, required):  # a name that no property has
        found.setdefault(f"{at}.{name}" if at else name, {})["required"] = True
    if "items" in schema:
        _collect(schema["items"], f"{at}[]", found, depth + 1)
    for name, value in _members(schema, "$defs"):
        _collect(value, f"#{name}", found, depth + 1)


def _members(schema: Mapping[str, Json], key: str) -> Iterator[tuple[str, Json]]:
    value = schema.get(key)
    if isinstance(value, dict):
        yield from value.items()
