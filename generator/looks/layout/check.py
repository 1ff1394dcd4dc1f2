"""Looks at how a page is laid out, in one mode, and says what does not fit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

from generator.looks.browsers.found import Engine
from generator.looks.browsers.wire import wire
from generator.looks.flaws import Flaw
from generator.looks.modes import Mode

MOST_TEXTS = 3_000
"""How many pieces of text of one page are looked at."""

BY_MODE = {
    Mode.light: ("clipped", "overlap"),
    Mode.dark: (),
    Mode.narrow: ("clipped", "overlap", "wide"),
    Mode.zoomed: ("clipped", "overlap", "wide"),
    Mode.forced: ("lost",),
    Mode.reduced: ("moving",),
}
"""What is asked in each mode: what a mode cannot change is asked in light."""

_USUAL = {"standard": 16, "fixed": 13}
_LARGER = {"standard": 32, "fixed": 26}
_LARGE = " (text of twice the usual size)"
_RULES = frozenset({"layout/clipped", "layout/overlap", "layout/sideways", "layout/lost", "layout/moving"})


def check(page: Page, mode: Mode, engine: Engine = Engine.chromium) -> list[Flaw]:
    """Return what is wrong with the layout of a page that is loaded and settled, shown in ``mode``.

    In light Chromium shows the page with larger text, too: many people enlarge text and nothing else, and a page that
    is fine at twice the zoom may not be fine then.
    """
    found = _flaws(page, BY_MODE[mode])
    if mode is Mode.light and engine is Engine.chromium:
        known = {(flaw.rule, flaw.selector) for flaw in found}
        with larger_text(page):
            larger = _flaws(page, BY_MODE[mode])
        found += [replace(f, message=f.message + _LARGE) for f in larger if (f.rule, f.selector) not in known]
    return found


@contextmanager
def larger_text(page: Page) -> Iterator[None]:
    """Show a page as somebody sees it whose browser is set to text of twice the usual size; Chromium's alone."""
    session = wire(page)
    session.send("Page.setFontSizes", {"fontSizes": _LARGER})
    try:
        yield
    finally:
        session.send("Page.setFontSizes", {"fontSizes": _USUAL})


def _flaws(page: Page, names: tuple[str, ...]) -> list[Flaw]:
    if not names:
        return []
    told = page.evaluate(_script(names), {"most": MOST_TEXTS})
    rows = [row for row in told if isinstance(row, dict)] if isinstance(told, list) else []
    return [
        Flaw(str(row["rule"]), str(row["message"]), str(row.get("selector", "")), str(row.get("html", "")))
        for row in rows
        if row.get("rule") in _RULES
    ]


@cache
def _script(names: tuple[str, ...]) -> str:
    """Return a function that runs the checks ``names`` on what ``seen.js`` sees of a page."""
    checks = ", ".join(f"...({_source(name)})(seen)" for name in names)
    return f"(given) => {{ const seen = ({_source('seen')})(given); return [{checks}]; }}"


def _source(name: str) -> str:
    """Return the one expression of a script: comments come before it."""
    return Path(__file__).with_name(f"{name}.js").read_text(encoding="utf-8")
