"""The values of attributes in templates: addresses, classes, words, and those that have a few values only."""

from __future__ import annotations

import html
from collections.abc import Iterator

from generator.interface import Component, Design
from generator.ui import elements
from generator.ui.flaws import Flaw, shown
from generator.ui.tags import Attribute, Path
from generator.ui.text import has_words
from generator.ui.urls import goes_on, is_local, opens_locally
from generator.ui.values import MAX_TEXTS, Value

ALWAYS = frozenset({"icon"})
"""Classes that the runtime writes, beside those of the design."""


def check(attribute: Attribute, component: Component, design: Design) -> Iterator[Flaw]:
    """Yield what is wrong with one attribute of a template."""
    flaw = elements.attribute_flaw(attribute.element, attribute.name, attribute.line)
    if flaw is not None:
        yield flaw
    elif attribute.paths is None:
        if elements.is_url(attribute.name) or attribute.name in {"class", "id", "name", "for", "alt"}:
            message, remedy = f"{attribute.name} has no value", f'Write {attribute.name}="...".'
            if attribute.name != "alt":  # an image without meaning has an empty one
                yield Flaw("ui/markup", message, attribute.line, remedy=remedy)
    elif elements.is_url(attribute.name):
        yield from _address(attribute, attribute.paths)
    elif attribute.name == "class":
        yield from _classes(attribute, attribute.paths, component, design)
    elif elements.listed_values(attribute.element, attribute.name) is not None:
        yield from _listed(attribute, attribute.paths)
    else:
        yield from _plain(attribute, attribute.paths)


def texts(paths: tuple[Path, ...]) -> frozenset[str] | None:
    """Return every text that an attribute can have, or None when they cannot all be told."""
    found: set[str] = set()
    for path in paths:
        ways = {""}
        for piece in path:
            ends = frozenset({html.unescape(piece)}) if isinstance(piece, str) else piece.texts
            if ends is None or len(ways) * len(ends) > MAX_TEXTS:
                return None
            ways = {before + after for before in ways for after in ends}
        found |= ways
        if len(found) > MAX_TEXTS:
            return None
    return frozenset(found)


def allowed_class(name: str, component: Component, design: Design) -> bool:
    """Say whether a class is the component's own or the design's."""
    own = component.css_class
    return name == own or name.startswith(f"{own}-") or name in design.classes or name in ALWAYS


def _address(attribute: Attribute, paths: tuple[Path, ...]) -> Iterator[Flaw]:
    if attribute.looped:
        remedy = "Build the address in the props, and write {{ it|local_url }}."
        yield Flaw("safety/foreign-url", f"a loop stands in {attribute.name}", attribute.line, remedy=remedy)
    elif not all(_stays(path) for path in paths):
        remedy = 'Write a path such as "/x", or open it with {{ it|local_url }} and go on with ? or # only.'
        message = f"{attribute.name} may lead to another server, or run"
        yield Flaw("safety/foreign-url", message, attribute.line, remedy=remedy)


def _stays(path: Path) -> bool:
    if not path:
        return False
    first, rest = path[0], path[1:]
    if isinstance(first, str):
        return opens_locally(first) if rest else is_local(first)
    if not first.local:
        return False
    return not rest or (isinstance(rest[0], str) and goes_on(rest[0]))


def _classes(attribute: Attribute, paths: tuple[Path, ...], component: Component, design: Design) -> Iterator[Flaw]:
    found = None if attribute.looped else texts(paths)
    if found is None:
        remedy = "Write {{ 'x' if it else '' }}, or make it of an enum of the props."
        yield Flaw("ui/class", "a class is made of what cannot be told before", attribute.line, remedy=remedy)
        return
    for name in sorted({name for text in found for name in text.split()}):
        if not allowed_class(name, component, design):
            remedy = f"Use {component.css_class}, {component.css_class}-..., or a class of the design."
            message = f"the class {shown(name)} is neither the component's nor the design's"
            yield Flaw("ui/class", message, attribute.line, remedy=remedy)


def _listed(attribute: Attribute, paths: tuple[Path, ...]) -> Iterator[Flaw]:
    allowed = elements.listed_values(attribute.element, attribute.name) or frozenset()
    found = None if attribute.looped else texts(paths)
    if attribute.name == "dir" and found is None:
        return
    shape = ", ".join(sorted(allowed))
    for value in sorted(found - allowed) if found is not None else ["what cannot be told before"]:
        rule = "safety/element" if (attribute.element, attribute.name) == ("input", "type") else "ui/markup"
        message = f"{attribute.name} of <{attribute.element}> is {shown(value)}"
        yield Flaw(rule, message, attribute.line, remedy=f"It is one of: {shape}.")


def _plain(attribute: Attribute, paths: tuple[Path, ...]) -> Iterator[Flaw]:
    pieces = [piece for path in paths for piece in path]
    words = [piece for piece in pieces if isinstance(piece, str)]
    words += [word for piece in pieces if isinstance(piece, Value) for word in piece.words]
    if attribute.name in elements.TEXTS and any(has_words(word) for word in words):
        remedy = f"Put the words into ui/messages.json, and write {attribute.name}=\"{{{{ t('key') }}}}\"."
        yield Flaw("ui/text", f"the words of {attribute.name} are written out", attribute.line, remedy=remedy)
