from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.generator.looks.corpus import Labelled, pages, read

PAGES = pages()
# What would make a browser ask for something else. "#place" and "data:" are in the page itself.
FETCHED = re.compile(
    r"""(?:\bsrc|<link[^>]*\bhref|\bimport)\s*=?\s*\(?["']?(?!data:|about:)(?:https?:|//|\.|/)""", re.IGNORECASE
)


def test_there_are_many_pages_of_both_kinds() -> None:
    """At least 80 pages are labelled, and neither label has under 40."""
    traps = sum(page.trap for page in PAGES)
    assert len(PAGES) >= 80
    assert min(traps, len(PAGES) - traps) >= 40


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_stands_alone(page: Labelled) -> None:
    """A page has a doctype, a language and a title, and names nothing that would be fetched."""
    assert page.html.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert re.search(r"<title>[^<]+</title>", page.html)
    assert not FETCHED.search(page.html)


def test_a_page_without_a_label_is_refused(tmp_path: Path) -> None:
    """Reading a page whose label is missing or unknown says what to write."""
    page = tmp_path / "toy.html"
    page.write_text('<meta name="expected" content="maybe"><meta name="why" content="Who knows.">', encoding="utf-8")
    with pytest.raises(ValueError, match="trap or fine"):
        read(page)
