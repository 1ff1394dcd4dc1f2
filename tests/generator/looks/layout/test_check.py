"""What does not fit on a page, and what only looks as if it did not."""

from __future__ import annotations

import pytest

from generator.looks.browsers.found import Engine
from generator.looks.browsers.started import Started
from generator.looks.layout.check import check, larger_text
from generator.looks.modes import SHAPES, Mode
from generator.rules import RULES
from tests.generator.looks.pages import each, opening, whole

LONG = "Some words that are longer than the box they stand in"
STYLE = """
body { margin: 8px; font: 1rem/1.5 sans-serif }
.narrow { width: 120px; white-space: nowrap; overflow: hidden }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip: rect(0 0 0 0); white-space: nowrap }
.clipped { position: absolute; clip-path: inset(50%); white-space: nowrap }
.at { position: absolute; top: 8px; left: 8px }
@keyframes turn { to { transform: rotate(1turn) } }
@keyframes fade { to { opacity: 0.5 } }
@keyframes stay { from { transform: none; opacity: 0 } to { transform: none; opacity: 1 } }
"""

BAD: dict[str, tuple[Mode, str, str]] = {
    "text cut at the side": (Mode.light, f'<p class="narrow">{LONG}</p>', "layout/clipped"),
    "text that ends in dots": (
        Mode.light,
        f'<p class="narrow" style="text-overflow: ellipsis">{LONG}</p>',
        "layout/clipped",
    ),
    "text cut below": (
        Mode.light,
        f'<p style="width: 120px; height: 36px; overflow: hidden">{LONG}</p>',
        "layout/clipped",
    ),
    "lines that are clamped": (
        Mode.light,
        f'<p style="width: 120px; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; '
        f'overflow: hidden">{LONG}</p>',
        "layout/clipped",
    ),
    "text cut by overflow: clip": (
        Mode.light,
        f'<p style="width: 120px; white-space: nowrap; overflow: clip">{LONG}</p>',
        "layout/clipped",
    ),
    "text cut by a box further out": (
        Mode.light,
        f'<div class="narrow"><div style="width: 500px"><b>{LONG}</b></div></div>',
        "layout/clipped",
    ),
    "text cut in a shadow root": (
        Mode.light,
        "<x-a><template shadowrootmode='open'><style>p { width: 80px; overflow: hidden; white-space: nowrap }</style>"
        f"<p>{LONG}</p></template></x-a>",
        "layout/clipped",
    ),
    "text cut in a button": (Mode.light, f'<button class="narrow">{LONG}</button>', "layout/clipped"),
    "text cut when it is larger": (
        Mode.light,
        '<p style="height: 28px; width: 10em; overflow: hidden; white-space: nowrap">Short words</p>',
        "layout/clipped",
    ),
    "text on text": (
        Mode.light,
        '<p class="at">The first words here</p><p class="at">Other words there</p>',
        "layout/overlap",
    ),
    "text on text by a negative margin": (
        Mode.light,
        '<p style="margin: 0">The first words here</p><p style="margin: -20px 0 0">Other words</p>',
        "layout/overlap",
    ),
    "text in a box that is too low": (
        Mode.light,
        f'<div style="width: 100px; height: 24px">{LONG}</div><div>Other words here</div>',
        "layout/overlap",
    ),
    "text on a control": (
        Mode.light,
        '<button class="at" aria-label="Close" style="width: 60px; height: 40px; background: none"><svg></svg></button>'
        '<p class="at" style="padding: 8px 0">Words that lie there</p>',
        "layout/overlap",
    ),
    "a page that scrolls sideways": (Mode.narrow, '<p style="width: 400px">Words</p>', "layout/sideways"),
    "a field that is too wide": (Mode.narrow, '<input aria-label="A" style="width: 400px">', "layout/sideways"),
    "a long word": (Mode.narrow, f"<p>{'Donaudampfschifffahrt' * 4}</p>", "layout/sideways"),
    "a page that scrolls sideways when it is zoomed": (
        Mode.zoomed,
        '<p style="width: 700px">Words</p>',
        "layout/sideways",
    ),
    "a switch that is a colour": (
        Mode.forced,
        '<button role="switch" aria-checked="true" aria-label="On" '
        'style="border: 0; width: 40px; height: 24px; background: green"></button>',
        "layout/lost",
    ),
    "a box that is a shadow": (
        Mode.forced,
        '<input type="checkbox" aria-label="On" style="appearance: none; width: 20px; height: 20px; border: 0; '
        'box-shadow: 0 0 0 1px black">',
        "layout/lost",
    ),
    "what turns without end": (Mode.reduced, '<p style="animation: turn 2s infinite">Words</p>', "layout/moving"),
    "what moves for long": (Mode.reduced, '<p style="animation: turn 30s">Words</p>', "layout/moving"),
}

