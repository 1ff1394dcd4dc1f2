"""What is said of two contracts, as a whole and place by place."""

from __future__ import annotations

from dataclasses import dataclass

from generator.canonical import Json
from generator.changes.kinds import Kind
from generator.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Witness:
    """A whole document that one side takes and the other refuses; in a class of its own, since null is a value."""

    value: Json


@dataclass(frozen=True, slots=True)
class Change:
    """One place that differs.

    ``old_pointer`` and ``new_pointer`` lead from the root of each document to the smallest differing schema or
    keyword, None where a side has nothing there, with the document's name and ``#`` before it where that is one of
    ``others``; ``old`` and ``new`` are what stands there. ``verdict`` is what this change does to the whole:
    ``gained`` is a whole document that the new schema takes and the old one refuses because of this change, ``lost``
    one the other way about, and a change that has neither is ``equal``. ``words`` is for a person: one sentence, no
    full stop. ``reason`` says why something is unknown, or what undoes the change elsewhere.
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
