"""One report, said in four ways."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator.canonical import pretty_json
from generator.findings import Finding
from generator.gate.documents import as_json, as_junit, as_sarif
from generator.gate.looked import PictureState
from generator.gate.report import OF_BROWSERS, CheckResult, Comparison, Excused, Report, UnitResult, Verdict
from generator.gate.text import write_text
from generator.rules import RULES
from tests.generator.gate.seen import looked, picture, story

GOLDEN = Path(__file__).parent / "golden"
HAND = Finding("lock/edited-by-hand", "the file is not what was generated", "generated/notes/v1/api.py", "notes/v1")
WIDER = Finding(
    rule="types/request-widened",
    message="POST /v1/notes: the body widens: text had at most 20 characters, now 40 (compared with v1)",
    path="schemas/notes/v2/note.schema.json",
    unit="notes/v2",
    pointer="/properties/text/maxLength",
    old="20",
    new="40",
    witness={"text": "thirty letters, more or less ..."},
    has_witness=True,
)
IMPORT = Finding("safety/import", "imports os\x1b[2J [bold]& <b>", "generated/notes/v2/ä b.py", "notes/v2", line=3)
WAIVED = Excused(
    Finding(
        "types/status-added",
        "GET /v1/notes/{note}: it may now answer 410, which no caller was told of (compared with v1)",
        "prompts/notes/v2/api.prompt",
        "notes/v2",
        pointer="/lockstep/operations/0/errors",
        old="[404, 422]",
        new="[404, 410, 422]",
    ),
    "Asked for.",
    "desk",
    "2027-01-31",
)
FRESH = Excused(
    Finding(
        "types/response-widened",
        'GET /v1/notes/{note}: the response widens: `tag` may be left out; such as {"id": 0} (compared with v1)',
        "schemas/notes/v2/note.schema.json",
        "notes/v2",
        pointer="/required",
        witness={"id": 0},
        has_witness=True,
    ),
    "Old notes have none.",
    "desk",
    "2026-12-31",
    is_new=True,
)


def unit(name: str, **checks: CheckResult) -> UnitResult:
    """Return a unit whose other families passed; those of browsers ran where they are given."""
    families = (
        *("lock", "safety", "types", "behaviour", "snapshots"),
        *(each for each in OF_BROWSERS if each in checks),
    )
    return UnitResult(name, tuple(checks.get(family, CheckResult(family)) for family in families))


BLOCKED = Report(
    Comparison("0123456789ab" + "0" * 28, "0123456789ab, the merge base with main"),
    (
        UnitResult("", (CheckResult("lock"),)),
        unit("notes/v1", lock=CheckResult("lock", (HAND,))),
        unit(
            "notes/v2", safety=CheckResult("safety", (IMPORT,)), types=CheckResult("types", (WIDER,), (WAIVED, FRESH))
        ),
    ),
)
CLEAN = Report(
    Comparison(None, "outside Git: each version is compared with the one before it only"), (unit("notes/v1"),)
)
SMALL = Finding(
    "aria/changed",
    "wide_card: the tree has a link where it had a button (li > a)",
    "generated/notes/v2/ui/wide_card/stories.json",
    "notes/v2",
    pointer="/0",
    link="https://www.w3.org/WAI/ARIA/apg/patterns/button/",
    places=("plain (chromium light, dark; firefox light)", *(f"full-{number} (chromium 320)" for number in range(8))),
)
SHOWN = Report(
    CLEAN.compared_with,
    (
        UnitResult("", (CheckResult("stories", (Finding("gate/no-browser", "there is no firefox here", ""),)),)),
        unit("notes/v1", aria=CheckResult("aria"), keyboard=CheckResult("keyboard")),
        unit("notes/v2", aria=CheckResult("aria", (SMALL,)), keyboard=CheckResult("keyboard")),
    ),
    looked(
        *(story("plain"), story("full", picture("dark", PictureState.unrecorded, None)), story("other", frozen=True)),
        count=105,
    ),
)
"""What browsers found: a flaw in many places, and a note on a browser that is absent."""


def as_text(report: Report) -> bytes:
    """Return what people see, without a terminal."""
    stream = io.StringIO()
    write_text(report, stream)
    return stream.getvalue().encode()


def as_sarif_without_table(report: Report) -> bytes:
    """Return the SARIF form without its table of rules, which grows with every new rule."""
    document = json.loads(as_sarif(report))
    (run,) = document["runs"]
    del run["tool"]["driver"]["rules"]
    for result in run["results"]:
        del result["ruleIndex"]
    return pretty_json(document)


@pytest.mark.parametrize("name", ["blocked", "clean", "shown"])
@pytest.mark.parametrize(
    ("write", "suffix"),
    [(as_text, "txt"), (as_json, "json"), (as_sarif_without_table, "sarif"), (as_junit, "xml")],
    ids=["text", "json", "sarif", "junit"],
)
def test_a_report_reads_as_the_golden_file(
    request: pytest.FixtureRequest, name: str, write: Callable[[Report], bytes], suffix: str
) -> None:
    """Each form is the same bytes every time. To renew one: delete it, run once, look at it."""
    report = {"blocked": BLOCKED, "clean": CLEAN, "shown": SHOWN}[name]
    golden = GOLDEN / f"{name}.{suffix}"
    if not golden.exists():
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(write(report))
        pytest.fail(f"{golden.name} was not there and has been written: look at it, and run again")
    assert write(report) == golden.read_bytes(), request.node.name


def test_verdict_and_exit_code_follow_the_findings() -> None:
    """Blocked is 3, clean is 0, and a waived finding does not block."""
    assert (BLOCKED.verdict, BLOCKED.exit_code) == (Verdict.blocked, 3)
    assert (CLEAN.verdict, CLEAN.exit_code) == (Verdict.clean, 0)
    waived = Report(CLEAN.compared_with, (unit("notes/v2", types=CheckResult("types", (), (WAIVED,))),))
    assert waived.exit_code == 0


def test_a_finding_cannot_steer_the_terminal() -> None:
    """Control characters and markup of a stranger's code are shown, not obeyed."""
    text = as_text(BLOCKED).decode()
    assert "\x1b" not in text
    assert r"imports os\x1b[2J [bold]& <b>" in text


