"""A JSON or YAML document, read with every number exact."""

from __future__ import annotations

from pathlib import Path

from generator import exact_json, pointers
from generator.canonical import Json
from generator.errors import UsageInvalid

_MAX_BYTES = 256 * 1024 * 1024


def parse(data: bytes, name: str) -> Json:
    """Return the value of a document; ``name`` says by its ending whether it is JSON or YAML.

    Without an ending that says so, it is JSON where it begins like JSON. Raises UsageInvalid with name and place.
    """
    if len(data) > _MAX_BYTES:
        raise UsageInvalid(f"{name} has more than {_MAX_BYTES // 1024**2} MB. Name a part of it.")
    from generator.sides import yaml_text  # noqa: PLC0415  # PyYAML is loaded only where a document is read

    try:
        text = exact_json.decoded(data)
        if not text.strip("\ufeff \t\r\n"):
            raise UsageInvalid(f"{name} is empty. Write a JSON Schema or an OpenAPI document into it.")
        return exact_json.read(text) if _is_json(text, Path(name).suffix) else yaml_text.read(text)
    except exact_json.JsonInvalid as error:
        raise UsageInvalid(f"{name}: {error}. Mend the file.") from error
    except yaml_text.YamlInvalid as error:
        raise UsageInvalid(f"{name}: {error}. Mend the file.") from error


def _is_json(text: str, suffix: str) -> bool:
    if suffix in {".yaml", ".yml"}:
        return False
    return suffix == ".json" or text.lstrip("\ufeff \t\r\n").startswith(("{", "["))


def child(value: Json, step: str) -> tuple[bool, Json]:
    """Say whether ``value`` has something at ``step``, and what."""
    if isinstance(value, dict):
        return step in value, value.get(step)
    if isinstance(value, list) and step.isascii() and step.isdigit() and int(step) < len(value):
        return True, value[int(step)]
    return False, None


def at(document: Json, pointer: str, name: str) -> Json:
    """Return what stands at ``pointer``. Raises UsageInvalid that names the first step that leads nowhere."""
    value, way = document, ""
    for step in pointers.steps(pointer):
        there, inner = child(value, step)
        if not there:
            raise UsageInvalid(f"{name}#{way} has no {step!r}{_known(value, step)}.")
        value, way = inner, f"{way}/{pointers.escaped(step)}"
    return value


def _known(value: Json, step: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415  # only where something is misspelled

    if not isinstance(value, dict) or not value:
        return ""
    near = get_close_matches(step, value, 3) or sorted(value)[:6]
    named = ", ".join(exact_json.shortened(key, 40) for key in near)
    return f". It has {named}{', ...' if len(value) > len(near) else ''}"
