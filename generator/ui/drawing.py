"""The child of :mod:`generator.ui.rendered`: limits itself, imports one bundle, draws its stories and looks at them.

It answers by lines of JSON: ``{"at": path}`` before each component, so that a crash can be blamed, and at the end
``{"result": rows}``.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import traceback
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from generator.canonical import Json
from generator.schemas import JsonObject
from generator.ui import drawn, hostile, tree
from generator.ui.flaws import Flaw, shown
from generator.ui.values import Props

PACKAGE = "drawn_bundle"
_MEMORY_BYTES = 1 << 30
_LIMITS = (
    (resource.RLIMIT_AS, _MEMORY_BYTES),
    (resource.RLIMIT_FSIZE, 0),
    (resource.RLIMIT_CORE, 0),
    (resource.RLIMIT_NPROC, 0),
)
_MOST_FLAWS = 6  # of one component: what is wrong in one story is wrong in most
_MOST_CHARACTERS = 400_000


def main() -> None:
    """Answer one task from stdin on stdout."""
    asked = json.load(sys.stdin.buffer)
    for limit, value in (*_LIMITS, (resource.RLIMIT_CPU, asked["seconds"])):
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):
            continue  # a limit that this system does not have
    sys.path.insert(0, asked["folder"])
    components = importlib.import_module(f"{PACKAGE}.components")
    rows: list[Json] = []
    for each in asked["components"]:
        _say({"at": f"ui/{each['name']}/template.html"})
        rows += _component(components, each)
    _say({"result": rows})


def _say(value: JsonObject) -> None:
    print(json.dumps(value), flush=True)  # noqa: T201 - stdout is the way back to the parent


def _component(components: ModuleType, asked: dict[str, Any]) -> list[Json]:
    found: dict[tuple[str, str], Json] = {}
    needs: Needs = {}
    for index, story in enumerate(asked["stories"]):
        for flaw in _Story(components, asked, index, story, needs).flaws():
            found.setdefault((flaw.rule, flaw.message), _row(asked["name"], story["name"], flaw))
        if len(found) >= _MOST_FLAWS:
            break
    return list(found.values())


def _row(component: str, story: str, flaw: Flaw) -> JsonObject:
    file = "stories.json" if flaw.rule == "ui/stories" else "template.html"
    return {
        "rule": flaw.rule,
        "path": f"ui/{component}/{file}",
        "line": flaw.line,
        "pointer": flaw.pointer,
        "message": f"story {story}: {flaw.message}",
        "remedy": flaw.remedy,
    }


Needs = dict[str, frozenset[hostile.Place]]
"""Hostile text → the places that a component's templates take no such text at, as found in its stories so far."""


class _Story:
    """One story: drawn as it is, and then with strangers' texts in the place of its own."""

    def __init__(
        self, components: ModuleType, asked: dict[str, Any], index: int, story: dict[str, Any], needs: Needs
    ) -> None:
        self._components, self._asked, self._index, self._story, self._needs = components, asked, index, story, needs
        self._props = Props(asked["schema"])

    def flaws(self) -> Iterator[Flaw]:
        """Yield what is wrong with what the story becomes."""
        from pydantic import ValidationError  # noqa: PLC0415 - after the limits are set

        name = self._asked["name"]
        try:
            html = str(self._components.story(name, self._story["name"]).body)
        except ValidationError as error:
            message = f"the data breaks the schema: {shown(error.errors()[0]['msg'], 200)}"
            at = "".join(f"/{part}" for part in error.errors()[0]["loc"])
            yield Flaw("ui/stories", message, pointer=f"/{self._index}/props{at}", remedy="Keep to the schema.")
            return
        except Exception as error:  # noqa: BLE001 - whatever a template does wrong ends in some exception
            yield _failed(error, "cannot be drawn")
            return
        if len(html) > _MOST_CHARACTERS:
            message = f"becomes {len(html):,} characters of markup"
            yield Flaw("ui/markup", message, remedy="Show less at once.")
            return
        root = tree.read(html)
        yield from drawn.check(html, root, self._asked["css_class"], slotted=bool(self._asked["slots"]))
        calm = tree.marks(root)
        for what, text in hostile.TEXTS.items():
            yield from self._under(what, text, calm)

    def _under(self, what: str, text: str, calm: list[tree.Mark]) -> Iterator[Flaw]:
        """Draw it with ``text`` everywhere; yield why the result is not the same but for its texts."""
        try:
            html = self._under_words(text)
        except Exception:  # noqa: BLE001 - as above
            self._needs[text] = self._needs.get(text, frozenset()) | frozenset(self._needed(text))
            try:
                html = self._under_words(text)
            except Exception as error:  # noqa: BLE001 - as above
                yield _failed(error, f"cannot be drawn with {what} in its texts")
                return
        root = tree.read(html)
        for element in root.all():
            yield from drawn.safe(element)
        now = tree.marks(root)
        if now != calm or tree.written(html) != now:
            changed = tree.difference(calm, now)
            remedy = "Let structure depend on enums, numbers and truth values; show texts as they are."
            yield Flaw("ui/markup", f"the structure changes with {what} in its texts: {changed}", remedy=remedy)

    def _needed(self, text: str) -> Iterator[hostile.Place]:
        """Yield the places that alone keep the story from being drawn: a template may refuse what is no address."""
        found = hostile.variable(self._story["props"], self._props)
        every = frozenset().union(*found.values())
        for one, texts in list(found.items())[:100]:
            try:
                self._drawn(hostile.Words(text, every - texts))
            except (ValueError, LookupError):  # what our own filters raise for what is no address, zone or language
                yield one
            except Exception:  # noqa: BLE001, S112 - it will be raised again, and reported
                continue

    def _under_words(self, text: str) -> str:
        """Draw it with ``text`` wherever it may stand; what equals a text that is needed is left alone too."""
        found = hostile.variable(self._story["props"], self._props)
        places = self._needs.get(text, frozenset())
        return self._drawn(hostile.Words(text, frozenset().union(*(found.get(place, frozenset()) for place in places))))

    def _drawn(self, words: hostile.Words) -> str:
        interface, markup = self._components.INTERFACE, importlib.import_module(f"{PACKAGE}.markup")
        view = self._story["view"]
        props = hostile.varied(self._story["props"], self._props, words)
        spec = interface.components[self._asked["name"]]
        slots = {
            name: markup.Markup("<p>{}</p>").format(words.instead_of(text, (), 0, 2_000))
            for name, text in self._story.get("slots", {}).items()
        }
        shown_as = markup.View(view["locale"], view.get("zone", "UTC"), view.get("hour12", False))
        data = spec.props.model_validate_json(json.dumps(props))
        return str(interface.render(self._asked["name"], shown_as, data, **slots))


def _failed(error: Exception, what: str) -> Flaw:
    """Return what an exception says, at the template's line if it has one."""
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename.endswith("template.html") and frame.lineno
    ]
    message = f"{what}: {type(error).__name__}: {shown(error, 300)}"
    return Flaw(
        "ui/markup", message, lines[-1] if lines else None, remedy="Ask with {% if %} before what may be absent."
    )
