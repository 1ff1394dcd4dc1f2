from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest

from generator.looks.stories import KEYS
from router.gallery.wishes import MODES
from router.loader import FOR_LOOKING
from router.rollout import Rollout
from tests.router.faces import STORIES, make_face
from tests.router.sites import Site
from tests.router.toys import make_bundle

pytestmark = pytest.mark.usefixtures("importable")


def frames(page: str) -> list[str]:
    """Return the addresses of the frames on a page."""
    return [html.unescape(href) for href in re.findall(r'<iframe src="([^"]*)"', page)]


def test_the_gallery_shows_each_state_in_every_mode_that_is_asked_for(root: Path):
    """Every story of what is served, with a link to it alone; features without components are left out."""
    make_face(root)
    make_bundle(root)
    site = Site(root)
    page = site.ask("GET", "/stories").text
    card = "/stories/cards/v1/card"
    assert frames(page) == [f"{card}/{name}?scheme=light" for name in ("short", "lang")]
    assert f'<a href="{card}?story=short">short</a>' in page
    assert "Ein Wort." in page
    assert "notes" not in page
    assert 'title="card: short, light"' in page
    asked = "mode=light&mode=dark&mode=320&width=640&locale=de"
    page = site.ask("GET", f"{card}?story=short&{asked}").text
    assert frames(page) == [f"{card}/short?scheme={scheme}&locale=de" for scheme in ("light", "dark", "light")]
    assert re.findall(r' width="(\d+)"></iframe>', page) == ["640", "640", "320"]
    assert len(frames(site.ask("GET", f"{card}?mode=all").text)) == 2 * sum(not mode.live for mode in MODES)
    assert f'href="{card}?story=lang&amp;mode=light&amp;mode=dark' in page  # what is asked for is kept in every link


@pytest.mark.parametrize("query", ["width=0", "width=-1", "width=99999", "width=%C2%B2", "mode=x", "&" * 99, "%ff=%ff"])
def test_what_makes_no_sense_in_an_address_is_left_out(root: Path, query: str):
    """An address that somebody mistyped shows the gallery as it usually is."""
    make_face(root)
    site = Site(root)
    page = site.ask("GET", f"/stories?{query}").text
    assert frames(page) == frames(site.ask("GET", "/stories").text)
    assert ' width="' not in re.sub("<img[^>]*>", "", page)


def test_what_is_for_those_who_work_on_components_stays_out_of_production(root: Path):
    """No data, sources, comparison or reloading where the whole app is served."""
    make_face(root)
    make_face(root, version=2)
    site = Site(root)
    page = site.ask("GET", "/stories/cards/v2/card?story=short&against=v1").text
    assert len(frames(page)) == 1
    for word in ("data-live", "reload.js", "Props", "~source", 'name="against"', 'value="reduced"'):
        assert word not in page
    assert "reload.js" not in site.ask("GET", "/stories/cards/v2/card/short?motion=reduce").text
    assert "reduced.js" not in site.ask("GET", "/stories/cards/v2/card/short?motion=reduce").text
    for path in ("~source/cards/v1/card/style.css", "~before/cards/v1/card/short", "events"):
        assert site.ask("GET", f"/stories/{path}").status_code == 404


def test_what_is_served_comes_first_and_other_versions_are_a_link_away(root: Path):
    """A canary's components can be looked at before anybody else sees them."""
    make_face(root)
    make_face(root, version=2)
    site = Site(root, Rollout("cards", 1))
    assert 'href="/stories/cards/v2" aria-label="cards v2">v2</a>' in site.ask("GET", "/stories").text
    other = site.ask("GET", "/stories/cards/v2").text
    assert "/stories/cards/v2/card/short" in other
    assert 'href="/stories/cards/v1"' in other


def test_a_story_is_told_in_another_language_with_the_same_data(root: Path):
    """``?locale=`` takes one of the bundle's languages, and anything else as nothing."""
    make_face(root)
    site = Site(root)
    german = site.ask("GET", "/stories/cards/v1/card/short?locale=de").text
    assert '<html lang="de" dir="ltr">' in german
    assert '<p class="card">Hello</p>' in german
    plain = site.ask("GET", "/stories/cards/v1/card/short").text
    assert site.ask("GET", "/stories/cards/v1/card/short?locale=xx").text == plain
    assert site.ask("GET", "/stories/cards/v1/card/short?locale=en").text == plain


