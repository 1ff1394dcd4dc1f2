"""The edits that oasdiff's Go tests make to documents before they compare them, as far as they are one assignment."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from generator.canonical import Json

Step: TypeAlias = "str | int | tuple[str, str]"
"""A key, an index, or the place and name of a parameter."""

LINE = re.compile(r"^\s*(delete\()?(\w+)\.Spec\.(.+?)(?:, \"([^\"]+)\"\)| = (.+))?$", re.MULTILINE)
TOKEN = re.compile(
    r"\.?(?:Value\(\"(?P<by>[^\"]+)\"\)|Value\((?P<named>\w+)\)"
    r"|GetByInAndName\(openapi3\.ParameterIn(?P<where>\w+), \"(?P<name>[^\"]+)\"\)"
    r"|Delete\(\"(?P<gone>[^\"]+)\"\)|(?P<field>[A-Z]\w*)|\[\"(?P<key>[^\"]+)\"\]|\[(?P<index>\d+)\])"
)
FIELDS = {"Min": "minimum", "Max": "maximum", "OperationID": "operationId", "Spec": "", "Value": ""}
LITERAL = re.compile(r"^(\w+) := (?:\w+\()?(\"[^\"]*\"|-?[\d.]+|true|false)\)?$", re.MULTILINE)
NUMBER = re.compile(r"(?:&|openapi3\.\w+\(|uint64\(|new\(|float64\(|int\()*(-?\d+(?:\.\d+)?)\)*")


@dataclass(frozen=True, slots=True)
class Edit:
    """Set the value at a path, or take it away."""

    document: str
    path: tuple[Step, ...]
    value: Json
    gone: bool = False


def edits(body: str, constants: dict[str, str]) -> list[Edit] | None:
    """Return the edits of a test, None if one of them cannot be read."""
    found = []
    names = {**constants, **dict(LITERAL.findall(body.replace("\t", "")))}
    mentioned = len([line for line in body.splitlines() if ".Spec." in line])
    for deleting, document, path, key, value in LINE.findall(body):
        steps = list(_steps(path, constants))
        if deleting and key:
            found.append(Edit(document, (*steps, key), None, gone=True))
            continue
        if re.search(r"\.Delete\(\"[^\"]+\"\)$", path):
            found.append(Edit(document, tuple(steps), None, gone=True))
            continue
        if not value or None in steps:
            return None
        if value == "nil":
            found.append(Edit(document, tuple(steps), None, gone=True))
            continue
        try:
            found.append(Edit(document, tuple(steps), _value(value.strip(), names)))
        except ValueError:
            return None
    return found if len(found) == mentioned else None


def edited(document: Json, changes: list[Edit]) -> None:
    """Make the edits in place. Raises LookupError where there is nothing to edit."""
    for edit in changes:
        holder = document
        for step in edit.path[:-1]:
            holder = _below(document, holder, step)
        holder = _led(document, holder)
        last = edit.path[-1]
        if edit.gone:
            holder.pop(last, None)  # type: ignore[union-attr, call-overload, arg-type]
        else:
            holder[last] = edit.value  # type: ignore[index, call-overload]


def _below(document: Json, holder: Json, step: Step) -> Json:
    holder = _led(document, holder)
    if isinstance(step, tuple):
        where, name = step
        for item in holder if isinstance(holder, list) else []:
            led = _led(document, item)
            if isinstance(led, dict) and (led.get("in"), led.get("name")) == (where, name):
                return led
        raise LookupError(name)
    return holder[step]  # type: ignore[index, call-overload, no-any-return]


def _led(document: Json, value: Json) -> Json:
    while isinstance(value, dict) and isinstance(value.get("$ref"), str):
        ref = str(value["$ref"])
        value = document
        for part in ref.removeprefix("#/").split("/"):
            value = value[part.replace("~1", "/").replace("~0", "~")]  # type: ignore[index, call-overload]
    return value


def _steps(path: str, constants: dict[str, str]) -> Iterator[Step]:
    for match in TOKEN.finditer(path):
        if match["by"] or match["key"] or match["gone"]:
            yield match["by"] or match["key"] or match["gone"]
        elif match["named"]:
            yield constants[match["named"]]
        elif match["where"]:
            yield match["where"].lower(), match["name"]
        elif match["index"]:
            yield int(match["index"])
        elif FIELDS.get(match["field"], "?"):
            field = match["field"]
            yield FIELDS.get(field) or field[0].lower() + field[1:]


def _value(written: str, names: dict[str, str]) -> Json:
    listed = re.fullmatch(r"&?(\[\](?:any|string)|openapi3\.Types)\{(.*)\}", written)
    if listed:
        held: list[Json] = json.loads(f"[{listed[2]}]")
        return held[0] if "Types" in listed[1] and len(held) == 1 else held
    number = NUMBER.fullmatch(written)
    written = number[1] if number else names.get(written.lstrip("&"), written)
    value: Json = json.loads(written)
    return value
