"""What axe is asked, what becomes of its answers, and that it can be asked in every page."""

from __future__ import annotations

import pytest

from generator.errors import LockstepError
from generator.looks.axe.check import MOST, check, ready
from generator.looks.browsers.site import ORIGIN, Resource
from generator.looks.browsers.started import Started
from generator.looks.modes import SHAPES, Mode
from generator.rules import RULES
from tests.generator.looks.pages import each, opening, whole

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)

STYLE = """
button { padding: 12px }
.tiny { display: inline-block; width: 18px; height: 18px; padding: 0; margin: 0; border: 0 }
.apart { margin: 8px }
div.apart, a.apart { padding: 30px; display: block }
"""
TINY = '<div><button class="tiny">1</button><button class="tiny">2</button></div>'
APART = TINY.replace("tiny", "tiny apart")
LIKE_PAPER = '<p style="color:#bbb;background:linear-gradient(#fff, #fdfdfd)">Words that hardly anybody can read</p>'

ROWS = {
    "a label": ('<label>Name <input name="n"></label>', '<input name="n">', "label"),
    "a button's name": ("<button>Save</button>", "<button></button>", "button-name"),
    "a picture's text": ('<img alt="A cat" src="c.png">', '<img src="c.png">', "image-alt"),
    "contrast": ('<p style="color:#000">Words</p>', '<p style="color:#bbb">Words</p>', "color-contrast"),
    "a role": ('<div role="button" tabindex="0">A</div>', '<div role="buton" tabindex="0">A</div>', "aria-roles"),
    "an attribute": (
        "<button aria-expanded='true'>A</button>", "<button aria-expaned='true'>A</button>", "aria-valid-attr",
    ),
    "hidden focus": (
        "<p aria-hidden='true'>A</p>", "<p aria-hidden='true'><button>A</button></p>", "aria-hidden-focus",
    ),
    "a list": ("<ul><li>A</li></ul>", "<ul><p>A</p></ul>", "list"),
    "what completes a field": (
        '<input aria-label="A" autocomplete="email">',
        '<input aria-label="A" autocomplete="e-post">',
        "autocomplete-valid",
    ),
    "a nested control": (
        "<button>A</button>",
        '<div class="apart" role="button" tabindex="0"><a class="apart" href="#a">A</a></div>',
        "nested-interactive",
    ),
    "a dialog's name": ('<div role="dialog" aria-label="A">A</div>', '<div role="dialog">A</div>', "aria-dialog-name"),
    "small targets apart": (
        APART,
        TINY,
        "target-size",
    ),
    "small targets in a sentence": (
        '<p style="font: 12px/1.2 serif">Words <a href="#a">one</a> or <a href="#b">two</a> in a sentence.</p>',
        TINY,
        "target-size",
    ),
    "text in the colour of its ground": (
        '<p style="color: #eee; background: #111">Words</p>',
        '<p style="color: #eee; background: #eee">Words</p>',
        "color-contrast",
    ),
    "text over a gradient": (
        '<p style="color:#111;background:linear-gradient(#fff, #eee)">Words that can be read</p>',
        LIKE_PAPER,
        "color-contrast",
    ),
}  # fmt: skip


def ids(flaws: list) -> set[str]:  # type: ignore[type-arg]
    """Return axe's ids in flaws."""
    return {flaw.message.partition(" ")[0] for flaw in flaws}


def test_each_page_without_a_flaw_has_none(either: Started) -> None:
    """What is right is let alone, in both engines."""
    pages = {name: whole(good, style=STYLE) for name, (good, _, _) in ROWS.items()}
    assert {name: check(page, whole=False) for name, page in each(either, pages)} == {name: [] for name in ROWS}


def test_each_flaw_is_found(either: Started) -> None:
    """Each flaw has axe's id, where it stands, and a page that explains it, in both engines."""
    pages = {name: whole(bad, style=STYLE) for name, (_, bad, _) in ROWS.items()}
    found = {name: check(page, whole=False) for name, page in each(either, pages)}
    assert {name: ids(flaws) for name, flaws in found.items()} == {name: {id_} for name, (_, _, id_) in ROWS.items()}
    for flaws in found.values():
        for flaw in flaws:
            assert flaw.rule == "axe/violation"
            assert flaw.rule in RULES
            assert flaw.selector
            assert flaw.html.startswith("<")
            assert flaw.link.startswith("https://dequeuniversity.com/")


