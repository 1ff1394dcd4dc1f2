"""What a walk over two operations meets: changes seen at once, and schemas that have to be asked about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from generator.changes import Verdict
from generator.changes.openapi.found import Rule
from generator.changes.openapi.references import Place


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A change seen without asking about a schema; ``breaks`` where it does so whatever side it is on."""

    rule: Rule
    verdict: Verdict
    old: Place | None
    new: Place | None
    words: str
    breaks: bool = False
    answer: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Position:
    """Two schemas of the same place; ``textual`` if the value travels as bare text (see ``wire.py``), else empty."""

    old: Place
    new: Place
    words: str
    textual: str = ""
    answer: bool = False


Found: TypeAlias = Seen | Position


def moved(rule: Rule, verdict: Verdict, old: Place | None, new: Place | None, words: str) -> Seen:
    """Return a change whose weight the table tells."""
    return Seen(rule, verdict, old, new, words)


def gone(rule: Rule, old: Place | None, new: Place | None, words: str) -> Seen:
    """Return the removal of something that others count on."""
    return Seen(rule, Verdict.narrower, old, new, words, breaks=True)
