"""Comparing pictures on the page in a browser: without a script, by pointer and by keyboard."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page

from generator.gate.looked import Looked
from tests.browser import Browser
from tests.generator.gate.page_reading import drawn
from tests.generator.gate.seen import looked, picture, png, stop, story
from tests.generator.gate.test_outputs import CLEAN

NEARLY_WHITE = png((20, 15), colour=254)
"""One pixel differs from white by one step: nobody sees it."""


@contextmanager
def opened(browser: Browser, folder: Path, seen: Looked, **options: Any) -> Iterator[Page]:  # noqa: ANN401  # Playwright's
    """Yield the page of a report in which this was seen, as a file opened from the disk."""
    file = folder / "report.html"
    file.write_bytes(drawn(replace(CLEAN, looked=seen)))
    with browser.opened(**options) as page:
        page.goto(file.as_uri())
        yield page


def choose(page: Page, name: str) -> None:
    """Click on one of the ways to compare."""
    page.locator(".views label", has_text=name).click()
    page.mouse.move(0, 0)


def style(page: Page, selector: str, name: str) -> str:
    """Return what the browser makes of one property of the element that is shown."""
    return str(page.locator(f"{selector} >> visible=true").first.evaluate(f"e => getComputedStyle(e)[{name!r}]"))


def test_a_difference_that_nobody_sees_is_drawn_in_a_strong_colour(browser: Browser, tmp_path: Path) -> None:
    """One step of grey in one pixel is enough; what is alike has none of it."""
    with opened(browser, tmp_path, looked(story("plain", picture(new=NEARLY_WHITE)))) as page:
        choose(page, "Difference")
        taken = page.locator(".apart svg").screenshot()
    image = Image.open(io.BytesIO(taken)).convert("RGB")
    strong = [
        (x, y)
        for x in range(image.width)
        for y in range(image.height)
        if (pixel := image.getpixel((x, y))) and isinstance(pixel, tuple) and pixel[0] - pixel[1] > 200
    ]
    assert strong == [(20, 15)]
    assert image.getpixel((2, 2)) == (255, 255, 255)


def test_the_slider_follows_pointer_and_arrow_keys(browser: Browser, tmp_path: Path) -> None:
    """Swiping moves the edge between both pictures, the overlay fades one into the other."""
    wide = picture(old=png(width=400), new=png((9, 9), width=400))
    with opened(browser, tmp_path, looked(story("plain", wide))) as page:
        choose(page, "Swipe")
        assert style(page, ".new", "clipPath") == "inset(0px 0px 0px 50%)"
        page.locator(".slider input").nth(10).focus()
        page.keyboard.press("ArrowRight")
        assert style(page, ".new", "clipPath") == "inset(0px 0px 0px 55%)"
        page.locator(".canvas").hover(position={"x": 395, "y": 5})
        assert style(page, ".new", "clipPath") == "inset(0px 0px 0px 100%)"
        choose(page, "Overlay")
        assert style(page, ".new", "opacity") == "0.55"


@pytest.mark.parametrize(("motion", "name"), [("reduce", "none"), ("no-preference", "blink")])
def test_nothing_blinks_unless_it_is_asked_to(browser: Browser, tmp_path: Path, motion: str, name: str) -> None:
    """Whoever wants less motion flips the pictures by hand."""
    with opened(browser, tmp_path, looked(story("plain")), reduced_motion=motion) as page:
        assert style(page, ".new", "animationName") == "none"
        choose(page, "Blink")
        assert style(page, ".new", "animationName") == name
        if name == "none":
            page.locator(".slider input").nth(10).focus()
            page.keyboard.press("ArrowRight")
            assert style(page, ".new", "opacity") == "1"
            for _ in range(2):
                page.keyboard.press("ArrowLeft")
            assert style(page, ".new", "opacity") == "0"


def test_modes_views_and_zoom_are_chosen_by_keyboard(browser: Browser, tmp_path: Path) -> None:
    """Tab goes from group to group, arrows within one; the focus can be seen."""
    with opened(browser, tmp_path, looked(story("plain", picture("light"), picture("dark")))) as page:
        page.locator(".modes input").first.focus()
        page.keyboard.press("ArrowRight")
        assert [shot.is_visible() for shot in page.locator(".shot").all()] == [False, True]
        assert (
            page.locator(".modes input:focus-visible + span").evaluate("e => getComputedStyle(e).outlineStyle")
            == "solid"
        )
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowRight")
        assert page.locator(".views input").nth(1).is_checked()
        page.keyboard.press("Tab")
        for width in (40, 80, 160):
            page.keyboard.press("ArrowRight")
            box = page.locator(".stage .old svg >> visible=true").bounding_box()
            assert box is not None
            assert box["width"] == width


@pytest.mark.parametrize("width", [320, 1400])
def test_the_page_stays_within_its_edges(browser: Browser, tmp_path: Path, width: int) -> None:
    """A large picture scrolls or shrinks inside of its box; the policy permits all that is drawn."""
    large = picture(old=png(width=1024, height=600), new=png((9, 9), width=1024, height=768))
    seen = looked(story("plain", large, path=(stop("a", 1, 1), stop("b", 900, 500)), tree_old="- a\n"))
    with opened(browser, tmp_path, seen, viewport={"width": width, "height": 900}) as page:
        page.locator(".way summary").click()
        for view in ("Side by side", "Swipe", "Difference"):
            choose(page, view)
            assert page.evaluate("document.documentElement.scrollWidth") == width
        page.locator(".zooms label").last.click()
        assert page.evaluate("document.documentElement.scrollWidth") == width
        was, now = (page.locator(f".{side} svg").bounding_box() for side in ("old", "new"))
        assert was is not None
        assert now is not None
        assert (was["width"], was["height"]) == (now["width"], now["height"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_to_say_of_the_page(browser: Browser, tmp_path: Path, scheme: str) -> None:
    """The page that shows others their flaws has none."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415  # reads half a megabyte

    seen = looked(story("plain", path=(stop("a", 1, 1),), tree_old="- a\n"), story("other", frozen=True))
    with opened(browser, tmp_path, seen, color_scheme=scheme, bypass_csp=True) as page:
        page.locator(".way summary").first.click()
        found = Axe().run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