GOOD: dict[str, tuple[Mode, str]] = {
    "text that fits": (Mode.light, f"<p>{LONG}</p>"),
    "a helper for those who do not see": (Mode.light, f'<p>A <span class="hidden">{LONG}</span></p>'),
    "a helper by clip-path": (Mode.light, f'<p>A <span class="clipped">{LONG}</span></p>'),
    "text that scrolls": (Mode.light, f'<p class="narrow" tabindex="0" style="overflow: auto">{LONG}</p>'),
    "dots with the whole text in a title": (
        Mode.light,
        f'<p class="narrow" style="text-overflow: ellipsis" title="{LONG}">{LONG}</p>',
    ),
    "a carousel": (
        Mode.light,
        '<div style="width: 200px; overflow: hidden; display: flex"><p style="flex: 0 0 200px">One</p>'
        '<p style="flex: 0 0 200px">Two</p></div>',
    ),
    "what is folded up": (Mode.light, f'<div style="height: 0; overflow: hidden"><p>{LONG}</p></div>'),
    "what is faded out": (Mode.light, f'<p class="narrow" style="opacity: 0">{LONG}</p>'),
    "decoration": (Mode.light, f'<p class="narrow" aria-hidden="true">{LONG}</p>'),
    "letters that reach out of a low line": (
        Mode.light,
        '<h1 style="font: 40px/1 serif; overflow: hidden">Ägypten jetzt</h1>',
    ),
    "what is placed out of a box that clips": (
        Mode.light,
        f'<div style="width: 60px; height: 30px; overflow: hidden"><p style="position: absolute">{LONG}</p></div>',
    ),
    "a field with a long value": (Mode.light, f'<input aria-label="A" size="5" value="{LONG}">'),
    "lines that stand near": (Mode.light, f'<p style="width: 120px; font: 16px/0.9 serif">{LONG}</p>'),
    "small letters beside a word": (
        Mode.light,
        "<p>Words<sup>2</sup> and <sub>3</sub>, <ruby>漢<rt>kan</rt></ruby></p>",
    ),
    "a layer with its own ground": (
        Mode.light,
        '<p class="at">The first words here</p><p class="at" style="background: #fff">Other words</p>',
    ),
    "an open dialog": (
        Mode.light,
        '<p class="at">The first words here</p><div role="dialog" aria-label="A" class="at">Other words</div>',
    ),
    "a badge on a button": (
        Mode.light,
        '<span style="position: relative"><button aria-label="News" style="width: 60px; height: 40px"></button>'
        '<b class="at" style="background: #c00; color: #fff">3 new</b></span>',
    ),
    "text that lies on hidden text": (
        Mode.light,
        '<p class="at">The first words here</p><p class="at" style="visibility: hidden">Other words</p>',
    ),
    "what is turned": (
        Mode.light,
        '<p class="at" style="transform: rotate(90deg)">The first words here</p><p>Other words here</p>',
    ),
    "an icon in a field": (
        Mode.light,
        '<div style="position: relative"><input aria-label="A"><span class="at" style="left: 0">€</span></div>',
    ),
    "a table that is wide": (Mode.narrow, '<table style="width: 500px"><tr><td>A</td></tr></table>'),
    "code that is wide": (Mode.narrow, f"<pre>{LONG} and goes on</pre>"),
    "a wide part that scrolls by itself": (
        Mode.narrow,
        '<div style="overflow-x: auto"><p style="width: 500px">Words</p></div>',
    ),
    "what hides beyond the left edge": (Mode.narrow, '<a href="#a" style="position: absolute; left: -999px">Skip</a>'),
    "a switch with a border": (
        Mode.forced,
        '<button role="switch" aria-checked="true" aria-label="On" '
        'style="border: 1px solid transparent; width: 40px; height: 24px; background: green"></button>',
    ),
    "a browser's own box": (Mode.forced, '<input type="checkbox" aria-label="On">'),
    "a box that its label draws": (
        Mode.forced,
        '<input id="x" type="radio" style="appearance: none; width: 20px; height: 20px; border: 0">'
        '<label for="x" style="border: 1px solid">One</label>',
    ),
    "a fade": (Mode.reduced, '<p style="animation: fade 2s infinite">Words</p>'),
    "a fade that names a place": (Mode.reduced, '<p style="animation: stay 2s infinite">Words</p>'),
    "a short move": (Mode.reduced, '<p style="animation: turn 300ms">Words</p>'),
    "what rests": (Mode.reduced, '<p style="animation: turn 2s infinite paused">Words</p>'),
}


