"""Pages walked through in both browsers, and what is found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page

from generator.looks.browsers.site import ORIGIN, Resource
from generator.looks.browsers.started import Started
from generator.looks.keyboard import PREPARE, Walk, walk
from tests.generator.looks.keyboard.table import ROWS
from tests.generator.looks.pages import whole


def walked(started: Started, html: str) -> Walk:
    """Walk through a document."""
    page = Resource(html.encode(), "text/html; charset=utf-8")
    started.site.answer = lambda path: page if path == "/" else None
    with started.context(scripts=[PREPARE]) as context:

        @contextmanager
        def fresh() -> Iterator[Page]:
            opened = context.new_page()
            opened.goto(f"{ORIGIN}/")
            yield opened
            opened.close()

        return walk(fresh, started.engine)


@pytest.mark.parametrize(("html", "rules"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_walk_finds_what_is_wrong_and_nothing_else(either: Started, html: str, rules: set[str]) -> None:
    """Each page of the table breaks exactly the rules beside it, in both browsers."""
    assert {flaw.rule for flaw in walked(either, whole(html)).flaws} == rules


def test_the_path_is_where_focus_rested_in_order(chromium: Started) -> None:
    """The stops are told with role, name, selector and place on the page."""
    html = whole(
        '<a href="#a">One</a><button id="two">Two</button>', style="button { position: absolute; top: 2000px }"
    )
    stops = walked(chromium, html).path
    assert [(stop.role, stop.name, stop.selector) for stop in stops] == [
        ("link", "One", "html > body > a"),
        ("button", "Two", "#two"),
    ]
    assert stops[1].y == 2000
