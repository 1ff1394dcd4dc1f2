"""A page's accessibility tree as one readable text, the same bytes every time."""

from __future__ import annotations

from playwright.sync_api import Page

from generator.looks.browsers.found import Engine
from generator.looks.trees.chromium import accessibility, elements
from generator.looks.trees.lines import written
from generator.looks.trees.tree import lines

SNAPSHOT = "snapshot:"
TREE = "tree:"


def drawn(page: Page, engine: Engine) -> str:
    """Return the text of a page that is loaded and settled: YAML, LF at the end of each line.

    Chromium draws both parts, any other engine the ``snapshot`` alone: no other tells its tree.
    """
    snapshot = page.aria_snapshot().encode(errors="replace").decode()  # a page may hold half of a character
    rows = [SNAPSHOT, *(f"  {row}" for row in snapshot.splitlines())]
    if engine is Engine.chromium:
        rows += [TREE, *written(lines(accessibility(page), elements(page)), indent=1)]
    return "\n".join(rows) + "\n"


def snapshot_of(text: str) -> str:
    """Return the part of a text that every engine draws."""
    return text.partition(f"\n{TREE}\n")[0].removesuffix("\n") + "\n"


def tree_of(text: str) -> str:
    """Return the part of a text that Chromium alone draws; empty where there is none."""
    return text.partition(f"\n{TREE}\n")[2]
