"""Prompt, schemas, answer and code are still the ones that were locked together."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable

import pytest

from generator import lock
from generator.findings import Finding
from generator.gate import order as gate_order
from generator.gate.locks import check_absent, check_lock, strays
from generator.project import Project
from tests.generator.gate.desk import HANDLERS, V1, V2, ask, commit, forge, git, relock, scope_of, write


def found(project: Project) -> list[Finding]:
    """Return what the family says of notes/v1."""
    return list(check_lock(scope_of(project), V1, lock.state(project, V1)).findings)


def rules(project: Project) -> list[tuple[str, str]]:
    """Return rule and place of each finding."""
    return [(finding.rule, finding.place) for finding in found(project)]


def test_an_untouched_unit_is_clean_and_replays(project: Project) -> None:
    """What regenerate wrote holds, replay included."""
    assert rules(project) == []


@pytest.mark.parametrize(
    "path",
    [
        "prompts/notes/v1/api.prompt",
        "schemas/notes/v1/note.schema.json",
        "schemas/kernel/v1.pyi",
        "schemas/answer.schema.json",
    ],
)
def test_a_changed_input_is_drift(project: Project, path: str) -> None:
    """`lock/drift`: code that was made from other inputs must be made again."""
    file = project.root / path
    file.write_text(file.read_text() + " \n")
    assert rules(project) == [("lock/drift", path)]


@pytest.mark.parametrize("name", ["more.schema.json", "widens.toml"])
def test_an_added_or_deleted_input_is_drift(project: Project, name: str) -> None:
    """`lock/drift`: the set of inputs is locked too, waivers included."""
    write(project.schemas(V1) / name, "")
    assert rules(project) == [("lock/drift", f"schemas/notes/v1/{name}")]
    (project.schemas(V1) / name).unlink()
    (project.schemas(V1) / "note.schema.json").unlink()
    assert rules(project) == [("lock/drift", "schemas/notes/v1/note.schema.json")]


def test_a_prompt_without_a_bundle_is_found(project: Project) -> None:
    """`lock/missing-bundle`: a prompt that nothing was generated from cannot be served."""
    shutil.rmtree(project.generated(V1))
    assert rules(project) == [("lock/missing-bundle", "generated/notes/v1")]


def test_a_bundle_without_a_prompt_is_an_orphan(project: Project) -> None:
    """`lock/orphan`: code that nobody asked for must not be served."""
    shutil.rmtree(project.prompts(V1))
    (orphan,) = check_absent(scope_of(project), V1).findings
    assert (orphan.rule, orphan.path) == ("lock/orphan", "generated/notes/v1")


def edit(project: Project) -> None:
    """Change a generated file."""
    file = project.generated(V1) / "api.py"
    file.write_text(f"{file.read_text()}# mine\n")


def add(project: Project) -> None:
    """Add a file to a bundle."""
    write(project.generated(V1) / "api.py.orig", "")


def drop(project: Project) -> None:
    """Delete a generated file."""
    (project.generated(V1) / "api.py").unlink()


def hide(project: Project) -> None:
    """Add a module where compiled Python lies."""
    write(project.generated(V1) / "__pycache__/evil.py", "")


@pytest.mark.parametrize("harm", [edit, add, drop, hide])
def test_a_hand_in_generated_is_found(project: Project, harm: Callable[[Project], None]) -> None:
    """`lock/edited-by-hand`: every byte in generated/ follows from the recordings."""
    harm(project)
    assert {rule for rule, _ in rules(project)} == {"lock/edited-by-hand"}
    assert all("lockstep regenerate notes --discard-edits" in finding.remedy for finding in found(project))


@pytest.mark.parametrize(
    "name", ["evil.py", "notes/evil.py", "notes/v9/api.py", "ghost/v1/api.py", "__pycache__/evil.py", "Notes/v1/a.py"]
)
def test_a_file_that_belongs_to_no_unit_is_an_orphan(project: Project, name: str) -> None:
    """`lock/orphan`: nothing in generated/ goes unseen; compiled Python alone is passed over."""
    write(project.root / "generated" / name, "")
    write(project.generated(V1) / "__pycache__/api.cpython-311.pyc", "")
    assert [(each.rule, each.path) for each in strays(project, {V1})] == [("lock/orphan", f"generated/{name}")]
    whole = gate_order._of_no_unit(scope_of(project), [V1], chosen=False)
    assert [each.path for each in whole.findings] == [f"generated/{name}"]


def recording(project: Project) -> str:
    """Return the path of the one recording."""
    return project.relative(next(project.recordings(V1).glob("*.json")))


def test_a_deleted_recording_is_missing(project: Project) -> None:
    """`lock/missing-recording`: without the answer nothing can be replayed."""
    path = recording(project)
    (project.root / path).unlink()
    assert rules(project) == [("lock/missing-recording", path)]


def test_a_changed_recording_is_missing_the_one_that_counts(project: Project) -> None:
    """`lock/missing-recording`: another answer under the same name is not the one that the bundle stands on."""
    path = recording(project)
    table = json.loads((project.root / path).read_bytes())
    table["response"]["model"] = "somebody else"
    (project.root / path).write_text(json.dumps(table))
    (only,) = found(project)
    assert (only.rule, only.path) == ("lock/missing-recording", path)
    assert only.old != only.new


def test_a_manifest_that_does_not_match_itself_is_forged(project: Project) -> None:
    """`lock/forged`: bundle_id is the digest of the rest."""
    file = project.generated(V1) / "bundle.json"
    file.write_text(file.read_text().replace('"cost_usd": 0.0', '"cost_usd": 9.0'))
    assert rules(project) == [("lock/forged", "generated/notes/v1/bundle.json")]


def test_code_that_no_recording_yields_is_forged_however_well_it_is_locked(project: Project) -> None:
    """`lock/forged`: editing a file and every digest of it does not make it an answer; the replay tells them apart."""
    relock(project, V1, "api.py", HANDLERS.replace("body.text", "body.text.upper()"))
    places = [place for rule, place in rules(project) if rule == "lock/forged"]
    assert places == ["generated/notes/v1/bundle.json#/files/api.py/written"]


def test_a_manifest_that_tells_another_story_is_forged(project: Project) -> None:
    """`lock/forged`: who answered, and what it cost, is part of what replays."""
    forge(project, V1, lambda table: table["prompts"]["api"]["chain"][0].update(answered_by="gpt-5"))
    places = [place for rule, place in rules(project) if rule == "lock/forged"]
    assert places == ["generated/notes/v1/bundle.json#/prompts/api/chain"]


def test_a_manifest_cannot_lead_out_of_its_folder(project: Project) -> None:
    """A request digest that is a path is no digest: nothing outside is opened, and the manifest is `lock/forged`."""
    forge(project, V1, lambda table: table["prompts"]["api"]["chain"][0].update(request="../../../../pyproject"))
    assert {rule for rule, _ in rules(project)} == {"lock/forged"}


def test_another_release_is_excused_for_a_manifest_that_landed_only(landed: Project) -> None:
    """`lock/forged`: of a prompt that landed without its bundle, a bundle that names another release is replayed."""
    manifest = landed.generated(V1) / "bundle.json"

    def excused() -> None:
        forge(landed, V1, lambda table: table["rendered_with"].update(lockstep="0.0.0"))

    git(landed.root, "switch", "-q", "main")
    git(landed.root, "rm", "-q", "-r", "--cached", "generated")
    git(landed.root, "commit", "-q", "-m", "a prompt alone")
    git(landed.root, "switch", "-q", "-c", "bundle")
    excused()
    assert ("lock/forged", f"{landed.relative(manifest)}#/rendered_with/lockstep") in rules(landed)
    commit(landed.root)
    git(landed.root, "branch", "-q", "-f", "main", "bundle")
    assert "lock/forged" not in {rule for rule, _ in rules(landed)}


def test_each_finding_names_a_way_out(project: Project) -> None:
    """A finding carries the command or edit that mends it."""
    edit(project)
    ask(project, V2)
    for unit in (V1, V2):
        for finding in check_lock(scope_of(project), unit, lock.state(project, unit)).findings:
            assert "lockstep" in finding.remedy
