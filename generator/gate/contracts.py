"""``types/*``: a version promises what the one before it did, and what stands on the merge base still promises it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.errors import LockstepError
from generator.findings import Finding
from generator.gate.change import Change
from generator.gate.compare import compare
from generator.gate.promises import Promises, promises
from generator.gate.report import CheckResult
from generator.gate.restored import restored
from generator.gate.scope import Scope
from generator.gate.surfaces import surface_findings
from generator.gate.taken import routes_taken
from generator.gate.waivers import Granted, Waivers, apply, parse_waivers, read_waivers
from generator.project import Project
from generator.units import Unit


def check_contract(scope: Scope, unit: Unit) -> CheckResult:
    """Compare the contract of ``unit`` with the version before it and with itself on the merge base; apply waivers."""
    waivers = read_waivers(scope.project.schemas(unit), unit)
    reviewed = _reviewed(scope, unit, waivers)
    landed = scope.has_landed(unit)
    findings = [*_findings(scope, unit), *surface_findings(scope, unit)]
    return apply(waivers, findings, scope.today, landed=landed, reviewed=reviewed)


def _reviewed(scope: Scope, unit: Unit, waivers: Waivers) -> frozenset[Granted] | None:
    """Return what the merge base grants ``unit``; None where there is no merge base."""
    tree = scope.base.tree
    if tree is None:
        return None
    data = tree.read([waivers.path]).get(waivers.path, b"")
    return frozenset(row.granted for row in parse_waivers(data, unit).rows)


def _findings(scope: Scope, unit: Unit) -> Iterator[Finding]:
    try:
        now = promises(scope.project, unit)
    except LockstepError as error:
        yield Finding("types/unknown", str(error), f"prompts/{unit}", str(unit))
        return
    for other, old in _others(scope, unit):
        if isinstance(old, LockstepError):
            yield Finding("types/unknown", f"{other} cannot be compared with: {old}", f"prompts/{unit}", str(unit))
        else:
            yield from (_finding(change, unit, other) for change in compare(old, now))
    yield from routes_taken(scope, unit, now)


def _others(scope: Scope, unit: Unit) -> Iterator[tuple[str, Promises | LockstepError]]:
    """Yield what to compare with, by the name that findings give it."""
    before = scope.version_before(unit)
    tree = scope.base.tree
    if before is not None:
        if (scope.project.root / "prompts" / before.place).is_dir():
            yield f"v{before.version}", _read(scope.project, before)
        elif tree is not None:
            with restored(scope.project, tree, before) as project:
                yield f"v{before.version} of the merge base", _read(project, before)
    if tree is not None and scope.has_landed(unit):
        with restored(scope.project, tree, unit) as project:
            yield "the merge base", _read(project, unit)


def _read(project: Project, unit: Unit) -> Promises | LockstepError:
    try:
        return promises(project, unit)
    except LockstepError as error:
        return error


def _finding(change: Change, unit: Unit, other: str) -> Finding:
    return Finding(
        rule=change.rule,
        message=f"{change.what} (compared with {other})",
        path=change.path,
        unit=str(unit),
        pointer=change.pointer,
        old=change.old,
        new=change.new,
        witness=change.witness,
        has_witness=change.has_witness,
        remedy=_remedy(change, unit),
    )


def _remedy(change: Change, unit: Unit) -> str:
    grant = f"grant it with a [[waiver]] in schemas/{unit}/widens.toml"
    if change.rule == "types/undecided":
        return f"Say it in a simpler schema, or {grant}"
    return f"Take the change back, or {grant}"
