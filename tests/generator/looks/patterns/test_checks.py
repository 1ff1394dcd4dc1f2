"""Good pages keep to their patterns, and each breakage is told by the rule and the words for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from playwright.sync_api import Page

from generator.looks import patterns
from generator.looks.browsers.site import ORIGIN, Resource
from generator.looks.browsers.started import Started
from generator.looks.declared import PATTERNS
from generator.looks.patterns.inferred import PROMISES
from generator.looks.stories import Pattern
from tests.generator.looks.patterns.broken import DECLARED, ROWS, Row, broken, good


@contextmanager
def serving(started: Started, html: str) -> Iterator[Callable[[], AbstractContextManager[Page]]]:
    """Yield what opens a page anew: keys that went to the browser's own controls spoil a tab for good."""
    resource = Resource(html.encode(), "text/html; charset=utf-8")
    started.site.answer = lambda path: resource if path == "/" else None
    with started.context() as context:

        @contextmanager
        def fresh() -> Iterator[Page]:
            page = context.new_page()
            page.goto(f"{ORIGIN}/")
            yield page
            page.close()

        yield fresh


@pytest.mark.parametrize("name", DECLARED)
def test_a_good_page_has_no_flaws(either: Started, name: str) -> None:
    """What keeps to its pattern is left alone, in both engines."""
    with serving(either, good(name)) as fresh:
        assert patterns.check(fresh, DECLARED[name]) == []


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_breakage_is_told(chromium: Started, row: Row) -> None:
    """Each row breaks its rule, and the flaw says what was pressed, what should have been, and where more stands."""
    with serving(chromium, broken(row)) as fresh:
        flaws = patterns.check(fresh, DECLARED[row.page])
    assert [flaw for flaw in flaws if flaw.rule == row.rule and row.words in flaw.message], flaws
    assert all(flaw.link.startswith("https://www.w3.org/WAI/ARIA/apg/patterns/") for flaw in flaws)


def test_a_grid_may_ask_for_other_pages(either: Started) -> None:
    """PageUp and PageDown of a month that a server draws lead to an address; each that does not is told."""
    visits = Pattern("grid", "#grid", (("moves", "day"), ("pages", "visit")))
    page = good("grid").replace("leap(1)", "location.assign('/next')").replace("leap(-1)", "fetch('/before')")
    with serving(either, page) as fresh:
        assert patterns.check(fresh, visits) == []
    with serving(either, page.replace("fetch", "String")) as fresh:
        [flaw] = patterns.check(fresh, visits)
    assert "PageUp on the gridcell" in flaw.message
    assert "should ask for another page" in flaw.message


def test_one_table_names_every_pattern() -> None:
    """What may be declared can be tried, and what is asked for can be declared."""
    assert set(patterns.TABLE) == set(PATTERNS)
    assert set(PROMISES.values()) <= set(PATTERNS)


def test_every_rule_is_broken_in_many_ways() -> None:
    """The rows break each rule that a trial can note, and each pattern that may be declared."""
    rules = [row.rule for row in ROWS]
    assert set(rules) == {"patterns/roles", "patterns/keys", "patterns/focus", "patterns/state"}
    assert min(rules.count(rule) for rule in set(rules)) >= 10
    assert {DECLARED[row.page].name for row in ROWS} == set(PATTERNS)
