from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from router.rollout import Rollout, State
from tests.router.faces import make_face
from tests.router.sites import Site
from tests.router.toys import make_bundle

pytestmark = pytest.mark.usefixtures("importable")


def text(site: Site, path: str = "/") -> str:
    """Return a page's words, without its markup."""
    answer = site.ask("GET", path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.text))


def test_the_first_thing_a_newcomer_sees(root: Path):
    """The features, the versions and why, the pages that can be opened, and where to look closer."""
    make_bundle(root)
    make_face(root)
    site = Site(root)
    page, words = site.ask("GET", "/").text, text(site)
    for expected in (
        "Toy shop",
        "Two features running.",
        "Toys.",
        "notes v1",
        "The only version there is.",
        "cards v1",
    ):
        assert expected in words
    assert '<a href="/cards">All cards</a>' in page
    assert '<a href="/cards/a%20b?day=2026-01-02">One card</a>' in page
    assert "more_cards" not in page
    assert "Kept" not in page, "its example is a record's id, and there is no such record"
    assert '<a href="/stories/cards/v1">1 component</a>' in page
    assert 'class="button first" href="/cards"' in page
    for link in ("/docs", "/stories", "/readyz", "/versions", "/openapi.json"):
        assert f'href="{link}"' in page
    assert "/report" not in page
    assert "<script" not in page
    assert "style=" not in page


@pytest.mark.parametrize(
    ("rollout", "broken", "expected"),
    [
        (None, [], ["notes v2", "The newest version; no rollout says otherwise."]),
        (None, [2], ["notes v1", "Fallback: v2 should answer, but it was refused.", "v2 refused: api.py was changed"]),
        (None, [1, 2], ["notes not served", "No version is sound, so nothing answers.", "No feature answers."]),
        (Rollout("notes", 1), [], ["notes v1", "Stable: everybody gets it."]),
        (
            Rollout("notes", 1, 2, 2.5),
            [],
            ["Stable, while canary v2 is tried on 2.5 % of clients.", "v1 stable 97.5 % v2 canary 2.5 %"],
        ),
        (Rollout("notes", 1, 2, 100.0), [], ["v1 stable 0 % v2 canary 100 %"]),
        (Rollout("notes", 1, 2, 5.0), [2], ["It was refused, so the stable version answers for it."]),
        (Rollout("notes", 1, 2, 5.0, State.aborted), [], ["Everybody gets it: canary v2 was taken back by ann."]),
        (Rollout("notes", 1, state=State.aborted), [], ["a newer version was taken back by ann."]),
        (Rollout("notes", 2), [2], ["Fallback: v2 should answer, but it was refused."]),
        (Rollout("notes", 1, 7, 5.0), [], ["notes v1", "v1 stable 95 % v7 canary 5 %"]),
    ],
)
def test_why_a_version_answers_is_said_in_words(
    root: Path, rollout: Rollout | None, broken: list[int], expected: list[str]
):
    """Each reason has its sentence, and a rollout its bar."""
    for version in (1, 2):
        folder = make_bundle(root, version=version)
        if version in broken:
            (folder / "api.py").write_text("")
    words = text(Site(root, rollout))
    for sentence in expected:
        assert sentence in words


def test_without_a_bundle_the_page_says_what_to_do(root: Path):
    """An empty project has a front page as well."""
    words = text(Site(root))
    assert "Nothing to serve yet." in words
    assert "lockstep regenerate" in words


def test_while_the_database_is_away(root: Path):
    """The page stands, and says so."""
    make_bundle(root)
    clock = [0.0]
    site = Site(root, None, clock)
    clock[0] = 10.0
    assert "The database does not answer." in text(site)


def test_a_bundle_that_cannot_describe_itself_does_not_take_the_page_down(root: Path):
    """It is listed without its pages."""
    make_face(root)
    site = Site(root)
    site.front.features[0].bundles[1].app.openapi = lambda: 1 / 0  # type: ignore[method-assign,assignment,return-value]
    assert "cards v1" in text(site)


def test_the_last_gate_report(root: Path):
    """It is linked and served once it is there, with the time it was made, and may run nothing."""
    site = Site(root)
    missing = site.ask("GET", "/report")
    assert (missing.status_code, "lockstep gate" in missing.json()["detail"]) == (404, True)
    (root / ".lockstep").mkdir()
    file = root / ".lockstep/report.html"
    file.write_text("<h1>Passed</h1>")
    os.utime(file, (1_800_000_000, 1_800_000_000))
    assert "What the last gate found, 15 January 2027, 08:00 UTC." in text(site)
    answer = site.ask("GET", "/report")
    assert answer.text == "<h1>Passed</h1>"
    policy = answer.headers.get_list("content-security-policy")
    assert (len(policy), "script-src" in policy[0], policy[0].startswith("default-src 'none'")) == (1, False, True)


def test_what_others_wrote_is_text(root: Path):
    """Markup in the project's description is shown as it is."""
    file = root / "pyproject.toml"
    file.write_text(file.read_text().replace("Toys.", "<script>alert(1)</script>"))
    assert "<script" not in Site(root).ask("GET", "/").text


def test_the_font_is_asked_for_only_where_there_is_one(root: Path):
    """A project without it would have an error in every visitor's console."""
    site = Site(root)
    assert "@font-face" not in site.ask("GET", "/ui/front.css").text
    (root / "assets/fonts").mkdir(parents=True)
    (root / "assets/fonts/figtree.woff2").write_bytes(b"font")
    assert "@font-face" in site.ask("GET", "/ui/front.css").text
