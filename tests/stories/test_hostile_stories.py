"""Every story of every component, with hostile texts wherever its data has a text, in the gallery's own pages."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Route

from tests.browser import Browser
from tests.stories.checkout import copy_to
from tests.stories.drawn_by_strangers import EVERYTHING
from tests.stories.strangers import faults, visiting

PLAIN = {"Accept-Encoding": "identity"}


@dataclass(frozen=True)
class Gallery:
    """Where the stories are served, and the folder of what strangers' texts make of them."""

    address: str
    drawn: Path


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    """Serve a fresh clone's stories, and draw each of them with hostile texts by the components of the same clone."""
    checkout = copy_to(tmp_path_factory.mktemp("stories") / "clone")
    drawn = checkout.root.parent / "drawn"
    done = checkout.run(sys.executable, "-m", "tests.stories.drawn_by_strangers", str(drawn))
    assert done.returncode == 0, done.stderr
    with checkout.serving("lockstep-router", "stories", "--port", "0") as address:
        yield Gallery(address, drawn)


def _place(gallery: Gallery, file: Path) -> str:
    return file.parent.relative_to(gallery.drawn).as_posix()


@pytest.mark.parametrize("name", EVERYTHING)
def test_every_story_shows_hostile_texts_as_texts(gallery: Gallery, browser: Browser, name: str) -> None:
    """Under the headers, sheets and scripts that it is served with, on a phone: nothing runs, opens or overflows.

    Each story has one of the texts in a browser; drawn and parsed, it had all of them before it was accepted.
    """
    drawn = sorted(gallery.drawn.glob(f"*/*/*/*/{name}.html"))[list(EVERYTHING).index(name) :: len(EVERYTHING)]
    assert len(drawn) > 12
    found = {}
    headers = dict(httpx.get(f"{gallery.address}/stories/{_place(gallery, drawn[0])}", headers=PLAIN).headers)
    assert "default-src 'none'" in headers["content-security-policy"]
    with visiting(browser, gallery.address) as page:
        for file in drawn:
            story = _place(gallery, file)
            text = file.read_bytes()

            def served(route: Route) -> None:
                route.fulfill(headers=headers, body=text)  # noqa: B023  # it is gone before the next text

            page.route("**/stories/**", served)
            answer = page.goto(f"{gallery.address}/stories/{story}")
            assert answer is not None
            assert answer.status == 200, story
            if wrong := faults(page):
                found[story] = wrong[:3]
            page.unroute("**/stories/**")
    assert found == {}
