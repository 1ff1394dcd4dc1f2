"""A bundle loads, serves what it declares, and answers every request as its contract says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.findings import Finding
from generator.gate.asking import Limits
from generator.gate.behaviour import check_behaviour
from generator.project import Project
from tests.generator.gate.desk import HANDLERS, SCHEMAS, V1, ask, relock, scope_of, write

QUICK = Limits(examples=5, chains=1)


def found(project: Project, limits: Limits = QUICK) -> tuple[Finding, ...]:
    """Return what the family says of notes/v1."""
    return check_behaviour(scope_of(project), V1, limits).findings


def test_a_bundle_that_keeps_its_contract_is_clean(project: Project) -> None:
    """Loaded, compared and asked everything, it has nothing to be said about."""
    assert found(project, Limits()) == ()


def test_a_server_error_comes_with_the_requests_that_lead_to_it(project: Project) -> None:
    """`behaviour/server-error`: it happens only to a long note that was kept before, so it takes two requests."""
    before = "    kept = await kernel.find(path.note_id)\n"
    broken = HANDLERS.replace(before, f"{before}    int('1' if len(kept.text) < 5 else kept.text + 'x')\n")
    relock(project, V1, "api.py", broken)
    (error,) = found(project, Limits())
    assert error.rule == "behaviour/server-error"
    assert error.message.startswith("GET /v1/notes/{note_id}: server error (500)")
    assert error.path == "generated/notes/v1/api.py"
    assert broken.splitlines()[(error.line or 0) - 1].startswith("async def read_note(")
    assert isinstance(error.witness, list)
    assert [str(line).split()[:3] for line in error.witness] == [["curl", "-X", "POST"], ["curl", "-X", "GET"]]
    assert "; curl -X GET http://127.0.0.1:8000/v1/notes/" in error.remedy


def test_an_answer_outside_its_schema_comes_with_the_request(project: Project) -> None:
    """`behaviour/response-schema`: what the contract does not allow was answered."""
    good = "    return Note(id=kept.id, text=kept.text)\n\n\n"
    relock(project, V1, "api.py", HANDLERS.replace(good, good.replace("Note(id=", "Note.model_construct(id=-1 - ")))
    (outside,) = found(project)
    assert outside.rule == "behaviour/response-schema"
    assert outside.message.startswith("POST /v1/notes:")
    assert "curl -X POST" in outside.remedy


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        ("behaviour/load", "api.py", "import nowhere\n"),
        ("behaviour/load", "routes.py", "router = None\n"),
        ("behaviour/crash", "api.py", "import ctypes\nctypes.string_at(0)\n"),
        ("behaviour/timeout", "api.py", "while True:\n    pass\n"),
    ],
)
def test_code_that_does_not_load_says_how_it_ended(project: Project, rule: str, name: str, text: str) -> None:
    """What cannot be imported, dies, or never ends is told apart."""
    relock(project, V1, name, text)
    assert [finding.rule for finding in found(project, replace(QUICK, loading=5))] == [rule]


def test_a_bundle_that_was_edited_by_hand_does_not_load(project: Project) -> None:
    """`behaviour/load`: the router serves only what is locked, so the gate tests only that."""
    write(project.generated(V1) / "api.py", HANDLERS + "# mine\n")
    (refused,) = found(project)
    assert refused.rule == "behaviour/load"
    assert "api.py" in refused.message


def test_a_bundle_that_dies_while_it_is_asked_is_a_crash(project: Project) -> None:
    """`behaviour/crash`: one request must not end the server for all."""
    relock(project, V1, "api.py", HANDLERS.replace('"""Read a note."""\n', "import os\n\n    os._exit(7)\n"))
    assert "behaviour/crash" in {finding.rule for finding in found(project)}


def test_a_bundle_serves_what_its_schemas_declare(project: Project) -> None:
    """`behaviour/openapi`: served and declared differ, by pointer, when the schemas moved on."""
    note = {**SCHEMAS["note.schema.json"], "properties": {"id": {"type": "integer"}, "text": {"type": "string"}}}
    ask(project, V1, schemas={**SCHEMAS, "note.schema.json": note})
    pointers = [finding.pointer for finding in found(project) if finding.rule == "behaviour/openapi"]
    assert pointers
    assert all(pointer and pointer.startswith("/paths/") for pointer in pointers)


def test_without_a_bundle_the_check_says_that_it_did_not_run(project: Project) -> None:
    """`gate/not-run`: nothing to load is not a pass."""
    (project.generated(V1) / "bundle.json").unlink()
    assert [finding.rule for finding in found(project)] == ["gate/not-run"]


def test_a_kernel_that_does_not_start_is_not_the_bundles_fault(project: Project) -> None:
    """A broken kernel keeps every bundle from loading, and its own words are passed on."""
    write(project.root / "desk/__init__.py", "raise RuntimeError('no desk')\n")
    (broken,) = found(project)
    assert broken.rule in {"gate/not-run", "behaviour/load", "behaviour/crash"}
    assert "no desk" in broken.message
