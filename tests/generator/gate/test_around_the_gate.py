"""Stories of somebody who wants a wider type on the main branch and will not ask: every way around is closed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from generator.findings import Finding
from generator.gate.contracts import check_contract
from generator.gate.frozen import frozen_unit
from generator.project import Project
from generator.units import Unit
from tests.generator.gate.desk import PROMPT, SCHEMAS, V1, V2, ask, commit, git, scope_of, write

LOOSE = json.loads(json.dumps(SCHEMAS).replace('"maxLength": 20', '"maxLength": 40'))
MEMOS = Unit("memos", 1)
AS_MEMOS = PROMPT.replace("name: notes", "name: memos")


def found(project: Project) -> tuple[Finding, ...]:
    """Return what is found of contracts and of what has landed; the whole gate is in test_order's story."""
    scope = scope_of(project)
    assert scope.base.tree is not None
    here = [unit for units in scope.versions.values() for unit in units if unit in project.units()]
    frozen = [each for unit in sorted(scope.landed) for each in frozen_unit(project.root, scope.base.tree, unit)]
    return (*frozen, *(each for unit in here for each in check_contract(scope, unit).findings))


def shows_a_longer_text(finding: Finding) -> bool:
    """Say whether the finding is the widening, with a note of 21 letters to show it."""
    shown = finding.witness
    return finding.rule == "types/request-widened" and isinstance(shown, dict) and 20 < len(str(shown["text"])) <= 40


def delete(root: Path, unit: Unit) -> None:
    """Delete a version in all four folders."""
    for folder in ("prompts", "schemas", "generated", "snapshots"):
        shutil.rmtree(root / folder / unit.place, ignore_errors=True)


def test_deleting_the_old_version_leaves_nothing_less_to_be_compared_with(landed: Project) -> None:
    """A new version that widens, alone in the tree, meets the old one from Git.

    The deleted version is missed as well, with the command that takes it back.
    """
    ask(landed, V2, schemas=LOOSE)
    delete(landed.root, V1)
    frozen, widening = found(landed)
    assert (frozen.rule, frozen.path) == ("lock/frozen", "prompts/notes/v1")
    assert shows_a_longer_text(widening)
    assert widening.message.endswith("(compared with v1 of the merge base)")
    commit(landed.root)
    assert found(landed) == (frozen, widening)


def test_a_landed_version_that_is_edited_in_place_is_compared_with_itself(landed: Project) -> None:
    """Editing the schema alone says both that it is frozen and what the edit would let in."""
    ask(landed, V1, schemas=LOOSE)
    frozen, widening = found(landed)
    assert (frozen.rule, frozen.path) == ("lock/frozen", "schemas/notes/v1/new_note.schema.json")
    assert shows_a_longer_text(widening)
    assert widening.message.endswith("(compared with the merge base)")


def test_a_feature_under_another_name_does_not_begin_anew(landed: Project) -> None:
    """`types/route-taken`: renamed, nothing stands before it; but its addresses are another feature's.

    With the old name's folders gone or still there, in a working tree or committed: it is blocked.
    """
    ask(landed, MEMOS, prompt=AS_MEMOS, schemas=LOOSE)
    beside = found(landed)
    assert [(each.rule, each.unit, each.pointer) for each in beside] == [
        ("types/route-taken", "memos/v1", "/lockstep/operations/0/path"),
        ("types/route-taken", "memos/v1", "/lockstep/operations/1/path"),
    ]
    assert "/v1/notes belongs to notes/v1" in beside[0].message
    assert beside[0].remedy.endswith("lockstep new-version notes")
    delete(landed.root, V1)
    commit(landed.root)
    assert {(each.rule, each.unit) for each in found(landed)} == {
        ("lock/frozen", "notes/v1"),
        ("types/route-taken", "memos/v1"),
    }


def test_an_address_is_taken_whatever_its_parameter_is_called(landed: Project) -> None:
    """`types/route-taken`: the router sees the shape of an address; another address is free to take."""
    path = json.loads(json.dumps(SCHEMAS["path.schema.json"]).replace("note_id", "memo"))
    schemas = {**SCHEMAS, "path.schema.json": path}
    ask(landed, MEMOS, prompt=AS_MEMOS.replace("{note_id}", "{memo}"), schemas=schemas)
    taken = check_contract(scope_of(landed), MEMOS).findings
    assert [each.message.partition(" ")[0] for each in taken] == ["/v1/notes", "/v1/notes/{memo}"]
    ask(landed, MEMOS, prompt=AS_MEMOS.replace("/v1/notes", "/v1/memos"))
    assert check_contract(scope_of(landed), MEMOS).findings == ()


@pytest.mark.parametrize("has_landed", [True, False])
def test_who_had_an_address_first_keeps_it(landed: Project, has_landed: bool) -> None:  # noqa: FBT001  # a column
    """What has landed is not told off for what comes after it; of two that are new the later by name is told."""
    ask(landed, MEMOS, prompt=AS_MEMOS)
    if not has_landed:
        git(landed.root, "rm", "-q", "-r", "--cached", "prompts/notes")
        git(landed.root, "commit", "-q", "-m", "never landed")
        git(landed.root, "branch", "-f", "main")
    told = [each for each in (MEMOS, V1) if check_contract(scope_of(landed), each).findings]
    assert told == [MEMOS if has_landed else V1]


def test_a_remembered_result_is_of_the_addresses_that_there_were(landed: Project) -> None:
    """Whatever prompt comes, goes or changes, here or on the merge base, is a reason to look again."""
    seen = [[*scope_of(landed).all_prompts()]]
    ask(landed, MEMOS, prompt=AS_MEMOS)
    seen.append([*scope_of(landed).all_prompts()])
    ask(landed, MEMOS, prompt=AS_MEMOS.replace("/v1/notes", "/v1/memos"))
    seen.append([*scope_of(landed).all_prompts()])
    commit(landed.root)
    git(landed.root, "branch", "-f", "main")
    seen.append([*scope_of(landed).all_prompts()])
    assert len({tuple(each) for each in seen}) == 4
    assert [*scope_of(landed).all_prompts()] == seen[-1]


def test_a_waiver_for_a_little_is_none_for_more(landed: Project) -> None:
    """A row for one place excuses nothing at another, however alike; and the report marks it as not yet reviewed."""
    both = json.loads(json.dumps(LOOSE).replace('"text": {"type": "string"}', '"text": {"type": ["string", "null"]}'))
    ask(landed, V2, schemas=both)
    first, second = check_contract(scope_of(landed), V2).findings
    row = f'[[waiver]]\nrule = "{first.rule}"\nat = "{first.place}"\nwhy = "Asked."\nby = "desk"\nuntil = 2026-12-31\n'
    write(landed.schemas(V2) / "widens.toml", row)
    result = check_contract(scope_of(landed), V2)
    assert result.findings == (second,)
    assert [(each.finding, each.is_new) for each in result.excused] == [(first, True)]
