"""One row of the tables."""

from __future__ import annotations

from typing import NamedTuple

from generator.canonical import Json


class Told(NamedTuple):
    """What is said of one place."""

    kind: str
    old_pointer: str | None
    new_pointer: str | None
    verdict: str
    words: str


class Row(NamedTuple):
    """Two schemas, how they relate, and their changes."""

    title: str
    old: Json
    new: Json
    verdict: str
    changes: list[Told]
