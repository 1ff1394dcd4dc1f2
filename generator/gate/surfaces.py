"""``types/surface`` and ``types/escape-hatch``: what generated Python offers moved no further than the contract did.

The bundle is read from generated/ and the merge base, never from surface.json: accepting another picture changes
nothing. What the contract decides is judged by its own check, value by value, so it is left to that: one change, one
finding. That is how handlers are called (`safety/signature` holds them to it), and what is in rendered files, unless
schemas and components are the very same: then those files must be, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.findings import Finding
from generator.gate.git import CommitTree
from generator.gate.scope import Scope
from generator.surface.apart import changes
from generator.surface.bundle import MANIFEST, Bundle, bundle_of, read_bundle
from generator.surface.changes import Change, Kind
from generator.surface.modules import SurfaceUnreadable
from generator.units import Unit

_HANDLERS = "api"


def surface_findings(scope: Scope, unit: Unit) -> Iterator[Finding]:
    """Yield what changed in the surface since the version before, and since the merge base."""
    try:
        for other, before in _others(scope, unit):
            now = _here(scope.project.generated(unit))
            if now is not None and now.files != before.files:
                yield from (_finding(each, unit, other) for each in _blocking(before, now))
    except SurfaceUnreadable as error:
        message = f"the Python surface cannot be compared: {error.message}"
        path = f"generated/{unit}/{error.path}"
        yield Finding("types/unknown", message, path, str(unit), line=error.line or None)


def _here(folder: Path) -> Bundle | None:
    contents = read_bundle(folder) if folder.is_dir() else {}
    return bundle_of(contents) if MANIFEST in contents else None


def _others(scope: Scope, unit: Unit) -> Iterator[tuple[str, Bundle]]:
    """Yield what to compare with, by the name that findings give it."""
    before, tree = scope.version_before(unit), scope.base.tree
    if before is not None:
        here = _here(scope.project.generated(before))
        there = _landed(tree, before) if tree is not None and here is None else None
        if here is not None:
            yield f"v{before.version}", here
        elif there is not None:
            yield f"v{before.version} of the merge base", there
    landed = _landed(tree, unit) if tree is not None and scope.has_landed(unit) else None
    if landed is not None:
        yield "the merge base", landed


def _landed(tree: CommitTree, unit: Unit) -> Bundle | None:
    folder = f"generated/{unit}"
    wanted = [path for path in tree.below(folder) if path.endswith(".py") or path == f"{folder}/{MANIFEST}"]
    contents = {path.removeprefix(f"{folder}/"): data for path, data in tree.read(wanted).items()}
    return bundle_of(contents) if MANIFEST in contents else None


def _blocking(old: Bundle, new: Bundle) -> Iterator[Change]:
    for change in changes(old.files, new.files):
        if change.blocks and not _is_the_contracts(change, old, new):
            yield change


def _is_the_contracts(change: Change, old: Bundle, new: Bundle) -> bool:
    if change.path in (old if change.is_old else new).rendered:
        return old.contract != new.contract
    module, _, name = change.name.partition(".")
    return module == _HANDLERS and name in old.handlers | new.handlers and change.kind is not Kind.hatch_added


def _finding(change: Change, unit: Unit, other: str) -> Finding:
    is_hatch = change.kind is Kind.hatch_added
    where = f"line {change.line}{' of the old file' if change.is_old else ''}"
    detail = f" ({change.reason})" if change.reason else ""
    return Finding(
        rule="types/escape-hatch" if is_hatch else "types/surface",
        message=f"{change.words}{detail}, compared with {other}; {where}",
        path=f"generated/{unit}/{change.path}",
        unit=str(unit),
        # A pointer, since lines move with every answer and a waiver names its place.
        pointer="".join(f"/{part}" for part in (change.name, change.part) if part),
        old=change.old,
        new=change.new,
        remedy=f"Say in prompts/{unit}/ what to keep, or grant it with a [[waiver]] in schemas/{unit}/widens.toml",
    )
