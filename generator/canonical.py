"""Same value, same bytes: canonical JSON and the digests made of it."""

from __future__ import annotations

import hashlib
import json
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


def canonical_json(value: object) -> bytes:
    """Return ``value`` as UTF-8 JSON with sorted keys and no insignificant white space."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def pretty_json(value: object) -> bytes:
    """Return ``value`` as sorted, two-space indented UTF-8 JSON that ends in one LF: the form that stands in Git."""
    return (json.dumps(value, sort_keys=True, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()


def sha256(data: bytes) -> str:
    """Return the lower-case hexadecimal SHA-256 of ``data``: 64 characters, no prefix."""
    return hashlib.sha256(data).hexdigest()


def digest(value: object) -> str:
    """Return the SHA-256 of a JSON value's canonical form."""
    return sha256(canonical_json(value))
