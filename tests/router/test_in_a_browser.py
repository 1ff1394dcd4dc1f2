"""The router's own pages in a real browser: what the policy blocks, what fits, what the keyboard reaches."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from router.rollout import Rollout
from tests.router.faces import STORIES, make_face
from tests.router.sites import Site, served
from tests.router.test_workshop import working_on
from tests.router.toys import make_bundle, seal

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.usefixtures("importable"),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on the PATH"),
]


OURS = (
    "/",
    "/stories",
    "/stories?width=320",
    "/stories/cards/v1/card?mode=all",
    "/stories/cards/v1/card?story=short&mode=all",
    "/nowhere",
    "/v1/notes?limit=x",
    "/cards",
    "/docs",
)
_FOCUSED = """(() => {
  const one = document.activeElement;
  return [one.getAttribute("href"), parseFloat(getComputedStyle(one).outlineWidth), one.getBoundingClientRect().width];
})()"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser. Only within the ``with``: no event loop can be run beside it."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def complaints(page: Page) -> list[str]:
    """Return a list that fills with what the console complains of; an error status is not one of the page's own."""
    heard: list[str] = []
    page.on("console", lambda said: heard.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def own(heard: list[str]) -> list[str]:
    """Return the complaints without those about the status that was asked for."""
    return [text for text in heard if "the server responded with a status of" not in text]


def busy_site(root: Path) -> Site:
    """A site with everything to show: a canary, a refusal, pages, stories, the font."""
    for version in (1, 2, 3):
        make_bundle(root, version=version)
    (root / "generated/notes/v3/api.py").write_text("")
    make_face(root)
    shutil.copytree(Path(__file__).parents[2] / "assets", root / "assets")
    return Site(root, Rollout("notes", 1, 2, 5.0))


def test_every_page_of_ours_fits_and_breaks_no_policy(root: Path):
    """From 320 pixels, in light, dark and forced colours: nothing is blocked, missing or wider than the screen."""
    with served(busy_site(root).front) as address, chromium() as browser:
        for width, scheme, forced in ((320, "dark", "none"), (1280, "light", "none"), (768, "light", "active")):
            context = browser.new_context(
                viewport={"width": width, "height": 800},
                color_scheme=scheme,  # type: ignore[arg-type]
                forced_colors=forced,  # type: ignore[arg-type]
            )
            page = context.new_page()
            heard = complaints(page)
            for path in OURS:
                page.goto(f"{address}{path}")
                assert page.evaluate("document.documentElement.scrollWidth") <= width or path == "/docs", (path, width)
            assert own(heard) == []
            context.close()


def test_the_keyboard_reaches_everything_and_shows_where_it_is(root: Path):
    """The first stop skips to the content; each further one is a link with a visible ring, in the order of the page."""
    with served(busy_site(root).front) as address, chromium() as browser:
        page = browser.new_page()
        page.goto(address)
        links = page.eval_on_selector_all("a", "all => all.map(one => one.getAttribute('href'))")
        walked = []
        for _ in links:
            page.keyboard.press("Tab")
            href, ring, width = page.evaluate(_FOCUSED)
            walked.append(href)
            assert ring >= 2
            assert width > 0
        assert walked == links
        assert walked[0] == "#main"
        page.goto(address)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
        page.keyboard.press("Enter")
        assert page.url.endswith("#main")


def test_the_gallery_shows_stories_as_high_as_they_are_in_both_schemes(root: Path):
    """Frames are as high as what they show, and the two schemes differ whatever the system is set to."""
    with served(busy_site(root).front) as address, chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 2000})
        page.goto(f"{address}/stories?mode=light&mode=dark")
        page.locator("iframe:not([style])").first.wait_for(state="detached")
        heights = page.eval_on_selector_all("iframe", "all => all.map(one => one.getBoundingClientRect().height)")
        assert all(60 < height < 200 for height in heights), heights
        light, dark = (frame.evaluate("getComputedStyle(document.body).color") for frame in page.frames[1:3])
        assert (light, dark) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")


def test_an_open_story_loads_itself_again(root: Path):
    """Whoever works on a component sees the change without touching the browser."""
    folder = make_face(root)
    with working_on(root) as address, chromium() as browser:
        page = browser.new_page()
        heard = complaints(page)
        page.goto(f"{address}/stories/cards/v1/card/short")
        assert page.inner_text(".card") == "Hello"
        changed = [{**STORIES[0], "props": {"text": "Good day"}}]
        (folder / "ui/card/stories.json").write_text(json.dumps(changed))
        seal(folder, "cards", 1)
        page.get_by_text("Good day").wait_for()
        page.goto(f"{address}/stories")
        page.wait_for_selector("iframe")
        assert own(heard) == []
