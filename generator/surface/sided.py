"""A type beside the declarations that its names are looked up in, and who says whether one is within another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from generator.surface.declarations import Declaration
from generator.surface.holds import Holds
from generator.surface.types import Type


@dataclass(frozen=True, slots=True)
class Sided:
    """A type with the declarations of its side."""

    type: Type
    world: Mapping[str, Declaration]

    def of(self, other: Type) -> Sided:
        """Return another type of the same side."""
        return Sided(other, self.world)


class Judging(Protocol):
    """What classes ask while they are compared."""

    def within(self, one: Sided, other: Sided) -> Holds:
        """Say whether every value of ``one`` is one of ``other``."""

    def assuming(self, one: Sided, other: Sided, decide: Callable[[], Holds]) -> Holds:
        """Decide while taking it to hold."""
