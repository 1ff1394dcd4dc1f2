"""A second look at text of which axe could not tell what is behind it: at the very pixels."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image
from playwright.sync_api import Page

MOSTLY = 0.6
"""How much of the box behind a text must have one colour, or nearly one, for it to be called the ground."""

_LARGEST = 2_000  # CSS pixels each way


def is_unreadable(page: Page, ink: Sequence[float], box: Sequence[float], wanted: float) -> bool:
    """Say whether text in the colour ``ink`` (three channels, 0 to 255) has less contrast than ``wanted`` to its box.

    ``box`` is x, y, width and height in CSS pixels from the page's corner. Where nothing is behind most of the text
    nobody can tell by colours, and the answer is no: over a picture some words may be hard to read and others not.
    """
    if len(ink) != 3 or len(box) != 4 or min(box[2:]) < 1 or max(box[2:]) > _LARGEST:
        return False
    clip = {"x": max(box[0], 0.0), "y": max(box[1], 0.0), "width": box[2], "height": box[3]}
    data = page.screenshot(clip=clip, full_page=True, animations="disabled", caret="hide")  # type: ignore[arg-type]
    pixels = np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).reshape(-1, 3)
    _, of_shade, counts = np.unique(pixels // 16, axis=0, return_inverse=True, return_counts=True)
    most = int(counts.argmax())
    if counts[most] < MOSTLY * len(pixels):
        return False
    return contrast(ink, pixels[of_shade.reshape(-1) == most].mean(axis=0).tolist()) < wanted


def contrast(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the contrast of two colours as WCAG has it: from 1 to 21."""
    less, more = sorted((_light(one), _light(other)))
    return (more + 0.05) / (less + 0.05)


def _light(colour: Sequence[float]) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (c / 255 for c in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
