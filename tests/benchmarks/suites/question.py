"""A pair of schemas with the answer that its suite expects, and a value with the validity that its suite expects."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.canonical import Json
from generator.containment import Dialect


@dataclass(frozen=True, slots=True)
class Question:
    """Does ``new`` take a value that ``old`` refuses? ``subset`` is the suite's no (None: it does not say)."""

    name: str
    old: Json
    new: Json
    dialect: Dialect
    subset: bool | None
    others: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trial:
    """Whether ``schema`` takes ``value``, as a suite says it; ``group`` names the schema within the suite."""

    group: str
    name: str
    schema: Json
    value: Json
    dialect: Dialect
    valid: bool
    others: Mapping[str, Json] = field(default_factory=dict)


def read(path: Path) -> Json:
    """Read a JSON file whatever mark of byte order it begins with."""
    value: Json = json.loads(path.read_text(encoding="utf-8-sig"))
    return value


def obj(value: Json) -> dict[str, Json]:
    """Return the object that a suite's file must hold here."""
    assert isinstance(value, dict), value
    return value


def objs(value: Json) -> list[dict[str, Json]]:
    """Return the list of objects that a suite's file must hold here."""
    assert isinstance(value, list), value
    return [obj(one) for one in value]
