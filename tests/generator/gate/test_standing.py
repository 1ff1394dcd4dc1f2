"""The code that stands in generated/ is checked again, whoever wrote it."""

from __future__ import annotations

import pytest

from generator.findings import Finding
from generator.gate.standing import check_safety, python_types
from generator.project import Project
from tests.generator.gate.desk import HANDLERS, V1, scope_of, write


def safety(project: Project) -> tuple[Finding, ...]:
    """Return what the family says of notes/v1, which has no other beside it: no interface."""
    (result,) = check_safety(scope_of(project), V1)
    assert result.family == "safety"
    return result.findings


def test_generated_code_is_safe_and_typed(project: Project) -> None:
    """What was accepted once is accepted again."""
    assert safety(project) == ()
    assert python_types(scope_of(project), V1).findings == ()


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("safety/import", "import os\n" + HANDLERS),
        ("safety/missing-handler", HANDLERS.replace("read_note", "read_it")),
        ("code/syntax", HANDLERS + "\ndef (:\n"),
    ],
)
def test_a_hand_edit_is_held_to_the_policy_of_answers(project: Project, rule: str, text: str) -> None:
    """The policy reads what stands, not what was answered."""
    write(project.generated(V1) / "api.py", text)
    assert rule in {finding.rule for finding in safety(project)}


def test_bytes_that_are_no_text_are_a_finding(project: Project) -> None:
    """`code/syntax`: a file that is no UTF-8 is not read half."""
    (project.generated(V1) / "api.py").write_bytes(b"\xff\xfe")
    assert [finding.rule for finding in safety(project)] == ["code/syntax"]
    assert [finding.rule for finding in python_types(scope_of(project), V1).findings] == ["gate/not-run"]


def test_the_whole_unit_is_typed(project: Project) -> None:
    """`types/python`: a hand edit that mypy refuses is found, in handlers and in rendered files."""
    write(project.generated(V1) / "api.py", HANDLERS.replace("id=kept.id", 'id="one"'))
    (wrong, *_) = python_types(scope_of(project), V1).findings
    assert (wrong.rule, wrong.path) == ("types/python", "generated/notes/v1/api.py")
    assert wrong.line is not None
    write(project.generated(V1) / "api.py", HANDLERS)
    models = project.generated(V1) / "models.py"
    models.write_text(f'{models.read_text()}\nWRONG: int = "text"\n')
    assert {finding.path for finding in python_types(scope_of(project), V1).findings} == {
        "generated/notes/v1/models.py"
    }


def test_a_check_that_cannot_run_says_so(project: Project) -> None:
    """`gate/not-run`: a prompt that cannot be read, or a file that is gone, is never a pass."""
    (project.generated(V1) / "api.py").unlink()
    assert {finding.rule for finding in safety(project)} == {"gate/not-run"}
    write(project.prompts(V1) / "api.prompt", "broken")
    assert {finding.rule for finding in safety(project)} == {"gate/not-run"}
    assert {finding.rule for finding in python_types(scope_of(project), V1).findings} == {"gate/not-run"}
