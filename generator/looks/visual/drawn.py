"""The picture of a difference: the old one faded, and on it what became darker, what became lighter, and where.

Two colours that stay apart for every kind of colour vision, both dark on the faded ground, so that they are also told
from it by lightness alone: what is drawn now and was not is blue, what was and is not is vermilion (on a page of dark
text on light; in a dark scheme the other way about). Frames point at places that a few pixels would not show.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from generator.looks.visual.clusters import Place, places
from generator.looks.visual.compare import differing
from generator.looks.visual.decoded import Pixels, decoded, encoded

DARKER = (0, 90, 181)
"""What became darker, or is only in the new picture."""

LIGHTER = (220, 50, 32)
"""What became lighter, or kept its lightness in another hue, or was only in the old picture."""

_FRAME = (26, 26, 26)
_THICK, _APART = 2, 4  # pixels of a frame, and how far it stands from what it surrounds
_FADED = 0.25  # how much of the old picture's contrast is left
_KEPT = 0.3  # how much of what stands there shows through a mark

_ABSENT = 256.0  # the lightness of what is not there: lighter than all that is

_Greys: TypeAlias = NDArray[np.float32]


def draw(old: bytes, new: bytes) -> bytes:
    """Return the picture of what differs between two PNGs, as PNG, as large as both need. Raises LockstepError."""
    before, after = decoded(old), decoded(new)
    marks = differing(before, after)
    was, now = _grey(before, marks.shape), _grey(after, marks.shape)
    drawn = np.repeat((255 - (255 - was) * _FADED)[..., None], 3, axis=2)
    for colour, chosen in ((DARKER, marks & (now < was)), (LIGHTER, marks & (now >= was))):
        drawn[chosen] = np.array(colour) * (1 - _KEPT) + now[chosen][:, None] * _KEPT
    for place in places(marks)[0]:
        _framed(drawn, place)
    solid = np.full((*marks.shape, 4), 255, np.uint8)
    solid[..., :3] = drawn.clip(0, 255).round()
    return encoded(solid)


def _grey(pixels: Pixels, shape: tuple[int, ...]) -> _Greys:
    """Return how light each pixel looks, 0 to 255, on a ground of ``shape`` where the rest is absent."""
    found = np.full(shape, _ABSENT, np.float32)
    weights = np.array((0.2126, 0.7152, 0.0722), np.float32)
    found[: pixels.shape[0], : pixels.shape[1]] = pixels[..., :3] @ weights
    return found


def _framed(drawn: _Greys, place: Place) -> None:
    """Draw a frame around a place, as far as the picture reaches; what is inside of it stays."""
    apart = _APART + _THICK
    left, top = place.x - apart, place.y - apart
    right, bottom = place.x + place.width + apart, place.y + place.height + apart
    for a, b, c, d in (
        (top, top + _THICK, left, right),
        (bottom - _THICK, bottom, left, right),
        (top, bottom, left, left + _THICK),
        (top, bottom, right - _THICK, right),
    ):
        drawn[max(a, 0) : max(b, 0), max(c, 0) : max(d, 0)] = _FRAME
