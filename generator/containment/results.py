"""What a search for a value ends in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from generator.containment.exact import Value


@dataclass(frozen=True, slots=True)
class Found:
    """A value that the formula takes."""

    value: Value


@dataclass(frozen=True, slots=True)
class Undecided:
    """Neither a value nor a proof that there is none; ``subject`` is the text of the schema that was too much."""

    reason: str
    subject: str = ""


Result: TypeAlias = Found | Undecided | None
"""A value, the reason why none is known, or None: there is none."""


class Doubtful(Exception):  # named after what happened
    """A question in the middle of a search has no known answer."""

    def __init__(self, undecided: Undecided) -> None:
        super().__init__(undecided.reason)
        self.undecided = undecided
