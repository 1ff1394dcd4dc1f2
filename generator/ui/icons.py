"""A design's icons: one SVG sprite of plain shapes in the text's colour."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.ui.flaws import Flaw, shown

# The whole of what the file may consist of; whatever else XML knows (entities, CDATA, comments) does not match.
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-zA-Z]+)(?P<attributes>(?:\s+[a-zA-Z:-]+=\"[^\"<>&]*\")*)\s*(?P<empty>/?)>|\s+"
)
_ATTRIBUTE = re.compile(r"([a-zA-Z:-]+)=\"([^\"]*)\"")
_SHAPES = frozenset({"circle", "ellipse", "g", "line", "path", "polygon", "polyline", "rect"})
_INSIDE = {"svg": frozenset({"symbol"}), "symbol": _SHAPES, "g": _SHAPES}
_GEOMETRY = re.compile(r"[0-9a-zA-Z\s.,+-]*\Z")
_PAINT = frozenset({"none", "currentcolor", "inherit"})
_DRAWING = {
    "fill": _PAINT,
    "stroke": _PAINT,
    "stroke-linecap": frozenset({"butt", "round", "square"}),
    "stroke-linejoin": frozenset({"bevel", "miter", "round"}),
    "fill-rule": frozenset({"evenodd", "nonzero"}),
    "clip-rule": frozenset({"evenodd", "nonzero"}),
    "vector-effect": frozenset({"none", "non-scaling-stroke"}),
}
_NUMBERS = frozenset(
    """
    cx cy r rx ry x x1 x2 y y1 y2 width height d points stroke-width stroke-miterlimit stroke-dasharray
    stroke-dashoffset opacity fill-opacity stroke-opacity pathLength
    """.split()  # noqa: SIM905 - a table of words reads better without quotes
)
_TRANSFORM = re.compile(r"((rotate|translate|scale|matrix|skewX|skewY)\([0-9.,\s+-]*\)\s*)*\Z")
_NAMESPACE = "http://www.w3.org/2000/svg"
_MAX_DEPTH = 12


def check(text: str, promised: frozenset[str]) -> list[Flaw]:
    """Return what is wrong with ``ui/icons.svg``."""
    flaws: list[Flaw] = []
    ids: list[str] = []
    open_elements: list[str] = []
    position, roots = 0, 0
    while position < len(text):
        line = text.count("\n", 0, position) + 1
        found = _TAG.match(text, position)
        if found is None:
            remedy = "Write elements with attributes in double quotes alone: no comments, text, &, <? or <!."
            return [*flaws, Flaw("code/syntax", "this is no plain SVG", line, remedy=remedy)]
        position = found.end()
        name = found["name"]
        if name is None:
            continue
        if found["end"]:
            if not open_elements or open_elements.pop() != name or found["attributes"] or found["empty"]:
                return [*flaws, Flaw("code/syntax", f"</{name[:20]}> closes nothing", line)]
            continue
        roots += not open_elements
        flaws += _element(name, open_elements, line)
        flaws += _attributes(name, found["attributes"], ids, line)
        if not found["empty"]:
            open_elements.append(name)
        if len(open_elements) > _MAX_DEPTH or len(flaws) > 50:
            return [*flaws, Flaw("code/too-complex", "the drawing nests too deeply", line)]
    if open_elements or roots != 1:
        return [*flaws, Flaw("code/syntax", "the file is one <svg>, closed at its end")]
    return [*flaws, *_ids(ids, promised)]


def _element(name: str, around: list[str], line: int) -> Iterator[Flaw]:
    allowed = _INSIDE.get(around[-1], frozenset()) if around else frozenset({"svg"})
    if name not in allowed:
        where = f"inside <{around[-1]}>" if around else "as the root"
        remedy = "Draw <svg><symbol id viewBox> with paths and plain shapes inside."
        yield Flaw("safety/element", f"<{name[:40]}> does not stand {where}", line, remedy=remedy)


def _attributes(element: str, text: str, ids: list[str], line: int) -> Iterator[Flaw]:
    given = _ATTRIBUTE.findall(text)
    names = [name for name, _ in given]
    if len(set(names)) != len(names):
        yield Flaw("code/syntax", "an attribute stands twice", line)
    if element == "symbol":
        ids += [value for name, value in given if name == "id"]
        for name in sorted({"id", "viewBox"} - set(names)):
            yield Flaw(
                "ui/markup", f"a symbol has no {name}", line, remedy='Write <symbol id="name" viewBox="0 0 24 24">.'
            )
    if element == "svg" and ("xmlns", _NAMESPACE) not in given:
        yield Flaw("code/syntax", f'the <svg> has no xmlns="{_NAMESPACE}"', line)
    for name, value in given:
        yield from _attribute(element, name, value, line)


def _attribute(element: str, name: str, value: str, line: int) -> Iterator[Flaw]:
    if name.lower().startswith("on"):
        yield Flaw("safety/handler", f"{name[:40]} is a handler", line, remedy="Leave it out.")
    elif name == "style":
        yield Flaw("safety/inline-style", "a style attribute", line, remedy="Use fill and stroke.")
    elif "href" in name.lower():
        yield Flaw("safety/foreign-url", "a drawing refers to something", line, remedy="Draw it in place.")
    elif name in _DRAWING:
        if value.lower() not in _DRAWING[name]:
            yield Flaw(
                "ui/token", f"{name} is {shown(value)}", line, remedy=f"One of {', '.join(sorted(_DRAWING[name]))}."
            )
    elif not (
        (name in _NUMBERS and _GEOMETRY.match(value))
        or (name == "transform" and _TRANSFORM.match(value))
        or (name == "viewBox" and element in {"svg", "symbol"} and _GEOMETRY.match(value))
        or (name == "id" and element == "symbol")
        or (element == "svg" and (name, value) == ("xmlns", _NAMESPACE))
        or (element == "svg" and (name, value) in {("aria-hidden", "true"), ("hidden", "")})
    ):
        message = f"the attribute {shown(name)} of <{element[:20]}>, or its value, is off the list"
        yield Flaw("safety/element", message, line, remedy="Keep to shapes, fill and stroke.")


def _ids(ids: list[str], promised: frozenset[str]) -> Iterator[Flaw]:
    for name in sorted(promised - set(ids)):
        yield Flaw("ui/markup", f"the promised icon {name} is not drawn", remedy=f'Add <symbol id="{name}">.')
    for name in sorted(set(ids) - promised):
        yield Flaw("ui/markup", f"the icon {shown(name)} is not promised", remedy="Take it out, or promise it.")
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield Flaw("ui/markup", f"the icon {shown(name)} is drawn twice", remedy="Keep one.")
