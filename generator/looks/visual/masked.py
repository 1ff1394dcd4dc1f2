"""Painting over what truly varies."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable
from typing import NamedTuple

from PIL import Image

COLOUR = (255, 0, 255)
"""What is painted over is painted with this: nobody takes it for a part of a design."""


class Box(NamedTuple):
    """A box in pixels from the picture's corner."""

    x: float
    y: float
    width: float
    height: float


def painted(png: bytes, boxes: Iterable[Box]) -> bytes:
    """Return a picture with every pixel that a box touches painted over; boxes outside of it touch none."""
    with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
        shown = image.convert("RGB")
    for box in boxes:
        left, top = max(math.floor(box.x), 0), max(math.floor(box.y), 0)
        right = min(math.ceil(box.x + box.width), shown.width)
        bottom = min(math.ceil(box.y + box.height), shown.height)
        if left < right and top < bottom:
            shown.paste(COLOUR, (left, top, right, bottom))
    packed = io.BytesIO()
    shown.save(packed, "PNG", compress_level=1)
    return packed.getvalue()
