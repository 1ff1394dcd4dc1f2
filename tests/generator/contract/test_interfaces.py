from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator import contract, interfaces, models, openapi, prompts, routes
from generator.errors import PromptInvalid
from generator.project import Project
from generator.question import questions
from generator.units import Unit
from tests.generator.flow.drawn import BOARD, CARD, NEW, PAINT, TOKENS, drawn_project
from tests.generator.flow.locked import write


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The toy design and the toy feature, unanswered."""
    return drawn_project(tmp_path / "project", recorded=False)


def test_an_interface_is_read_whole(project: Project) -> None:
    """Components carry exact signatures, files and complete schemas; the design is read from its own prompt."""
    interface = interfaces.of_unit(project, BOARD)
    assert interface is not None
    (card,) = interface.components
    assert card.signature == "def word_card(view: View, props: WordCardProps, *, footer: Markup) -> Markup:"
    assert card.schema == {key: value for key, value in CARD.items() if key != "$schema"}
    assert interface.files == (
        "ui/messages.json",
        "ui/word_card/template.html",
        "ui/word_card/style.css",
        "ui/word_card/behavior.js",
        "ui/word_card/stories.json",
    )
    assert interface.locales == ("en", "de")
    assert not interface.is_design
    assert interface.design.unit == PAINT
    assert interface.design.tokens == {"color-ink", "space-1"}
    assert (interface.design.classes, interface.design.icons) == ({"button"}, {"dot"})
    assert interface.design.notes == (("color-ink", "Text."), ("space-1", "The smallest gap."))


def test_a_design_promises_its_own_tokens(project: Project) -> None:
    """A design's interface holds the schema that its tokens must satisfy, complete with what it refers to."""
    interface = interfaces.of_unit(project, PAINT)
    assert interface is not None
    assert interface.design.unit == PAINT
    assert interface.files == ("ui/tokens.json", "ui/base.css", "ui/icons.svg")
    assert interface.token_schema is not None
    assert set(interface.token_schema["$defs"]) == {"Pair", "PaintColors", "PaintSpaces"}  # type: ignore[arg-type]


def test_a_unit_without_a_ui_prompt_has_no_interface(project: Project) -> None:
    """Nothing of a plain unit's contract, rendered files or expectations knows of interfaces."""
    (question,) = questions(project, Unit("look", 1))
    assert question.contract.interface is None
    assert question.expectations.interface is None
    assert question.expectations.extra_imports == {}
    assert set(question.rendered) == {"__init__.py", "models.py", "routes.py", "shapes.py"}


def test_every_prompt_of_a_unit_knows_what_is_drawn_and_one_is_held_to_it(project: Project) -> None:
    """Handlers may call the components; only the ui.prompt's answer must hold their files."""
    api, ui = questions(project, BOARD)
    assert api.expectations.writes == ("api.py",)
    assert api.expectations.interface is None
    assert api.expectations.extra_imports[".components"] == ("INTERFACE", "word_card")
    assert ui.expectations.writes == ui.contract.interface.files  # type: ignore[union-attr]
    assert ui.expectations.handlers == ()
    assert api.rendered == ui.rendered
    assert {"components.py", "markup.py", "models.py", "routes.py"} <= set(api.rendered)


def test_the_design_is_among_the_inputs(project: Project) -> None:
    """A change of the design's prompt or tokens makes the units drawn in it stale."""
    of = prompts.load(project, BOARD)
    inputs = set(contract.inputs(project, BOARD, of))
    assert {"prompts/paint/v1/ui.prompt", "schemas/paint/v1/tokens.schema.json"} <= inputs


def test_handlers_of_pages_files_and_forms_have_their_signatures(project: Project) -> None:
    """A page's handler answers a page or leads on, a file's a file; a form comes as a model."""
    api, _ = questions(project, BOARD)
    assert [operation.signature for operation in api.contract.operations] == [
        "async def show_board(kernel: Kernel, query: BoardQuery) -> Page | Redirect:",
        "async def keep_words(kernel: Kernel) -> File:",
        "async def ask_board(kernel: Kernel, form: BoardForm) -> Page | Redirect:",
    ]


def test_declared_openapi_speaks_of_media_and_forms(project: Project) -> None:
    """Pages are strings of their media type, errors problems or pages, a redirect nothing; props stay unsaid."""
    api, _ = questions(project, BOARD)
    declared: Any = openapi.declared(api.contract)
    page = {"text/html": {"schema": {"type": "string"}}}
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    shown, asked = declared["paths"]["/board"]["get"], declared["paths"]["/board"]["post"]
    assert shown["responses"] == {"200": {"content": page}, "422": {"content": {**problem, **page}}}
    assert asked["responses"]["303"] == {}
    form = {"schema": {"$ref": "#/components/schemas/BoardForm"}}
    assert asked["requestBody"] == {"required": True, "content": {"application/x-www-form-urlencoded": form}}
    kept = declared["paths"]["/board/words.ics"]["get"]["responses"]
    assert kept == {"200": {"content": {"text/calendar": {"schema": {"type": "string"}}}}}
    assert set(declared["components"]["schemas"]) == {"BoardForm", "Problem"}


