"""What differs between two pictures: exactly, to the last pixel, and in words.

No threshold: a button in another green is thousands of pixels that differ by little each, and just that is what
somebody should see. What varies without meaning is kept from pictures where they are taken, or masked with a reason.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.looks.visual.clusters import Marks, Place, places
from generator.looks.visual.decoded import Pixels, decoded


@dataclass(frozen=True, slots=True)
class Difference:
    """How two pictures differ. Sizes are width and height in pixels.

    ``count`` of ``total`` pixels differ; where sizes differ, both are laid on one corner, ``total`` is what the two
    cover together, and a pixel that only one of them has differs. ``shift`` is the most by which one channel of a
    pixel of both differs, 0 to 255. ``places`` are where, the largest count first, and ``elsewhere`` how many more
    places there are. ``moved``: from row ``since`` of the old picture on, all of it stands that many rows lower in
    the new one, and is the same; 0 where that is not so.
    """

    old_size: tuple[int, int]
    new_size: tuple[int, int]
    count: int
    total: int
    shift: int
    places: tuple[Place, ...]
    elsewhere: int = 0
    moved: int = 0
    since: int = 0


def compare(old: bytes, new: bytes) -> Difference | None:
    """Return how two PNGs differ, None where every pixel is the same, however they are packed. Raises LockstepError."""
    if old == new:
        return None
    before, after = decoded(old), decoded(new)
    marks = differing(before, after)
    count = int(np.count_nonzero(marks))
    if not count:
        return None
    found, elsewhere = places(marks)
    moved, since = _moved(before, after)
    shift = _shift(before, after, marks)
    return Difference(
        _size(before), _size(after), count, _covered(before, after), shift, found, elsewhere, moved, since
    )


def differing(before: Pixels, after: Pixels) -> Marks:
    """Return where two pictures differ, as large as both need."""
    marks = np.zeros(np.maximum(before.shape[:2], after.shape[:2]), np.bool_)
    for side in (before, after):  # what only one of them has is turned once
        marks[: side.shape[0], : side.shape[1]] ^= True
    one, other = _shared(before, after)
    marks[: one.shape[0], : one.shape[1]] = _whole(one) != _whole(other)
    return marks


def _shared(before: Pixels, after: Pixels) -> tuple[Pixels, Pixels]:
    height, width = np.minimum(before.shape[:2], after.shape[:2])
    return before[:height, :width], after[:height, :width]


def _whole(pixels: Pixels) -> NDArray[np.uint32]:
    """Return each pixel as one number: four times fewer comparisons."""
    packed = np.ascontiguousarray(pixels).view(np.uint32)
    return packed.reshape(packed.shape[0], packed.shape[1])


def _size(pixels: Pixels) -> tuple[int, int]:
    return pixels.shape[1], pixels.shape[0]


def _covered(before: Pixels, after: Pixels) -> int:
    shared, _ = _shared(before, after)
    return sum(math.prod(_size(side)) for side in (before, after)) - math.prod(_size(shared))


def _shift(before: Pixels, after: Pixels, marks: Marks) -> int:
    one, other = _shared(before, after)
    marked = marks[: one.shape[0], : one.shape[1]]
    if not marked.any():
        return 0
    return int(np.ptp([one[marked], other[marked]], axis=0).max())  # of unsigned numbers, so never below nothing


def _moved(before: Pixels, after: Pixels) -> tuple[int, int]:
    """Return by how much the lower part moved, and since which old row; empty rows do not count."""
    moved = after.shape[0] - before.shape[0]
    if not moved or before.shape[1] != after.shape[1]:
        return 0, 0
    rows = min(before.shape[0], after.shape[0])
    same = (_whole(before[-rows:]) == _whole(after[-rows:])).all(axis=1)[::-1]
    count = rows if same.all() else int(np.argmin(same))
    lower = before[before.shape[0] - count :]
    if not count or (lower == lower[-1:]).all():
        return 0, 0
    return moved, before.shape[0] - count
