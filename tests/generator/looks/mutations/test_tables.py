from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

import pytest

from tests.generator.looks.mutations import BROKEN, SAME
from tests.generator.looks.mutations.mutation import Layer, Mutation, html, row
from tests.generator.looks.mutations.stories import STORIES, drawn, files

BOTH = [*BROKEN, *SAME]


def test_there_are_many_mutations_of_each_kind() -> None:
    """At least 130 break something, at least 25 break nothing, and each layer is expected to see some."""
    assert len(BROKEN) >= 130
    assert len(SAME) >= 25
    assert {layer for each in BROKEN for layer in each.layers} >= set(Layer) - {Layer.stories}


def test_names_are_unique() -> None:
    """No two rows have one name."""
    assert [name for name, times in Counter(each.name for each in BOTH).items() if times > 1] == []


def test_each_story_is_mutated() -> None:
    """A story that no row uses is not kept."""
    assert {each.story for each in BOTH} == set(STORIES)


@pytest.mark.parametrize("mutation", BOTH, ids=lambda each: each.name)
def test_an_edit_finds_what_it_edits(mutation: Mutation) -> None:
    """Each row's edits change the document or a file of its story."""
    original = drawn(mutation.story)["document"]
    changed = mutation.files(files())
    assert mutation.document(original) != original or changed
    assert all(text != files()[name] for name, text in changed.items())


@pytest.mark.parametrize("mutation", SAME, ids=lambda each: each.name)
def test_what_is_the_same_has_the_same_text_and_elements(mutation: Mutation) -> None:
    """Where a document is only written otherwise, its words and its elements stay what they are."""
    original = drawn(mutation.story)["document"]
    assert _words(mutation.document(original)) == _words(original)


def test_an_edit_that_finds_nothing_is_refused() -> None:
    """A row whose text is not there, or whose story is not known, is an error, not a mutation that nobody finds."""
    with pytest.raises(ValueError, match="holds no"):
        html("not there", "at all").of("a document")
    with pytest.raises(ValueError, match="no story"):
        row("typo", "from", Layer.aria, html("a", "b"))


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.templates = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # the parser's
        self.templates += tag == "template"

    def handle_endtag(self, tag: str) -> None:
        self.templates -= tag == "template"

    def handle_data(self, data: str) -> None:
        if not self.templates:
            self.found += data.split()


def _words(document: str) -> list[str]:
    words = _Words()
    words.feed(document)
    return words.found
