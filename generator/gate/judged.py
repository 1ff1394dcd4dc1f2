"""What is wrong with the stories of one unit, by family: known flaws excused, one flaw in many places said once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.findings import Finding
from generator.gate.browsing import Browsed
from generator.gate.looks import Sight, grouped, not_looked, sights
from generator.gate.report import CheckResult, Excused
from generator.gate.scope import Scope
from generator.gate.snapshots import Row
from generator.gate.viewers import Viewers
from generator.looks import known
from generator.looks.criteria import FAMILIES
from generator.looks.flaws import Flaw
from generator.rules import family_of


@dataclass(frozen=True, slots=True)
class Judged:
    """The results by family, the findings of each story by its name, and the names of stories that are not clean."""

    checks: tuple[CheckResult, ...]
    by_story: dict[str, list[Finding]]
    flawed: frozenset[str]


def judged(scope: Scope, browsed: Browsed, viewers: Viewers, rows: Sequence[Row]) -> Judged:
    """Return what is wrong with the stories of one unit; ``rows`` is what the suite says of their accepted files."""
    seen = sights(scope, browsed, rows)
    frozen = scope.has_landed(browsed.unit)
    told = _excused(scope, browsed, viewers, seen)
    excused = {(each.story, each.flaw) for each in told.excused}
    left = [sight for sight in seen if (_story(sight), sight.flaw) not in excused]
    by_story: dict[str, list[Finding]] = {}
    for sight in left:
        by_story.setdefault(f"{browsed.unit}/{_story(sight)}", []).extend(grouped(browsed, [sight], frozen=frozen))
    findings = [*grouped(browsed, left, frozen=frozen), *not_looked(browsed, viewers, scope), *told.wrong]
    granted = [_granted(browsed, each) for each in told.excused]
    checks = tuple(
        CheckResult(
            family,
            tuple(finding for finding in findings if _family(finding) == family),
            tuple(each for each in granted if _family(each.finding) == family),
        )
        for family in FAMILIES
    )
    return Judged(checks, by_story, frozenset(f"{browsed.unit}/{_story(sight)}" for sight in seen))


def _excused(scope: Scope, browsed: Browsed, viewers: Viewers, seen: Sequence[Sight]) -> known.Sorted:
    """Take out what is known to be wrong, with an owner and a day."""
    flaws: dict[str, list[Flaw]] = {}
    for sight in seen:
        flaws.setdefault(_story(sight), []).append(sight.flaw)
    file = scope.project.snapshots(browsed.unit) / "ui" / known.FILE_NAME
    rows = known.read(file.read_bytes() if file.is_file() else b"", browsed.unit)
    everything = not viewers.absent and not browsed.wrong
    landed = scope.has_landed(browsed.unit)
    return known.excuse(flaws, rows, scope.today, landed=landed, complete=everything)


def _granted(browsed: Browsed, each: known.Excused) -> Excused:
    component, _, story = each.story.partition("/")
    (finding,) = grouped(browsed, [Sight(component, story, "", each.flaw)])
    return Excused(finding, each.row.why, each.row.owner, each.row.until.isoformat())


def _story(sight: Sight) -> str:
    return f"{sight.component}/{sight.story}"


def _family(finding: Finding) -> str:
    """Return the family that tells of a finding: that something could not be looked at is told with the stories."""
    family = family_of(finding.rule)
    return family if family in FAMILIES else "stories"
