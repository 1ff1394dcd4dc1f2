"""Pressing what can be pressed, and seeing whether what it opens can be left again."""

from __future__ import annotations

from collections.abc import Iterator

from generator.looks.flaws import Flaw
from generator.looks.keyboard.exits import exit_from, held
from generator.looks.keyboard.found import lost, trap
from generator.looks.keyboard.stops import Place, native
from generator.looks.keyboard.visit import Visit
from generator.looks.stop import Stop

MOST_PRESSED = 40
"""How many controls of a page are pressed at most."""

MOST_KEYS = 1_500
"""After how many keys no further control is pressed: a feed grows at each."""

_KEYS = {
    "textbox": ("a",), "searchbox": ("a",), "combobox": ("ArrowDown", "a"), "spinbutton": ("1",), "document": (),
    "slider": (), "video": (), "audio": (), "radio": ("Space",), "checkbox": ("Space",), "grid": ("ArrowDown", "Enter"),
    "listbox": ("ArrowDown", "Enter"), "tree": ("ArrowDown", "Enter"), "menubar": ("ArrowDown", "Enter"),
}  # fmt: skip
"""What is pressed on an element of a role; on all others Enter, and Space if the page made them itself."""


def opened(visit: Visit) -> Iterator[Flaw]:
    """Walk through the page again and press each control. Ends with the first that cannot be taken back."""
    tried: set[str] = set()
    while len(tried) < MOST_PRESSED and visit.pressed < MOST_KEYS:
        visit.enter(Place.start)
        pressed = _next_change(visit, tried)
        if pressed is None:
            return
        if visit.at.place is Place.nowhere:
            if pressed.html.startswith("<a "):  # a link to a place on the page: Tab goes on from there
                continue
            yield lost(pressed, "is pressed")
            return
        hold, _, _ = held(visit)
        if hold is None:
            continue
        if exit_from(visit, hold) is None:
            yield trap(visit, hold)
            return
        if visit.modal:
            return


def _next_change(visit: Visit, tried: set[str]) -> Stop | None:
    """Walk on, press what was not pressed before, and return what opened or moved something, or kept focus."""
    last = None
    again = 0
    while again < len(tried) + 8 and len(tried) < MOST_PRESSED:
        spot = visit.press("Tab")
        if spot.place in {Place.end, Place.out}:
            return None
        stop = visit.stops.get(spot.element)
        if stop is None or stop.selector in tried:
            again += 1
            continue
        tried.add(stop.selector)
        last = stop
        for key in _KEYS.get(stop.role, ("Enter",) if native(stop) else ("Enter", "Space")):
            before = _state(visit)
            visit.press(key)
            if _state(visit) != before:
                return stop
    return last


def _state(visit: Visit) -> tuple[str, int, int]:
    return visit.at.element, visit.modal, visit.size
