"""Every family for every unit, and a clean result remembered until something it was made from changes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator import gate
from generator.errors import UsageInvalid
from generator.gate.accept import accept
from generator.gate.asking import Limits
from generator.gate.report import FAMILIES, OF_SOME, Report
from generator.project import Project
from tests.generator.gate.desk import HANDLERS, PROMPT, SCHEMAS, TODAY, V1, V2, ask, build, write

BRIEF = Limits(examples=1, chains=1)


def run(project: Project, *features: str, base: str | None = None, fresh: bool = False) -> tuple[Report, list[str]]:
    """Run the gate, and return its report and what it said it was doing."""
    said: list[str] = []
    return gate.run(project, base, fresh=fresh, features=features, today=TODAY, limits=BRIEF, say=said.append), said


def rules(report: Report) -> list[tuple[str, str]]:
    """Return unit and rule of each finding."""
    return [(finding.unit, finding.rule) for finding in report.findings]


def test_a_clean_tree_is_remembered_until_something_changes(project: Project) -> None:
    """The second run does nothing but compare digests; --fresh and every touched file bring the checks back."""
    first, worked = run(project)
    assert (first.exit_code, len(worked)) == (0, 5)
    again, said = run(project)
    assert (again, said) == (first, [])
    assert len(run(project, fresh=True)[1]) == 5
    kernel = project.root / "desk/__init__.py"
    kernel.write_text(f"{kernel.read_text()}\n# touched\n")
    assert len(run(project)[1]) == 5


def test_a_blocked_result_is_never_remembered(project: Project) -> None:
    """What failed runs again, so that a hiccup does not stick; what passed beside it is not run again."""
    run(project)
    (project.snapshots(V1) / "openapi.json").unlink()
    assert rules(run(project)[0]) == [("notes/v1", "snapshots/missing")]
    report, said = run(project)
    assert rules(report) == [("notes/v1", "snapshots/missing")]
    assert said == ["snapshots of 1 unit"]


def test_a_unit_that_is_not_as_it_was_locked_is_never_answered_from_memory(project: Project) -> None:
    """After a hand edit each family looks again, and the finding is gone when the edit is."""
    clean, _ = run(project)
    file = project.generated(V1) / "api.py"
    file.write_text(f"{HANDLERS}# mine\n")
    blocked, said = run(project)
    assert ("notes/v1", "lock/edited-by-hand") in rules(blocked)
    assert len(said) == 5
    file.write_text(HANDLERS)
    assert run(project) == (clean, [])


def test_every_family_answers_for_every_unit(project: Project) -> None:
    """Nothing is passed over in silence."""
    report, _ = run(project)
    assert tuple(check.family for check in report.units[-1].checks) == report.families
    assert set(report.families) == set(FAMILIES) - OF_SOME


def test_a_prompt_that_cannot_be_read_is_said_once(project: Project) -> None:
    """`types/unknown` names file and line; families that have nothing to look at do not say so once more."""
    ask(project, V2, prompt="broken")
    report, _ = run(project, "notes/v2")
    (only,) = report.findings
    assert (only.rule, only.path, only.line) == ("types/unknown", "prompts/notes/v2/api.prompt", 1)
    assert {check.family for check in report.units[-1].checks} == {"lock", "types"}
    assert report.exit_code == 3


def test_a_prompt_that_nothing_was_generated_from_is_said_once(project: Project) -> None:
    """`lock/missing-bundle` says what to run, and it is the one thing to do."""
    ask(project, V2)
    report, said = run(project, "notes/v2")
    (only,) = report.findings
    assert (only.rule, only.remedy, said) == ("lock/missing-bundle", "Run: lockstep regenerate notes", [])
    assert [check.family for check in report.units[-1].checks] == ["lock"]
    assert report.exit_code == 3


def test_named_features_are_checked_alone(project: Project) -> None:
    """Naming a version leaves the others alone; a name that is none is refused."""
    ask(project, V2, prompt="broken")
    report, _ = run(project, "notes/v1")
    assert [unit.name for unit in report.units] == ["", "notes/v1"]
    with pytest.raises(UsageInvalid, match="no feature 'nots'"):
        run(project, "nots")


def test_orphans_and_deleted_versions_are_found(landed: Project) -> None:
    """A version whose prompt is gone is reported for its bundle, its snapshots, and for having landed."""
    shutil.rmtree(landed.prompts(V1))
    report, _ = run(landed)
    assert {(finding.rule, finding.path) for finding in report.findings} == {
        ("lock/frozen", "prompts/notes/v1"),
        ("lock/orphan", "generated/notes/v1"),
        ("snapshots/unused", "snapshots/notes/v1"),
    }


def test_a_problem_with_the_base_blocks(landed: Project) -> None:
    """`gate/not-run`: a clone without a main branch cannot tell what has landed, so nothing may pass."""
    git_folder = landed.root / ".git"
    (git_folder / "refs/heads/main").unlink()
    report, _ = run(landed)
    assert rules(report) == [("", "gate/not-run")]


def test_updating_the_snapshot_in_the_same_change_does_not_help(landed: Project) -> None:
    """A story of promise four: every way around the gate that leads over a snapshot is closed.

    Somebody wants notes without a limit. They edit the landed schema and regenerate, record a new answer, and accept
    the new pictures: the landed version is frozen all the same. They overwrite the pictures by hand: so are those. They
    take it all back and make a new version, whose pictures they may accept: it still lets in what v1 refused, with a
    note of 21 letters to show it. They delete v1: it is compared with v1 as the merge base has it. Only a waiver,
    signed and dated, lets it through, and the report says that this very change grants it.
    """
    loose = {**SCHEMAS, "new_note.schema.json": {**SCHEMAS["new_note.schema.json"]}}
    loose["new_note.schema.json"]["properties"] = {"text": {"type": "string"}}
    kept = {name: file_bytes(landed, name) for name in ("prompts", "schemas", "generated", "snapshots")}

    build(landed, V1, schemas=loose)
    accept(landed, (), None, only_look=False)
    first, _ = run(landed)
    paths = {finding.path for finding in first.findings if finding.rule == "lock/frozen"}
    assert {"schemas/notes/v1/new_note.schema.json", "generated/notes/v1/models.py"} <= paths
    assert ("notes/v1", "types/request-widened") in rules(first)
    assert ("notes/v1", "snapshots/changed") in rules(first)

    for row in accept(landed, (), "HEAD", only_look=True).rows:
        (landed.root / row.path).unlink()
    accept(landed, (), None, only_look=False)
    second, _ = run(landed)
    assert "snapshots/notes/v1/openapi.json" in {f.path for f in second.findings if f.rule == "lock/frozen"}

    for name, files in kept.items():
        shutil.rmtree(landed.root / name)
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    build(landed, V2, schemas=loose, prompt=PROMPT)
    assert accept(landed, (), None, only_look=False).exit_code == 0
    third, _ = run(landed)
    assert rules(third) == [("notes/v2", "types/request-widened")]

    (widening,) = third.findings
    assert isinstance(widening.witness, dict)
    assert len(str(widening.witness["text"])) == 21

    for folder in kept:
        (landed.root / folder / "notes/v1").rename(landed.root / f"{folder}-v1")
    alone, _ = run(landed)
    assert {("notes/v1", "lock/frozen"), ("notes/v2", "types/request-widened")} <= set(rules(alone))
    for folder in kept:
        (landed.root / f"{folder}-v1").rename(landed.root / folder / "notes/v1")

    place = widening.place
    waiver = (
        f'[[waiver]]\nrule = "types/request-widened"\nat = "{place}"\nwhy = "Asked."\nby = "desk"\nuntil = 2026-12-31\n'
    )
    write(landed.schemas(V2) / "widens.toml", waiver)
    build(landed, V2, schemas=loose, prompt=PROMPT)
    fourth, _ = run(landed)
    assert (fourth.exit_code, [excused.finding.place for excused in fourth.excused]) == (0, [place])
    assert fourth.excused[0].is_new


def file_bytes(project: Project, folder: str) -> dict[Path, bytes]:
    """Return every file of a folder with its bytes."""
    return {path: path.read_bytes() for path in (project.root / folder).rglob("*") if path.is_file()}
