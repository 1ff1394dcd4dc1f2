"""Units that are not there to be checked: one finding says so, and the families that need more do not repeat it."""

from __future__ import annotations

import re

from generator.errors import LockstepError
from generator.findings import Finding
from generator.gate.locks import check_lock
from generator.gate.report import CheckResult
from generator.gate.scope import Scope
from generator.lock import Changed, State, Why
from generator.units import Unit

_PLACED = re.compile(r"(?P<path>[^\s:#]+)(?::(?P<line>\d+)|#(?P<pointer>[^\s:]*))?: (?P<message>.*)", re.DOTALL)
_FOLLOWS = frozenset({"lock/drift", "lock/missing-bundle"})


def unready(scope: Scope, unit: Unit, state: State) -> tuple[CheckResult, ...] | None:
    """Return all there is to say of a unit whose prompt cannot be read or that has no bundle; None for any other.

    At least one finding is in it. What is wrong beside that (a frozen file, a lost recording) is said too.
    """
    if not isinstance(state, Changed):
        return None
    from generator.question import questions  # noqa: PLC0415  # renders: a cached run needs none of it

    try:
        questions(scope.project, unit)
    except LockstepError as error:
        lock = check_lock(scope, unit, state, replayed=False)
        beside = tuple(finding for finding in lock.findings if finding.rule not in _FOLLOWS)
        return CheckResult("lock", beside), CheckResult("types", (_unreadable(unit, str(error)),))
    if any(reason.why is Why.not_generated for reason in state.reasons):
        return (check_lock(scope, unit, state, replayed=False),)
    return None


def _unreadable(unit: Unit, said: str) -> Finding:
    placed = _PLACED.match(said)
    if placed is None:
        return Finding("types/unknown", said, f"prompts/{unit}", str(unit))
    line = placed["line"]
    return Finding(
        "types/unknown",
        placed["message"],
        placed["path"],
        str(unit),
        line=int(line) if line else None,
        pointer=placed["pointer"],
    )
