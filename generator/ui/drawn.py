"""What one story became: whole, in its component's class, labelled, and nothing but what is on the lists."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from generator.ui import elements
from generator.ui.flaws import Flaw, shown
from generator.ui.tree import Element, wrongs

_REFERENCES = (
    "for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-activedescendant",
    "aria-details", "aria-errormessage", "aria-flowto", "form", "list", "headers", "popovertarget", "commandfor",
)  # fmt: skip
_CONTROLS = frozenset({"input", "select", "textarea"})
_LOCAL = re.compile(r"(/(?![/\\])|[?#])[^\x00-\x20\\]*\Z")
_OF_ICON = {
    "svg": frozenset({"class", "aria-hidden", "focusable", "role", "aria-label"}),
    "use": frozenset({"href"}),
}
_SPRITE = re.compile(r"/ui/[a-z0-9_]+/v[0-9]+/icons\.svg#[a-z0-9-]+\Z")


def check(html: str, root: Element, css_class: str, *, slotted: bool = False) -> Iterator[Flaw]:
    """Yield what is wrong with a story's markup.

    ``slotted``: the component has slots, which hold ids of their own on a page and plain text in a story.
    """
    yield from wrongs(html, root)
    yield from _root(root, css_class)
    found = list(root.all())
    for element in found:
        yield from safe(element)
    yield from _ids(found)
    if not slotted:
        yield from _references(found)
    ids = {element.attributes["id"]: element for element in found if "id" in element.attributes}
    for element in found:
        yield from _named(element, found, ids)


def safe(element: Element) -> Iterator[Flaw]:
    """Yield what is off the lists in one element of the result."""
    if element.name in _OF_ICON:
        href = element.attributes.get("href", "")
        if set(element.attributes) - _OF_ICON[element.name] or (element.name == "use" and not _SPRITE.match(href)):
            yield Flaw("safety/element", f"<{element.name}> is not one that icon() draws", remedy="Write icon('name').")
        return
    flaw = elements.element_flaw(element.name, None)
    if flaw is not None:
        yield flaw
    for name, value in element.attributes.items():
        flaw = elements.attribute_flaw(element.name, name, None)
        if flaw is not None:
            yield flaw
        elif elements.is_url(name) and not _LOCAL.match(value):
            message = f"{name} of <{element.name}> is {shown(value)}"
            yield Flaw("safety/foreign-url", message, remedy="Open the value with {{ it|local_url }}.")


def _root(root: Element, css_class: str) -> Iterator[Flaw]:
    roots = [each for each in root.children if isinstance(each, Element)]
    if len(roots) != 1 or any(isinstance(each, str) and each.strip() for each in root.children):
        message = f"the component is {len(roots)} elements, or has text around them"
        yield Flaw("ui/markup", message, remedy=f'Put all of it into one element with class="{css_class}".')
    elif css_class not in roots[0].attributes.get("class", "").split():
        message = f"the root element does not have the component's class {css_class}"
        yield Flaw("ui/markup", message, remedy=f'Write class="{css_class}" on <{roots[0].name}>.')


def _ids(found: list[Element]) -> Iterator[Flaw]:
    counted = Counter(element.attributes["id"] for element in found if "id" in element.attributes)
    for name, times in counted.items():
        if times > 1:
            yield Flaw("ui/markup", f"the id {shown(name)} stands {times} times", remedy="Make it of something unique.")
        if not name or re.search(r"\s", name):
            yield Flaw("ui/markup", f"the id {shown(name)} is empty or has spaces", remedy="Write it without spaces.")


def _references(found: list[Element]) -> Iterator[Flaw]:
    counted = {element.attributes["id"] for element in found if "id" in element.attributes}
    for element in found:
        for attribute in _REFERENCES:
            for name in element.attributes.get(attribute, "").split():
                if name not in counted:
                    message = f"{attribute} of <{element.name}> names {shown(name)}, which is no id here"
                    yield Flaw("ui/markup", message, remedy="Name an element of the component, or leave it out.")


def _named(element: Element, found: list[Element], ids: dict[str, Element]) -> Iterator[Flaw]:
    """Yield what people who hear the page would miss."""
    name, attributes = element.name, element.attributes
    if name == "img" and "alt" not in attributes:
        yield Flaw("ui/markup", "an image has no alt", remedy='Write alt="{{ t(\'key\') }}", or alt="" for decoration.')
    pressed = name in {"button", "summary"} or (name == "a" and "href" in attributes)
    if pressed and not _has_name(element, ids):
        remedy = "Write text in it, icon('name', label=t('key')), or aria-label."
        yield Flaw("ui/markup", f"a <{name}> says nothing", remedy=remedy)
    if name not in _CONTROLS or attributes.get("type") == "hidden":
        return
    if not attributes.get("name"):
        yield Flaw("ui/markup", f"a form's <{name}> has no name", remedy='Write name="...".')
    labels = [each for each in found if each.name == "label" and each.attributes.get("for") == attributes.get("id", "")]
    labels += [each for each in element.around() if each.name == "label"]
    if not any(each.text().strip() for each in labels) and not _is_labelled(element, ids):
        remedy = f"Write <label for=\"...\">{{{{ t('key') }}}}</label> for the id of the <{name}>."
        yield Flaw("ui/markup", f"a form's <{name}> has no label", remedy=remedy)


def _is_labelled(element: Element, ids: dict[str, Element]) -> bool:
    given = element.attributes
    named = (ids.get(each) for each in given.get("aria-labelledby", "").split())
    return bool(given.get("aria-label", "").strip()) or any(each and each.text().strip() for each in named)


def _has_name(element: Element, ids: dict[str, Element]) -> bool:
    if element.text().strip() or _is_labelled(element, ids):
        return True
    return any(
        each.attributes.get("aria-label", "").strip() or each.attributes.get("alt", "").strip()
        for each in element.all()
    )
