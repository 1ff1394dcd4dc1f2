"""Where each token of a design stands in its schema."""

from __future__ import annotations

from collections.abc import Iterator

from generator.dialect import properties_of
from generator.gate.places import Place, PlaceLost, Schemas, at, resolved

_MODES = frozenset({"light", "dark"})
_DEEPEST = 20


def token_places(schemas: Schemas, file: str | None) -> dict[str, Place]:
    """Return custom property (``--color-ink``) → where the schema of its value stands; no file, no tokens."""
    return dict(_below(schemas, Place(file), ())) if file else {}


def _below(schemas: Schemas, place: Place, path: tuple[str, ...]) -> Iterator[tuple[str, Place]]:
    try:
        there = resolved(schemas, place)
        node = at(schemas, there)
    except PlaceLost:
        there, node = place, None  # whoever asks about it is told so
    properties = properties_of(node) if isinstance(node, dict) else {}
    if path and (not properties or set(properties) == _MODES or len(path) > _DEEPEST):
        yield f"--{'-'.join(path)}", there
        return
    for name in properties:
        yield from _below(schemas, there.below("properties", name), (*path, name))
