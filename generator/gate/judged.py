"""What is wrong with the stories of one unit, by family: known flaws excused, one flaw in many places said once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.findings import Finding
from generator.gate.browsing import Browsed
from generator.gate.looks import grouped, not_looked, sights
from generator.gate.report import CheckResult, Excused
from generator.gate.scope import Scope
from generator.gate.snapshots import Row
from generator.gate.viewers import Viewers
from generator.looks.criteria import FAMILIES
from generator.rules import family_of


@dataclass(frozen=True, slots=True)
class Judged:
    """The results by family, and the findings of each story by its name."""

    checks: tuple[CheckResult, ...]
    by_story: dict[str, list[Finding]] = field(default_factory=dict)


def judged(scope: Scope, browsed: Browsed, viewers: Viewers, rows: Sequence[Row]) -> Judged:
    """Return what is wrong with the stories of one unit; ``rows`` is what the suite says of their accepted files."""
    seen = sights(scope, browsed, rows)
    frozen = scope.has_landed(browsed.unit)
    found = list(grouped(browsed, seen, frozen=frozen))
    by_story: dict[str, list[Finding]] = {}
    for sight in seen:
        name = f"{browsed.unit}/{sight.component}/{sight.story}"
        by_story.setdefault(name, []).extend(grouped(browsed, [sight], frozen=frozen))
    found += not_looked(browsed, viewers, scope)
    excused: list[Excused] = []
    checks = tuple(
        CheckResult(
            family,
            tuple(finding for finding in found if _family(finding) == family),
            tuple(each for each in excused if _family(each.finding) == family),
        )
        for family in FAMILIES
    )
    return Judged(checks, by_story)


def _family(finding: Finding) -> str:
    """Return the family that tells of a finding: that something could not be looked at is told with the stories."""
    family = family_of(finding.rule)
    return family if family in FAMILIES else "stories"
