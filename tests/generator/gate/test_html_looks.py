"""Components before and after: drawn by their own bundles in a sandbox, shown in frames in which nothing runs."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.gate.page.changes import UnitChange, changes
from generator.gate.page.standalone import standalone
from generator.gate.page.trees import Trees
from generator.project import Project
from generator.units import Unit
from tests.browser import Browser
from tests.generator.gate.desk import scope_of, write
from tests.generator.gate.looks import cards
from tests.generator.gate.page_reading import Page, drawn
from tests.generator.gate.test_outputs import BLOCKED, CLEAN
from tests.router.toys import make_bundle

NEW = Unit("cards", 2)


@pytest.fixture
def project() -> Iterator[Project]:
    """The project of cards, in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="lockstep-test-"))
    yield cards(folder)
    shutil.rmtree(folder)


def change(project: Project, unit: Unit = NEW) -> UnitChange:
    """Return what changed in ``unit``."""
    scope = scope_of(project)
    trees = Trees(project.root, scope.base.tree)
    (found,) = changes(scope, trees, [unit], {unit: trees.differing(unit)})
    return found


def test_a_story_is_shown_as_it_was_and_as_it_is(project: Project) -> None:
    """Stories that differ, are new or are gone, each side with its own stylesheets and icons inside."""
    found = change(project)
    assert [(each.name, each.was is None, each.now is None) for each in found.stories] == [
        ("plain", False, False),
        ("empty", True, False),
        ("hostile", False, True),
    ]
    page = Page(drawn(CLEAN, found))
    frames = page.all("iframe")
    assert len(frames) == 4
    assert {(frame.attrs["sandbox"], frame.attrs.get("src")) for frame in frames} == {("", None)}
    was, now = (frame.attrs["srcdoc"] for frame in frames[:2])
    assert "<ul>" in was
    assert "<ol>" in now
    assert '<use href="#star">' in now
    assert '<symbol id="star"' in now
    assert "--color-ink" in now
    assert "script" not in now
    assert "/assets/" not in now
    assert "font-face" not in now
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in frames[3].attrs["srcdoc"]
    assert page.texts("figcaption") == ["v1", "v2"] * 3


def test_the_version_before_may_stand_on_the_merge_base_alone(project: Project) -> None:
    """Its bundle is laid out and drawn all the same."""
    for folder in ("prompts", "generated"):
        shutil.rmtree(project.root / folder / "cards/v1")
    found = change(project)
    assert found.against == "v1 of the merge base"
    assert found.stories[0].was is not None
    assert "<ul>" in found.stories[0].was.document


def test_what_has_landed_is_drawn_on_both_sides(project: Project) -> None:
    """A bundle whose bytes are not what its manifest says is not drawn, and the page says so."""
    write(project.generated(Unit("cards", 1)) / "ui/card/template.html", "<p>by hand</p>")
    found = change(project, Unit("cards", 1))
    assert "ui/card/template.html" in found.undrawn
    assert "Stories are missing here" in Page(drawn(CLEAN, found)).text(".looks .wrong")


def test_a_story_that_cannot_be_drawn_says_why(project: Project) -> None:
    """The others are drawn."""
    folder = project.generated(NEW)
    stories = json.loads((folder / "ui/card/stories.json").read_text())
    stories[1]["props"] = {"title": 1}
    files = {file.relative_to(folder).as_posix(): file.read_text() for file in folder.rglob("*") if file.is_file()}
    del files["bundle.json"]
    shutil.rmtree(folder)
    make_bundle(project.root, "cards", 2, files={**files, "ui/card/stories.json": json.dumps(stories)}, operations=[])
    plain, empty = change(project).stories[:2]
    assert plain.now is not None
    assert plain.now.document
    assert empty.now is not None
    assert "ValidationError" in empty.now.wrong


@pytest.mark.parametrize(
    ("sheet", "kept"),
    [
        ("a { color: red }", "a { color: red }"),
        ("@import url(x.css); a {}", " a {}"),
        ("@font-face { src: url(x) } a {}", " a {}"),
        ("a { background: url( 'https://x/y' ) }", "a { background: none }"),
        ("a { background: url(data:image/png;base64,AA==) }", "a { background: url(data:image/png;base64,AA==) }"),
        ("a::after { content: '</style><script>' }", "a::after { content: '<\\/style><script>' }"),
    ],
)
def test_a_stylesheet_fetches_nothing_and_stays_in_its_element(sheet: str, kept: str) -> None:
    """What a report cannot fetch is left out, for it would be a violation of its policy."""
    page = (
        '<!doctype html><html lang="en"><head><link rel="stylesheet" href="/ui/a/v1/x.css"></head><body>b</body></html>'
    )
    alone = standalone(page, {"generated/a/v1/ui/x.css": sheet.encode()}.get)
    assert f"<style>{kept}</style></head><body>b</body>" in alone


def test_a_page_of_a_strangers_cannot_name_a_file_elsewhere() -> None:
    """Only what lies below ui/ is put in."""
    asked: list[str] = []

    def read(path: str) -> bytes | None:
        asked.append(path)
        return None

    head = '<link rel="stylesheet" href="/ui/a/v1/../../../../etc/passwd.css"><link rel="stylesheet" href="/etc/x.css">'
    standalone(f"<html><head>{head}</head><body></body></html>", read)
    assert asked == []


@pytest.mark.parametrize("width", [320, 1400])
def test_a_browser_shows_the_page_without_a_violation(project: Project, browser: Browser, width: int) -> None:
    """Frames show what was drawn, nothing reaches past the edge, and the policy permits all that is there."""
    file = project.root / "report.html"
    file.write_bytes(drawn(BLOCKED, change(project)))
    with browser.opened(viewport={"width": width, "height": 900}) as page:
        page.goto(file.as_uri())
        shown = page.frame_locator("iframe >> nth=1")
        assert shown.locator(".card h2").inner_text().strip() == "Shopping"
        assert shown.locator(".card").evaluate("element => getComputedStyle(element).padding") == "16px"
        assert page.evaluate("document.documentElement.scrollWidth") == width
