"""What changed between two surfaces, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from generator.verdicts import Verdict


class Kind(StrEnum):
    """What was done, in one word."""

    name_added = "name-added"
    name_removed = "name-removed"
    nature_changed = "nature-changed"
    parameter_added = "parameter-added"
    parameter_removed = "parameter-removed"
    parameter_renamed = "parameter-renamed"
    parameter_moved = "parameter-moved"
    parameter_passing = "parameter-passing"
    parameter_type = "parameter-type"
    return_type = "return-type"
    default_added = "default-added"
    default_removed = "default-removed"
    default_changed = "default-changed"
    overloads_changed = "overloads-changed"
    attribute_added = "attribute-added"
    attribute_removed = "attribute-removed"
    attribute_moved = "attribute-moved"
    attribute_type = "attribute-type"
    attribute_access = "attribute-access"
    attribute_alias = "attribute-alias"
    base_added = "base-added"
    base_removed = "base-removed"
    option_changed = "option-changed"
    member_added = "member-added"
    member_removed = "member-removed"
    member_changed = "member-changed"
    type_changed = "type-changed"
    hatch_added = "hatch-added"


@dataclass(frozen=True, slots=True)
class Change:
    """One place that differs.

    ``name`` is the whole name of what it is in, without the first dot: ``api.search``; ``part`` is the parameter,
    attribute or member in it, ``return`` for a result, empty for the whole. ``old`` and ``new`` are annotations or
    what else stands there, None where there is nothing. ``path`` and ``line`` lead to the new text, or to the old one
    where ``is_old``. ``verdict`` is how the values that fit there moved, ``blocks`` whether clients of the old surface
    may notice; ``words`` is one sentence for a person, without a full stop; ``reason`` says why it is unknown.
    """

    kind: Kind
    verdict: Verdict
    name: str
    part: str
    old: str | None
    new: str | None
    path: str
    line: int
    words: str
    blocks: bool
    is_old: bool = False
    reason: str = ""
