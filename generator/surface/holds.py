"""Whether something holds: yes, no, or not known, with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Doubt:
    """It is not known; ``why`` says why."""

    why: str


Holds: TypeAlias = bool | Doubt


def every(answers: Iterable[Holds]) -> Holds:
    """Say whether all hold: one no is enough to say no."""
    doubt: Holds = True
    for answer in answers:
        if answer is False:
            return False
        if isinstance(answer, Doubt) and doubt is True:
            doubt = answer
    return doubt


def some(answers: Iterable[Holds]) -> Holds:
    """Say whether any holds: one yes is enough to say yes."""
    doubt: Holds = False
    for answer in answers:
        if answer is True:
            return True
        if isinstance(answer, Doubt) and doubt is False:
            doubt = answer
    return doubt
