"""What a story asks of whoever looks at it: steps to take first, patterns to keep to, what to paint over.

Read from stories that :mod:`generator.ui.stories` found nothing in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from generator.canonical import Json
from generator.schemas import JsonObject

KEYS = ("steps", "patterns", "masks")
"""The keys of a story that are for those who look at it; the bundle's own code never sees them."""


class Deed(StrEnum):
    """What a step does, as its first key names it."""

    click = "click"
    press = "press"
    type = "type"
    focus = "focus"
    hover = "hover"
    expect = "expect"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what is done, ``at`` which element (a CSS selector; empty: where focus is), with which key or text."""

    deed: Deed
    at: str
    text: str = ""

    def __str__(self) -> str:
        """Say it as a person would: ``press Enter on #x``."""
        said = f" {self.text!r}" if self.deed is Deed.type else f" {self.text}" if self.text else ""
        where = {Deed.press: " on", Deed.type: " into"}.get(self.deed, "")
        return f"{self.deed}{said}{f'{where} {self.at}' if self.at else ''}"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A declaration that the element ``at`` (a CSS selector) keeps to an APG pattern.

    ``name`` is one of :data:`generator.looks.declared.PATTERNS`, ``options`` are (key, value) of what it allows.
    """

    name: str
    at: str
    options: tuple[tuple[str, str], ...] = ()

    def option(self, key: str) -> str:
        """Return what is said about ``key``, empty for nothing."""
        return dict(self.options).get(key, "")


@dataclass(frozen=True, slots=True)
class Mask:
    """What is painted over in pictures of a story, and ``why`` it varies."""

    at: str
    why: str


@dataclass(frozen=True, slots=True)
class StoryLook:
    """How one story is to be looked at; ``declared`` are the patterns of all stories of its component."""

    name: str
    steps: tuple[Step, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    masks: tuple[Mask, ...] = ()
    declared: tuple[Pattern, ...] = ()


def look(story: JsonObject, declared: Json = None) -> StoryLook:
    """Read one story of a file that was checked; ``declared`` are all the patterns that the file declares."""
    return StoryLook(
        str(story["name"]),
        tuple(_step(each) for each in _objects(story.get("steps"))),
        tuple(_pattern(each) for each in _objects(story.get("patterns"))),
        tuple(Mask(str(each["at"]), str(each["why"])) for each in _objects(story.get("masks"))),
        tuple(_pattern(each) for each in _objects(declared)),
    )


def _objects(value: Json) -> Iterable[Mapping[str, Json]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _step(step: Mapping[str, Json]) -> Step:
    deed = next(deed for deed in Deed if deed in step)
    if deed is Deed.press:
        return Step(deed, str(step.get("on", "")), str(step["press"]))
    if deed is Deed.type:
        return Step(deed, str(step["into"]), str(step["type"]))
    return Step(deed, str(step[deed]))


def _pattern(pattern: Mapping[str, Json]) -> Pattern:
    options = tuple((key, str(value)) for key, value in sorted(pattern.items()) if key not in {"pattern", "at"})
    return Pattern(str(pattern["pattern"]), str(pattern["at"]), options)
