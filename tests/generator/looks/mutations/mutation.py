"""A mutation: a row that says which story is changed, how, and who should see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tests.generator.looks.mutations.stories import STORIES


class Layer(StrEnum):
    """Who looks.

    ``aria`` is Playwright's snapshot, ``tree`` the full accessibility tree over CDP; ``stories`` takes the steps and
    hears the errors that a page logs.
    """

    pixels = "pixels"
    aria = "aria"
    tree = "tree"
    axe = "axe"
    walk = "walk"
    patterns = "patterns"
    layout = "layout"
    stories = "stories"


PIXELS, ARIA, TREE, AXE, WALK, PATTERNS, LAYOUT, STORY = Layer

DOCUMENT = ""
"""The story's own document, as an edit names it; files are named by their path below ``/ui/``."""
DESIGN = "design/v1/design.css"
STYLES = "booker/v1/components.css"
START = "booker/v1/start.js"


@dataclass(frozen=True, slots=True)
class Edit:
    """One text edit in ``file``: ``old`` becomes ``new``, the first time or ``everywhere``; no ``old`` appends."""

    file: str
    old: str
    new: str
    everywhere: bool = False

    def of(self, text: str) -> str:
        """Return the edited text. Raises ValueError where there is nothing to edit, or nothing changes."""
        if not self.old:
            return text + self.new
        if self.old not in text:
            raise ValueError(f"{self.file or 'the document'} holds no {self.old!r}")
        if self.old == self.new:
            raise ValueError(f"{self.old!r} stays what it is")
        return text.replace(self.old, self.new) if self.everywhere else text.replace(self.old, self.new, 1)


def html(old: str, new: str, *, everywhere: bool = False) -> Edit:
    """Edit the document."""
    return Edit(DOCUMENT, old, new, everywhere)


def css(text: str) -> Edit:
    """Add rules after all layers, so that they win."""
    return Edit(STYLES, "", f"\n{text}\n")


def style(old: str, new: str, *, file: str = STYLES, everywhere: bool = False) -> Edit:
    """Edit a stylesheet."""
    return Edit(file, old, new, everywhere)


def js(text: str) -> Edit:
    """Add a script that runs after the behaviours have started."""
    return Edit(START, "", f"\n{text}\n")


def behaviour(component: str, old: str, new: str, *, everywhere: bool = False) -> Edit:
    """Edit a component's behaviour."""
    return Edit(f"booker/v1/{component}/behavior.js", old, new, everywhere)


@dataclass(frozen=True, slots=True)
class Mutation:
    """A ``name``, the ``story`` (a key of STORIES), who should see it (any of ``layers``), and the ``edits``."""

    name: str
    story: str
    layers: frozenset[Layer]
    edits: tuple[Edit, ...]

    def document(self, original: str) -> str:
        """Return the story's document with the edits. Raises ValueError."""
        for edit in self.edits:
            if edit.file == DOCUMENT:
                original = edit.of(original)
        return original

    def files(self, original: Mapping[str, str]) -> dict[str, str]:
        """Return the edited files (path below ``/ui/`` → text) of ``original``. Raises ValueError."""
        changed: dict[str, str] = {}
        for edit in self.edits:
            if edit.file != DOCUMENT:
                changed[edit.file] = edit.of(changed.get(edit.file, original[edit.file]))
        return changed


def row(name: str, story: str, layers: Layer | tuple[Layer, ...], *edits: Edit) -> Mutation:
    """Return a row of a table."""
    if story not in STORIES:
        raise ValueError(f"{name}: {story!r} is no story of ours")
    return Mutation(name, story, frozenset((layers,) if isinstance(layers, Layer) else layers), edits)
