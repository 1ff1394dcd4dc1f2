"""``.lockstep/report.html``: left behind by every run of the gate, and drawn only when it would say something else."""

from __future__ import annotations

import os
from pathlib import Path

from generator.canonical import sha256
from generator.gate.page.trees import Trees
from generator.gate.report import Report
from generator.gate.scope import Scope
from generator.project import Project
from generator.units import Unit

NAME = "report.html"
_TEMPLATES = Path(__file__).with_name("templates")
_HEAD = 200  # bytes from the start of the file that hold its digest


def page(scope: Scope, report: Report) -> bytes:
    """Return the page; where the one that stands in our private folder says the same, it is not drawn again."""
    trees = Trees(scope.project.root, scope.base.tree)
    units = _units(report)
    before = (scope.version_before(unit) for unit in units)  # each may be what another one is compared with
    differing = {unit: trees.differing(unit) for unit in {*units, *filter(None, before)}}
    made_of = _digest(scope, report, differing)
    kept = _kept(scope.project.private / NAME)
    if made_of.encode() in kept[:_HEAD]:
        return kept
    from generator.gate.page.changes import changes, whys  # noqa: PLC0415  # reads and compares: an unchanged page does not
    from generator.gate.page.draw import Seen, draw  # noqa: PLC0415  # Jinja takes 0.1 s to import

    seen = Seen(
        report,
        tuple(changes(scope, trees, units, differing)),
        scope.today,
        made_of,
        whys=whys(scope.project, units),
        unchecked=len(set(scope.project.units()) - set(units)),
    )
    return draw(seen)


def leave(project: Project, page: bytes) -> None:
    """Put ``page`` in place whole: who reads meanwhile reads the one before. Raises OSError where that cannot be."""
    path = project.private / NAME
    if _kept(path) == page:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    staged = path.with_name(f"{NAME}.{os.getpid()}.new")
    try:
        staged.write_bytes(page)
        staged.replace(path)
    finally:
        staged.unlink(missing_ok=True)


def _units(report: Report) -> list[Unit]:
    names = (unit.name.split("/v") for unit in report.units if unit.name)
    return [Unit(feature, int(version)) for feature, version in names]


def _digest(scope: Scope, report: Report, differing: dict[Unit, dict[str, str]]) -> str:
    """Return what tells this page from any other: what was found, what differs from what, and how it is drawn."""
    templates = [sha256(file.read_bytes()) for file in sorted(_TEMPLATES.iterdir())]
    today = scope.today.isoformat() if report.excused else ""
    units = [str(unit) for unit in scope.project.units()]
    parts = {str(unit): paths for unit, paths in differing.items()}
    # Not as JSON: a finding or a file's name may hold what no UTF-8 can.
    pictures = report.looked.digests
    seen = repr([scope.cache.surroundings, templates, today, report, pictures, units, sorted(parts.items())])
    return sha256(seen.encode("utf-8", "backslashreplace"))


def _kept(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
