"""Pages that trap the keyboard and pages that do not, written and labelled without a look at the walker.

A page's label stands in its head: ``<meta name="expected" content="trap">`` or ``fine``, and ``why`` in one sentence.
Labels follow WCAG 2.1.2 and its Understanding document: can focus be moved away with Tab, Shift+Tab, the arrows or
Escape, or with a method that the page tells of? Where those leave it open, they follow the ACT rules 80af7b, a1b64e and
ebe86a: one direction is enough; where focus must reach is the browser's own controls, without a browser's shortcut; a
part that keeps focus is fine while something in it ends that and can be used with the keyboard.
"""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Labelled:
    """A page's ``name``, its ``html``, whether it is a ``trap``, and ``why``."""

    name: str
    html: str
    trap: bool
    why: str


def pages() -> list[Labelled]:
    """Return all pages by name."""
    return [read(path) for path in sorted(Path(__file__).parent.glob("*.html"))]


def read(path: Path) -> Labelled:
    """Return a page with its label. Raises ValueError where it has none."""
    text = path.read_text(encoding="utf-8")
    metas = _Metas()
    metas.feed(text)
    expected, why = metas.found.get("expected"), metas.found.get("why")
    if expected not in {"trap", "fine"} or not why:
        raise ValueError(
            f"{path.name}: write <meta name=expected> with trap or fine, and <meta name=why> with a sentence"
        )
    return Labelled(path.stem, text, expected == "trap", why)


class _Metas(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta" and given.get("name"):
            self.found.setdefault(given["name"] or "", given.get("content") or "")
