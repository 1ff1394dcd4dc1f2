"""Interfaces through ``regenerate``: asked for, answered, rendered, locked, edited by hand, and asked for again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from generator import manifest
from generator.manifest import FILE_NAME
from generator.project import Project, open_project
from generator.question import questions
from generator.requests import Completion, Source
from generator.synthesis import check
from tests.generator.flow.drawn import (
    API,
    BOARD,
    DESIGN_FILES,
    PAINT,
    UI_FILES,
    answer,
    drawn_project,
    write_drawn,
)
from tests.generator.flow.locked import write
from tests.generator.flow.running import lockstep, model
from tests.generator.flow.synthetic import LOOK, tree


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Project:
    """A copy of them."""
    shutil.copytree(made, tmp_path / "project")
    return open_project(tmp_path / "project")


def test_a_bundle_holds_what_was_answered_and_what_is_rendered_from_it(project: Project) -> None:
    """Answered files stand in folders as given; stylesheet, script and Python are ours; the manifest locks them all."""
    locked = manifest.parse((project.generated(BOARD) / FILE_NAME).read_bytes())
    origins = {name: row.origin for name, row in locked.files.items()}
    assert {name for name, origin in origins.items() if origin == "model"} == {"api.py", *UI_FILES}
    assert {"components.py", "markup.py", "ui/components.css", "ui/start.js"} < set(origins)
    assert set(tree(project.generated(BOARD))) == {*origins, FILE_NAME}
    for name, text in UI_FILES.items():
        assert (project.generated(BOARD) / name).read_text() == text.rstrip("\n") + "\n"
    assert set(tree(project.generated(PAINT))) > {"ui/design.css", *DESIGN_FILES}


def test_the_manifest_says_what_is_shown(project: Project) -> None:
    """A router reads design, languages and components from the manifest; a unit without them keeps its bytes."""
    table = json.loads((project.generated(BOARD) / FILE_NAME).read_bytes())
    assert table["ui"] == {
        "design": "paint/v1",
        "locales": ["en", "de"],
        "components": {"word_card": {"props": "WordCardProps", "slots": ["footer"], "script": True}},
    }
    assert json.loads((project.generated(PAINT) / FILE_NAME).read_bytes())["ui"]["design"] is None
    assert "ui" not in json.loads((project.generated(LOOK) / FILE_NAME).read_bytes())


def test_the_same_inputs_give_the_same_bytes(project: Project) -> None:
    """A second run has nothing to do, and a fresh one writes the same tree."""
    before = tree(project.root / "generated")
    assert lockstep(project, "regenerate").out.splitlines()[-1] == "3 units: 3 unchanged (0 calls, $0.00)"
    assert lockstep(project, "regenerate", "--fresh", "--provider", "recordings").code == 0
    assert tree(project.root / "generated") == before


def test_a_changed_design_makes_its_features_stale(project: Project) -> None:
    """Who draws in a design is asked again when the design promises something else."""
    prompt = project.prompts(PAINT) / "ui.prompt"
    write(prompt, prompt.read_text().replace("icons: [dot]", "icons: [dot, dash]"))
    ran = lockstep(project, "explain", "board")
    assert "prompts/paint/v1/ui.prompt changed" in ran.out


def test_an_edit_of_a_template_is_merged_with_a_new_answer(project: Project) -> None:
    """A hand edit in a folder is carried into the new tree, as one of api.py is."""
    template = project.generated(BOARD) / "ui/word_card/template.html"
    write(template, template.read_text().replace("<li>", '<li class="word-card-item">'))
    write_drawn(project, why="Words are shown on new cards.")
    changed = {
        **UI_FILES,
        "ui/word_card/template.html": UI_FILES["ui/word_card/template.html"]
        .replace("<h2", "<h3")
        .replace("</h2", "</h3"),
    }
    ui = questions(project, BOARD)[1]
    write(project.root.parent / "answer.json", answer(changed))
    options = ("--prompt", "ui", "--source", "person", "--answer", str(project.root.parent / "answer.json"))
    stored = lockstep(project, "record", "board/v1", *options)
    assert (stored.code, stored.err) == (0, "")
    assert ui.request.digest in stored.out
    ran = lockstep(project, "regenerate", "board")
    kept = "hand edits kept: generated/board/v1/ui/word_card/template.html"
    assert (ran.err, ran.out.splitlines()[0]) == ("", f"board/v1 regenerated; {kept}")
    assert "<h3" in template.read_text()
    assert "word-card-item" in template.read_text()


def test_an_answer_is_repaired_with_its_findings(project: Project) -> None:
    """An inline handler goes back with its rule and place, then a field without a label; the mended answer lands."""
    write_drawn(project, why="Words are shown on better cards.")
    page = "ui/word_card/template.html"
    unlabelled = UI_FILES[page].replace("  {{ footer }}", '  <input name="q">{{ footer }}')
    handled = unlabelled.replace("<ul ", '<ul onclick="x()" ')
    answers = [answer({**UI_FILES, page: text}) for text in (handled, unlabelled)]
    ran = lockstep(project, "regenerate", "board", "--provider", model(project, *answers, answer(UI_FILES)))
    assert ran.code == 0, ran.err
    locked = manifest.parse((project.generated(BOARD) / FILE_NAME).read_bytes())
    assert [len(locked.prompts[name].chain) for name in ("api", "ui")] == [1, 3]
    assert (project.generated(BOARD) / page).read_text() == UI_FILES[page]
    last = json.loads((project.recordings(BOARD) / f"{locked.prompts['ui'].chain[-1].request}.json").read_bytes())
    told = [each["content"] for each in last["request"]["messages"] if "Your answer was checked" in each["content"]]
    place = f"generated/board/v1/{page}"
    for words, known in zip(told, ("[safety/handler]", "a form's <input> has no label"), strict=True):
        assert known in words
        assert place in words


@pytest.mark.parametrize(
    ("files", "rule", "message"),
    [
        ({"ui/extra.css": "a{}"}, "answer/path-not-allowed", "'ui/extra.css' is not one of the prompt's"),
        ({"ui/word_card/more.html": "x"}, "answer/path-not-allowed", "is not one of the prompt's"),
        ({"ui/components.css": "x"}, "answer/path-not-allowed", "is not one of the prompt's"),
        ({"ui/word_card/../x.css": "x"}, "answer/path-not-allowed", "climbs out of the bundle"),
        ({"api.py": API}, "answer/path-not-allowed", "this prompt may write: ui/messages.json, ui/word_card/"),
        ({"ui/messages.json": None}, "answer/missing-file", "does not hold ui/messages.json"),
    ],
)  # fmt: skip
def test_an_answer_holds_exactly_its_components_files(
    project: Project, files: dict[str, str | None], rule: str, message: str
) -> None:
    """A folder in `writes` stands for its component's files and no others."""
    given = {name: text for name, text in {**UI_FILES, **files}.items() if text is not None}
    findings = check(Completion(answer(given), "m", Source.model), questions(project, BOARD)[1].expectations)
    assert isinstance(findings, tuple)
    assert {(finding.rule, message in finding.message) for finding in findings} == {(rule, True)}


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("import word_card", "import word_card, stories", "safety/import"),
        ("View, joined", "View, joined, respond", "safety/import"),
        ("from .models", "from .routes import router\nfrom .models", "safety/import"),
        ("View, joined", "Markup, View, joined", ""),
        ("footer=joined()", 'footer=Markup("<b>")', "safety/name"),
        ("-> File:", "-> str:", "safety/signature"),
    ],
)
def test_handlers_import_components_and_what_pages_are_made_of(project: Project, old: str, new: str, rule: str) -> None:
    """Nothing else of both modules may be imported, and Markup stands in annotations alone."""
    code = API.replace("{mark}", "").replace(old, new, 1)
    if "Markup(" in new:
        code = code.replace("View, joined", "Markup, View, joined")
    if new == "Markup, View, joined":
        code += '\n\ndef _nothing() -> Markup:\n    """Return no markup."""\n    return joined()\n'
    found = check(Completion(answer({"api.py": code}), "m", Source.model), questions(project, BOARD)[0].expectations)
    assert ({finding.rule for finding in found} if isinstance(found, tuple) else set()) == ({rule} if rule else set())


