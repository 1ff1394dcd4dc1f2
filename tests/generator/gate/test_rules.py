from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.findings import Finding
from generator.gate.waivers import RETIRED
from generator.looks import criteria
from generator.rules import RULES, family_of, remedy_of

REPOSITORY = Path(__file__).parents[3]
FAMILIES = ("answer", "code", "safety", "types", "lock", "behaviour", "snapshots", "ui", "gate", *criteria.FAMILIES)
ID = re.compile(rf"[\"'`](?P<id>(?:{'|'.join(FAMILIES)})/[a-z][a-z-]*)[\"'`]")


def ids_in(folder: str, pattern: str) -> set[str]:
    """Return every rule id that stands in quotes in the Python files below a folder."""
    files = (REPOSITORY / folder).rglob(pattern)
    return {match["id"] for file in files for match in ID.finditer(file.read_text(encoding="utf-8"))}


def test_every_rule_id_in_the_source_is_in_the_table() -> None:
    """No module invents a rule; a retired one is none, and is named only to say so."""
    assert ids_in("generator", "*.py") - set(RULES) == RETIRED


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_is_named_by_a_test(rule: str) -> None:
    """Each rule has a test that breaks it, and that test names it."""
    if family_of(rule) in {"answer", "safety", "keyboard"}:
        # The tables of bad answers and of pages leave the family out of each row.
        short = re.compile(rf"[\"'](?:{rule}|{rule.partition('/')[2]})[\"']")
        folders = [REPOSITORY / "tests/generator" / name for name in ("synthesis", "ui", "looks/keyboard")]
        tables = [path for folder in folders for path in folder.glob("*.py")]
        assert any(short.search(table.read_text(encoding="utf-8")) for table in tables), f"no test breaks {rule}"
    else:
        assert rule in ids_in("tests", "test_*.py"), f"no test breaks {rule}"


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_every_rule_is_a_sentence_with_a_remedy(rule: object) -> None:
    """A rule's id is its key, its summary is one sentence, and it says what mends a breach."""
    row = RULES[rule.id]  # type: ignore[attr-defined]
    assert row.summary.endswith(".")
    assert row.remedy
    assert family_of(row.id) in FAMILIES


def test_a_findings_own_remedy_wins() -> None:
    """What mends this very finding is said instead of the rule's usual remedy."""
    assert remedy_of(Finding("lock/drift", "m", "p")) == RULES["lock/drift"].remedy
    assert remedy_of(Finding("lock/drift", "m", "p", remedy="Do this.")) == "Do this."
