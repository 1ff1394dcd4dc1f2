"""One change between two contracts that a rule forbids."""

from __future__ import annotations

from dataclasses import dataclass

from generator.canonical import Json


@dataclass(frozen=True, slots=True)
class Change:
    """What changed, where, and which rule forbids it.

    ``path`` and ``pointer`` are where it stands in the new contract, in the old one if it is gone; ``what`` is a
    sentence without a full stop; ``old`` and ``new`` are JSON texts, None where there is nothing. ``witness`` is a
    whole value, taken on one side and refused on the other, if ``has_witness``.
    """

    rule: str
    path: str
    pointer: str
    what: str
    old: str | None = None
    new: str | None = None
    witness: Json = None
    has_witness: bool = False
