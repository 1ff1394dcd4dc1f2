"""What changed between two contracts, place by place: which way each place moved, and a value that shows it.

compare(schema(old), schema(new))    # Comparison(verdict=wider, changes=(Change(kind=type_added, ...),))
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from generator.canonical import Json
from generator.containment import STEPS, Schema
from generator.verdicts import Verdict

__all__ = ["Change", "Comparison", "Kind", "Verdict", "Witness", "compare"]


class Kind(StrEnum):
    """What was done, in one word; a table in ``words.py`` says each in a sentence."""

    type_added = "type-added"
    # ... to be completed


@dataclass(frozen=True, slots=True)
class Witness:
    """A whole document that one side takes and the other refuses; in a class of its own, since null is a value."""

    value: Json


@dataclass(frozen=True, slots=True)
class Change:
    """One place that differs.

    ``old_pointer`` and ``new_pointer`` lead from the root of each document to the smallest differing schema or
    keyword, None where a side has nothing there; ``old`` and ``new`` are what stands there. ``verdict`` is which way
    this change alone moves the whole. ``gained`` is a whole document that the new schema takes and the old one refuses
    because of this change, ``lost`` one the other way about. ``words`` is for a person: one sentence, no full stop.
    """

    kind: Kind
    verdict: Verdict
    old_pointer: str | None
    new_pointer: str | None
    old: Json
    new: Json
    words: str
    gained: Witness | None = None
    lost: Witness | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two schemas relate as a whole, and the places that made it so; ``reason`` says why it is unknown."""

    verdict: Verdict
    changes: tuple[Change, ...]
    gained: Witness | None = None
    lost: Witness | None = None
    reason: str = ""


def compare(old: Schema, new: Schema, *, steps: int = STEPS) -> Comparison:
    """Say how ``new`` relates to ``old``, and where they differ."""
    raise NotImplementedError
