"""The keyboard's way through a story, as lines and numbers over its picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from generator.gate.looked import LookedAt
from generator.gate.page.pictures import Side
from generator.looks.stop import Stop

MOST = 150
"""How many stops are shown: whoever needs more keys to get through has a finding already."""

_HALF = 10.0  # CSS pixels: half the height of a number's tag, its edge included
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """One element on the picture, in the picture's own pixels.

    ``numbers`` are those of all visits to it, written ``at`` its corner on a tag as wide as ``tag``.
    """

    numbers: str
    x: float
    y: float
    width: float
    height: float
    at: tuple[float, float]
    tag: float


@dataclass(frozen=True, slots=True)
class Way:
    """The way over one picture: ``line`` is an SVG path; ``stops`` are listed, those off the picture too."""

    picture: Side | None
    stops: tuple[Stop, ...]
    marks: tuple[Mark, ...]
    line: str
    scale: float
    left_out: int = 0


def way(story: LookedAt, picture: Side | None) -> Way | None:
    """Return the way through ``story``, drawn on ``picture``; None where the keyboard was not tried."""
    if not story.path:
        return None
    stops = story.path[:MOST]
    boxes = [_box(stop, story, picture) for stop in stops] if picture else []
    visits: dict[Box, list[str]] = {}
    for number, box in enumerate(boxes, 1):
        if box is not None:
            visits.setdefault(box, []).append(str(number))
    marks = {box: _mark(numbers, box, story.scale, picture) for box, numbers in visits.items() if picture}
    line = _line([marks[box].at for box in boxes if box is not None])
    return Way(picture, stops, tuple(marks.values()), line, story.scale, len(story.path) - len(stops))


def _box(stop: Stop, story: LookedAt, picture: Side | None) -> Box | None:
    """Return a stop's box, None for one that the picture does not show."""
    left, top = story.origin
    values = (stop.x - left, stop.y - top, max(stop.width, 0.0), max(stop.height, 0.0))
    if picture is None or not all(map(math.isfinite, values)):
        return None
    x, y, width, height = (round(value * story.scale, 1) for value in values)
    is_shown = -width <= x <= picture.width and -height <= y <= picture.height
    return (x, y, width, height) if is_shown else None


def _mark(numbers: Sequence[str], box: Box, scale: float, picture: Side) -> Mark:
    said = " ".join([*numbers[:4], *(["…"] if len(numbers) > 4 else [])])
    tag = round((12 + 6 * len(said)) * scale, 1)
    edge = _HALF * scale
    x = min(max(box[0], tag / 2 + 1), picture.width - tag / 2 - 1)
    y = min(max(box[1], edge), picture.height - edge)
    return Mark(said, *box, at=(round(x, 1), round(y, 1)), tag=tag)


def _line(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{'L' if at else 'M'}{x:g} {y:g}" for at, (x, y) in enumerate(points))