def in_mode(rows: dict, mode: Mode) -> dict[str, str]:  # type: ignore[type-arg]
    """Return the pages of a table that are looked at in ``mode``."""
    return {name: whole(row[1], style=STYLE) for name, row in rows.items() if row[0] is mode}


@pytest.mark.parametrize("mode", sorted({mode for mode, _, _ in BAD.values()}))
def test_what_does_not_fit_is_found(chromium: Started, mode: Mode) -> None:
    """Each page has one flaw, of the rule that the table names, with an element that can be found again."""
    for name, page in each(chromium, in_mode(BAD, mode), SHAPES[mode]):
        flaws = check(page, mode)
        assert (name, [flaw.rule for flaw in flaws]) == (name, [BAD[name][2]])
        assert flaws[0].rule in RULES
        assert flaws[0].html.startswith("<")
        assert page.locator(flaws[0].selector.replace(" >>> ", " >> ")).count() == 1


@pytest.mark.parametrize("mode", sorted({mode for mode, _ in GOOD.values()}))
def test_what_is_meant_is_let_alone(chromium: Started, mode: Mode) -> None:
    """What hides, scrolls, lies on top or moves on purpose is no flaw."""
    pages = in_mode(GOOD, mode)
    found = {name: check(page, mode) for name, page in each(chromium, pages, SHAPES[mode])}
    assert found == {name: [] for name in pages}


def test_firefox_says_the_same_of_text(firefox: Started) -> None:
    """What is cut off or lies on other text is so in both engines; larger text and modes are Chromium's."""
    bad = {name: html for name, html in in_mode(BAD, Mode.light).items() if name != "text cut when it is larger"}
    found = {name: [flaw.rule for flaw in check(page, Mode.light, Engine.firefox)] for name, page in each(firefox, bad)}
    assert found == {name: [BAD[name][2]] for name in bad}
    good = in_mode(GOOD, Mode.light)
    assert {name: check(page, Mode.light, Engine.firefox) for name, page in each(firefox, good)} == {
        n: [] for n in good
    }


def test_larger_text_is_taken_back(chromium: Started) -> None:
    """Text is twice as large inside of the block, and as it was after it; a flaw says which of both it is about."""
    size = "getComputedStyle(document.body).fontSize"
    with opening(chromium, whole('<p style="height: 24px; overflow: hidden; margin: 0">Short words</p>'))() as page:
        with larger_text(page):
            assert page.evaluate(size) == "32px"
        assert page.evaluate(size) == "16px"
        (flaw,) = check(page, Mode.light)
    assert flaw.message == "the text “Short words” is cut off (12 px above or below) (text of twice the usual size)"


def test_a_page_of_hostile_size_is_looked_at_in_part(chromium: Started) -> None:
    """However much text there is, the look ends, and names a bounded number of flaws."""
    heap = "<p class='at'>Words upon words</p>" * 4_000
    with opening(chromium, whole(heap, style=STYLE))() as page:
        assert 0 < len(check(page, Mode.narrow)) <= 120


def test_looking_leaves_the_page_as_it_was(chromium: Started) -> None:
    """Neither markup nor focus nor place of scrolling is another one afterwards."""
    html = whole("<button>One</button>" + "<p>Words</p>" * 100 + '<div class="narrow">' + LONG + "</div>", style=STYLE)
    state = "[document.documentElement.outerHTML, document.activeElement.localName, scrollY]"
    with opening(chromium, html)() as page:
        page.evaluate("document.querySelector('button').focus({ preventScroll: true }); scrollTo(0, 200)")
        before = page.evaluate(state)
        for mode in Mode:
            check(page, mode)
        assert page.evaluate(state) == before
