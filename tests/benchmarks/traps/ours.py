"""Our own corpus, as cases."""

from __future__ import annotations

from generator.looks.browsers.site import Answer, Resource
from tests.benchmarks.traps.case import Case
from tests.generator.looks import corpus


def cases() -> list[Case]:
    """Return every page of :mod:`tests.generator.looks.corpus`."""
    return [Case(page.name, page.trap, page.why, alone(page.html)) for page in corpus.pages()]


def alone(html: str) -> Answer:
    """Return a site that is one page."""
    page = Resource(html.encode(), "text/html; charset=utf-8")
    return lambda path: page if path == "/" else None
