"""Granted exceptions: ``schemas/<unit>/widens.toml``.

    [[waiver]]
    rule = "types/response-widened"
    at = "schemas/feature/v2/page.schema.json#/properties/note/maxLength"
    why = "Callers asked for longer notes; every client was checked."
    by = "owner"
    until = 2027-01-31

Each row excuses exactly one finding of its unit. A row that excuses none, is past its day (``until`` is the last day
on which it holds) or cannot be read is a finding itself. Once the unit has landed its rows are frozen with it, so they
keep excusing what they excused when they were granted: there is nothing left to mend. For the same reason a landed row
that names a rule which is retired excuses, at its place, every rule that took its place.

A row that the merge base does not hold is new: nobody but its author has looked at it, and every report says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

from generator import granted
from generator.findings import Finding
from generator.gate.report import CheckResult, Excused
from generator.granted import Broken, Row
from generator.units import Unit

FILE_NAME = "widens.toml"
WAIVABLE = frozenset(
    {
        "types/default-changed",
        "types/escape-hatch",
        "types/media-removed",
        "types/name-removed",
        "types/operation-removed",
        "types/prompt-input",
        "types/props-narrowed",
        "types/props-widened",
        "types/request-narrowed",
        "types/request-widened",
        "types/response-widened",
        "types/slots-changed",
        "types/status-added",
        "types/status-removed",
        "types/surface",
        "types/token-widened",
        "types/undecided",
    }
)
RETIRED = frozenset({"types/changed"})
"""Rules that rows of landed units may name still. It was one rule for all of those above."""

Granted: TypeAlias = tuple[str, str, str, str, date]
"""All that a row says."""

_TABLE = "waiver"
_TEXTS = ("rule", "at", "why", "by")


@dataclass(frozen=True, slots=True)
class Waiver:
    """One row of the file; ``index`` counts from 0."""

    index: int
    rule: str
    at: str
    why: str
    by: str
    until: date

    def excuses(self, finding: Finding) -> bool:
        """Say whether the row names this finding: its rule, or a retired one, and its place."""
        return self.at == finding.place and (self.rule == finding.rule or self.is_retired)

    @property
    def is_retired(self) -> bool:
        """Whether the rule that it names is none any more."""
        return self.rule in RETIRED

    @property
    def granted(self) -> Granted:
        """What is granted, wherever in the file it stands."""
        return self.rule, self.at, self.why, self.by, self.until


@dataclass(frozen=True, slots=True)
class Waivers:
    """A unit's rows, and what is wrong with the file."""

    unit: Unit
    path: str
    rows: tuple[Waiver, ...] = ()
    wrong: tuple[Finding, ...] = ()


def read_waivers(schemas: Path, unit: Unit) -> Waivers:
    """Read the rows in the unit's folder ``schemas``; no file, no rows."""
    file = schemas / FILE_NAME
    return parse_waivers(file.read_bytes() if file.is_file() else b"", unit)


def parse_waivers(data: bytes, unit: Unit) -> Waivers:
    """Read the rows that stand in a file's bytes."""
    path = f"schemas/{unit}/{FILE_NAME}"
    parsed = [_waiver(unit, path, row) for row in granted.rows(data, _TABLE, _TEXTS)]
    good = tuple(row for row in parsed if isinstance(row, Waiver))
    return Waivers(unit, path, good, tuple(row for row in parsed if isinstance(row, Finding)))


def apply(
    waivers: Waivers,
    findings: Iterable[Finding],
    today: date,
    *,
    landed: bool,
    reviewed: Set[Granted] | None = None,
) -> CheckResult:
    """Take out the findings that a valid row excuses, and add what is wrong with the rows.

    ``reviewed`` is what the rows of the merge base grant, None where there is no merge base: then none is called new.
    """
    kept: list[Finding] = []
    excused: list[Excused] = []
    free = {row.index: row for row in waivers.rows if landed or (row.until >= today and not row.is_retired)}
    for finding in findings:
        row = next((row for row in free.values() if row.excuses(finding)), None)
        if row is None or finding.rule not in WAIVABLE:
            kept.append(finding)
            continue
        if not row.is_retired:
            del free[row.index]
        is_new = reviewed is not None and row.granted not in reviewed
        excused.append(Excused(finding, row.why, row.by, row.until.isoformat(), is_new))
    if not landed:
        kept += [*_retired(waivers), *_expired(waivers, today), *_unused(waivers, free.values())]
    return CheckResult("types", (*kept, *waivers.wrong), tuple(excused))


def _retired(waivers: Waivers) -> Iterator[Finding]:
    for row in waivers.rows:
        if row.is_retired:
            what = f"the waiver names {row.rule}, which is no rule any more: name the one that the finding has"
            yield _finding(waivers, "types/waiver-invalid", row, what)


def _expired(waivers: Waivers, today: date) -> Iterator[Finding]:
    for row in waivers.rows:
        if row.until < today and not row.is_retired:
            yield _finding(waivers, "types/waiver-expired", row, f"the waiver for {row.at} held until {row.until}")


def _unused(waivers: Waivers, rows: Iterable[Waiver]) -> Iterator[Finding]:
    for row in rows:
        yield _finding(waivers, "types/waiver-unused", row, f"the waiver for {row.rule} at {row.at} excuses nothing")


def _finding(waivers: Waivers, rule: str, row: Waiver, message: str) -> Finding:
    return Finding(rule, message, waivers.path, str(waivers.unit), pointer=f"/waiver/{row.index}")


def _waiver(unit: Unit, path: str, row: Row | Broken) -> Waiver | Finding:
    if isinstance(row, Broken):
        said = f"the file {row.what}" if row.index is None else f"the waiver {row.what}"
        return Finding("types/waiver-invalid", said, path, str(unit), pointer=row.pointer(_TABLE))
    if row.texts["rule"] not in WAIVABLE | RETIRED:
        what = f"{row.texts['rule']} cannot be waived; only {', '.join(sorted(WAIVABLE))} can"
        return _waiver(unit, path, Broken(row.index, what))
    return Waiver(row.index, **row.texts, until=row.until)
