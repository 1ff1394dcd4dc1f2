"""When two JSON values are the same, and how one is shown."""

from __future__ import annotations

import json

from generator.canonical import Json

LONG = 60
"""Characters of a value that a sentence can bear."""


def text(value: Json) -> str:
    """Return a text that is the same for the same JSON value alone: ``true`` is not ``1``, but ``1.0`` is.

    Raises RecursionError for what nests beyond some hundreds of levels.
    """
    return json.dumps(_plain(value), sort_keys=True)


def same(left: Json, right: Json) -> bool:
    """Say whether both are the same for sure; False where they nest too deeply to be looked at."""
    try:
        # Python takes True for 1, JSON's writer does not; the first question is the quicker.
        return left == right and json.dumps(left, sort_keys=True) == json.dumps(right, sort_keys=True)
    except RecursionError:
        return False


def shown(value: Json) -> str:
    """Return a value as JSON, cut where a sentence would not bear it."""
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except (RecursionError, ValueError):
        return "something that nests too deeply to show"
    return text if len(text) <= LONG else text[: LONG - 3] + "..."


def _plain(value: Json) -> Json:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return value
