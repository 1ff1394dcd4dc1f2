"""The gallery as those who work on components use it: in a browser, with keys, while bundles change."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import SECONDS, Browser
from tests.router.faces import STORIES, STYLE, make_face
from tests.router.sites import at_work
from tests.router.toys import seal

pytestmark = pytest.mark.usefixtures("importable")

CARD = "/stories/cards/v1/card"


@pytest.fixture
def address(root: Path, importable: None) -> Iterator[str]:
    """The address of a gallery with two versions of one component."""
    del importable
    make_face(root)
    make_face(root, version=2, style=STYLE.replace("1rem", "2rem"), stories=[STORIES[0], new_story("added")])
    with at_work(root, "cards/v1") as found:
        yield found


def new_story(name: str, **more: object) -> dict[str, object]:
    """Return one more story."""
    return {"name": name, "summary": "More.", "view": {"locale": "en"}, "props": {"text": name.title()}, **more}


def focused(page: Page) -> str:
    """Return the text of what has the focus, without its count."""
    text: str = page.evaluate("document.activeElement.firstChild?.data ?? document.activeElement.id")
    return text


def eventually(page: Page, expression: str) -> None:
    """Wait until a page says yes. Playwright's own way to wait for that evaluates text, which the policy forbids."""
    for _ in range(SECONDS * 20):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never so: {expression}")


def tell(folder: Path, stories: list[object]) -> None:
    """Save other stories of the card, as a regenerate would."""
    (folder / "ui/card/stories.json").write_text(json.dumps(stories))
    seal(folder, "cards", 1)


def test_the_tree_is_walked_and_searched_by_keyboard(address: str, page: Page):
    """/ goes to the search, arrows walk, right and left open and close, Enter shows, Escape empties."""
    page.goto(f"{address}/stories")
    page.keyboard.press("/")
    assert focused(page) == "search"
    page.keyboard.type("wort lang")
    expect(page.locator("#found")).to_have_text("1 state")
    expect(page.locator("#tree a:visible", has_text="short")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("#search")).to_have_value("")
    page.keyboard.press("ArrowDown")
    assert focused(page) == "card"
    page.keyboard.press("ArrowDown")
    assert focused(page) == "card"  # its states are closed, and nothing stands below
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.ariaExpanded") == "true"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("End")
    assert focused(page) == "lang"
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}{CARD}?story=lang")
    expect(page.locator("#title")).to_have_text("lang")
    assert focused(page) == "lang"
    assert page.locator('#tree [aria-current="page"]').inner_text() == "lang"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.ariaExpanded") == "false"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert focused(page) == "search"
    page.go_back()
    expect(page.locator("#title")).to_contain_text("Every component")


def test_a_change_shows_at_once_and_disturbs_nobody(root: Path, address: str, page: Page):
    """Only the frame of the story that changed loads again; what was typed and where the focus was stays."""
    page.goto(f"{address}{CARD}?mode=light&mode=dark")
    eventually(page, "document.querySelectorAll('iframe[style]').length === 4")
    page.evaluate("for (const frame of document.querySelectorAll('iframe')) frame.contentWindow.mark = 1")
    page.locator("#search").fill("card")
    tell(root / "generated/cards/v1", [STORIES[0], {**STORIES[1], "props": {"text": "Servus"}}, new_story("third")])
    expect(page.locator("#said")).to_have_text("4 frames changed.")
    expect(page.frame_locator("iframe").nth(2).locator(".card")).to_have_text("Servus")
    marks = "Array.from(document.querySelectorAll('iframe'), (frame) => frame.contentWindow.mark ?? 0)"
    eventually(page, f"String({marks}) === '1,1,0,0,0,0'")
    assert page.locator("#search").input_value() == "card"
    assert focused(page) == "search"
    tell(root / "generated/cards/v1", [STORIES[0]])
    expect(page.locator("article")).to_have_count(1)
    assert str(page.evaluate(marks)) == "[1, 1]"


