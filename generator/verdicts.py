"""How one set of values relates to another: schemas and annotations are judged in the same words."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """How the values that the new one takes relate to those that the old one took."""

    equal = "equal"
    narrower = "narrower"
    wider = "wider"
    incomparable = "incomparable"
    unknown = "unknown"
