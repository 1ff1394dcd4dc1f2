"""What changed between two OpenAPI documents, and whom it hurts.

    compare_documents(old, new)    # (ApiChange(rule=status_removed, severity=breaks, ...), ...)

Operations are matched by method and path template, whatever the names in it. Where something stands says which way it
travels; ``found.py`` holds the table of what that means. Schemas are asked about with ``generator.changes.compare``,
each distinct pair once, and what two documents share costs next to nothing: an API of 600 operations that differs in
one deep schema takes well under a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Literal

from generator.canonical import Json
from generator.changes import compare
from generator.changes.openapi.answering import Compare
from generator.changes.openapi.compared import compared
from generator.changes.openapi.documents import is_openapi, opened
from generator.changes.openapi.found import ApiChange, Rule, Severity, Side, reach, severity
from generator.changes.openapi.walk import walked
from generator.containment import STEPS
from generator.errors import UsageInvalid

__all__ = ["ApiChange", "Rule", "Severity", "Side", "compare_documents", "is_openapi", "reach", "severity"]

_FULL = 16
"""How many pairs of schemas may each cost all of the steps."""
_LEAST = 5_000
Direction = Literal["both", "request", "response"]


def compare_documents(  # noqa: PLR0913  # all but two are given by name
    old: Json,
    new: Json,
    *,
    old_uri: str = "",
    new_uri: str = "",
    others: Mapping[str, Json] | None = None,
    new_others: Mapping[str, Json] | None = None,
    direction: Direction = "both",
    steps: int = STEPS,
    comparing: Compare | None = None,
) -> tuple[ApiChange, ...]:
    """Return what changed from ``old`` to ``new``, two OpenAPI documents (3.0 or 3.1), in the order of operations.

    ``others`` are the files that references may lead to, by URI or by path relative to ``old_uri`` and ``new_uri``,
    ``new_others`` those of ``new`` where one address means two states of a file; nothing is fetched. ``direction``
    leaves out what callers send or what they get; operations and security are told in each. ``steps`` bounds the work
    on a pair of schemas; where many pairs differ, they share the steps of a few. ``comparing`` answers instead of the
    engine.
    Raises UsageInvalid for what is no such document.
    """

    def asked(count: int) -> Compare:
        return comparing or partial(compare, steps=max(steps * _FULL // max(count, _FULL), _LEAST))

    try:
        before = opened(old, old_uri, others or {})
        after = opened(new, new_uri, (others or {}) if new_others is None else new_others)
        changes = tuple(compared(before, after, walked(before, after), asked))
    except RecursionError as error:
        raise UsageInvalid("The documents nest deeper than can be read; make them flatter.") from error
    left_out = {"request": Side.response, "response": Side.request}.get(direction)
    return tuple(change for change in changes if change.side is not left_out)
