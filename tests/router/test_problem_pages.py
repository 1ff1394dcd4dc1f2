from __future__ import annotations

import re
from pathlib import Path

import pytest

from router.problem_pages import prefers_html, render_problem
from tests.router.sites import Site
from tests.router.toys import make_bundle

pytestmark = pytest.mark.usefixtures("importable")

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("", False),
        ("*/*", False),
        ("application/json", False),
        ("text/*", False),
        ("text/html", True),
        ("TEXT/HTML; charset=utf-8", True),
        (BROWSER["Accept"], True),
        ("text/html;q=0.5, */*;q=0.8", False),
        ("text/html, application/json", False),
        ("application/problem+json;q=0.9, text/html", True),
        ("text/html;q=0", False),
        ("text/html;q=nan", False),
        ("text/html;q=x", False),
        (",;,q=1;", False),
    ],
)
def test_who_prefers_a_page(accept: str, wanted: bool):  # noqa: FBT001 - a column of the table
    """A browser that navigates ranks HTML above everything else; programs do not."""
    assert prefers_html(accept) is wanted


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        ("GET", "/nowhere", 404, ["Not Found", "There is nothing at this address.", "Check the address"]),
        ("GET", "/v1/notes?limit=x", 422, ["limit", "valid integer", "mend what is named"]),
        ("DELETE", "/v1/notes", 405, ["Method Not Allowed"]),
        ("GET", "/v1/notes/secret", 500, ["instance", "urn:uuid:"]),
        ("GET", "/readyz", 503, ["No version of tasks is sound.", "Wait a moment"]),
    ],
)
def test_a_person_gets_a_page_and_a_program_a_document(
    root: Path, method: str, path: str, status: int, words: list[str]
):
    """The status is the same; the page says what happened and what to do, and leads back to the front page."""
    make_bundle(root)
    (make_bundle(root, "tasks") / "api.py").write_text("")
    site = Site(root)
    page, document = (site.ask(method, path, headers=headers) for headers in (BROWSER, {"Accept": "*/*"}))
    assert (page.status_code, document.status_code) == (status, status)
    assert document.headers["content-type"] == "application/problem+json"
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "Accept" in page.headers["vary"]
    assert "Accept" in document.headers["vary"]
    for word in [*words, 'href="/"', "The same for programs"]:
        assert word in page.text
    head = site.ask("HEAD", path, headers=BROWSER)
    if method == "GET" and status != 500:
        assert (head.status_code, head.headers["content-length"]) == (status, page.headers["content-length"])


def test_facts_are_what_people_can_read():
    """Texts, numbers and lists of them stand on the page; nested data only in the part for programs."""
    page = render_problem(409, {"title": "Taken", "left": 2, "next": ["9:00", "9:30"], "rows": [{"a": 1}], "map": {}})
    facts = page.partition('<dl class="facts">')[2].partition("</dl>")[0]
    assert re.findall(r"<dt>(.*)</dt><dd>(.*)</dd>", facts) == [("left", "2"), ("next", "9:00, 9:30")]
    assert "&#34;rows&#34;" in page


def test_without_any_sound_bundle(root: Path):
    """The page needs nothing of any bundle."""
    (make_bundle(root) / "api.py").write_text("")
    assert "Page" not in Site(root).ask("GET", "/v1/notes", headers=BROWSER).text
    assert Site(root).ask("GET", "/v1/notes", headers=BROWSER).status_code == 404


def test_whatever_a_problem_says_is_text():
    """Markup in any member is shown, not run; members of strange kinds do no harm."""
    hostile = '<script>alert(1)</script>"><img src=x onerror=y>'
    page = render_problem(
        409,
        {
            "title": hostile,
            "detail": hostile,
            "type": hostile,
            "errors": [{"pointer": f"#/{hostile}", "detail": hostile}, 7, {"detail": None}],
            hostile: hostile,
            "list": [hostile, {"a": None}],
        },
    )
    assert "<script>" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page
    assert "Error" in render_problem(500, {})
