"""Where focus rests, read from what a page says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from generator.looks.stop import Stop


class Place(StrEnum):
    """Where focus is: ``start`` and ``end`` are the walk's own edges around the page, ``out`` the browser itself."""

    start = "start"
    end = "end"
    out = "out"
    nowhere = "nowhere"
    inside = "in"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where focus rests after a key.

    ``key`` is the same whenever focus rests on the same element with the same text; ``element`` whatever its text.
    ``patience``: how many presses may rest here before it is said that focus does not move.
    """

    place: Place
    element: str = ""
    key: str = ""
    patience: int = 4


def spot(said: object, frame: str = "") -> tuple[Spot, Stop | None]:
    """Read what a page said; ``frame`` tells its elements from those of other frames."""
    told = said if isinstance(said, Mapping) else {}
    place = Place(told.get("place", "nowhere"))
    if place is not Place.inside:
        return Spot(place), None
    element = f"{frame}{told.get('id')}"
    found = Spot(place, element, f"{element} {str(told.get('text'))[:400]}", int(told.get("patience", 4)))
    return found, stop(told.get("stop"))


def stop(said: object) -> Stop | None:
    """Read a stop; None where the page knows that it told of it before."""
    if not isinstance(said, Mapping):
        return None
    selector, role, name, html = (str(said.get(key, ""))[:500] for key in ("selector", "role", "name", "html"))
    x, y, width, height = (_number(said.get(key)) for key in ("x", "y", "width", "height"))
    return Stop(selector, role, name, x, y, width, height, html)


def sight(said: object) -> tuple[bool, bool]:
    """Read whether styles say that focus is seen there without doubt, and whether it seems to be covered."""
    told = said.get("stop") if isinstance(said, Mapping) else None
    return (bool(told.get("ring")), bool(told.get("covered"))) if isinstance(told, Mapping) else (True, False)


def native(known: Stop) -> bool:
    """Return whether the browser itself makes a click of Enter on an element."""
    return known.html.startswith(("<a ", "<button", "<summary", "<input"))


def number(said: object) -> int:
    """Read a whole number; 0 where there is none."""
    return said if isinstance(said, int) else 0


def _number(said: object) -> float:
    return float(said) if isinstance(said, int | float) else 0.0
