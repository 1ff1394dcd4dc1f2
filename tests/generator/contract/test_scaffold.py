from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from generator import contract, openapi, prompts, render, scaffold, synthesis
from generator.errors import UsageInvalid
from generator.project import Project, open_project
from generator.question import questions
from generator.requests import Completion, Source
from generator.synthesis import Accepted
from generator.units import Unit
from tests.generator.contract import projects
from tests.generator.flow.drawn import answer

API = '''"""Greetings."""

from depot import Kernel

from .models import LettersGreeting, LettersQuery


async def greet_from_letters(kernel: Kernel, query: LettersQuery) -> LettersGreeting:
    """Greet the person named in the query."""
    return LettersGreeting(text=f"Hello, {query.name}!")
'''


def empty(root: Path, *kernels: str) -> Project:
    """Make a project without features, with kernel stubs of the given names."""
    (root / "schemas" / "kernel").mkdir(parents=True)
    for name in kernels:
        (root / "schemas" / "kernel" / name).write_text("class Kernel: ...\n")
    (root / "pyproject.toml").write_text('[tool.lockstep]\nkernel = "depot"\n')
    return open_project(root)


@pytest.mark.parametrize("kernels", [(), ("v1.pyi", "v2.pyi", "v10.pyi", "vx.pyi")])
def test_a_new_feature_works_from_its_prompt_to_an_answer(tmp_path: Path, kernels: tuple[str, ...]) -> None:
    """What is written renders, is served as declared, and answers."""
    project = empty(tmp_path, *kernels)
    written = scaffold.new(project, "letters")
    assert sorted(written) == [
        "prompts/letters/v1/api.prompt",
        "schemas/answer.schema.json",
        "schemas/letters/v1/greeting.schema.json",
        "schemas/letters/v1/query.schema.json",
    ]
    (prompt,) = prompts.latest(project, "letters")
    assert prompt.head.input.kernel == ("v10" if kernels else None)
    promised = contract.load(project, prompt)
    request = render.request(project, prompt, promised)
    assert ("class Kernel" in request.messages[1].content) is bool(kernels)
    assert "KERNEL" not in prompt.source
    with projects.bundle(tmp_path, promised, API):
        app = FastAPI()
        app.include_router(projects.loaded("routes").router)
        app.state.kernel = object()
        assert list(openapi.same(openapi.declared(promised), app.openapi())) == []
        with TestClient(app) as client:
            assert client.get("/v1/letters?name=Ada").json() == {"text": "Hello, Ada!"}
    assert list((tmp_path / ".lockstep").iterdir()) == []


def test_a_second_feature_keeps_the_form_of_answers(tmp_path: Path) -> None:
    """The schema of answers is written once and then the project's own."""
    project = empty(tmp_path)
    scaffold.new(project, "letters")
    (tmp_path / "schemas/answer.schema.json").write_text('{"type": "object"}')
    assert "schemas/answer.schema.json" not in scaffold.new(project, "stamps")
    assert (tmp_path / "schemas/answer.schema.json").read_text() == '{"type": "object"}'


@pytest.mark.parametrize("name", ["Letters", "let-ters", "../x", "", "kernel", "providers", "1x", "a/b"])
def test_a_name_that_cannot_be_a_feature_is_refused(tmp_path: Path, name: str) -> None:
    """Nothing is written for a name that would not be found again."""
    with pytest.raises(UsageInvalid, match="cannot be a feature"):
        scaffold.new(empty(tmp_path), name)
    assert not (tmp_path / "prompts").exists()


@pytest.mark.parametrize("there", ["prompts/letters/v1", "schemas/letters/v1"])
def test_what_is_there_is_not_overwritten(tmp_path: Path, there: str) -> None:
    """A folder of that name stays as it is, and nothing is written beside it."""
    project = empty(tmp_path)
    (tmp_path / there).mkdir(parents=True)
    (tmp_path / there / "mine").write_text("mine")
    with pytest.raises(UsageInvalid, match=f"{there} is there already"):
        scaffold.new(project, "letters")
    assert [file.name for file in tmp_path.rglob("mine")] == ["mine"]
    assert not list(tmp_path.rglob("api.prompt"))


