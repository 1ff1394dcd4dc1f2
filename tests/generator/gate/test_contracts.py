"""A version promises what the one before it did."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.gate.contracts import check_contract
from generator.project import Project
from tests.generator.gate.desk import PROMPT, REPOSITORY, SCHEMAS, V1, V2, ask, commit, git, scope_of, write

WIDER = {**SCHEMAS, "note.schema.json": {**SCHEMAS["note.schema.json"], "additionalProperties": True}}
WAIVER = """[[waiver]]
rule = "types/response-widened"
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


ENGINE = ("generator.containment", "generator.changes", "generator.languages")
ASKED = """
import sys
from pathlib import Path
from generator.gate.contracts import check_contract
from generator.project import open_project
from tests.generator.gate.desk import V2, scope_of

found = check_contract(scope_of(open_project(Path(sys.argv[1]))), V2).findings
print(len(found), *sorted(name for name in sys.modules if name.startswith({engine!r})))
"""


def test_contracts_that_say_the_same_start_no_engine(project: Project) -> None:
    """Nearly every version promises what the one before did, in other words at most: that costs nothing."""
    words = json.loads(
        json.dumps(SCHEMAS).replace('"type": "integer"', '"description": "A number.", "type": "integer"')
    )
    ask(project, V2, schemas=words)
    code = ASKED.format(engine=ENGINE)
    done = subprocess.run([sys.executable, "-c", code, project.root], capture_output=True, check=True, cwd=REPOSITORY)
    assert done.stdout.split() == [b"0"]


def test_a_changed_schema_is_found_against_the_version_before(project: Project) -> None:
    """`types/response-widened`: clients of both versions are served side by side, so it must hold for both."""
    ask(project, V2, schemas=WIDER)
    (changed,) = check_contract(scope_of(project), V2).findings
    assert (changed.rule, changed.place) == (
        "types/response-widened",
        "schemas/notes/v2/note.schema.json#/additionalProperties",
    )
    assert (changed.old, changed.new) == ("false", "true")
    assert changed.message.startswith("GET /v1/notes/{note_id}, POST /v1/notes: the response widens: ")
    assert changed.message.endswith(" (compared with v1)")
    assert isinstance(changed.witness, dict)
    assert set(changed.witness) > {"id", "text"}
    assert changed.remedy == "Take the change back, or grant it with a [[waiver]] in schemas/notes/v2/widens.toml"


def test_a_granted_change_is_excused(project: Project) -> None:
    """A waiver lets one change through, and the report still shows it."""
    ask(project, V2, schemas=WIDER)
    write(project.schemas(V2) / "widens.toml", WAIVER)
    result = check_contract(scope_of(project), V2)
    assert result.findings == ()
    assert [(excused.why, excused.is_new) for excused in result.excused] == [("Notes grow.", False)]


def test_a_waiver_is_new_until_the_merge_base_holds_it(landed: Project) -> None:
    """The very change that needs a waiver grants it: every report says so, and the next one does not."""
    ask(landed, V2, schemas=WIDER)
    write(landed.schemas(V2) / "widens.toml", WAIVER)
    (excused,) = check_contract(scope_of(landed), V2).excused
    assert excused.is_new
    git(landed.root, "switch", "-q", "main")
    commit(landed.root)
    (excused,) = check_contract(scope_of(landed), V2).excused
    assert not excused.is_new


def test_a_landed_contract_is_compared_with_itself(landed: Project) -> None:
    """`types/response-widened`: what stands on the merge base still promises what it did, said by pointer."""
    ask(landed, V1, schemas=WIDER)
    (changed,) = check_contract(scope_of(landed), V1).findings
    assert changed.place == "schemas/notes/v1/note.schema.json#/additionalProperties"
    assert changed.message.endswith("(compared with the merge base)")


def test_deleting_the_version_before_does_not_help(landed: Project) -> None:
    """`types/response-widened`: a version that landed is compared with even when it is deleted here."""
    ask(landed, V2, schemas=WIDER)
    for folder in ("prompts", "schemas"):
        shutil.rmtree(landed.root / folder / "notes/v1")
    (changed,) = check_contract(scope_of(landed), V2).findings
    assert changed.message.endswith("(compared with v1 of the merge base)")


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