def test_a_component_is_not_held_to_what_only_a_page_can_be(chromium: Started) -> None:
    """A component by itself has no landmarks and no first heading; a page has. A title and a language have both."""
    with opening(chromium, "<!doctype html><html><body><h3>A</h3><p>B</p></body></html>")() as page:
        assert ids(check(page, whole=False)) == {"html-has-lang", "document-title"}
        assert {"html-has-lang", "document-title", "landmark-one-main", "page-has-heading-one", "region"} <= ids(
            check(page, whole=True)
        )


def test_in_each_mode_is_asked_what_can_differ_there(chromium: Started) -> None:
    """In the dark colours are asked, in a narrow window targets, and nothing that light has told."""
    html = whole(f"<p>Words</p><img src='c.png'>{TINY}", style=f"{STYLE} p {{ color: #bbb }}")
    said = {}
    for mode in Mode:
        for _, page in each(chromium, {mode: html}, SHAPES[mode]):
            said[mode] = ids(check(page, whole=False, mode=mode))
    assert said == {
        Mode.light: {"color-contrast", "image-alt", "target-size"},
        Mode.dark: {"color-contrast"},
        Mode.narrow: {"target-size"},
        Mode.zoomed: {"target-size"},
        Mode.forced: set(),
        Mode.reduced: set(),
    }


def test_only_the_rules_that_are_named_are_asked(chromium: Started) -> None:
    """A caller can ask for some rules alone."""
    with opening(chromium, whole("<img src='c.png'><button></button>"))() as page:
        assert ids(check(page, whole=False, only=("image-alt",))) == {"image-alt"}


def test_a_policy_that_forbids_scripts_does_not_keep_axe_out(either: Started) -> None:
    """Axe runs under a policy with Trusted Types, put in beforehand or afterwards, and leaves nothing on the page."""
    page_ = Resource(whole("<button></button>").encode(), "text/html", {"Content-Security-Policy": STRICT})
    either.site.answer = lambda path: page_ if path == "/" else None
    with either.page() as page:
        page.goto(ORIGIN)
        before = page.content()
        assert ids(check(page, whole=False)) == {"button-name"}
        assert page.content() == before
    with either.context() as context:
        ready(context)
        page = context.new_page()
        page.goto(ORIGIN)
        assert page.evaluate("typeof axe") == "object"
        assert ids(check(page, whole=False)) == {"button-name"}


def test_shadow_roots_and_frames_are_looked_into(chromium: Started) -> None:
    """A flaw inside of a shadow root or a frame is found by a selector that goes through it."""
    html = (
        "<x-a><template shadowrootmode='open'><button></button></template></x-a>"
        "<iframe title='A' srcdoc='<!doctype html><title>A</title><img src=c.png>'></iframe>"
    )
    with opening(chromium, whole(html))() as page:
        page.frames[1].wait_for_load_state()
        found = sorted(flaw.selector for flaw in check(page, whole=False))
    assert found == ["iframe >>> img", "x-a >>> button"]


def test_a_colour_on_its_way_is_waited_for(chromium: Started) -> None:
    """A transition that has just begun is not taken for the colour that a visitor sees."""
    style = "p { color: #fff; transition: color 300ms } p.on { color: #000 }"
    with opening(chromium, whole("<p>Words</p>", style=style))() as page:
        page.evaluate("document.querySelector('p').className = 'on'")
        assert check(page, whole=False) == []


def test_a_page_of_flaws_is_told_in_part(chromium: Started) -> None:
    """However many nodes are wrong, the list has an end."""
    with opening(chromium, whole("<button></button>" * (MOST + 50), style=STYLE))() as page:
        assert len(check(page, whole=False)) <= MOST


def test_a_page_that_stops_axe_is_said(chromium: Started) -> None:
    """Where axe cannot be run there is a sentence, not silence."""
    with opening(chromium, whole("<p>A</p>"))() as page:
        page.evaluate("() => { window.getComputedStyle = () => { throw new Error('no styles here') } }")
        with pytest.raises(LockstepError, match=r"axe cannot look at http://localhost/: .*no styles here"):
            check(page, whole=False)
