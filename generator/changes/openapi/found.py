"""What is found between two OpenAPI documents, and what it means for those on the other end.

The table, in which a *message* is all that one may send at that place:

| side | narrower | wider |
|---|---|---|
| request (what callers send) | breaks: callers send what is refused now | weakens: what was refused gets in |
| response (what callers get) | informs | breaks: callers get what was never sent before |
| security (who may call) | breaks: callers are turned away | weakens: others may call, too |

A removed operation, status or media type breaks whatever the table says. ``incomparable`` is narrower and wider.
``unknown`` blocks, too: nothing is let through that was not proved.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from generator.changes import Change, Verdict

__all__ = ["ApiChange", "Rule", "Severity", "Side", "reach", "severity"]

SHOWN = 3
"""How many operations a sentence names."""


class Side(StrEnum):
    """Which way what changed travels."""

    operation = "operation"
    request = "request"
    response = "response"
    security = "security"


class Severity(StrEnum):
    """What a change does."""

    breaks = "breaks"
    """Somebody who kept to the old document can fail under the new one."""
    weakens = "weakens"
    """Something gets past the new document that the old one stopped."""
    unknown = "unknown"
    """Could not be decided."""
    informs = "informs"
    """Neither."""

    @property
    def blocks(self) -> bool:
        """Say whether a gate stops it."""
        return self is not Severity.informs


class Rule(StrEnum):
    """What was done, in one word."""

    operation_removed = "operation-removed"
    operation_added = "operation-added"
    operation_renamed = "operation-renamed"
    parameter_removed = "parameter-removed"
    parameter_added = "parameter-added"
    parameter_required = "parameter-required"
    parameter_optional = "parameter-optional"
    parameter_style = "parameter-style"
    body_removed = "body-removed"
    body_added = "body-added"
    body_required = "body-required"
    body_optional = "body-optional"
    media_type_removed = "media-type-removed"
    media_type_added = "media-type-added"
    encoding_changed = "encoding-changed"
    status_removed = "status-removed"
    status_added = "status-added"
    header_removed = "header-removed"
    header_added = "header-added"
    header_required = "header-required"
    header_optional = "header-optional"
    schema = "schema"
    """A schema moved; ``change`` says how."""
    default_changed = "default-changed"
    format_changed = "format-changed"
    discriminator_changed = "discriminator-changed"
    content_changed = "content-changed"
    security_dropped = "security-dropped"
    security_loosened = "security-loosened"
    security_tightened = "security-tightened"
    servers_changed = "servers-changed"
    reference_missing = "reference-missing"


@dataclass(frozen=True, slots=True)
class ApiChange:
    """One thing that differs between two documents, however many operations it reaches.

    ``operations`` are all that it reaches, as ``GET /v1/things/{id}`` of the new document (of the old one where it is
    gone), in the documents' order; empty for the API as a whole. The pointers lead from the root of each document,
    with ``file#`` before them where they stand in another file; None where a side has nothing. ``verdict`` is which
    way the message moved at that place, ``change`` the change of the schema that did it, with its witness. ``words``
    is for a person: one sentence without a full stop.
    """

    rule: Rule
    severity: Severity
    side: Side
    verdict: Verdict
    operations: tuple[str, ...]
    old_pointer: str | None
    new_pointer: str | None
    words: str
    change: Change | None = None

    @property
    def operation(self) -> str:
        """Return the first operation that it reaches, empty for the API as a whole."""
        return self.operations[0] if self.operations else ""


def reach(change: ApiChange, shown: int = SHOWN) -> str:
    """Return the operations that ``change`` reaches as words: the first few, and how many more."""
    rest = len(change.operations) - shown
    named = ", ".join(change.operations[:shown])
    return f"{named} and {rest} more" if rest > 0 else named


def severity(side: Side, verdict: Verdict) -> Severity:
    """Return what a message that moved this way on this side means."""
    if verdict is Verdict.unknown:
        return Severity.unknown
    if verdict is Verdict.equal:
        return Severity.informs
    if side is Side.response:
        return Severity.informs if verdict is Verdict.narrower else Severity.breaks
    return Severity.weakens if verdict is Verdict.wider else Severity.breaks
