"""Small pages for tests, served to a browser as the page at ``/``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager

from playwright.sync_api import Page

from generator.looks.browsers.site import ORIGIN, Resource
from generator.looks.browsers.started import Started
from generator.looks.modes import SHAPES, Mode, Shape


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


def each(started: Started, pages: Mapping[str, str], shape: Shape = SHAPES[Mode.light]) -> Iterator[tuple[str, Page]]:
    """Show the pages of a table (name → document) one after the other in one page of the browser: a new one is slow."""
    documents = {f"/{number}": html for number, html in enumerate(pages.values())}
    started.site.answer = lambda path: (
        Resource(documents[path].encode(), "text/html; charset=utf-8") if path in documents else None
    )
    with started.page(shape) as opened:
        for name, path in zip(pages, documents, strict=True):
            opened.goto(f"{ORIGIN}{path}")
            yield name, opened