def test_the_bar_writes_all_of_itself_into_the_address(address: str, browser: Browser):
    """Modes, width, language and tools; whoever is sent the address sees the same."""
    with browser.opened(viewport={"width": 1400, "height": 900}) as page:
        page.goto(f"{address}{CARD}?story=short")
        page.get_by_label("Dark").check()
        page.wait_for_url("**mode=dark*")
        page.get_by_label("320 px").check()
        page.get_by_label("200 % zoom").check()
        page.get_by_label("Language").select_option("de")
        page.get_by_label("Width", exact=True).select_option("768")
        page.get_by_label("Outline").check()
        page.wait_for_url("**outline=1*")
        wished = page.url
        page.goto(wished)
        eventually(page, "document.querySelectorAll('iframe[style]').length === 4")
        widths = page.evaluate("Array.from(document.querySelectorAll('iframe'), (one) => one.contentWindow.innerWidth)")
        assert widths[:3] == [768, 768, 320]
        shown, inner = page.evaluate(
            "(() => { const one = document.querySelector('.zoomed iframe');"
            "return [one.getBoundingClientRect().width, one.contentWindow.innerWidth]; })()"
        )
        assert abs(shown - 2 * inner) <= 1
        frame = page.frames[1]
        assert frame.evaluate("document.documentElement.lang") == "de"
        expect(frame.locator('link[href="/ui/stories-outline.css"]')).to_have_count(1)
        page.get_by_label("Outline").uncheck()
        expect(frame.locator('link[href="/ui/stories-outline.css"]')).to_have_count(0)


def test_the_slider_makes_frames_as_wide_as_it_says(address: str, page: Page):
    """While it moves, and in the address when it has stopped."""
    page.goto(f"{address}{CARD}?story=short")
    slider = page.get_by_label("Width of frames in pixels")
    slider.evaluate("(one) => { one.value = 500; one.dispatchEvent(new Event('input', { bubbles: true })); }")
    assert page.frames[1].evaluate("innerWidth") == 500
    slider.evaluate("(one) => one.dispatchEvent(new Event('change', { bubbles: true }))")
    page.wait_for_url("**width=500*")
    expect(page.get_by_label("Width", exact=True)).to_have_value("500")


def test_two_versions_stand_side_by_side(address: str, page: Page):
    """What changed comes first, then what is new or gone; each says so, and what is the same is counted."""
    page.goto(f"{address}/stories/cards/v2?against=v1")
    tags = page.locator(".card-title").all_inner_texts()
    assert tags == ["short changed", "added new", "lang gone"]
    titles = page.eval_on_selector_all("iframe", "all => all.map((one) => one.title)")
    assert titles == [
        "card: short, light, v1",
        "card: short, light, v2",
        "card: added, light, v2",
        "card: lang, light, v1",
    ]
    page.goto(f"{address}{CARD}")
    page.get_by_label("Beside").select_option("v2")
    page.wait_for_url("**against=v2*")
    expect(page.locator("article").first.locator("iframe")).to_have_count(2)


def test_less_motion_is_told_to_styles_and_scripts(root: Path, page: Page):
    """A frame in that mode believes that its visitor wants less motion, whatever the system says."""
    style = ".card { width: 10px } @media (prefers-reduced-motion: no-preference) { .card { width: 20px } }"
    make_face(root, style=f"{style} @media (prefers-reduced-motion: reduce) {{ .card {{ height: 5px }} }}")
    width = "getComputedStyle(document.querySelector('.card')).width"
    asked = "matchMedia('(prefers-reduced-motion: reduce)').matches"
    with at_work(root) as address:
        page.emulate_media(reduced_motion="no-preference")
        page.goto(f"{address}{CARD}/short")
        assert [page.evaluate(width), page.evaluate(asked)] == ["20px", False]
        page.goto(f"{address}{CARD}/short?motion=reduce")
        assert [page.evaluate(width), page.evaluate(asked)] == ["10px", True]
        page.goto("about:blank")  # nobody is left to miss the server


def test_a_story_s_data_and_sources_stand_beside_it(address: str, page: Page):
    """Its props as JSON, the prompt to edit, and its files to read."""
    page.goto(f"{address}{CARD}?story=short")
    assert json.loads(page.locator("#props pre").inner_text()) == {"text": "Hello"}
    expect(page.locator("#sources")).to_contain_text("prompts/cards/v1/ui.prompt")
    page.get_by_role("link", name="generated/cards/v1/ui/card/template.html").click()
    assert page.locator("body").inner_text().strip() == '<p class="card">{{ props.text }}</p>'


