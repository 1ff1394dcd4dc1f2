"""The gate looks at interfaces as it looks at code."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import regenerate
from generator.findings import Finding
from generator.gate import run
from generator.gate.accept import accept
from generator.gate.asking import Limits
from generator.gate.behaviour import check_behaviour
from generator.gate.compare import compare
from generator.gate.locks import check_lock
from generator.gate.promises import Promises, promises
from generator.gate.report import Report
from generator.gate.standing import check_safety, python_types
from generator.lock import state
from generator.options import Options
from generator.project import Project, open_project
from generator.units import Unit
from tests.generator.flow.drawn import API, BOARD, PAINT, drawn_project
from tests.generator.gate.desk import relock, scope_of, write

NEXT = Unit("board", 2)
QUICK = Limits(examples=5, chains=1)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy design and the toy feature, generated and accepted."""
    project = drawn_project(tmp_path_factory.mktemp("drawn") / "project")
    regenerate.run(project, [PAINT, BOARD], Options())
    accept(project, (), None, only_look=False)
    return project.root


@pytest.fixture
def project(drawn: Path, tmp_path: Path) -> Project:
    """A copy of them, with what mypy has learned."""
    root = tmp_path / "project"
    shutil.copytree(drawn, root, ignore=shutil.ignore_patterns("postgres*", "gate"))
    return open_project(root)


def rules(findings: tuple[Finding, ...]) -> set[tuple[str, str]]:
    """Return rule and place of each finding."""
    return {(finding.rule, finding.place) for finding in findings}


def checked(project: Project) -> Report:
    """Return the gate's report on design and feature."""
    return run(project, features=("board", "paint"), limits=QUICK)


def test_an_interface_that_was_generated_passes_every_family(project: Project) -> None:
    """Locks, safety, interface, types, behaviour and snapshots are all looked at, and then remembered."""
    report = checked(project)
    assert report.findings == ()
    assert [tuple(check.family for check in unit.checks) for unit in report.units if unit.name] == [
        ("lock", "safety", "ui", "types", "behaviour", "snapshots")
    ] * 2
    assert checked(project) == report


def test_a_hand_edit_of_a_template_is_found(project: Project) -> None:
    """`lock/edited-by-hand`: files in folders are locked as well, answered and rendered ones."""
    template = project.generated(BOARD) / "ui/word_card/template.html"
    write(template, template.read_text().replace("<ul", "<ol"))
    (project.generated(BOARD) / "ui/components.css").unlink()
    found = check_lock(scope_of(project), BOARD, state(project, BOARD)).findings
    assert rules(found) == {
        ("lock/edited-by-hand", "generated/board/v1/ui/word_card/template.html"),
        ("lock/edited-by-hand", "generated/board/v1/ui/components.css"),
    }


def test_a_forged_asset_does_not_replay(project: Project) -> None:
    """`lock/forged`: what is rendered from an answer is rendered again, and compared."""
    relock(project, BOARD, "ui/components.css", "body { color: red; }\n")
    found = check_lock(scope_of(project), BOARD, state(project, BOARD)).findings
    assert {finding.rule for finding in found} == {"lock/forged"}
    assert {finding.pointer for finding in found} >= {"/files/ui~1components.css/written"}


def test_a_new_design_makes_what_is_drawn_in_it_stale(project: Project) -> None:
    """`lock/drift`: the design's prompt is an input of every unit that names it."""
    prompt = project.prompts(PAINT) / "ui.prompt"
    write(prompt, prompt.read_text().replace("icons: [dot]", "icons: [dot, dash]"))
    found = check_lock(scope_of(project), BOARD, state(project, BOARD)).findings
    assert rules(found) == {("lock/drift", "prompts/paint/v1/ui.prompt")}


def test_a_file_that_is_gone_is_never_a_pass(project: Project) -> None:
    """`gate/not-run`: an interface with a hole in it is not looked at as if it were whole."""
    (project.generated(BOARD) / "ui/messages.json").unlink()
    safety, ui = check_safety(scope_of(project), BOARD)
    assert rules(safety.findings) == {("gate/not-run", "generated/board/v1/ui/messages.json")}
    assert ui.findings == ()


def test_rendered_python_of_an_interface_is_typed(project: Project) -> None:
    """`types/python`: components.py is read by mypy, with an api.py beside it or without."""
    for unit in (BOARD, PAINT):
        components = project.generated(unit) / "components.py"
        write(components, components.read_text() + '\nWRONG: int = "text"\n')
        (found,) = python_types(scope_of(project), unit).findings
        assert (found.rule, found.path) == ("types/python", f"generated/{unit}/components.py")


