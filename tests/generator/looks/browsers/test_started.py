"""Two browsers at once, which reach nothing but the site."""

from __future__ import annotations

from generator.looks.browsers.site import Resource
from generator.looks.browsers.started import Started


def test_both_browsers_show_a_page_of_the_site(either: Started) -> None:
    """What stands at an address of the site is what a browser shows."""
    either.site.answer = lambda path: Resource(f"<p>{path}</p>".encode(), "text/html; charset=utf-8")
    with either.page() as page:
        page.goto("http://localhost/here")
        assert page.inner_text("p") == "/here"


def test_both_browsers_run_in_one_session(chromium: Started, firefox: Started) -> None:
    """A test can look at a page in one browser and then in the other."""
    with chromium.page() as one, firefox.page() as other:
        assert one.evaluate("1 + 1") + other.evaluate("1 + 1") == 4