def test_a_link_in_a_story_says_where_it_leads(root: Path, page: Page):
    """A story shows one state and stays in it."""
    folder = make_face(root)
    (folder / "ui/card/template.html").write_text('<p class="card"><a href="/cards?a=1">{{ props.text }}</a></p>')
    seal(folder, "cards", 1)
    with at_work(root) as address:
        page.goto(f"{address}{CARD}?story=short")
        page.frame_locator("iframe").get_by_text("Hello").click()
        expect(page.locator(".size")).to_have_text("leads to /cards?a=1")
        assert page.frames[1].url.endswith("/card/short?scheme=light")
        page.goto("about:blank")  # nobody is left to miss the server


DETAILS = """<details class="card"><summary>{{ props.text }}</summary>
<label>Name <input id="name"></label> <p>{{ props.text }} <a href="/x">x</a></p></details>
"""
GOOD = [{"press": "Enter", "on": "summary"}, {"type": "Ada", "into": "#name"}, {"expect": "details[open] p"}]


def test_a_story_is_shown_after_its_steps(root: Path, page: Page):
    """They are done by themselves, without taking the focus; played when asked for; one that fails is named."""
    told = [new_story("opened", steps=GOOD), new_story("lost", steps=[{"click": "summary"}, {"expect": "#nothing"}])]
    folder = make_face(root, stories=told)
    (folder / "ui/card/template.html").write_text(DETAILS)
    seal(folder, "cards", 1)
    with at_work(root) as address:
        page.goto(f"{address}{CARD}")
        page.locator("#search").focus()
        opened, lost = page.locator("figure").all()
        expect(opened).to_have_attribute("data-steps", "done")
        assert page.frames[1].locator("#name").input_value() == "Ada"
        expect(page.frames[1].locator("details p")).to_be_visible()
        expect(page.frames[1].locator("#name[data-gallery-focus]")).to_have_count(1)
        expect(lost).to_have_attribute("data-steps", "failed")
        expect(lost.locator(".size")).to_have_text("step 2: #nothing is not there")
        assert focused(page) == "search"
        page.goto(f"{address}{CARD}?story=opened")
        expect(page.locator("#steps li").first).to_have_text("press Enter on summary")
        expect(page.locator("figure")).to_have_attribute("data-steps", "done")
        page.get_by_role("button", name="Play the steps").click()
        expect(page.locator("#said")).to_have_text("All steps are done.")
        assert focused(page) == "Play the steps"
        page.goto("about:blank")


def test_a_story_that_takes_the_focus_gives_it_back(root: Path, page: Page):
    """A field with autofocus neither scrolls the gallery nor takes the keyboard from whoever walks the tree."""
    told = [new_story(f"s{number}") for number in range(9)]
    folder = make_face(root, stories=told, style=".card { block-size: 30rem }")
    (folder / "ui/card/template.html").write_text('<p class="card">{{ props.text }} <input autofocus></p>')
    seal(folder, "cards", 1)
    with at_work(root) as address:
        page.goto(f"{address}{CARD}")
        page.wait_for_selector("iframe[style]")
        eventually(page, "document.querySelectorAll('iframe[style]').length > 2")
        eventually(page, "scrollY === 0 && document.activeElement.localName !== 'iframe'")
        page.keyboard.press("/")
        page.keyboard.type("s8")
        page.keyboard.press("Enter")
        page.wait_for_url("**story=s8*")
        eventually(page, "document.querySelector('iframe[style]') && document.activeElement.localName !== 'iframe'")
        page.locator("iframe").click(position={"x": 60, "y": 10})
        page.keyboard.type("mine")
        assert page.evaluate("document.activeElement.localName") == "iframe"
        page.goto("about:blank")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_320_pixels_and_is_browsed_there(address: str, browser: Browser, scheme: str):
    """The tree is a button away, and nothing is wider than the screen."""
    with browser.opened(viewport={"width": 320, "height": 640}, color_scheme=scheme) as page:
        for path in ("/stories", f"{CARD}?mode=all", f"{CARD}?story=short&mode=all&against=v2"):
            page.goto(f"{address}{path}")
            page.wait_for_selector("iframe[style]")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
        expect(page.locator("#tree")).to_be_hidden()
        page.get_by_role("button", name="Browse").click()
        page.get_by_role("treeitem", name="lang").click()
        page.wait_for_url("**story=lang*")
        expect(page.locator("#tree")).to_be_hidden()