def test_pages_and_forms_are_asked_for(project: Project) -> None:
    """`behaviour/server-error`: random forms are sent, and a handler that stumbles over one is found."""
    broken = API.replace("{mark}", "").replace(
        "    words = await kernel.words(form.start)", "    words = [1 // form.many]"
    )
    relock(project, BOARD, "api.py", broken.replace("form.many", "((form.many or 2) - 1)"))
    found = check_behaviour(scope_of(project), BOARD, QUICK).findings
    assert {(finding.rule, finding.message.partition(":")[0]) for finding in found} == {
        ("behaviour/server-error", "POST /board")
    }
    assert "many=1" in str(found[0].witness)


def test_what_a_page_is_served_as_is_held_to_its_media_type(project: Project) -> None:
    """`behaviour/response-schema`: a page that comes as something else is not what was declared."""
    routes = (project.generated(BOARD) / "routes.py").read_text()
    relock(project, BOARD, "routes.py", routes.replace('query), "text/html")', 'query), "text/plain")'))
    found = check_behaviour(scope_of(project), BOARD, QUICK).findings
    assert {finding.rule for finding in found} == {"behaviour/response-schema"}


Change = Callable[[str], str]
CHANGES: list[tuple[str, str, str, str, set[str]]] = [
    ("words", "ui.prompt", "summary: Words on", "summary: All words on", set()),
    ("a new locale", "ui.prompt", "[en, de]", "[en, de, fr]", set()),
    ("a locale less", "ui.prompt", "[en, de]", "[en]", {"types/name-removed"}),
    ("another default", "ui.prompt", "[en, de]", "[de, en]", set()),
    ("a new slot", "ui.prompt", "[footer]", "[footer, header]", {"types/slots-changed"}),
    ("another order", "ui.prompt", "script: true", "script: false", set()),
    (
        "another name",
        "ui.prompt",
        "name: word_card",
        "name: card",
        {"types/name-removed"},
    ),
    ("other props", "card.schema.json", '"string"', '"integer"', {"types/props-narrowed", "types/props-widened"}),
    ("wider props", "card.schema.json", '"string"', '["string", "null"]', {"types/props-widened"}),
    ("another form", "new.schema.json", '"maxLength": 40', '"maxLength": 50', {"types/request-widened"}),
    ("another medium", "api.prompt", "text/calendar", "text/plain", {"types/media-removed"}),
    ("another default", "query.schema.json", '"default": ""', '"default": "a"', {"types/default-changed"}),
]


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES]
)
def test_props_are_compared_like_requests(project: Project, name: str, old: str, new: str, expected: set[str]) -> None:
    """`types/props-narrowed` and the rest: props move in no direction, and nothing that can be named may go."""
    shutil.copytree(project.prompts(BOARD), project.prompts(NEXT))
    shutil.copytree(project.schemas(BOARD), project.schemas(NEXT))
    file = (project.prompts(NEXT) if name.endswith(".prompt") else project.schemas(NEXT)) / name
    text = file.read_text().replace(old, new)
    write(file, text.replace("ui/word_card/", "ui/card/") if new == "name: card" else text)
    assert {change.rule for change in compare(promises(project, BOARD), promises(project, NEXT))} == expected


def test_a_design_keeps_what_others_name(project: Project) -> None:
    """`types/name-removed`, `types/token-widened`: tokens, classes and icons may be added alone; values may narrow."""
    later = Unit("paint", 2)
    shutil.copytree(project.prompts(PAINT), project.prompts(later))
    shutil.copytree(project.schemas(PAINT), project.schemas(later))
    prompt, schema = project.prompts(later) / "ui.prompt", project.schemas(later) / "tokens.schema.json"
    write(prompt, prompt.read_text().replace("[button]", "[link]").replace("[dot]", "[dot, dash]"))
    tokens = json.loads(schema.read_text())
    tokens["properties"]["space"] |= {"required": ["2"], "properties": {"2": {"type": "string"}}}
    tokens["properties"]["color"]["properties"]["ink"] = {"type": "string"}
    write(schema, json.dumps(tokens))
    found = {(change.rule, change.what.partition(":")[0]) for change in compare(*both_of(project, later))}
    assert found == {
        ("types/name-removed", "class button was removed"),
        ("types/name-removed", "token --space-1 was removed"),
        ("types/token-widened", "token --color-ink"),
    }
    tokens["properties"]["color"]["properties"]["ink"] = {"$ref": "#/$defs/pair"}
    tokens["$defs"]["pair"]["properties"]["dark"]["enum"] = ["#000000"]
    write(schema, json.dumps(tokens))
    assert {change.rule for change in compare(*both_of(project, later))} == {"types/name-removed"}


def both_of(project: Project, later: Unit) -> tuple[Promises, Promises]:
    """Return what the design promises, and what its next version does."""
    return promises(project, PAINT), promises(project, later)


def test_an_interface_is_accepted_by_its_prompt(project: Project) -> None:
    """`snapshots/*`: what is sent for an interface is a snapshot of its own, so a design's change is seen in it."""
    assert (project.snapshots(BOARD) / "ui.prompt.txt").is_file()
    assert not (project.snapshots(PAINT) / "openapi.json").exists()