def test_sarif_holds_what_its_readers_need() -> None:
    """SARIF names each rule once, points into that table, keeps places relative, and marks what is waived."""
    (run,) = json.loads(as_sarif(BLOCKED))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted(RULES)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert not uri.startswith("/")
        assert " " not in uri
        assert len(result["partialFingerprints"]["lockstep/v1"]) == 64
    assert [result["ruleId"] for result in run["results"] if "suppressions" in result] == [
        "types/status-added",
        "types/response-widened",
    ]


def test_a_waiver_that_is_new_is_marked_in_every_form() -> None:
    """A reviewer sees that this very change grants it, whatever the report is read with; the old one is not marked."""
    assert as_text(BLOCKED).decode().count("new, not yet reviewed") == 2
    assert [row["new"] for row in json.loads(as_json(BLOCKED))["waived"]] == [False, True]
    (run,) = json.loads(as_sarif(BLOCKED))["runs"]
    waived = [each for result in run["results"] for each in result.get("suppressions", [])]
    assert [each["status"] for each in waived] == ["accepted", "underReview"]
    out = ET.fromstring(as_junit(BLOCKED)).findtext(".//testcase[@name='types']/system-out")  # noqa: S314  # written by us
    assert out is not None
    assert out.count("new, not yet reviewed") == 1
    assert "Old notes have none. (desk, until 2026-12-31; new, not yet reviewed)" in out


def test_a_fingerprint_survives_lines_that_move() -> None:
    """The same finding further down is the same finding."""

    def fingerprint(line: int) -> str:
        moved = Finding("safety/import", "imports os", "generated/notes/v2/api.py", "notes/v2", line=line)
        report = Report(CLEAN.compared_with, (unit("notes/v2", safety=CheckResult("safety", (moved,))),))
        (result,) = json.loads(as_sarif(report))["runs"][0]["results"]
        return str(result["partialFingerprints"])

    assert fingerprint(3) == fingerprint(30)


def test_junit_has_one_case_for_each_unit_and_family() -> None:
    """Every family of every unit is a test case, and a failed one quotes its findings."""
    suites = ET.fromstring(as_junit(BLOCKED))  # noqa: S314  # written by us
    cases = [(case.get("classname"), case.get("name")) for case in suites.iter("testcase")]
    assert len(cases) == len(set(cases)) == 11
    assert (suites.get("tests"), suites.get("failures")) == ("11", "3")
    (failure,) = suites.iterfind(".//testcase[@classname='notes/v1']/failure")
    assert "Nothing in generated/ is written by hand" not in (failure.text or "")
    assert "generated/notes/v1/api.py" in (failure.text or "")


def test_a_note_is_one_in_every_form() -> None:
    """A browser that is absent is said, and stops nobody: not a merge, not a test run, not a code scan."""
    (noted,) = (finding for finding in SHOWN.findings if finding.rule == "gate/no-browser")
    report = replace(SHOWN, units=(UnitResult("", (CheckResult("stories", (noted,)),)),))
    assert report.exit_code == 0
    assert "clean: 0 units, 1 note" in as_text(report).decode()
    assert [row["level"] for row in json.loads(as_json(report))["findings"]] == ["note"]
    (run,) = json.loads(as_sarif(report))["runs"]
    assert [result["level"] for result in run["results"]] == ["note"]
    suites = ET.fromstring(as_junit(report))  # noqa: S314  # written by us
    assert suites.get("failures") == "0"
    assert (suites.findtext(".//testcase[@name='stories']/system-out") or "").startswith("note: gate/no-browser")
    mixed = unit("notes/v2", aria=CheckResult("aria", (noted, SMALL)))
    (failure,) = ET.fromstring(as_junit(replace(SHOWN, units=(mixed,)))).iter("failure")  # noqa: S314  # as above
    assert failure.get("type") == SMALL.rule
    assert "gate/no-browser" not in (failure.text or "")


def test_two_flaws_of_one_component_have_two_fingerprints() -> None:
    """What browsers find has the component's file for its place; the sentence tells one element from another."""

    def fingerprint(message: str) -> str:
        found = unit("notes/v2", aria=CheckResult("aria", (replace(SMALL, message=message),)))
        (result,) = json.loads(as_sarif(Report(CLEAN.compared_with, (found,))))["runs"][0]["results"]
        return str(result["partialFingerprints"])

    assert fingerprint("button a is 18 wide") == fingerprint("button a is 20 wide")
    assert fingerprint("button a is 18 wide") != fingerprint("button b is 18 wide")
