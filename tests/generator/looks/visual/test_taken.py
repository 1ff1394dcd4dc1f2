from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page

from generator.errors import LockstepError
from generator.looks.browsers.site import Resource
from generator.looks.browsers.started import Started
from generator.looks.modes import PICTURED, SHAPES, TALLEST, Mode
from generator.looks.visual.decoded import decoded, size
from generator.looks.visual.masked import COLOUR
from generator.looks.visual.taken import pictures, take
from tests.generator.looks.pages import opening, whole

ROOT = Path(__file__).parents[4]
BOXES = "body { margin: 0 } div { width: 40px; height: 40px; background: rgb(0, 90, 0) }"


@contextmanager
def opened(chromium: Started, body: str, script: str = "", style: str = BOXES) -> Iterator[Page]:
    """Yield a page with this body."""
    with opening(chromium, whole(body, script, style))() as page:
        yield page


def went(page: Page, chromium: Started, body: str) -> Page:
    """Return an open page after it went to another one with this body."""
    html = Resource(whole(body, style=BOXES).encode(), "text/html; charset=utf-8")
    chromium.site.answer = lambda path: html if path == "/" else None
    page.reload()
    return page


def seen(png: bytes, x: int, y: int) -> tuple[int, ...]:
    """Return the colour of one pixel."""
    return tuple(int(part) for part in decoded(png)[y, x][:3])


def test_a_picture_ends_below_the_lowest_thing_and_is_as_wide_as_the_window(chromium: Started):
    """What is short is not padded to the window, what is long is shown whole, and what is endless up to a bound."""
    heights = {"": 40 + 32, "height: 2000px": 2000, "height: 90000px": TALLEST}
    with opened(chromium, "") as page:
        for style, height in heights.items():
            shown = take(went(page, chromium, f'<div style="{style}"></div>'), Mode.light)
            assert size(shown) == (SHAPES[Mode.light].width, height)


HANGING = {
    "a text out of its box": '<div style="height:1px;width:3px;font:20px/100px sans-serif">x<br>y<br>z</div>',
    "what is fixed at the bottom": '<div style="position:fixed;bottom:0"></div>',
    "in a shadow tree": '<div><template shadowrootmode="open"><p style="height:300px">x</p></template></div>',
    "what hangs out of a closed box": '<div style="height:1px"><div style="margin-top:280px"></div></div>',
}


def test_what_hangs_out_is_in_the_picture(chromium: Started):
    """The lowest thing counts, wherever it stands in the document."""
    with opened(chromium, "") as page:
        assert size(take(page, Mode.light))[1] < 100
        for name, body in HANGING.items():
            assert size(take(went(page, chromium, body), Mode.light))[1] >= 290, name


def test_a_page_is_laid_out_for_the_window_not_for_the_picture(chromium: Started):
    """Heights in vh, and what is fixed at the window's lower edge, do not follow a long picture."""
    body = '<div style="height:50vh"></div><div style="position:fixed;bottom:0;right:0"></div><p style="height:1500px">'
    with opened(chromium, body) as page:
        shown = decoded(take(page, Mode.light))
    green = (shown[..., :3] == (0, 90, 0)).all(axis=2)
    assert green[:, 5].sum() == 384
    assert np.flatnonzero(green[:, 1020]).tolist() == list(range(728, 768))


def test_a_modal_dialog_is_shown_in_its_window(chromium: Started):
    """A dialog in the top layer is in the picture, and so is all that its backdrop dims."""
    script = "document.querySelector('dialog').showModal()"
    with opened(chromium, "<dialog><p>Sure?</p></dialog>", script, "::backdrop { background: rgb(9, 9, 9) }") as page:
        shown = take(page, Mode.light)
    assert decoded(shown).shape[:2] == (768, 1024)
    assert seen(shown, 5, 760) == (9, 9, 9)
    assert seen(shown, 512, 384) != (9, 9, 9)


def test_a_popover_is_in_the_picture(chromium: Started):
    """What opens over the page, below everything else, is shown."""
    style = "[popover] { inset: auto; top: 600px; left: 0; height: 40px; border: 0; background: rgb(0, 0, 200) }"
    with opened(chromium, "<p popover>x</p>", "document.querySelector('p').showPopover()", style) as page:
        assert (decoded(take(page, Mode.light))[..., 2] == 200).any()


MOVING = """
@keyframes slide { from { margin-left: 0 } to { margin-left: 300px } }
.once { animation: slide 60s both } .ever { animation: slide 61s infinite alternate }
.late { transition: background 60s; } @media (prefers-color-scheme: dark) { .late { background: rgb(0, 0, 250) } }
"""


def test_what_moves_is_shown_at_rest(chromium: Started):
    """An animation is at its end, an endless one at its beginning, and a scheme's change is not on its way."""
    body = '<div class="once"></div><div class="ever"></div><div class="late"></div>'
    with opened(chromium, body, style=BOXES + MOVING) as page:
        light, dark = take(page, Mode.light), take(page, Mode.dark)
    assert seen(light, 310, 20) == seen(light, 5, 60) == seen(light, 5, 100) == (0, 90, 0)
    assert seen(dark, 5, 100) == (0, 0, 250)


