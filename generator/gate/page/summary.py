"""Everything the page says before its details: the verdict, a line for each feature, the waivers and their days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.findings import Finding
from generator.gate.page.changes import FileChange, State, UnitChange
from generator.gate.report import NEW, OF_SOME, Excused, Report, UnitResult, Verdict, is_blocking
from generator.gate.tally import cell, columns, tally

SOON = 14
"""A waiver with no more days left than this stands out."""


@dataclass(frozen=True, slots=True)
class Family:
    """What one family of checks said about a feature; ``findings`` that block is None where it did not run."""

    name: str
    findings: int | None
    notes: int = 0


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature; ``name`` is empty for what belongs to none. ``why`` is that of its latest version, if known."""

    name: str
    said: str
    why: str
    families: tuple[Family, ...]
    findings: tuple[Finding, ...]
    changed: bool

    @property
    def found(self) -> str:
        """How much was found, in words: ``3 findings, 1 note``."""
        notes = sum(not is_blocking(finding) for finding in self.findings)
        blocking = len(self.findings) - notes
        words = [counted(blocking, "finding")] if blocking or not notes else []
        return ", ".join([*words, *([counted(notes, "note")] if notes else [])])

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to look at."""
        return not self.findings and not self.changed


@dataclass(frozen=True, slots=True)
class Granted:
    """One waiver that is in use; ``days`` are left, negative when it is past its day."""

    excused: Excused
    days: int

    @property
    def is_soon(self) -> bool:
        """Whether it runs out within :data:`SOON` days."""
        return 0 <= self.days <= SOON

    @property
    def said(self) -> str:
        """How long it holds, in words."""
        if self.days < 0:
            return f"its day was {-self.days} {_days(-self.days)} ago; it has landed and stays"
        return "last day today" if self.days == 0 else f"{self.days} {_days(self.days)} left"


def verdict(report: Report) -> str:
    """Return the headline."""
    count = len(report.blocking)
    return "Clean" if report.verdict is Verdict.clean else f"Blocked by {counted(count, 'finding')}"


def gist(report: Report, changed: Sequence[UnitChange], waivers: Sequence[Granted]) -> str:
    """Return what stands below the headline: how much was looked at, what changed, which waivers are in use."""
    units = sum(bool(unit.name) for unit in report.units)
    said = f"{counted(units, 'version')} checked, {len(changed) or 'none'} changed or new."
    if not waivers:
        return said
    first = min((waiver.days for waiver in waivers if waiver.days >= 0), default=None)
    ends = "" if first is None else f", the first for {counted(first, 'more day')}"
    new = sum(waiver.excused.is_new for waiver in waivers)
    return f"{said} {counted(len(waivers), 'waiver')} in use{ends}{f'; {new} {NEW}' if new else ''}."


def counted(count: int, noun: str, many: str = "") -> str:
    """Return ``3 findings`` or ``1 finding``."""
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"


def granted(excused: Iterable[Excused], today: date) -> tuple[Granted, ...]:
    """Return the waivers in use, those that run out first in front."""
    rows = (Granted(each, (date.fromisoformat(each.until) - today).days) for each in excused)
    return tuple(sorted(rows, key=lambda row: (row.excused.until, row.excused.finding.place)))


def features(report: Report, changes: Sequence[UnitChange], whys: Mapping[str, str]) -> tuple[Feature, ...]:
    """Return each feature with one line on what happened to it; those with findings first, then those that changed."""
    by_feature: dict[str, list[UnitResult]] = {}
    for result in report.units:
        by_feature.setdefault(result.name.partition("/")[0], []).append(result)
    changed: dict[str, list[UnitChange]] = {}
    for change in changes:
        changed.setdefault(change.unit.feature, []).append(change)
    found = [
        _feature(report, name, results, changed.get(name, []), whys.get(name, ""))
        for name, results in by_feature.items()
    ]
    shown = [feature for feature in found if feature.name or feature.findings]
    return tuple(sorted(shown, key=lambda feature: (not feature.findings, not feature.changed, feature.name)))


def _feature(
    report: Report, name: str, results: Sequence[UnitResult], changes: Sequence[UnitChange], why: str
) -> Feature:
    findings = tuple(finding for result in results for finding in result.findings)
    words = [describe(change) for change in changes if change.state is not State.same]
    words += [f"stories of {version}: {said}" for version, said in _seen(report, results)]
    said = "; ".join(words)
    versions = ", ".join(result.name.partition("/")[2] for result in results)
    outside = "what belongs to no feature" if not name else f"{versions} unchanged"
    return Feature(name, said or outside, why, tuple(_families(report, results)), findings, bool(said))


def _seen(report: Report, results: Iterable[UnitResult]) -> Iterator[tuple[str, str]]:
    """Yield each version whose stories browsers showed otherwise than before, and how many."""
    for result in results:
        if found := tally(story for story in report.looked.stories if story.unit == result.name):
            yield result.name.partition("/")[2], found


def _families(report: Report, results: Sequence[UnitResult]) -> Iterator[Family]:
    for column in columns(report):
        found = cell(column, results)
        if found is not None:
            yield Family(column.name, found.blocking, found.notes)
        elif not OF_SOME.issuperset(column.families):
            yield Family(column.name, None)


def describe(change: UnitChange) -> str:
    """Return one line on one unit."""
    version = f"v{change.unit.version}"
    if change.state is State.removed:
        return f"{version} is gone"
    if change.state is State.new:
        head = f"{version} is new after {change.against}" if change.against else f"{version} is the first version"
    else:
        head = f"{version} differs from {change.against}"
    details = list(_details(change))
    return f"{head}: {', '.join(details)}" if details else head


def _details(change: UnitChange) -> Iterator[str]:
    fields = sum(len(part.fields) for part in change.schemas)
    yield from (counted(len(part.fields), part.name.removesuffix("s")) for part in change.declared)
    if fields:
        yield counted(fields, "field")
    if change.stories:
        yield counted(len(change.stories), "story", "stories")
    yield from (f"{each.name} {lines(each)}" for each in change.code[:3])
    if len(change.code) > 3:
        yield counted(len(change.code) - 3, "more file")


def lines(change: FileChange) -> str:
    """Return how many lines came and went: ``+40`` and the other with a minus sign."""
    if change.difference is None:
        return "(not shown)"
    added, removed = change.difference.added, change.difference.removed
    return " ".join(filter(None, (f"+{added:,}" if added else "", f"\u2212{removed:,}" if removed else ""))) or "±0"


def _days(count: int) -> str:
    return "day" if count == 1 else "days"