def test_what_a_form_sends_is_read_as_text(project: Project) -> None:
    """A form's number comes as a text, as a query's does."""
    api, _ = questions(project, BOARD)
    assert api.contract.parameter_classes == {"BoardQuery": "query", "BoardForm": "form"}
    assert "SPELLED" in models.render(api.contract)


def test_a_unit_of_components_alone_has_an_empty_router(project: Project) -> None:
    """Its models come from the ui.prompt's schemas, and nothing imports an api.py that is not there."""
    (ui,) = questions(project, PAINT)
    assert "class PaintTokens(" in ui.rendered["models.py"]
    assert "import api" not in routes.render(ui.contract)
    assert openapi.declared(ui.contract)["paths"] == {}


Change = Callable[[str], str]


def swap(old: str, new: str) -> Change:
    """Return a change that puts ``new`` in the place of ``old``, which is there."""

    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


UI, API, DESIGN = "prompts/board/v1/ui.prompt", "prompts/board/v1/api.prompt", "prompts/paint/v1/ui.prompt"
REFUSED: list[tuple[str, str, str, str, str]] = [
    ("unknown key", UI, "script: true", "scripts: true", ":19: lockstep.components[0].scripts: unknown key"),
    ("a component's file is not written", UI, ", ui/word_card/", "", ":20: `writes` lacks what is declared. Add ui/"),
    ("a file too much", UI, "ui/word_card/]", "ui/word_card/, ui/more/]", ":20: `writes` names what no comp"),
    ("messages are not written", UI, "ui/messages.json, ", "", "`writes` lacks what is declared. Add ui/messages.json"),
    ("a rendered file", UI, "ui/word_card/]", "ui/start.js]", ":20: lockstep.writes[1]: ui/start.js is rendered by"),
    ("a folder of an API", API, "writes: [api.py]", "writes: [api.py, more/]", "Drop more/."),
    ("components of an API", API, "  writes", "  locales: [en]\n  writes", "only ui.prompt has `locales`. Move it"),
    ("a design of an API", API, "input:", "input:\n  design: paint/v1", "only ui.prompt names a design. Drop it"),
    ("operations of an interface", UI, "  locales", "  operations:\n    - {id: a_b, method: GET, path: /a, summary: A,"
     " response: null}\n  locales", ":13: only api.prompt has operations. Move them there."),
    ("no design", UI, "  design: paint/v1\n", "", ":4: components are drawn in a design. Name one, such as"),
    ("an absent design", UI, "design: paint/v1", "design: paint/v2", ":6: prompts/paint/v2/ui.prompt does not exist"),
    ("no design at all", UI, "design: paint/v1", "design: board/v1", ":6: prompts/board/v1/ui.prompt declares no"),
    ("no unit", UI, "design: paint/v1", "design: paint", ":6: input.design: "),
    ("no locale", UI, "locales: [en, de]", "locales: []", "name at least one in `locales`, the default first"),
    ("an unknown locale", UI, "[en, de]", "[en, xx]", "'xx' is no language that Babel knows"),
    ("a locale's case", UI, "[en, de]", "[en, pt-br]", "'pt-br' must be written as a tag is: en, pt-BR"),
    ("a locale twice", UI, "[en, de]", "[en, en]", "names en twice"),
    ("a taken name", UI, "name: word_card", "name: stories", "'stories' means something else in components.py"),
    ("a taken parameter", UI, "[footer]", "[props]", "'props' means something else in a template"),
    ("a class of the design", DESIGN, "[button]", "[button, word-card]", f"{UI}:15: its class .word-card is one of"),
    ("unlisted props", UI, "props: card", "props: more", ":17: more.schema.json is not among `input.schemas`"),
    ("no token schema", DESIGN, "tokens: tokens", "tokens: more", ":14: more.schema.json is not among `input.schemas`"),
    ("an odd class", DESIGN, "[button]", "[Button]", ":15: lockstep.design.classes[0]: must be lower-case words"),
    ("a design of a design", DESIGN, "input:", "input:\n  design: paint/v1", "a design stands by itself. Drop"),
    ("nothing to draw", DESIGN, "  writes: [ui/tokens.json, ui/base.css, ui/icons.svg]\n  design:\n"
     "    tokens: tokens.schema.json\n    classes: [button]\n    icons: [dot]\n", "  writes: [a.json]\n",
     "declares neither `components` nor a `design`"),
    ("body and form", API, "      form: new.schema.json", "      form: new.schema.json\n      body: new.schema.json",
     "a request has one body: keep `body` (JSON) or `form`"),
    ("a form by GET", API, "POST", "GET", "a GET request has no body: drop `form` or change `method`"),
    ("a form without 422", API, "      status: 303\n      errors: [422]", "      status: 303", "add 422 to `errors`"),
    ("a page and a response", API, "      response: null\n      errors: [422]\n    - id: keep",
     "      response: card.schema.json\n      errors: [422]\n    - id: keep", "write `response: null`"),
    ("JSON as media", API, "media: text/calendar", "media: application/json", "is what schemas are for"),
    ("a redirect without a page", API, "      media: text/html\n      response: null\n      status: 303",
     "      response: null\n      status: 303", "a status above 299 is for a form that ends in a redirect"),
    ("a page with another status", API, "status: 303", "status: 202", "`media` goes with status 200; with text/html"),
    ("a file that redirects", API, "media: text/calendar", "media: text/calendar\n      status: 303",
     "`media` goes with status 200"),
    ("a component's name", API, "id: show_board", "id: word_card", ":15: word_card is a component too. Rename the"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "old", "new", "message"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_what_does_not_fit_together_is_refused(project: Project, path: str, old: str, new: str, message: str) -> None:
    """The error names the prompt, the line and what to write instead."""
    file = project.root / path
    write(file, swap(old, new)(file.read_text(encoding="utf-8")))
    with pytest.raises(PromptInvalid) as refused:
        questions(project, BOARD if "board" in path or "class .word" in message else PAINT)
    assert message in str(refused.value)


def test_pages_need_an_interface(project: Project) -> None:
    """What pages are made with comes with a ui.prompt."""
    (project.prompts(BOARD) / "ui.prompt").unlink()
    with pytest.raises(PromptInvalid, match=r"api.prompt:20: `media` is answered by .*Add prompts/board/v1/ui.prompt"):
        questions(project, BOARD)


def test_a_class_may_not_hide_what_pages_are_made_with(project: Project) -> None:
    """A props class named View would stand where the visitor's View does."""
    write(project.schemas(BOARD) / "card.schema.json", json.dumps({**CARD, "title": "View"}))
    with pytest.raises(PromptInvalid, match=r"card.schema.json#: cannot be a class named 'View' beside an interface"):
        questions(project, BOARD)


def test_props_come_from_nowhere_else(project: Project) -> None:
    """A class that is read from texts takes texts for numbers, which a component's data may not."""
    prompt = project.prompts(BOARD) / "api.prompt"
    write(prompt, swap("query: query", "query: card")(prompt.read_text(encoding="utf-8")))
    with pytest.raises(PromptInvalid, match="is read from the query and used inside JSON too: make two schemas"):
        questions(project, BOARD)


def test_a_form_is_flat(project: Project) -> None:
    """A browser's form sends names and texts, so nothing can be nested in it."""
    nested = {
        **NEW,
        "properties": {"start": {"type": "array", "items": {"type": "array", "items": {"type": "string"}}}},
    }
    write(project.schemas(BOARD) / "new.schema.json", json.dumps(nested))
    with pytest.raises(PromptInvalid, match="a form value is a text, number or truth value, or a list of these"):
        questions(project, BOARD)


def test_an_interface_alone_lists_all_of_its_schemas(project: Project) -> None:
    """Without an api.prompt the ui.prompt answers for every schema in the folder."""
    write(project.schemas(PAINT) / "more.schema.json", json.dumps(CARD))
    with pytest.raises(PromptInvalid, match=r"schemas/paint/v1/more.schema.json is not listed"):
        questions(project, PAINT)


def tokens(**properties: Any) -> dict[str, Any]:  # noqa: ANN401  # any schema at all
    """Return a tokens schema with these properties."""
    return {**TOKENS, "required": sorted(properties), "properties": properties}


TEXT = {"type": "string"}
TOKEN_SCHEMAS: list[tuple[str, dict[str, Any], str]] = [
    ("number", tokens(gap={"type": "number"}), "#/properties/gap: a token is a text, or an object of the texts"),
    ("optional", {**tokens(gap=TEXT), "required": []}, "#: a design promises all of its tokens: list every property"),
    ("open", {**tokens(gap=TEXT), "additionalProperties": True}, "#: a design promises these tokens and no others"),
    ("odd name", tokens(Gap=TEXT), "#/properties/Gap: must be lower-case words with hyphens"),
    ("two of one name", tokens(**{"a": {**tokens(b=TEXT), "title": "A", "$defs": {}}, "a-b": TEXT}),
     "two tokens would be named --a-b"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("schema", "message"), [row[1:] for row in TOKEN_SCHEMAS], ids=[row[0] for row in TOKEN_SCHEMAS]
)
def test_a_tokens_schema_promises_exactly_its_tokens(project: Project, schema: dict[str, Any], message: str) -> None:
    """Tokens are texts, in one mode or two, and every one is there."""
    inner = schema["properties"].get("a", {})
    for key in ("$schema", "$defs"):
        inner.pop(key, None)
    write(project.schemas(PAINT) / "tokens.schema.json", json.dumps(schema))
    with pytest.raises(PromptInvalid) as refused:
        interfaces.of_unit(project, PAINT)
    assert message in str(refused.value)
