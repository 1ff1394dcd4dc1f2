"""What one run of the gate looks at: computed once, handed to every family of checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from generator.disk import file_digest
from generator.findings import Finding
from generator.gate.base import Base
from generator.gate.cache import Cache
from generator.gate.frozen import landed_units
from generator.project import Project
from generator.units import Unit


@dataclass(frozen=True, slots=True)
class Scope:
    """The project, what it is compared with, and today's date (waivers run out).

    ``versions`` are those of each feature that stand here or on the merge base, sorted.
    """

    project: Project
    base: Base
    cache: Cache
    today: date
    landed: frozenset[Unit]
    versions: Mapping[str, tuple[Unit, ...]]

    def has_landed(self, unit: Unit) -> bool:
        """Say whether ``unit`` stands on the merge base."""
        return unit in self.landed

    def has_interface(self, unit: Unit) -> bool:
        """Say whether ``unit`` has a ui.prompt."""
        return (self.project.prompts(unit) / "ui.prompt").is_file()

    def version_before(self, unit: Unit) -> Unit | None:
        """Return the highest version below ``unit``'s that stands here or on the merge base."""
        return max((other for other in self.versions.get(unit.feature, ()) if other < unit), default=None)

    def blobs(self, unit: Unit) -> list[str]:
        """Return what the merge base holds of ``unit``'s contract and bundle: path and blob tell it from any other."""
        tree = self.base.tree
        if tree is None or not self.has_landed(unit):
            return []
        paths = [path for folder in ("prompts", "schemas", "generated") for path in tree.below(f"{folder}/{unit}")]
        return [f"{path} {tree.entries[path].blob}" for path in paths]

    def all_prompts(self) -> Iterator[str]:
        """Yield path and content's digest of every prompt, here and on the merge base, in the same order each time."""
        for file in sorted((self.project.root / "prompts").glob("*/v*/*.prompt")):
            yield f"{self.project.relative(file)} {file_digest(str(file))}"
        tree = self.base.tree
        for path in tree.below("prompts") if tree else ():
            yield f"base {path} {tree.entries[path].blob if tree else ''}"


def open_scope(project: Project, base: Base, cache: Cache, today: date) -> Scope:
    """Gather what every family of checks needs."""
    landed = frozenset(landed_units(base.tree) if base.tree else ())
    versions: dict[str, tuple[Unit, ...]] = {}
    for unit in sorted({*project.units(), *landed}):
        versions[unit.feature] = (*versions.get(unit.feature, ()), unit)
    return Scope(project, base, cache, today, landed, versions)


def not_run(unit: Unit, what: str, why: str, path: str = "", remedy: str = "") -> Finding:
    """Return the finding that says a check could not run: never silence, which would read as a pass."""
    return Finding(
        "gate/not-run", f"{what} could not run: {why}", path or f"generated/{unit}", str(unit), remedy=remedy
    )