def test_a_story_alone_is_the_bare_document(root: Path):
    """Nothing of the gallery is around it; the scheme can be set; its data is escaped."""
    make_face(root)
    site = Site(root)
    alone = site.ask("GET", "/stories/cards/v1/card/lang")
    assert alone.text.startswith('<!doctype html>\n<html lang="de" dir="ltr">')
    assert '<p class="card">&lt;b&gt;Hallo&lt;/b&gt;</p>' in alone.text
    assert "frame-ancestors 'self'" in alone.headers["content-security-policy"]
    assert 'content="light dark"' in alone.text
    dark = site.ask("GET", "/stories/cards/v1/card/lang?scheme=dark").text
    assert '<meta name="color-scheme" content="dark">' in dark
    assert '<link rel="stylesheet" href="/ui/dark.css"></head>' in dark
    assert site.ask("GET", "/stories/cards/v1/card/lang?scheme=pink").text == alone.text
    assert "dark !important" in site.ask("GET", "/ui/dark.css").text


@pytest.mark.parametrize(
    "path",
    [
        "/stories/",
        "/stories/cards",
        "/stories/cards/v1/cart",
        "/stories/cards/v1/card/",
        "/stories/cards/v1/card/none",
        "/stories/cards/v1/none/short",
        "/stories/cards/v2/card/short",
        "/stories/notes/v1/card/short",
        "/stories/cards/v1/card/short/more",
    ],
)
def test_other_addresses_are_not_there(root: Path, path: str):
    """A feature, version, component or story that does not exist is 404."""
    make_face(root)
    make_bundle(root)
    assert Site(root).ask("GET", path).status_code == 404


@pytest.mark.parametrize(
    ("stories", "listed", "alone"),
    [
        ([{"name": "short"}], "card/stories.json: /0/summary is missing, or no text", ""),
        ([1], "card/stories.json: /0 is no object", ""),
        ({}, "card/stories.json: it is no list of at most 200 stories", ""),
        ([{"name": "a", "summary": "b"}] * 201, "card/stories.json: it is no list of at most 200 stories", ""),
        (
            [{**STORIES[0], "props": {}}],
            "",
            "the story 'short' of card cannot be shown. ValidationError: #/text Field required",
        ),
    ],
)
def test_wrong_data_is_said_with_its_place(root: Path, stories: Any, listed: str, alone: str):  # noqa: ANN401 - anything
    """The gallery stands, and whoever works on the component reads which file to look into."""
    make_face(root, stories=stories)
    make_face(root, "tiles")
    site = Site(root)
    page = site.ask("GET", "/stories")
    assert page.status_code == 200
    assert "/stories/tiles/v1/card/short" in page.text
    assert (f"generated/cards/v1/ui/{listed}" in page.text) == bool(listed)
    if alone:
        answer = site.ask("GET", "/stories/cards/v1/card/short")
        assert answer.status_code == 500
        assert answer.json()["detail"] == f"generated/cards/v1/ui: {alone}"


def test_refused_bundles_and_none_at_all(root: Path):
    """The gallery says what was refused and why, and what to do when there is nothing."""
    assert "There are no components yet." in Site(root).ask("GET", "/stories").text
    (make_face(root) / "ui/components.css").write_text("")
    assert "ui/components.css was changed" in Site(root).ask("GET", "/stories").text


def test_what_a_story_says_to_those_who_look_is_not_the_bundles(root: Path):
    """Steps, patterns and masks stand in the file, and components.py, which knows no such keys, shows the story."""
    make_face(root, stories=[{**each, "steps": [{"expect": ".card"}], "patterns": [], "masks": []} for each in STORIES])
    site = Site(root)
    assert '<a href="/stories/cards/v1/card?story=short">short</a>' in site.ask("GET", "/stories").text
    assert "&lt;b&gt;Hallo" in site.ask("GET", "/stories/cards/v1/card/lang").text


def test_keys_that_nobody_knows_are_refused_still(root: Path):
    """What is no key of a story is said, and not dropped in silence."""
    make_face(root, stories=[{**each, "other": 1} for each in STORIES])
    assert "#/0/other" in Site(root).ask("GET", "/stories/cards/v1/card/short").json()["detail"]
    assert set(KEYS) == FOR_LOOKING
