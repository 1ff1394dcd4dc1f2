"""A comparison as it is told: the same few values whether schemas, APIs or modules were compared.

:mod:`generator.told.text` says it to people, :mod:`generator.told.documents` to programs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.canonical import Json

__all__ = ["Direction", "Row", "Snippet", "Told"]

Direction = Literal["both", "request", "response"]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A JSON value that is there; in a class of its own, since null is a value."""

    value: Json


@dataclass(frozen=True, slots=True)
class Row:
    """One change.

    ``rule`` says in one word what was done, ``moved`` which way: a verdict, or for an API whom it hurts. The pointers
    lead into each side's file, None where it has nothing there. ``gained`` is a value that is taken now and was
    refused, ``lost`` the other way about. ``operations`` and ``side`` are an API's alone. A module has no pointers:
    ``name`` is ``module.function``, ``part`` a parameter, an attribute or ``return`` of it, and ``line`` is NEW's, or
    OLD's where ``is_old``.
    """

    rule: str
    moved: str
    blocks: bool
    words: str
    old_pointer: str | None
    new_pointer: str | None
    old: Snippet | None = None
    new: Snippet | None = None
    gained: Snippet | None = None
    lost: Snippet | None = None
    reason: str = ""
    operations: tuple[str, ...] = ()
    side: str = ""
    name: str = ""
    part: str = ""
    line: int | None = None
    is_old: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A side: as it was spelled, the file that it was read from, and what stands in that."""

    spelled: str
    place: str
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Told:
    """All that there is to say; ``kind`` is what was compared: ``schema``, ``api`` or ``module``."""

    kind: Literal["schema", "api", "module"]
    verdict: str
    blocked: bool
    direction: Direction
    old: Named
    new: Named
    rows: tuple[Row, ...]
    gained: Snippet | None = None
    lost: Snippet | None = None
    reason: str = ""

    @property
    def exit_code(self) -> int:
        """0 where nothing blocks, else 3."""
        return 3 if self.blocked else 0
