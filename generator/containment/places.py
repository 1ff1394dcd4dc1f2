"""Places in a JSON value: reading and replacing parts without recursion, since strangers nest deeply."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from generator.canonical import Json

Path: TypeAlias = tuple[str | int, ...]
"""Names and indices from the root to a part."""


def below(value: Json, path: Path) -> Json:
    """Return the part of ``value`` at ``path``, which must exist."""
    for key in path:
        value = value[key]  # type: ignore[index]  # the path was made from this very value
    return value


def replaced(value: Json, path: Path, part: Json) -> Json:
    """Return ``value`` with ``part`` at ``path``; what lies beside it is shared, what lies above it is new."""
    above: list[Json] = []
    for key in path:
        above.append(value)
        value = value[key]  # type: ignore[index]  # as in below
    for holder, key in zip(reversed(above), reversed(path), strict=True):
        copy = dict(holder) if isinstance(holder, dict) else list(holder)  # type: ignore[arg-type]  # else it has no parts
        copy[key] = part  # type: ignore[index]  # as in below
        part = copy
    return part


def parts(value: Json) -> Iterator[Json]:
    """Yield ``value`` and all parts of it, in no promised order."""
    rest = [value]
    while rest:
        part = rest.pop()
        yield part
        if isinstance(part, dict):
            rest.extend(part.values())
        elif isinstance(part, list):
            rest.extend(part)


def keys(value: Json) -> list[str | int]:
    """Return the names or indices of the direct parts of ``value``."""
    if isinstance(value, dict):
        return list(value)
    return list(range(len(value))) if isinstance(value, list) else []
