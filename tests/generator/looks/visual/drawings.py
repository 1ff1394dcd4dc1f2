"""Small pictures for tests: rows of letters, a colour each."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from generator.looks.visual.decoded import Pixels

COLOURS = {".": (255, 255, 255), "#": (0, 0, 0), "g": (10, 120, 60), "h": (10, 123, 60), "o": (200, 90, 0)}


def pixels(*rows: str) -> Pixels:
    """Return the pixels of a drawing."""
    return np.array([[(*COLOURS[letter], 255) for letter in row] for row in rows], np.uint8)


def drawing(*rows: str) -> bytes:
    """Return a drawing as PNG."""
    return png(pixels(*rows))


def png(given: Pixels, **options: object) -> bytes:
    """Return pixels as PNG, as Pillow packs it."""
    packed = io.BytesIO()
    Image.fromarray(given).save(packed, "PNG", **options)
    return packed.getvalue()
