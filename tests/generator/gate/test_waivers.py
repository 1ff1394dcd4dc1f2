"""Granted exceptions, and what is wrong with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.findings import Finding
from generator.gate.directions import DIRECTIONS
from generator.gate.report import CheckResult
from generator.gate.waivers import RETIRED as RETIRED_RULES
from generator.gate.waivers import WAIVABLE, Granted, apply, parse_waivers, read_waivers
from generator.rules import RULES
from tests.generator.gate.desk import V2, write

AT = "schemas/notes/v2/note.schema.json"
FOUND = Finding("types/request-widened", "the schema differs", AT, str(V2), pointer="/maxLength", old="1", new="2")
ROW = f"""[[waiver]]
rule = "types/request-widened"
at = "{AT}#/maxLength"
why = "Callers asked for it."
by = "desk"
until = 2027-01-31
"""
BEFORE, LAST, AFTER = date(2026, 1, 1), date(2027, 1, 31), date(2027, 2, 1)


def applied(folder: Path, text: str, *findings: Finding, today: date = BEFORE, landed: bool = False) -> CheckResult:
    """Write the file, and apply it to the findings."""
    write(folder / "widens.toml", text)
    return apply(read_waivers(folder, V2), findings, today, landed=landed)


@pytest.mark.parametrize("today", [BEFORE, LAST])
def test_a_waiver_excuses_its_finding_up_to_its_last_day(tmp_path: Path, today: date) -> None:
    """The finding is shown as waived, with reason, name and date, and blocks no more."""
    result = applied(tmp_path, ROW, FOUND, today=today)
    assert result.findings == ()
    (excused,) = result.excused
    assert (excused.finding, excused.why, excused.by) == (FOUND, "Callers asked for it.", "desk")


def test_a_waiver_excuses_one_finding_only(tmp_path: Path) -> None:
    """Two findings at one place need two rows."""
    result = applied(tmp_path, ROW, FOUND, FOUND)
    assert (result.findings, len(result.excused)) == ((FOUND,), 1)
    assert applied(tmp_path, ROW + ROW, FOUND, FOUND).findings == ()


def test_a_waiver_excuses_its_rule_alone(tmp_path: Path) -> None:
    """Who granted that a place widens has not granted that it narrows."""
    narrower = replace(FOUND, rule="types/request-narrowed")
    result = applied(tmp_path, ROW, narrower, FOUND)
    assert (result.findings, [each.finding for each in result.excused]) == ((narrower,), [FOUND])


def test_a_waiver_after_its_day_excuses_nothing(tmp_path: Path) -> None:
    """`types/waiver-expired`: the exception is over, and the finding is back."""
    result = applied(tmp_path, ROW, FOUND, today=AFTER)
    assert [finding.rule for finding in result.findings] == ["types/request-widened", "types/waiver-expired"]
    assert result.findings[1].place == "schemas/notes/v2/widens.toml#/waiver/0"


def test_a_waiver_without_a_finding_is_unused(tmp_path: Path) -> None:
    """`types/waiver-unused`: a row that excuses nothing would excuse something else later."""
    result = applied(tmp_path, ROW)
    assert [finding.rule for finding in result.findings] == ["types/waiver-unused"]


def test_once_landed_a_waiver_keeps_what_it_granted(tmp_path: Path) -> None:
    """The file is frozen with its version: neither its date nor its being unused can be mended, so neither is said."""
    assert applied(tmp_path, ROW, FOUND, today=AFTER, landed=True).findings == ()
    assert applied(tmp_path, ROW, today=AFTER, landed=True).findings == ()


INVALID = {
    "no TOML": ("[[waiver", "cannot be read"),
    "something else": ("[other]\na = 1\n", "something else than"),
    "no list": ("waiver = 3\n", "something else than"),
    "no table": ("waiver = [3]\n", "is no table"),
    "a key too few": (ROW.replace('by = "desk"\n', ""), "exactly the keys at, by, rule, until, why"),
    "a key too many": (f"{ROW}note = 1\n", "exactly the keys"),
    "an empty reason": (ROW.replace("Callers asked for it.", " "), "`why` must be a text"),
    "a date in quotes": (ROW.replace("2027-01-31", '"2027-01-31"'), "`until` must be a date"),
    "a time": (ROW.replace("2027-01-31", "2027-01-31T00:00:00Z"), "`until` must be a date"),
    "a rule that cannot be waived": (
        ROW.replace("types/request-widened", "lock/frozen"),
        "lock/frozen cannot be waived",
    ),
}


@pytest.mark.parametrize(("text", "said"), INVALID.values(), ids=INVALID.keys())
def test_a_malformed_waiver_is_a_finding_and_excuses_nothing(tmp_path: Path, text: str, said: str) -> None:
    """`types/waiver-invalid`: a row that is half understood is not followed."""
    result = applied(tmp_path, text, FOUND)
    assert [finding.rule for finding in result.findings] == ["types/request-widened", "types/waiver-invalid"]
    assert said in result.findings[1].message


def rows_of(text: str) -> frozenset[Granted]:
    """Return what the rows of a file grant."""
    return frozenset(row.granted for row in parse_waivers(text.encode(), V2).rows)


MORE = ROW.replace("maxLength", "minLength")
REVIEWED = {
    "nothing is": ("", True),
    "the row is": (ROW, False),
    "the row is, elsewhere in the file": (MORE + ROW, False),
    "another place is": (MORE, True),
    "another reason is": (ROW.replace("Callers", "Nobody"), True),
    "another day is": (ROW.replace("2027", "2026"), True),
}


@pytest.mark.parametrize(("base", "is_new"), REVIEWED.values(), ids=REVIEWED.keys())
def test_a_waiver_that_the_merge_base_does_not_hold_is_new(tmp_path: Path, base: str, is_new: bool) -> None:  # noqa: FBT001  # a column
    """What this very change grants itself is marked, down to a changed word or day."""
    write(tmp_path / "widens.toml", ROW)
    waivers = read_waivers(tmp_path, V2)
    (excused,) = apply(waivers, [FOUND], BEFORE, landed=False, reviewed=rows_of(base)).excused
    assert excused.is_new is is_new


def test_without_a_merge_base_no_waiver_is_called_new(tmp_path: Path) -> None:
    """Outside Git nobody can tell, and the report says so at its top."""
    assert [excused.is_new for excused in applied(tmp_path, ROW, FOUND).excused] == [False]


RETIRED = ROW.replace("types/request-widened", "types/changed")


def test_a_landed_waiver_of_a_retired_rule_goes_on_excusing_its_place(tmp_path: Path) -> None:
    """The row cannot be edited any more, and what it granted is now said by more than one rule."""
    narrower = replace(FOUND, rule="types/request-narrowed")
    elsewhere = replace(FOUND, pointer="/minLength")
    unread = replace(FOUND, rule="types/unknown")
    result = applied(tmp_path, RETIRED, FOUND, narrower, elsewhere, unread, landed=True)
    assert [excused.finding for excused in result.excused] == [FOUND, narrower]
    assert result.findings == (elsewhere, unread)


def test_a_new_waiver_cannot_name_a_retired_rule(tmp_path: Path) -> None:
    """`types/waiver-invalid`: it would excuse more than the one finding that was looked at."""
    result = applied(tmp_path, RETIRED, FOUND)
    assert [finding.rule for finding in result.findings] == ["types/request-widened", "types/waiver-invalid"]
    assert "types/changed, which is no rule any more" in result.findings[1].message


def test_every_rule_of_a_comparison_can_be_waived_and_nothing_else() -> None:
    """What says that something could not be looked at, or cannot be served, is never excused."""
    said = {rule for direction in DIRECTIONS.values() for rule in direction.breaks.values()}
    assert said <= WAIVABLE <= set(RULES)
    assert not WAIVABLE & {"types/unknown", "types/route-taken", *RETIRED_RULES}
    assert not set(RULES) & RETIRED_RULES


def test_without_a_file_nothing_is_waived(tmp_path: Path) -> None:
    """No widens.toml, no exceptions."""
    assert apply(read_waivers(tmp_path, V2), [FOUND], BEFORE, landed=False) == CheckResult("types", (FOUND,))
