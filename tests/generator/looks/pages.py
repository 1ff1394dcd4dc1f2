"""Small pages for tests, served to a browser as the page at ``/``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from playwright.sync_api import Page

from generator.looks.browsers.site import ORIGIN, Resource
from generator.looks.browsers.started import Started


def whole(body: str, script: str = "", style: str = "") -> str:
    """Return a document with a title and a language."""
    ran = f"<script>{script}</script>" if script else ""
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>'
        f"<style>{style}</style><body>{body}{ran}</body></html>"
    )


def opening(started: Started, html: str) -> Callable[[], AbstractContextManager[Page]]:
    """Return what opens the page ``html`` anew each time it is called."""
    page = Resource(html.encode(), "text/html; charset=utf-8")
    started.site.answer = lambda path: page if path == "/" else None

    @contextmanager
    def fresh() -> Iterator[Page]:
        with started.page() as opened:
            opened.goto(f"{ORIGIN}/")
            yield opened

    return fresh
