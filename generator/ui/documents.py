"""JSON of an answer, read with bounds: no duplicate keys, no numbers that nobody could store, no broken characters."""

from __future__ import annotations

import json
import math
from typing import NoReturn

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from generator import pointers
from generator.canonical import Json
from generator.schemas import JsonObject
from generator.ui.flaws import Flaw, shown
from generator.ui.text import nests_deeper

_MAX_DEPTH = 40
_MOST = 2**53


class _Refused(ValueError):
    pass


def read(text: str) -> Json | Flaw:
    """Return the value of a JSON text, or why it is none."""
    if nests_deeper(text, _MAX_DEPTH * 4):
        return Flaw("code/too-complex", "the JSON nests too deeply", remedy="Write it flatter.")
    try:
        value: Json = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_refuse, parse_int=_whole, parse_float=_finite
        )
    except json.JSONDecodeError as error:
        return Flaw("code/syntax", f"is not JSON: {error.msg}", error.lineno, remedy="Write plain JSON.")
    except _Refused as error:
        return Flaw("code/syntax", f"is not JSON that keeps its meaning: {error}", remedy="Write plain JSON.")
    except (ValueError, RecursionError):
        return Flaw("code/too-complex", "the JSON cannot be read", remedy="Write it flatter, with smaller numbers.")
    broken = next((each for each in strings(value) if _is_broken(each)), None)
    if broken is not None:
        return Flaw("code/syntax", f"{shown(broken)} holds half a character", remedy="Write whole characters.")
    return value


def breaches(value: Json, schema: JsonObject, pointer: str = "", most: int = 8) -> list[tuple[str, str]]:
    """Return (JSON pointer, what is wrong) where ``value`` breaks ``schema``, at most ``most`` of them."""
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    found: list[tuple[str, str]] = []
    try:
        for error in validator.iter_errors(value):
            deepest = _deepest(error)
            place = pointer + "".join(f"/{pointers.escaped(part)}" for part in deepest.absolute_path)
            found.append((place, _said(deepest)))
            if len(found) == most:
                break
    except (RecursionError, ArithmeticError, ValueError):
        found.append((pointer, "the value is too large to be checked"))
    return found


def _deepest(error: ValidationError) -> ValidationError:
    """Return the breach inside a union that is nearest to being none."""
    while error.context:
        error = max(error.context, key=lambda inner: len(inner.absolute_path))
    return error


def _said(error: ValidationError) -> str:
    if error.validator in {"type", "enum", "const", "format", "pattern"}:
        return f"{shown(json.dumps(error.instance), 80)} breaks {error.validator}: {shown(error.validator_value, 160)}"
    return shown(error.message, 240).strip("'\"")


def _unique(pairs: list[tuple[str, Json]]) -> JsonObject:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise _Refused(f"the key {shown(next(name for name in names if names.count(name) > 1))} stands twice")
    return found


def _is_broken(text: str) -> bool:
    return any("\ud800" <= each <= "\udfff" for each in text)


def strings(value: Json) -> list[str]:
    """Return every string of a value, keys included."""
    found: list[str] = []
    rest = [value]
    while rest:
        part = rest.pop()
        if isinstance(part, str):
            found.append(part)
        elif isinstance(part, list):
            rest += part
        elif isinstance(part, dict):
            found += part
            rest += part.values()
    return found


def _refuse(name: str) -> NoReturn:
    raise _Refused(f"{name} is no number of JSON")


def _whole(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > _MOST:
        raise _Refused(f"the number {shown(text, 24)} is too large")
    return int(text)


def _finite(text: str) -> float:
    found = float(text)
    if not math.isfinite(found):
        raise _Refused(f"the number {shown(text, 24)} is too large")
    return found
