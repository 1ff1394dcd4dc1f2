"""Chromium's accessibility tree as lines: what says something is kept, what varies or repeats is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.looks.trees.chromium import MOST_NODES, NOWHERE, Element, Node, Property
from generator.looks.trees.lines import Line

_INSIDE = frozenset({"InlineTextBox", "LineBreak", "ListMarker"})
"""Where lines break, and bullets: how text is set. Nothing stands below them."""

_PLAIN = frozenset({"generic", "none", "LabelText", "Legend", "Figcaption", "MenuListPopup", "Pre"})
"""Nodes that say nothing unless they have something to say: what stands in them stands in their parent."""

_NAMES = {"StaticText": "text", "RootWebArea": "document", "DisclosureTriangle": "summary"}

_STATES = {
    "atomic", "busy", "checked", "disabled", "editable", "expanded", "focusable", "focused", "haspopup", "invalid",
    "level", "live", "modal", "multiline", "multiselectable", "orientation", "pressed", "readonly", "relevant",
    "required", "selected", "autocomplete",
}  # fmt: skip
_SAID_WHEN_FALSE = frozenset({"checked", "expanded", "pressed", "selected"})
"""Those of which false says more than nothing: what is not expanded can be."""

_NOTES = frozenset({"keyshortcuts", "roledescription", "valuemin", "valuemax", "valuetext"})
_RELATIONS = frozenset({"activedescendant", "controls", "details", "errormessage", "flowto", "owns"})
"""Those whose effect is not part of a name or a description. That of labelledby and describedby is."""

_CELLS = frozenset({"row", "cell", "gridcell", "columnheader", "rowheader"})
_RANGES = frozenset({"slider", "spinbutton", "progressbar", "meter", "scrollbar", "separator"})

_ATTRIBUTES = (
    "aria-braillelabel", "aria-brailleroledescription", "aria-colcount", "aria-colindex", "aria-colindextext",
    "aria-colspan", "aria-current", "aria-placeholder", "aria-posinset", "aria-rowcount", "aria-rowindex",
    "aria-rowindextext", "aria-rowspan", "aria-setsize", "aria-sort", "accesskey", "autocomplete", "colspan",
    "enterkeyhint", "inputmode", "max", "maxlength", "min", "minlength", "pattern", "placeholder", "rowspan", "step",
)  # fmt: skip
"""What the tree does not tell, and people who hear, feel or dictate a page notice."""

_KEYBOARDS = frozenset({"email", "number", "password", "tel", "url"})
"""Types of fields that no role tells of, and that ask for a keyboard of their own."""


@dataclass(frozen=True, slots=True)
class _Reading:
    nodes: Mapping[str, Node]
    elements: Mapping[int, Element]
    by_element: Mapping[int, Node]
    ids: frozenset[str]
    document: Element


def lines(nodes: list[Node], elements: Mapping[int, Element]) -> Iterator[Line]:
    """Yield the lines of a tree, parents before their children."""
    if not nodes:
        return
    ids = frozenset(element.attributes["id"] for element in elements.values() if "id" in element.attributes)
    document = next((element for element in elements.values() if element.tag == "html"), NOWHERE)
    reading = _Reading(
        {node.id: node for node in nodes}, elements, {node.element: node for node in nodes}, ids, document
    )
    left = [(nodes[0].id, Line(-1, ""), NOWHERE)]
    seen: set[str] = set()
    while left:
        id_, parent, around = left.pop()
        node = reading.nodes.get(id_)
        if node is None or id_ in seen or node.role in _INSIDE:
            continue
        seen.add(id_)
        line = _line(node, parent, around, reading)
        if line is not None:
            yield line
            around = reading.document if node.role == "RootWebArea" else reading.elements.get(node.element, around)
        left += [(child, line or parent, around) for child in reversed(node.children)]
    if len(nodes) >= MOST_NODES:
        yield Line(0, "text", f"What comes after {MOST_NODES} nodes is left out.")


def _line(node: Node, parent: Line, around: Element, reading: _Reading) -> Line | None:
    """Return what is said of a node, None where that is nothing."""
    element = reading.document if node.role == "RootWebArea" else reading.elements.get(node.element, around)
    if node.is_ignored or element.is_browsers:
        return None
    if node.role == "StaticText":
        text = " ".join(node.name.split())
        if not text or text == parent.name:
            return None
        return Line(parent.depth + 1, "text", text, _language(element, around))
    states = _language(element, around) | dict(_states(node, element))
    notes = dict(_notes(node, element, reading))
    name = "" if _is_summed_up(node, element) else " ".join(node.name.split())
    if node.role in _PLAIN and not (name or states or notes):
        return None
    return Line(parent.depth + 1, _NAMES.get(node.role, node.role), name, states, notes)


def _is_summed_up(node: Node, element: Element) -> bool:
    """Say whether a node's name is no more than the names of what is in it."""
    return node.role == "row" and not {"aria-label", "aria-labelledby", "title"} & element.attributes.keys()


