"""What generated Python offers moves no further than its contract."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.findings import Finding
from generator.gate.accept import accept
from generator.gate.contracts import check_contract
from generator.gate.frozen import frozen_unit
from generator.gate.surfaces import surface_findings
from generator.project import Project
from generator.units import Unit
from tests.generator.gate.desk import HANDLERS, V1, V2, ask, commit, forge, git, scope_of, write

HELPER = """def rate(number: int) -> int:
    return number


def _peek(number: int) -> int:
    return number
"""
WIDER = HELPER.replace("-> int", "-> int | None", 1)
WAIVER = """[[waiver]]
rule = "types/surface"
at = "generated/notes/v2/helper.py#/helper.rate/return"
why = "Nothing calls it yet."
by = "desk"
until = 2026-12-31
"""


@pytest.fixture
def two(project: Project) -> Project:
    """A desk with a second version whose bundle is a copy of the first; both have a helper beside the handlers."""
    write(project.generated(V1) / "helper.py", HELPER)
    ask(project, V2)
    shutil.copytree(project.generated(V1), project.generated(V2))
    return project


def found(project: Project, unit: Unit = V2) -> list[Finding]:
    """Look at the surface of one unit."""
    return list(surface_findings(scope_of(project), unit))


def land(project: Project) -> None:
    """Put everything on the main branch, and work on in another."""
    write(project.root / ".gitignore", ".lockstep\n__pycache__/\n")
    git(project.root, "init", "-q", "-b", "main")
    commit(project.root)
    git(project.root, "switch", "-q", "-c", "work")


def test_the_same_surface_is_clean(two: Project) -> None:
    """Other bodies, comments and private functions are nobody's business."""
    write(
        two.generated(V2) / "helper.py", HELPER.replace("return number", "return number + 1").replace("_peek", "_look")
    )
    assert found(two) == []
    assert found(two, V1) == []


def test_a_wider_result_is_found_by_name(two: Project) -> None:
    """`types/surface`: the finding names function and part, old and new, and the line in words."""
    write(two.generated(V2) / "helper.py", WIDER)
    (finding,) = found(two)
    assert (finding.rule, finding.place) == ("types/surface", "generated/notes/v2/helper.py#/helper.rate/return")
    assert (finding.old, finding.new) == ("int", "int | None")
    assert finding.message == "what `helper.rate` returns may be more, compared with v1; line 1"


def test_a_narrower_result_is_no_finding(two: Project) -> None:
    """What is returned may become less."""
    write(two.generated(V1) / "helper.py", WIDER)
    assert found(two) == []


def test_an_escape_hatch_is_found_in_private_functions(two: Project) -> None:
    """`types/escape-hatch`: one more than before, wherever it stands."""
    write(
        two.generated(V2) / "helper.py",
        HELPER.replace("    return number\n", "    return getattr(number, 'real', 0)\n"),
    )
    assert {finding.rule for finding in found(two)} == {"types/escape-hatch"}
    assert {finding.pointer for finding in found(two)} == {"/helper.rate/getattr", "/helper._peek/getattr"}


def test_a_granted_change_is_excused(two: Project) -> None:
    """A waiver names the place, which does not move with the lines."""
    write(two.generated(V2) / "helper.py", f"\n\n{WIDER}")
    write(two.schemas(V2) / "widens.toml", WAIVER)
    result = check_contract(scope_of(two), V2)
    assert (result.findings, [each.why for each in result.excused]) == ((), ["Nothing calls it yet."])


def test_accepting_another_surface_lets_nobody_past(two: Project) -> None:
    """`types/surface` reads the bundles: surface.json is a picture for people."""
    write(two.generated(V2) / "helper.py", WIDER)
    accept(two, ("notes/v2",), None, only_look=False)
    assert "int | None" in (two.snapshots(V2) / "surface.json").read_text()
    assert [finding.rule for finding in found(two)] == ["types/surface"]


def test_what_landed_is_compared_with_itself(two: Project) -> None:
    """`types/surface`: the merge base is read from Git, whatever stands here."""
    land(two)
    write(two.generated(V2) / "helper.py", WIDER)
    messages = [finding.message for finding in found(two)]
    assert [message.partition("compared with ")[2] for message in messages] == ["v1; line 1", "the merge base; line 1"]


def test_deleting_the_version_before_does_not_help(two: Project) -> None:
    """`types/surface`: a bundle that landed is compared with even when it is deleted here."""
    shutil.rmtree(two.generated(V2))
    shutil.rmtree(two.root / "prompts/notes/v2")
    land(two)
    ask(two, V2)
    shutil.copytree(two.generated(V1), two.generated(V2))
    write(two.generated(V2) / "helper.py", WIDER)
    for folder in ("prompts", "generated"):
        shutil.rmtree(two.root / folder / "notes/v1")
    (finding,) = found(two)
    assert finding.message.endswith("compared with v1 of the merge base; line 1")


def test_a_changed_contract_is_said_once(two: Project) -> None:
    """What follows from the contract is judged by its own check: here nothing is said of handlers and models."""
    models, handlers = (two.generated(V2) / name for name in ("models.py", "api.py"))
    write(models, models.read_text().replace("class NotePath", "class PathOfNote"))
    write(handlers, HANDLERS.replace("NotePath", "PathOfNote"))
    assert [finding.pointer for finding in found(two)] == ["/models.NotePath"], "no schema says so"
    forge(two, V2, lambda table: table["schemas"]["note.schema.json"].update(source="0" * 64))
    assert found(two) == []
    write(handlers, HANDLERS.replace("kept.text)", "getattr(kept, 'text', ''))"))
    assert {finding.rule for finding in found(two)} == {"types/escape-hatch"}


@pytest.mark.parametrize("unit", [V1, V2])
def test_what_cannot_be_read_is_never_taken_for_the_same(two: Project, unit: Unit) -> None:
    """`types/unknown`: neither the old nor the new side may be no Python."""
    write(two.generated(unit) / "helper.py", "def (")
    (finding,) = found(two)
    assert (finding.rule, finding.path, finding.line) == ("types/unknown", "generated/notes/v2/helper.py", 1)


def test_a_surface_may_be_accepted_after_its_unit_has_landed(project: Project) -> None:
    """A picture that nobody had taken before is not a change of what landed; from then on it is frozen, too."""
    picture = project.snapshots(V1) / "surface.json"
    accepted = picture.read_bytes()
    picture.unlink()
    land(project)
    assert {row.state for row in accept(project, (), None, only_look=False).rows} == {"matched", "created"}
    assert picture.read_bytes() == accepted
    assert frozen(project) == []
    git(project.root, "switch", "-q", "main")
    commit(project.root)
    git(project.root, "switch", "-q", "-c", "more")
    picture.write_bytes(b"{}")
    assert frozen(project) == [Path("snapshots/notes/v1/surface.json")]


def frozen(project: Project) -> list[Path]:
    """Return the files of notes/v1 that are not as they landed."""
    tree = scope_of(project).base.tree
    assert tree is not None
    return [Path(finding.path) for finding in frozen_unit(project.root, tree, V1)]
