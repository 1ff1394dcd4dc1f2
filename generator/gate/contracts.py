"""``types/*``: a version promises what the one before it did, and what stands on the merge base still promises it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import LockstepError
from generator.findings import Finding
from generator.gate.compare import Change, compare
from generator.gate.git import CommitTree
from generator.gate.promises import Promises, promises
from generator.gate.report import CheckResult
from generator.gate.scope import Scope
from generator.gate.waivers import apply, read_waivers
from generator.project import Project
from generator.units import Unit


def check_contract(scope: Scope, unit: Unit) -> CheckResult:
    """Compare the contract of ``unit`` with the version before it and with itself on the merge base; apply waivers."""
    waivers = read_waivers(scope.project.schemas(unit), unit)
    return apply(waivers, list(_findings(scope, unit)), scope.today, landed=scope.has_landed(unit))


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


def _others(scope: Scope, unit: Unit) -> Iterator[tuple[str, Promises | LockstepError]]:
    """Yield what to compare with, by the name that findings give it."""
    before = scope.version_before(unit)
    tree = scope.base.tree
    if before is not None:
        if (scope.project.root / "prompts" / before.place).is_dir():
            yield f"v{before.version}", _read(scope.project, before)
        elif tree is not None:
            with _restored(scope.project, tree, before) as project:
                yield f"v{before.version} of the merge base", _read(project, before)
    if tree is not None and scope.has_landed(unit):
        with _restored(scope.project, tree, unit) as project:
            yield "the merge base", _read(project, unit)


def _read(project: Project, unit: Unit) -> Promises | LockstepError:
    try:
        return promises(project, unit)
    except LockstepError as error:
        return error


@contextmanager
def _restored(project: Project, tree: CommitTree, unit: Unit) -> Iterator[Project]:
    """Yield a project that holds one unit's prompts and schemas as they stand on the merge base."""
    paths = [*tree.below(f"prompts/{unit}"), *tree.below(f"schemas/{unit}")]
    with tempfile.TemporaryDirectory(prefix="lockstep-base-") as folder:
        for path, data in tree.read(paths).items():
            file = Path(folder) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        yield Project(Path(folder), project.settings)


def _finding(change: Change, unit: Unit, other: str) -> Finding:
    return Finding(
        rule="types/changed",
        message=f"{change.what}, compared with {other}",
        path=change.path,
        unit=str(unit),
        pointer=change.pointer,
        old=change.old,
        new=change.new,
        witness=change.witness,
        has_witness=change.has_witness,
        remedy=f"Take the change back, or grant it with a [[waiver]] in schemas/{unit}/widens.toml",
    )
