"""What the gate found, as frozen values: the same tree gives the same report, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from generator.findings import Finding, Level
from generator.gate.looked import Looked
from generator.rules import family_of, level_of

OF_BROWSERS = ("visual", "aria", "axe", "keyboard", "patterns", "layout", "stories")
"""The families of checks that look at stories in browsers."""

FAMILIES = ("lock", "safety", "ui", "types", "behaviour", "snapshots", *OF_BROWSERS)
"""The families of checks, in the order in which they are run and shown."""

OF_SOME = frozenset({"ui", *OF_BROWSERS})
"""Families that only some units have: those with an interface."""


class Verdict(StrEnum):
    """The gate's one word."""

    clean = "clean"
    blocked = "blocked"


@dataclass(frozen=True, slots=True)
class Excused:
    """A finding that a waiver grants: shown, never blocking.

    ``is_new`` says that the merge base does not hold the waiver: the very change that needs it grants it.
    """

    finding: Finding
    why: str
    by: str
    until: str
    is_new: bool = False


NEW = "new, not yet reviewed"
"""What every form of the report says of a waiver that the merge base does not hold."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one family of checks said about one unit; no finding means that every check of it ran and passed."""

    family: str
    findings: tuple[Finding, ...] = ()
    excused: tuple[Excused, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing of it blocks."""
        return not any(is_blocking(finding) for finding in self.findings)


@dataclass(frozen=True, slots=True)
class UnitResult:
    """All families of one unit. ``name`` is ``feature/vN``, or empty for what belongs to no unit."""

    name: str
    checks: tuple[CheckResult, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all families, sorted."""
        return sorted_findings(finding for check in self.checks for finding in check.findings)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the tree was compared with.

    ``commit`` is the merge base, or None when there is none to compare with; ``said`` is the sentence shown to people.
    """

    commit: str | None
    said: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the gate has to say; ``looked`` is what browsers showed, if any were asked."""

    compared_with: Comparison
    units: tuple[UnitResult, ...]
    looked: Looked = field(default_factory=Looked)

    @property
    def families(self) -> tuple[str, ...]:
        """The families that there is something to say of, in order."""
        checked = {check.family for unit in self.units for check in unit.checks}
        return tuple(family for family in FAMILIES if family in checked or family not in OF_SOME)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, sorted by unit, family, rule and place."""
        return tuple(finding for unit in self.units for finding in unit.findings)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings that stop a merge; the others are notes."""
        return tuple(filter(is_blocking, self.findings))

    @property
    def excused(self) -> tuple[Excused, ...]:
        """Every finding that a waiver grants."""
        return tuple(excused for unit in self.units for check in unit.checks for excused in check.excused)

    @property
    def verdict(self) -> Verdict:
        """``blocked`` if any finding is an error."""
        return Verdict.blocked if self.blocking else Verdict.clean

    @property
    def exit_code(self) -> int:
        """0 clean, 3 blocked."""
        return 3 if self.verdict is Verdict.blocked else 0


def is_blocking(finding: Finding) -> bool:
    """Say whether a finding stops a merge: its rule is an error, or is not in the table at all."""
    return level_of(finding) is Level.error


def sorted_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings by family in the order they are run, then by place, rule and message; duplicates once."""
    return tuple(sorted(_once(findings), key=_order))


def _once(findings: Iterable[Finding]) -> list[Finding]:
    seen: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        seen.setdefault((*_order(finding), finding.old, finding.new), finding)
    return list(seen.values())


def _order(finding: Finding) -> tuple[int, str, int, str, str, str]:
    family = family_of(finding.rule)
    rank = FAMILIES.index(family) if family in FAMILIES else len(FAMILIES)
    return (rank, finding.path, finding.line or 0, finding.pointer or "", finding.rule, finding.message)
