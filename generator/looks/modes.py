"""The ways in which a page is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    """One way of looking at a page, as it is named in files, findings and reports."""

    light = "light"
    dark = "dark"
    narrow = "320"
    zoomed = "zoom"
    forced = "forced"
    reduced = "reduced"


@dataclass(frozen=True, slots=True)
class Shape:
    """What a mode means to a browser: CSS pixels, and what the visitor's system is set to.

    At 200 % zoom a window of 1024 by 768 pixels has room for half as many CSS pixels each way.
    """

    width: int = 1024
    height: int = 768
    scheme: str = "light"
    forced: bool = False
    reduced: bool = False


SHAPES = {
    Mode.light: Shape(),
    Mode.dark: Shape(scheme="dark"),
    Mode.narrow: Shape(width=320, height=640),
    Mode.zoomed: Shape(width=512, height=384),
    Mode.forced: Shape(forced=True),
    Mode.reduced: Shape(reduced=True),
}
"""What each mode means."""

PICTURED = (Mode.light, Mode.dark, Mode.forced, Mode.narrow, Mode.zoomed)
"""The modes that have a picture, in the order in which they cost least to go through."""

TALLEST = 8_000
"""How much of a very long page is in its picture, in pixels from the top."""
