"""Chromium's accessibility tree and document, as its protocol tells them, read once into values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Page

from generator.looks.browsers.wire import wire

MOST_NODES = 50_000
"""How many nodes of a page are read. What comes after them is left out, and the text says so."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a property points to: a ``node`` of the document, by the id that the author wrote, if he wrote one."""

    node: int
    idref: str


@dataclass(frozen=True, slots=True)
class Property:
    """A property's value as text (``true``, ``2``, ``polite``) and what it points to."""

    value: str
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the accessibility tree; ``element`` is the node of the document that it stands for, 0 for none."""

    id: str
    role: str
    is_ignored: bool
    element: int
    name: str = ""
    value: str = ""
    description: str = ""
    properties: Mapping[str, Property] = field(default_factory=dict)
    children: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Element:
    """A node of the document: its tag, its attributes, the language and direction it stands in.

    ``is_browsers`` marks what the browser draws inside of its own controls.
    """

    tag: str
    attributes: Mapping[str, str]
    language: str
    direction: str
    is_browsers: bool


NOWHERE = Element("", {}, "", "", is_browsers=False)
"""What the document stands in."""


def accessibility(page: Page) -> list[Node]:
    """Return the nodes of a page's accessibility tree, the root first."""
    rows = _told(page, "Accessibility.getFullAXTree").get("nodes")
    return [_node(row) for row in _rows(rows)[:MOST_NODES]]


def elements(page: Page) -> dict[int, Element]:
    """Return the nodes of a page's document by their number."""
    told = _told(page, "DOM.getDocument", {"depth": -1, "pierce": True})
    found: dict[int, Element] = {}
    left = [(_row(told.get("root")), NOWHERE)]
    while left and len(found) < MOST_NODES:
        row, parent = left.pop()
        element = _element(row, parent)
        found[_number(row.get("backendNodeId"))] = element
        below = [*_rows(row.get("children")), *_rows(row.get("shadowRoots")), *_rows(row.get("pseudoElements"))]
        left += [(child, element) for child in reversed(below)]
    return found


def _told(page: Page, method: str, asked: dict[str, object] | None = None) -> Mapping[object, object]:
    return _row(wire(page).send(method, asked))


def _element(row: Mapping[object, object], parent: Element) -> Element:
    flat = row.get("attributes")
    texts = [str(text) for text in flat] if isinstance(flat, list) else []
    attributes = dict(zip(texts[::2], texts[1::2], strict=False))
    return Element(
        str(row.get("localName", "")),
        attributes,
        attributes.get("lang", parent.language),
        attributes.get("dir", parent.direction),
        parent.is_browsers or row.get("shadowRootType") == "user-agent",
    )


def _node(row: Mapping[object, object]) -> Node:
    children = row.get("childIds")
    return Node(
        str(row.get("nodeId", "")),
        _text(row.get("role")),
        row.get("ignored") is True,
        _number(row.get("backendDOMNodeId")),
        _text(row.get("name")),
        _text(row.get("value")),
        _text(row.get("description")),
        dict(_properties(row.get("properties"))),
        tuple(str(child) for child in children) if isinstance(children, list) else (),
    )


def _properties(rows: object) -> Iterator[tuple[str, Property]]:
    for row in _rows(rows):
        value = _row(row.get("value"))
        targets = tuple(
            Target(_number(target.get("backendDOMNodeId")), str(target.get("idref") or ""))
            for target in _rows(value.get("relatedNodes"))
        )
        yield str(row.get("name", "")), Property(_text(value), targets)


def _text(value: object) -> str:
    """Return what an AXValue says: truth in lower case, whole numbers without a fraction."""
    told = _row(value).get("value")
    match told:
        case None:
            return ""
        case bool():
            return str(told).lower()
        case float():
            return f"{told:.6g}"
        case _:
            return str(told)


def _row(value: object) -> Mapping[object, object]:
    return value if isinstance(value, dict) else {}


def _rows(value: object) -> list[Mapping[object, object]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
