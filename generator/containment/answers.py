"""What can be said about two schemas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from generator.canonical import Json


@dataclass(frozen=True, slots=True)
class Subset:
    """Every value that the new schema takes, the old one took: proved."""


@dataclass(frozen=True, slots=True)
class Widens:
    """The new schema takes ``witness`` and the old one refuses it: shown.

    Numbers in it are ``int`` or ``float``, or ``Decimal`` where no float is exact.
    """

    witness: Json


@dataclass(frozen=True, slots=True)
class Unknown:
    """Neither could be shown within the budget; ``reason`` says why, and ``pointer`` where in ``side`` (old, new)."""

    reason: str
    side: str = ""
    pointer: str = ""


Answer: TypeAlias = Subset | Widens | Unknown
