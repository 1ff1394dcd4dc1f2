"""A version promises what the one before it did."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.gate.contracts import check_contract
from generator.project import Project
from tests.generator.gate.desk import PROMPT, SCHEMAS, V1, V2, ask, scope_of, write

WIDER = {**SCHEMAS, "note.schema.json": {**SCHEMAS["note.schema.json"], "additionalProperties": True}}
WAIVER = """[[waiver]]
rule = "types/changed"
at = "schemas/notes/v2/note.schema.json#/additionalProperties"
why = "Notes grow."
by = "desk"
until = 2026-12-31
"""


def test_a_first_version_has_nothing_to_be_compared_with(project: Project) -> None:
    """The first version promises what it likes."""
    assert check_contract(scope_of(project), V1).findings == ()


def test_a_version_that_promises_the_same_is_clean(project: Project) -> None:
    """A new version may differ in everything but its contract."""
    ask(project, V2, prompt=PROMPT.replace("Write api.py.", "Please write api.py.").replace("Keep a note", "Keep it"))
    assert check_contract(scope_of(project), V2).findings == ()


def test_a_changed_schema_is_found_against_the_version_before(project: Project) -> None:
    """`types/changed`: clients of both versions are served side by side, so the contract must hold for both."""
    ask(project, V2, schemas=WIDER)
    (changed,) = check_contract(scope_of(project), V2).findings
    assert (changed.rule, changed.place) == (
        "types/changed",
        "schemas/notes/v2/note.schema.json#/additionalProperties",
    )
    assert (changed.old, changed.new) == ("false", "true")
    assert changed.message == "the schema differs, compared with v1"


def test_a_granted_change_is_excused(project: Project) -> None:
    """A waiver lets one change through, and the report still shows it."""
    ask(project, V2, schemas=WIDER)
    write(project.schemas(V2) / "widens.toml", WAIVER)
    result = check_contract(scope_of(project), V2)
    assert result.findings == ()
    assert [excused.why for excused in result.excused] == ["Notes grow."]


def test_a_landed_contract_is_compared_with_itself(landed: Project) -> None:
    """`types/changed`: what stands on the merge base still promises what it did, said by pointer."""
    ask(landed, V1, schemas=WIDER)
    (changed,) = check_contract(scope_of(landed), V1).findings
    assert changed.place == "schemas/notes/v1/note.schema.json#/additionalProperties"
    assert changed.message.endswith("compared with the merge base")


def test_deleting_the_version_before_does_not_help(landed: Project) -> None:
    """`types/changed`: a version that landed is compared with even when it is deleted here."""
    ask(landed, V2, schemas=WIDER)
    for folder in ("prompts", "schemas"):
        shutil.rmtree(landed.root / folder / "notes/v1")
    (changed,) = check_contract(scope_of(landed), V2).findings
    assert changed.message.endswith("compared with v1 of the merge base")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("schemas/notes/v1/note.schema.json", "{"),
        ("schemas/notes/v1/note.schema.json", '{"maximum": NaN}'),
        ("schemas/notes/v1/note.schema.json", "[" * 100_000),
        ("prompts/notes/v1/api.prompt", "no front matter"),
    ],
)
def test_a_contract_that_cannot_be_read_is_never_taken_for_the_same(project: Project, name: str, text: str) -> None:
    """`types/unknown`: what cannot be compared blocks, in this version and in the next."""
    ask(project, V2)
    write(Path(project.root / name), text)
    for unit in (V1, V2):
        assert {finding.rule for finding in check_contract(scope_of(project), unit).findings} == {"types/unknown"}