@pytest.mark.parametrize("mode", [Mode.light, Mode.forced])
def test_no_caret_blinks(chromium: Started, mode: Mode):
    """Pictures of a focused field are the same at any time, in forced colours too."""
    with opened(chromium, "<input>") as page:
        page.locator("input").focus()
        first = take(page, mode)
        for _ in range(3):
            page.wait_for_timeout(210)
            assert take(page, mode) == first


def test_the_pointer_is_away_unless_it_is_wanted(chromium: Started):
    """What a pointer left behind shows nothing; what is hovered on purpose is shown so, in each mode."""
    with opened(chromium, "<div></div>", style=BOXES + "div:hover { background: rgb(200, 0, 0) }") as page:
        page.mouse.move(10, 10)
        assert seen(take(page, Mode.light), 10, 30) == (0, 90, 0)
        for _, shown in pictures(page, modes=(Mode.light, Mode.narrow), hovered="div"):
            assert seen(shown, 10, 30) == (200, 0, 0)


def test_what_lies_below_the_window_stays_hovered(chromium: Started):
    """A picture from the page's top shows the hovered element so, though no pointer could be over it there."""
    style = BOXES + "p { height: 1100px; margin: 0 } div { position: static } div:hover { background: rgb(200, 0, 0) }"
    with opened(chromium, "<p></p><main><div></div></main>", style=style) as page:
        for _, shown in pictures(page, modes=(Mode.light, Mode.dark, Mode.narrow), hovered="div"):
            page.wait_for_timeout(150)  # the browser looks what is below the pointer some time after it scrolled
            assert seen(shown, 10, 1110) == (200, 0, 0)
        assert seen(take(page, Mode.light), 10, 1110) == (0, 90, 0)


def test_a_page_that_was_scrolled_is_shown_from_its_top(chromium: Started):
    """Where the page stood when it was looked at is no matter."""
    with opened(
        chromium, '<div></div><p style="height: 3000px">', style=BOXES + "html { scroll-behavior: smooth }"
    ) as page:
        page.evaluate("scrollTo({top: 900, behavior: 'instant'})")
        assert seen(take(page, Mode.light), 5, 5) == (0, 90, 0)


def test_masks_are_painted_over_and_nothing_else(chromium: Started):
    """Every pixel of what a mask finds is painted over, in shadow trees too; around it all is as it was."""
    body = '<div></div><section><template shadowrootmode="open"><b class="late">x</b></template></section>'
    with opened(chromium, body) as page:
        page.evaluate("document.querySelector('div').style.margin = '10.5px'")
        plain, masked = decoded(take(page, Mode.light)), decoded(take(page, Mode.light, ["div", ".late", ".nothing"]))
    over = (masked[..., :3] == COLOUR).all(axis=2)
    assert over[10:51, 10:51].all()
    assert not over[:10].any()
    assert over[51:].any()
    assert (plain[~over] == masked[~over]).all()


def test_each_mode_is_seen_and_the_page_is_light_again(chromium: Started):
    """One pass over an open page yields a picture of each mode, no two alike, and leaves the page as it was."""
    style = BOXES + "@media (prefers-color-scheme: dark) { div { background: rgb(0, 200, 0) } }"
    with opened(chromium, "<div></div>", style=style) as page:
        first = dict(pictures(page))
        second = dict(pictures(page))
        assert page.evaluate("[innerWidth, matchMedia('(forced-colors: active)').matches]") == [1024, False]
    assert tuple(first) == PICTURED
    assert first == second
    assert len(set(first.values())) == len(PICTURED)
    assert [decoded(png).shape[1] for png in first.values()] == [SHAPES[mode].width for mode in PICTURED]


def test_a_font_is_there_before_the_picture(chromium: Started):
    """A web font that a dark scheme alone asks for is waited for, however long it takes to come."""
    style = (
        "@font-face { font-family: F; src: url(/f.woff2) } @media (prefers-color-scheme: dark) { p { font: 40px F } }"
    )
    with opened(chromium, "<p>Agfa</p>", style=style) as page:
        answer = chromium.site.answer
        chromium.site.answer = lambda path: slow_font() if path == "/f.woff2" else answer(path)
        dark = take(page, Mode.dark)
        assert page.evaluate("[...document.fonts].map((font) => font.status)") == ["loaded"]
        assert take(page, Mode.dark) == dark


def slow_font() -> Resource:
    """The project's font, after a while."""
    time.sleep(0.4)
    return Resource((ROOT / "assets/fonts/figtree.woff2").read_bytes(), "font/woff2")


def test_a_page_that_breaks_what_browsers_give_is_said_so(chromium: Started):
    """A script that gets in the way is named as the reason; it is no crash of ours."""
    with opened(chromium, "<p>x</p>", "Array.prototype.flatMap = () => [[1]]") as page, pytest.raises(LockstepError):
        take(page, Mode.light)