def test_texts_land_with_plain_line_ends(tmp_path: Path) -> None:
    """LF, and one at the end; what a file says counts in its digest, so JSON's layout does not."""
    project = drawn_project(tmp_path / "project", recorded=False)
    expectations = questions(project, BOARD)[1].expectations
    messy = {name: text.replace("\n", "\r\n") + "\n\n" for name, text in UI_FILES.items()}
    messy["ui/messages.json"] = json.dumps(json.loads(UI_FILES["ui/messages.json"]), indent=3)
    plain, other = (check(Completion(answer(files), "m", Source.model), expectations) for files in (UI_FILES, messy))
    assert not isinstance(plain, tuple)
    assert not isinstance(other, tuple)
    assert other.files["ui/word_card/style.css"] == plain.files["ui/word_card/style.css"]
    assert other.files["ui/messages.json"] != plain.files["ui/messages.json"]
    assert other.semantic == plain.semantic


def test_one_prompt_of_several_can_be_looked_at(project: Project) -> None:
    """`explain --prompt ui` prints what is sent for the interface alone."""
    both = lockstep(project, "explain", "board", "--request").out
    ui = lockstep(project, "explain", "board", "--request", "--prompt", "ui").out
    assert ui in both
    assert "# prompts/board/v1/api.prompt" in both
    assert "# prompts/board/v1/api.prompt" not in ui
    assert lockstep(project, "explain", "look", "--prompt", "ui").err.strip() == "Error: look/v1 has no ui.prompt."


def test_a_design_is_recorded_by_its_only_prompt(tmp_path: Path) -> None:
    """`record` takes the prompt that a unit has, without being told which."""
    project = drawn_project(tmp_path / "project", recorded=False)
    write(tmp_path / "answer.json", answer(DESIGN_FILES))
    ran = lockstep(project, "record", "paint/v1", "--source", "person", "--answer", str(tmp_path / "answer.json"))
    assert (ran.code, ran.err) == (0, "")