def test_a_new_version_is_a_copy_without_waivers(tmp_path: Path) -> None:
    """The highest version is copied to the next number; waivers stay with the version they excuse."""
    project = empty(tmp_path)
    scaffold.new(project, "letters")
    (tmp_path / "schemas/letters/v1/widens.toml").write_text("")
    assert scaffold.new_version(project, "letters") == Unit("letters", 2)
    (tmp_path / "prompts/letters/v2/api.prompt").write_text("changed")
    assert scaffold.new_version(project, "letters") == Unit("letters", 3)
    assert (tmp_path / "prompts/letters/v3/api.prompt").read_text() == "changed"
    names = [file.name for file in sorted((tmp_path / "schemas/letters/v3").iterdir())]
    assert names == ["greeting.schema.json", "query.schema.json"]


def test_a_new_version_of_nothing_is_refused(tmp_path: Path) -> None:
    """An unknown feature is named, with the command that would make it."""
    with pytest.raises(UsageInvalid, match="lockstep new letters"):
        scaffold.new_version(empty(tmp_path), "letters")


CARD = {
    "template.html": '<article class="greeting-card card"><h1>{{ props.text }}</h1>'
    '<p>{{ t("greeting_card.line") }}</p></article>\n',
    "style.css": ".greeting-card { color: var(--color-ink); }\n",
    "stories.json": json.dumps(
        [
            {
                "name": name,
                "summary": "A greeting.",
                "view": {"locale": "en", "zone": "UTC", "hour12": False},
                "props": {"text": text},
                "slots": {},
            }
            for name, text in (("short", "Hello, Ada!"), ("long", "Hello, " + "Ada " * 40))
        ]
    ),
}
PAGE = '''"""A greeting."""

from depot import Kernel

from .components import greeting_card
from .markup import Page, Redirect, View
from .models import LettersGreeting, LettersQuery


async def show_letters(kernel: Kernel, query: LettersQuery) -> Page | Redirect:
    """Greet the person named in the query."""
    view = View("en")
    card = greeting_card(view, LettersGreeting(text=f"Hello, {query.name}!"))
    return Page(title="Letters", body=card, view=view)
'''


def test_a_new_page_works_from_its_prompts_to_answers(tmp_path: Path) -> None:
    """What `new --ui` writes renders, a plain answer to it is accepted, and a first design comes along once."""
    project = empty(tmp_path, "v1.pyi")
    written = scaffold.new(project, "letters", ui=True)
    assert set(written) >= {
        "prompts/design/v1/ui.prompt",
        "prompts/letters/v1/ui.prompt",
        "prompts/letters/v1/api.prompt",
    }
    api, ui = questions(project, Unit("letters", 1))
    assert api.contract.operations[0].signature.endswith("-> Page | Redirect:")
    assert ui.contract.interface is not None
    assert str(ui.contract.interface.design.unit) == "design/v1"
    files = {f"ui/greeting_card/{name}": text for name, text in CARD.items()}
    files["ui/messages.json"] = json.dumps({"en": {"greeting_card.line": "Good to see you."}})
    for question, answered in ((ui, files), (api, {"api.py": PAGE})):
        accepted = synthesis.check(Completion(answer(answered), "ada", Source.person), question.expectations)
        assert isinstance(accepted, Accepted), accepted
    (design,) = questions(project, Unit("design", 1))
    assert "color-on-accent" in design.contract.interface.design.tokens  # type: ignore[union-attr]
    assert not any(path.startswith("prompts/design") for path in scaffold.new(project, "more", ui=True))
    with pytest.raises(UsageInvalid, match="schemas/more/v1 is there already"):
        scaffold.new(project, "more", ui=True)
