"""HTML as browsers read it, and whether that is what was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from justhtml import JustHTML

from generator.ui.flaws import Flaw, shown
from generator.ui.tags import VOID

Mark = tuple[str, tuple[str, ...]]
"""A tag (``/p`` for an end) and the names of its attributes."""

_MOST_ERRORS = 3


@dataclass(eq=False)
class Element:
    """One element: its attributes by name, what is in it (texts and elements, in order), and what it is in."""

    name: str
    attributes: dict[str, str]
    parent: Element | None
    children: list[Element | str] = field(default_factory=list)

    def all(self) -> Iterator[Element]:
        """Yield every element inside, in the order of the text."""
        rest = [each for each in reversed(self.children) if isinstance(each, Element)]
        while rest:
            element = rest.pop()
            yield element
            rest.extend(each for each in reversed(element.children) if isinstance(each, Element))

    def text(self) -> str:
        """Return all the text inside."""
        parts: list[str] = []
        rest: list[Element | str] = [self]
        while rest:
            part = rest.pop()
            if isinstance(part, str):
                parts.append(part)
            else:
                rest.extend(reversed(part.children))
        return "".join(parts)

    def around(self) -> Iterator[Element]:
        """Yield the elements that it stands in, innermost first."""
        element = self.parent
        while element is not None:
            yield element
            element = element.parent


def read(html: str) -> Element:
    """Return a fragment as a browser reads it: an element without a name."""
    document = JustHTML(html, fragment=True, sanitize=False)
    root = Element("", {}, None)
    rest = [(document.root, root)]
    while rest:
        node, element = rest.pop()
        for child in node.children or ():
            if child.name == "#text":
                element.children.append(str(child.data or ""))
            else:
                attributes = {
                    str(name): str(value or "") for name, value in (getattr(child, "attrs", None) or {}).items()
                }
                made = Element(str(child.name), attributes, element)
                element.children.append(made)
                rest.append((child, made))
    return root


def marks(root: Element) -> list[Mark]:
    """Return the tags of a tree, in the order in which they would be written."""
    found: list[Mark] = []
    rest: list[Element | Mark] = [each for each in reversed(root.children) if isinstance(each, Element)]
    while rest:
        part = rest.pop()
        if isinstance(part, tuple):
            found.append(part)
            continue
        found.append((part.name, tuple(sorted(part.attributes))))
        if part.name not in VOID:
            rest.append((f"/{part.name}", ()))
        rest.extend(each for each in reversed(part.children) if isinstance(each, Element))
    return found


class _Written(HTMLParser):
    """The tags as they stand in the text, without what a browser makes of them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Mark] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(sorted(name for name, _ in attrs))))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.found.append((f"/{tag}", ()))


def written(html: str) -> list[Mark]:
    """Return the tags of a text."""
    reader = _Written()
    reader.feed(html)
    reader.close()
    return reader.found


def wrongs(html: str, root: Element) -> Iterator[Flaw]:
    """Yield what a browser mends in ``html``: errors of the parser, and elements that it moves, adds or drops."""
    document = JustHTML(html, fragment=True, sanitize=False, collect_errors=True, max_errors=_MOST_ERRORS)
    lines = html.split("\n")
    for error in document.errors:
        near = lines[error.line - 1].strip() if error.line and error.line <= len(lines) else ""
        message = f"a browser has to mend it: {error.code.replace('-', ' ')} at {shown(near, 100)}"
        yield Flaw("ui/markup", message, remedy="Close elements where they were opened; no blocks inside <p>.")
    if document.errors:
        return
    there, here = written(html), marks(root)
    if there != here:
        yield Flaw(
            "ui/markup", f"a browser reads another tree than is written: {difference(there, here)}", remedy=_NESTED
        )


_NESTED = (
    "Put rows into <tbody>, and nothing but rows into tables; no link, button or form inside another; "
    "options alone into <select>."
)


def difference(before: list[Mark], after: list[Mark]) -> str:
    """Say where two lists of tags part."""
    at = next((n for n, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), None)
    at = min(len(before), len(after)) if at is None else at
    one, other = (_shown(each[at]) if at < len(each) else "the end" for each in (before, after))
    return f"{one} becomes {other}"


def _shown(mark: Mark) -> str:
    name, attributes = mark
    plain = [each for each in attributes if re.fullmatch("[a-z-]{1,30}", each)]
    odd = [shown(each, 30) for each in attributes if each not in plain]
    return f"<{' '.join([name[:30], *plain, *odd])}>"
