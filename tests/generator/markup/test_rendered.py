"""components.py and the assets, byte for byte, and what their code does."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from generator import components, markup_stub, ui_assets
from generator.interface import Design, Interface
from generator.markup import __all__ as names
from generator.units import Unit
from tests.generator.markup import shop

GOLDEN = Path(__file__).with_name("golden")
DESIGN_ANSWER = {
    "ui/tokens.json": (
        '{"color": {"ink": {"light": "#111", "dark": "#eee"}}, "space": {"1": "4px"}, "type": {"m": {"size": "1rem"}}}'
    ),
    "ui/base.css": "body {\n  margin: 0;\n}\n",
    "ui/icons.svg": "<svg/>",
}
DESIGN = Interface((), (), Design(Unit("paint", 1), frozenset(), frozenset(), frozenset()), {})


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The toy's components.py, imported."""
    with shop.package(tmp_path_factory.mktemp("shop")) as imported:
        yield imported


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("components.py.txt", components.render(shop.contract())),
        ("components.css", ui_assets.render(shop.SHOP, shop.UNIT, shop.ANSWER)["ui/components.css"]),
        ("start.js", ui_assets.render(shop.SHOP, shop.UNIT, shop.ANSWER)["ui/start.js"]),
        ("no_components.py.txt", components.render(shop.contract(DESIGN, Unit("paint", 1)))),
        ("design.css", ui_assets.render(DESIGN, Unit("paint", 1), DESIGN_ANSWER)["ui/design.css"]),
    ],
)
def test_the_bytes_are_these(name: str, text: str) -> None:
    """Whoever changes them changes every bundle: run with GOLDEN=write and look at the difference."""
    if os.environ.get("GOLDEN") == "write":
        (GOLDEN / name).write_text(text, encoding="utf-8", newline="")
    assert text == (GOLDEN / name).read_text(encoding="utf-8")


def test_only_what_is_needed_is_rendered() -> None:
    """No behaviour, no start.js; no components, no sheet of theirs; a design's sheet in a design alone."""
    plain = Interface((shop.NOTE,), ("en",), shop.PAINT)
    assert set(ui_assets.render(plain, shop.UNIT, shop.ANSWER)) == {"ui/components.css"}
    assert set(ui_assets.render(DESIGN, Unit("paint", 1), DESIGN_ANSWER)) == {"ui/design.css"}


def test_prompts_show_what_there_is() -> None:
    """Each name that handlers may import is in the module, and in the stub that models read."""
    shown = {node.name for node in ast.parse(markup_stub.TEXT).body if isinstance(node, ast.ClassDef | ast.FunctionDef)}
    assert set(markup_stub.NAMES) <= set(names)
    assert shown == {*markup_stub.NAMES, "Interface"}


def test_a_component_is_a_function_of_view_props_and_slots(module: ModuleType) -> None:
    """What was rendered before goes in by name, and the visitor's language is the page's."""
    markup = module.Markup
    props = module.PriceCardProps(name="Tee & Co", until="2026-03-03T13:30:00Z")
    shown = module.price_card(module.View("de-AT"), props, below=markup("<b>"), class_of=markup("<i>"))
    assert shown == '<article class="price-card">\nTee &amp; Co bis 13:30\n<b><i>\n</article>'


def test_stories_are_listed_and_shown(module: ModuleType) -> None:
    """A story's page is its component with the story's data, in the story's view."""
    assert module.stories()["price_card"][0] == {"name": "short", "summary": "A short name."}
    page = module.story("price_card", "short")
    assert page.view == module.View("en", "Europe/Berlin", hour12=True)
    assert "&lt;Tea&gt; until 2:30 PM\n<p>A &amp; B</p><p>C</p>" in page.body


@pytest.mark.parametrize(
    ("component", "name", "error"),
    [("nothing", "short", LookupError), ("price_card", "none", LookupError), ("price_card", "wrong", ValueError)],
)
def test_a_story_that_cannot_be_shown_says_why(
    module: ModuleType, component: str, name: str, error: type[Exception]
) -> None:
    """An unknown one is a LookupError, data against the schema a ValueError."""
    with pytest.raises(error):
        module.story(component, name)


def test_a_page_is_a_document_with_its_sheets_and_script(module: ModuleType) -> None:
    """Head and body, escaped, in the visitor's language."""
    from toy_shop.markup import Page, respond  # type: ignore[import-not-found]  # noqa: PLC0415  # the bundle's own

    body = module.Markup("<main>\n</main>")
    page = Page(title="<A>\0", body=body, view=module.View("ar"), description='"x"', status=409)
    answer = respond(module.INTERFACE, page, "text/html")
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-language"] == "ar"
    assert answer.headers["cache-control"] == "private, no-cache"
    if os.environ.get("GOLDEN") == "write":
        (GOLDEN / "page.html").write_bytes(answer.body)
    assert answer.body == (GOLDEN / "page.html").read_bytes()
