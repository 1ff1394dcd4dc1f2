"""The report for programs: JSON of our own, SARIF 2.1.0 and JUnit XML."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET  # written here, never parsed
from collections.abc import Iterator

from generator.canonical import Json, canonical_json, digest, pretty_json
from generator.findings import Finding
from generator.gate.explained import explained
from generator.gate.report import NEW, OF_BROWSERS, CheckResult, Excused, Report, UnitResult, is_blocking
from generator.gate.tally import counted_by_kind, who_looked
from generator.looks.criteria import CRITERIA
from generator.rules import RULES, family_of, remedy_of

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_OUTSIDE = "project"
_NUMBER = re.compile(r"\d+")


def as_json(report: Report) -> bytes:
    """Return the report as sorted JSON; ``findings`` is flat, ``units`` counts them by family.

    A browser whose ``version`` is null is absent; ``stories`` counts what browsers were shown, by kind.
    """
    document: dict[str, object] = {
        "verdict": report.verdict.value,
        "compared_with": {"commit": report.compared_with.commit, "said": report.compared_with.said},
        "browsers": [{"name": viewer.name, "version": viewer.version} for viewer in report.looked.viewers],
        "stories": counted_by_kind(report.looked),
        "units": [{"unit": unit.name, "checks": _checks(unit)} for unit in report.units],
        "findings": [_finding(finding) for finding in report.findings],
        "waived": [_waived(excused) for excused in report.excused],
    }
    return pretty_json(document)


def as_sarif(report: Report) -> bytes:
    """Return the report as SARIF 2.1.0; a waived finding is there with its suppression.

    That of a waiver which the merge base does not hold is ``underReview``.
    """
    rules = sorted(RULES)
    results = [_result(finding, rules) for finding in report.findings]
    results += [
        {**_result(excused.finding, rules), "suppressions": [_suppression(excused)]} for excused in report.excused
    ]
    driver = {"name": "lockstep", "rules": [_sarif_rule(id_) for id_ in rules]}
    run = {
        "tool": {"driver": driver},
        "originalUriBaseIds": {"PROJECT": {"description": {"text": "The folder of the project's pyproject.toml."}}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return pretty_json({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def as_junit(report: Report) -> bytes:
    """Return the report as JUnit XML: one test case for each unit and family of checks."""
    suites = ET.Element("testsuites", name="lockstep gate")
    for unit in report.units:
        _suite(suites, unit, who_looked(report.looked))
    for key in ("tests", "failures"):
        suites.set(key, str(sum(int(suite.get(key, "0")) for suite in suites)))
    ET.indent(suites)
    document: bytes = ET.tostring(suites, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _checks(unit: UnitResult) -> dict[str, Json]:
    return {check.family: {"passed": check.passed, "findings": len(check.findings)} for check in unit.checks}


def _finding(finding: Finding) -> dict[str, Json]:
    shown: dict[str, Json] = {
        "rule": finding.rule,
        "level": RULES[finding.rule].level.value,
        "unit": finding.unit,
        "path": finding.path,
        "line": finding.line,
        "pointer": finding.pointer,
        "message": finding.message,
        "old": finding.old,
        "new": finding.new,
        "remedy": remedy_of(finding),
        "link": page.url if (page := explained(finding)) else None,
        "places": list(finding.places),
    }
    return shown | ({"witness": finding.witness} if finding.has_witness else {})


def _waived(excused: Excused) -> dict[str, Json]:
    return {
        "finding": _finding(excused.finding),
        "why": excused.why,
        "by": excused.by,
        "until": excused.until,
        "new": excused.is_new,
    }


def _suppression(excused: Excused) -> dict[str, Json]:
    # In SARIF's words: what is under review is not suppressed yet, so its readers go on showing it.
    status = "underReview" if excused.is_new else "accepted"
    return {"kind": "external", "status": status, "justification": _granted(excused)}


def _granted(excused: Excused) -> str:
    new = f"; {NEW}" if excused.is_new else ""
    return f"{excused.why} ({excused.by}, until {excused.until}{new})"


def _sarif_rule(id_: str) -> dict[str, Json]:
    rule = RULES[id_]
    row: dict[str, Json] = {
        "id": id_,
        "shortDescription": {"text": rule.summary},
        "help": {"text": rule.remedy},
        "defaultConfiguration": {"level": rule.level.value},
    }
    return row | ({"helpUri": CRITERIA[id_].url} if id_ in CRITERIA else {})


def _result(finding: Finding, rules: list[str]) -> dict[str, Json]:
    place: dict[str, Json] = {"artifactLocation": {"uri": _uri(finding.path or "."), "uriBaseId": "PROJECT"}}
    if finding.line is not None:
        place["region"] = {"startLine": max(finding.line, 1)}
    location: dict[str, Json] = {"physicalLocation": place}
    if finding.pointer is not None:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.pointer, "kind": "member"}]
    row: dict[str, Json] = {
        "ruleId": finding.rule,
        "ruleIndex": rules.index(finding.rule),
        "level": RULES[finding.rule].level.value,
        "message": {"text": "\n".join(_sentences(finding))},
        "locations": [location],
        "partialFingerprints": {"lockstep/v1": _fingerprint(finding)},
    }
    page = explained(finding)
    properties: dict[str, Json] = {"link": page.url} if page else {}
    if finding.places:
        properties["places"] = list(finding.places)
    return row | ({"properties": properties} if properties else {})


def _fingerprint(finding: Finding) -> str:
    """Return what stays the same of a finding: not its line, for the code above it may grow.

    What browsers found has one place for a whole component, so its sentence tells which element is meant; how many
    pixels it is about does not count.
    """
    parts: list[Json] = [finding.rule, finding.unit, finding.path, finding.pointer, finding.old, finding.new]
    return digest([*parts, *([_NUMBER.sub("0", finding.message)] if family_of(finding.rule) in OF_BROWSERS else [])])


def _sentences(finding: Finding) -> Iterator[str]:
    yield from _said(finding)
    yield f"Remedy: {remedy_of(finding)}"
    if page := explained(finding):
        yield f"See: {page.name}, {page.url}"


def _said(finding: Finding) -> Iterator[str]:
    yield f"{finding.unit}: {finding.message}" if finding.unit else finding.message
    if finding.old is not None or finding.new is not None:
        yield f"{finding.old} → {finding.new}"
    if finding.places:
        yield f"Seen in: {', '.join(finding.places)}"
    if finding.has_witness:
        yield f"Witness: {canonical_json(finding.witness).decode()}"


def _uri(path: str) -> str:
    return "".join(char if (char.isalnum() and char.isascii()) or char in "/-._~" else _percent(char) for char in path)


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode())


def _suite(suites: ET.Element, unit: UnitResult, who: str) -> None:
    failed = sum(not check.passed for check in unit.checks)
    name = unit.name or _OUTSIDE
    suite = ET.SubElement(suites, "testsuite", name=name, tests=str(len(unit.checks)), failures=str(failed))
    if who:
        ET.SubElement(ET.SubElement(suite, "properties"), "property", name="browsers", value=_xml(who))
    for check in unit.checks:
        case = ET.SubElement(suite, "testcase", classname=name, name=check.family)
        if not check.passed:
            _failure(case, check)
        said = [*map(_waiver, check.excused), *(_note(each) for each in check.findings if not is_blocking(each))]
        if said:
            ET.SubElement(case, "system-out").text = _xml("\n\n".join(said))


def _waiver(excused: Excused) -> str:
    finding = excused.finding
    return "\n".join([f"waived: {finding.rule} {finding.place}", *_said(finding), _granted(excused)])


def _note(finding: Finding) -> str:
    return "\n".join([f"note: {finding.rule} {finding.place}".rstrip(), *_sentences(finding)])


def _failure(case: ET.Element, check: CheckResult) -> None:
    findings = list(filter(is_blocking, check.findings))
    rules = ", ".join(sorted({finding.rule for finding in findings}))
    failure = ET.SubElement(case, "failure", type=rules, message=_xml(findings[0].message))
    failure.text = "\n\n".join(
        _xml("\n".join([f"{finding.rule} {finding.place}", *_sentences(finding)])) for finding in findings
    )


def _xml(text: str) -> str:
    """Replace what XML 1.0 cannot hold: a finding may quote a stranger's bytes."""
    return "".join(
        char if char in "\n\t" or " " <= char < "\ud800" or "\ue000" <= char < "\ufffe" or char > "\uffff" else "\ufffd"
        for char in text
    )
