"""Two browsers at once, which reach nothing but the site."""

from __future__ import annotations

from generator.looks.browsers.site import ORIGIN, Resource
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


def test_what_a_page_opens_is_closed(either: Started) -> None:
    """A page stays in front, whatever it opens by a link, a form or a script: behind another it would stand still."""
    opens = "<a id=a href='/b' target=_blank>b</a><form action='/b' target=_blank><button id=f>b</button></form>"
    either.site.answer = lambda path: Resource(f"<h1>{path}</h1>{opens}".encode(), "text/html; charset=utf-8")
    with either.page() as page:
        page.goto(f"{ORIGIN}/a")
        for step in ("document.getElementById('a').click()", "document.getElementById('f').click()", "open('/b') && 0"):
            page.evaluate(step)
            page.wait_for_timeout(300)
            assert len(page.context.pages) == 1
            page.evaluate("new Promise((done) => requestAnimationFrame(done))")
