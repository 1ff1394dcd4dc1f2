"""A component's stories: states worth looking at, each with data that the contract allows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from generator.canonical import Json
from generator.interface import Component, Design
from generator.looks.stories import KEYS as FOR_LOOKING
from generator.schemas import JsonObject
from generator.ui import documents, looked
from generator.ui.flaws import Flaw, shown

MOST = 40
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_ZONE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_+-]{0,31}(/[A-Za-z0-9][A-Za-z0-9_+-]{0,31}){0,2}\Z")
_KEYS = frozenset({"name", "summary", "view", "props", "slots"})


@dataclass(frozen=True, slots=True)
class Story:
    """One state of a component, in the form of the file."""

    name: str
    document: JsonObject


def read(text: str) -> list[Story]:
    """Return the stories of a file that :func:`check` found nothing in."""
    document = documents.read(text)
    listed = document if isinstance(document, list) else []
    return [Story(str(each["name"]), each) for each in listed if isinstance(each, dict)]


def check(text: str, component: Component, design: Design, locales: tuple[str, ...]) -> list[Flaw]:
    """Return what is wrong with a component's ``stories.json``."""
    document = documents.read(text)
    if isinstance(document, Flaw):
        return [document]
    if not isinstance(document, list) or len(document) > MOST:
        return [_at("", f"is no list of at most {MOST} stories", "Write [{...}, {...}].")]
    flaws: list[Flaw] = []
    for index, story in enumerate(document):
        flaws += _story(f"/{index}", story, component, locales)
        if isinstance(story, dict):
            flaws += looked.check(f"/{index}", story, component, design)
    if flaws:
        return flaws
    stories = [each for each in document if isinstance(each, dict)]
    return [*_together(stories, locales), *_twice(stories)]


def _together(stories: list[JsonObject], locales: tuple[str, ...]) -> Iterator[Flaw]:
    if len(stories) < 2:
        yield _at("", "has fewer than two stories", "Show the usual state and an unusual one: empty, error, long.")
    spoken = {view["locale"] for story in stories if isinstance(view := story["view"], dict)}
    for locale in locales:
        if locale not in spoken:
            yield _at("", f"has no story in {locale}", f'Give one of them "view": {{"locale": "{locale}"}}.')


def _twice(stories: list[JsonObject]) -> Iterator[Flaw]:
    names = [story["name"] for story in stories]
    for index, name in enumerate(names):
        if name in names[:index]:
            yield _at(f"/{index}/name", f"{shown(name)} stands twice", "Name each story once.")


def _story(pointer: str, story: Json, component: Component, locales: tuple[str, ...]) -> Iterator[Flaw]:
    if not isinstance(story, dict):
        yield _at(pointer, "is no object", "Write name, summary, view, props and slots.")
        return
    wanted = _KEYS if component.slots else _KEYS - {"slots"}
    for key in sorted(wanted - set(story)):
        yield _at(pointer, f"has no {key}", f"Add {key}.")
    for key in sorted(set(story) - _KEYS - set(FOR_LOOKING)):
        may = f"and may have {', '.join(FOR_LOOKING)}"
        yield _at(pointer, f"has {shown(key)}", f"A story has {', '.join(sorted(wanted))}, {may}.")
    name, summary = story.get("name", "x"), story.get("summary", "x")
    if not isinstance(name, str) or not _NAME.match(name) or len(name) > 60:
        yield _at(f"{pointer}/name", f"{shown(name)} is no name of a story", "Write it in kebab-case.")
    if not isinstance(summary, str) or not summary.strip() or len(summary) > 200:
        yield _at(f"{pointer}/summary", "is no sentence", "Say in one sentence what is shown.")
    yield from _view(f"{pointer}/view", story.get("view", {"locale": locales[0] if locales else "en"}), locales)
    if "props" in story:
        for place, said in documents.breaches(story["props"], component.schema, f"{pointer}/props"):
            yield _at(place, said, f"Keep to the schema of {component.props}.")
    yield from _given(f"{pointer}/slots", story.get("slots", {}), component)


def _view(pointer: str, view: Json, locales: tuple[str, ...]) -> Iterator[Flaw]:
    if not isinstance(view, dict) or set(view) - {"locale", "zone", "hour12"}:
        yield _at(pointer, "is no view", 'Write {"locale": "en", "zone": "Europe/Berlin", "hour12": false}.')
        return
    if view.get("locale") not in locales:
        yield _at(f"{pointer}/locale", f"is {shown(view.get('locale'))}", f"It is one of {', '.join(locales)}.")
    zone = view.get("zone", "UTC")
    if not isinstance(zone, str) or not _is_zone(zone):
        yield _at(f"{pointer}/zone", f"{shown(zone)} is no time zone", "Write an IANA name such as Europe/Berlin.")
    if not isinstance(view.get("hour12", False), bool):
        yield _at(f"{pointer}/hour12", "is neither true nor false", "Write one of them.")


def _is_zone(name: str) -> bool:
    try:
        return _ZONE.match(name) is not None and bool(ZoneInfo(name).key)
    except (LookupError, ValueError, OSError):
        return False


def _given(pointer: str, given: Json, component: Component) -> Iterator[Flaw]:
    wanted = set(component.slots)
    if not isinstance(given, dict) or not all(isinstance(text, str) for text in given.values()):
        yield _at(
            pointer,
            "is no object of name → text",
            "Write {" + ", ".join(f'"{n}": "text"' for n in sorted(wanted)) + "}.",
        )
        return
    for name in sorted(wanted ^ set(given)):
        said = "is missing" if name in wanted else "is not asked for"
        yield _at(pointer, f"{shown(name)} {said}", f"Give exactly {', '.join(sorted(wanted)) or 'none'}.")


def _at(pointer: str, message: str, remedy: str) -> Flaw:
    return Flaw("ui/stories", message, pointer=pointer, remedy=remedy)
