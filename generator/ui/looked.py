"""The keys of a story for those who look at it: ``steps``, ``patterns`` and ``masks``, each checked where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.canonical import Json
from generator.interface import Component, Design
from generator.looks.declared import MOST_TEXT, PATTERNS, Option
from generator.looks.keys import MODIFIERS, NAMED, is_key
from generator.looks.stories import Deed
from generator.schemas import JsonObject
from generator.ui import pointed
from generator.ui.attributes import allowed_class
from generator.ui.flaws import Flaw, shown
from generator.ui.text import is_hidden

MOST_STEPS, MOST_PATTERNS, MOST_MASKS = 12, 6, 6
IsOwn = Callable[[str], bool]

_SHAPES = {
    Deed.press: {"press": True, "on": False},
    Deed.type: {"type": True, "into": True},
    **{deed: {str(deed): True} for deed in (Deed.click, Deed.focus, Deed.hover, Deed.expect)},
}
"""Deed → its keys, and whether each must be there."""
_WRITTEN = (
    'Write {"click": SELECTOR}, {"press": KEY, "on": SELECTOR}, {"type": TEXT, "into": SELECTOR}, '
    '{"focus": SELECTOR}, {"hover": SELECTOR} or {"expect": SELECTOR}.'
)


def check(pointer: str, story: JsonObject, component: Component, design: Design) -> Iterator[Flaw]:
    """Yield what is wrong with the three keys of one story, where they are there."""

    def is_own(name: str) -> bool:
        return allowed_class(name, component, design)

    for key, most, each_one in (
        ("steps", MOST_STEPS, _step),
        ("patterns", MOST_PATTERNS, _pattern),
        ("masks", MOST_MASKS, _mask),
    ):
        if key not in story:
            continue
        listed = story[key]
        if not isinstance(listed, list) or not 1 <= len(listed) <= most:
            yield _at(f"{pointer}/{key}", f"is no list of one to {most}", f"Leave {key} out where there are none.")
            continue
        for index, each in enumerate(listed):
            yield from each_one(f"{pointer}/{key}/{index}", each, is_own)
            if each in listed[:index] and key != "steps":
                yield _at(f"{pointer}/{key}/{index}", "stands twice", "Write it once.")
        if key == "steps" and not (isinstance(listed[-1], dict) and "expect" in listed[-1]):
            remedy = 'End with {"expect": SELECTOR}: what must be visible when the steps have done something.'
            yield _at(f"{pointer}/steps/{len(listed) - 1}", "is the last step and expects nothing", remedy)


def _step(pointer: str, step: Json, is_own: IsOwn) -> Iterator[Flaw]:
    deed = next((deed for deed in Deed if isinstance(step, dict) and deed in step), None)
    if not isinstance(step, dict) or deed is None:
        yield _at(pointer, "is no step", _WRITTEN)
        return
    shape = _SHAPES[deed]
    if set(step) - set(shape) or any(needed and key not in step for key, needed in shape.items()):
        yield _at(pointer, f"{shown(', '.join(step))} are no keys of one step", _WRITTEN)
        return
    for key, value in step.items():
        place = f"{pointer}/{key}"
        if key == "press":
            yield from _key(place, value)
        elif key == "type":
            yield from _text(place, value)
        else:
            yield from _selector(place, value, is_own)


def _pattern(pointer: str, pattern: Json, is_own: IsOwn) -> Iterator[Flaw]:
    name = pattern.get("pattern") if isinstance(pattern, dict) else None
    if not isinstance(pattern, dict) or not isinstance(name, str) or name not in PATTERNS:
        remedy = f'Write {{"pattern": NAME, "at": SELECTOR}}; patterns are {", ".join(PATTERNS)}.'
        yield _at(pointer, f"names no pattern that is known: {shown(name)}", remedy)
        return
    known = {"pattern": None, "at": Option("the element", required=True), **PATTERNS[name]}
    for key in sorted(set(pattern) - set(known)):
        yield _at(pointer, f"{name} has no {shown(key)}", f"It may have {', '.join(known)}.")
    for key, option in known.items():
        if option is None:
            continue
        if key in pattern:
            yield from _option(f"{pointer}/{key}", pattern[key], option, is_own)
        elif option.required:
            yield _at(pointer, f"{name} has no {key}", f"Add {key}: {option.what}.")


def _option(pointer: str, value: Json, option: Option, is_own: IsOwn) -> Iterator[Flaw]:
    if option.is_selector:
        yield from _selector(pointer, value, is_own)
    elif option.is_text:
        yield from _text(pointer, value)
    elif value not in option.words:
        yield _at(pointer, f"is {shown(value)}", f"It says {option.what}: one of {', '.join(option.words)}.")


def _mask(pointer: str, mask: Json, is_own: IsOwn) -> Iterator[Flaw]:
    if not isinstance(mask, dict) or set(mask) != {"at", "why"}:
        yield _at(pointer, "is no mask", 'Write {"at": SELECTOR, "why": "One sentence on why it varies."}.')
        return
    yield from _selector(f"{pointer}/at", mask["at"], is_own)
    why = mask["why"]
    if not isinstance(why, str) or " " not in why.strip() or len(why) > MOST_TEXT:
        yield _at(f"{pointer}/why", "is no sentence", "Say in one sentence why it cannot be the same in each picture.")


def _selector(pointer: str, value: Json, is_own: IsOwn) -> Iterator[Flaw]:
    if message := pointed.wrong(value, is_own):
        yield _at(
            pointer, message, "Write one CSS selector that begins with an id or a class of the component or the design."
        )


def _key(pointer: str, value: Json) -> Iterator[Flaw]:
    if not isinstance(value, str) or not is_key(value):
        known = f"One character, or {', '.join(NAMED[:-12])}, F1 to F12; before it {', '.join(MODIFIERS)} and +."
        yield _at(pointer, f"{shown(value)} is no key", known)


def _text(pointer: str, value: Json) -> Iterator[Flaw]:
    if not isinstance(value, str) or not 1 <= len(value) <= MOST_TEXT or any(map(is_hidden, value)) or "\t" in value:
        yield _at(pointer, f"is no text of 1 to {MOST_TEXT} characters in one line", "Press Enter and Tab as keys.")


def _at(pointer: str, message: str, remedy: str) -> Flaw:
    return Flaw("ui/stories", message, pointer=pointer, remedy=remedy)
