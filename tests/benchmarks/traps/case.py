"""A page whose traps are known, wherever it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Page

from generator.looks.browsers.settled import settle
from generator.looks.browsers.site import ORIGIN, Answer
from generator.looks.browsers.started import Started
from generator.looks.flaws import Flaw
from generator.looks.keyboard import PREPARE, walk


@dataclass(frozen=True, slots=True)
class Case:
    """A page at ``path`` of what ``answer`` serves; ``trap`` is what it is, ``why`` who says so, in words."""

    name: str
    trap: bool
    why: str
    answer: Answer
    path: str = "/"


def walked(running: Started, case: Case) -> list[Flaw]:
    """Walk through a case's page in a running browser; return what is said of traps."""
    running.site.answer = case.answer
    with running.context(scripts=[PREPARE]) as context:

        @contextmanager
        def fresh() -> Iterator[Page]:
            page = context.new_page()
            try:
                page.goto(f"{ORIGIN}{case.path}")
                settle(page)
                yield page
            finally:
                page.close()

        return [flaw for flaw in walk(fresh, running.engine).flaws if flaw.rule == "keyboard/trap"]