def _language(element: Element, around: Element) -> dict[str, str]:
    changes = {"lang": (element.language, around.language), "dir": (element.direction, around.direction)}
    return {name: _bare(new) for name, (new, old) in changes.items() if new != old}


def _states(node: Node, element: Element) -> Iterator[tuple[str, str]]:
    for key, given in node.properties.items():
        name = key.lower()
        is_false = given.value in {"", "false", "0"} if name != "level" else given.value == ""
        if name not in _STATES or (is_false and name not in _SAID_WHEN_FALSE):
            continue
        if name == "focused" and node.role == "RootWebArea":  # what has the focus when nothing has it
            continue
        if name == "level" and node.role == "listitem":  # lists in lists say that themselves
            continue
        if name in {"disabled", "editable", "focusable"} and node.role in {"generic", "RootWebArea"}:  # their parent's
            continue
        if name == "selected" and is_false and node.role in _CELLS and "aria-selected" not in element.attributes:
            continue
        yield name, "" if given.value in {"true", "1"} and name != "level" else _bare(given.value)


def _notes(node: Node, element: Element, reading: _Reading) -> Iterator[tuple[str, str]]:
    if node.description:
        yield "description", node.description
    if node.value:
        yield "value", node.value
    for name, given in node.properties.items():
        is_range = name.startswith("value")
        is_told = is_range and (node.role not in _RANGES or given.value == node.value)
        if name in _NOTES and given.value and not is_told:
            yield name, given.value
    for name in sorted(_RELATIONS):
        idrefs = element.attributes.get(f"aria-{name}", "").split()
        if said := ", ".join(_targets(node.properties.get(name, Property("")), idrefs, reading)):
            yield name, said
    for name, value in _attributes(element):
        if name not in {"min", "max"} or node.role not in _RANGES:  # those tell them as valuemin and valuemax
            yield name, value


def _attributes(element: Element) -> Iterator[tuple[str, str]]:
    given = element.attributes
    for name in _ATTRIBUTES:
        if given.get(name) and (name, given[name]) != ("aria-current", "false"):
            yield name.removeprefix("aria-"), given[name]
    if element.tag == "input" and given.get("type") in _KEYBOARDS:
        yield "type", given["type"]
    if given.get("tabindex", "0") != "0":
        yield "tabindex", given["tabindex"]
    if element.tag in {"a", "area"} and "href" in given:
        yield "url", given["href"]


def _targets(given: Property, idrefs: Iterable[str], reading: _Reading) -> Iterator[str]:
    """Say in words what a relation points to: what it is called, that it is hidden, or that there is no such thing.

    Chromium tells of no relation to what is not shown, so what the author wrote is asked, too.
    """
    known = set()
    for target in given.targets:
        node = reading.by_element.get(target.node)
        if target.idref and node and not node.is_ignored:  # without one it is the browser's own, of a list of options
            known.add(target.idref)
            yield _called(node, reading)
    for idref in idrefs:
        if idref not in known:
            yield "something hidden" if idref in reading.ids else "nothing"


def _called(node: Node, reading: _Reading) -> str:
    role = _NAMES.get(node.role, node.role)
    name = " ".join(node.name.split())
    if name:
        return Line(0, role, name).called
    text = _first_text(node.children, reading)
    return f'{role} of "{text}"' if text else role


def _first_text(children: Iterable[str], reading: _Reading) -> str:
    left = list(reversed(list(children)))
    for _ in range(100):  # far enough for any label
        if not left:
            break
        node = reading.nodes.get(left.pop())
        if node is None:
            continue
        if node.role == "StaticText" and node.name.strip():
            return " ".join(node.name.split())[:60]
        left += reversed(node.children)
    return ""


def _bare(value: str) -> str:
    """Return a value that can stand in brackets: attributes of a stranger's page may hold anything."""
    return "".join(sign if sign.isalnum() or sign in " -_.:" else "?" for sign in value[:60])
