"""What is wrong with generated code, said so that a person or a model can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from generator.canonical import Json


class Level(StrEnum):
    """How bad, in SARIF's words; only ``error`` blocks a merge."""

    error = "error"
    warning = "warning"
    note = "note"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table of rules (:data:`generator.rules.RULES`).

    ``id`` is ``family/what``, stable and never reused; ``summary`` is what the rule holds, one sentence;
    ``remedy`` is the usual command or edit that mends a breach.
    """

    id: str
    level: Level
    summary: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of one rule.

    ``path`` is relative to the project's root, with forward slashes; ``line`` is 1-based and ``pointer`` a JSON
    pointer into the file, where known; ``unit`` is ``feature/vN``; ``old`` and ``new`` are what stood and what
    stands, shortened for reading; ``witness`` is a JSON value that shows a widening; ``remedy`` is the one command
    or edit that mends this very finding, empty for the rule's own; ``link`` is a page that explains more;
    ``places`` are all places where it was seen, in words, when it is one flaw that stands in several.
    """

    rule: str
    message: str
    path: str
    unit: str = ""
    line: int | None = None
    pointer: str | None = None
    old: str | None = None
    new: str | None = None
    witness: Json = None
    has_witness: bool = False
    remedy: str = ""
    link: str = ""
    places: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """``file:line``, ``file#/pointer`` or ``file``."""
        if self.line is not None:
            return f"{self.path}:{self.line}"
        return f"{self.path}#{self.pointer}" if self.pointer is not None else self.path
