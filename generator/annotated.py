"""Schemas whose formats only annotate: `format` is taken out, wherever it would say what a text must be."""

from __future__ import annotations

from generator.canonical import Json

# What stands below these is data and no schema; below a map of names they are names like any other.
DATA = frozenset({"enum", "const", "default", "examples", "example", "discriminator"})
NAMES = frozenset({
    "properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies", "schemas",
    "parameters", "responses", "requestBodies", "headers", "paths", "pathItems", "callbacks", "webhooks", "content",
})  # fmt: skip


def without_formats(value: Json, *, names: bool = False) -> Json:
    """Return a document in which no schema asserts a format; ``names`` says that its keys are names, not words."""
    if isinstance(value, list):
        return [without_formats(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept: dict[str, Json] = {}
    for key, item in value.items():
        if not names and key in DATA:
            kept[key] = item
        elif names or key != "format" or not isinstance(item, str):
            kept[key] = without_formats(item, names=not names and key in NAMES)
    return kept
