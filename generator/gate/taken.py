"""``types/route-taken``: an address belongs to one feature, so a feature under a new name cannot take another's over.

The router serves an address from one feature and refuses the bundles of every other that claims it. Renaming a feature
would otherwise be the way around the comparison: under its new name nothing stands before it.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator import prompts
from generator.errors import LockstepError
from generator.findings import Finding
from generator.gate.promises import Promises
from generator.gate.restored import restored
from generator.gate.scope import Scope
from generator.operation_head import TEMPLATE_FIELD
from generator.project import Project
from generator.units import Unit


def routes_taken(scope: Scope, unit: Unit, now: Promises) -> Iterator[Finding]:
    """Yield a finding for each address of ``unit`` that another feature has, here or on the merge base.

    Where both have landed there is nothing left to mend; where neither has, the later by name is told.
    """
    if scope.has_landed(unit):
        return
    theirs = _owners(scope, unit, {_shape(str(promise.value["path"])) for promise in now.operations.values()})
    for promise in now.operations.values():
        path = str(promise.value["path"])
        owner = theirs.get(_shape(path))
        if owner is not None:
            yield Finding(
                rule="types/route-taken",
                message=f"{path} belongs to {owner}, and the router serves an address from one feature",
                path=promise.path,
                unit=str(unit),
                pointer=f"{promise.pointer}/path",
                old=owner.feature,
                new=unit.feature,
                remedy=f"Give it another path, or make a new version of {owner.feature}: "
                f"lockstep new-version {owner.feature}",
            )


def _owners(scope: Scope, unit: Unit, shapes: set[str]) -> dict[str, Unit]:
    """Return which other unit has each of ``shapes``."""
    found: dict[str, Unit] = {}
    others = (each for versions in scope.versions.values() for each in versions if each.feature != unit.feature)
    for other in sorted(others):
        if scope.has_landed(other) or other < unit:
            for shape in shapes & _shapes(scope, other):
                found.setdefault(shape, other)
    return found


def _shapes(scope: Scope, unit: Unit) -> set[str]:
    if (scope.project.root / "prompts" / unit.place).is_dir():
        return _declared(scope.project, unit)
    if scope.base.tree is None:
        return set()
    with restored(scope.project, scope.base.tree, unit) as project:
        return _declared(project, unit)


def _declared(project: Project, unit: Unit) -> set[str]:
    try:
        read = prompts.load(project, unit)
    except LockstepError:
        return set()  # said where that unit is looked at
    return {_shape(operation.path) for prompt in read for operation in prompt.head.lockstep.operations}


def _shape(path: str) -> str:
    return TEMPLATE_FIELD.sub("{}", path)
