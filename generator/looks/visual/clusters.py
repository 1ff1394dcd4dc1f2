"""Where two pictures differ: a few boxes, each around what lies together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Marks: TypeAlias = NDArray[np.bool_]
"""Height by width: where two pictures differ."""

CELL = 24
"""Pixels: what is nearer than this belongs together, as the lines of a text do."""

MOST_PLACES = 5


@dataclass(frozen=True, slots=True)
class Place:
    """A box in pixels from the picture's corner, as small as it can be, and how many pixels in it differ."""

    x: int
    y: int
    width: int
    height: int
    count: int


def places(marks: Marks) -> tuple[tuple[Place, ...], int]:
    """Return the places with the most marks, at most :data:`MOST_PLACES`, and how many more there are."""
    cells = _cells(marks)
    found = sorted((_place(group) for group in _groups(cells)), key=lambda place: (-place.count, place.y, place.x))
    return tuple(found[:MOST_PLACES]), max(len(found) - MOST_PLACES, 0)


@dataclass(frozen=True, slots=True)
class _Cell:
    """One cell's marks: their outermost rows and columns, both included, and their count."""

    left: int
    top: int
    right: int
    bottom: int
    count: int


def _cells(marks: Marks) -> dict[tuple[int, int], _Cell]:
    """Return the cells that hold marks, by row and column of cells."""
    height, width = marks.shape
    padded = np.pad(marks, ((0, -height % CELL), (0, -width % CELL)))
    tiles = padded.reshape(padded.shape[0] // CELL, CELL, padded.shape[1] // CELL, CELL)
    rows: Marks = np.any(tiles, axis=3)
    columns: Marks = np.any(tiles, axis=1)
    counts = np.sum(tiles, axis=(1, 3))
    found = {}
    for y, x in np.argwhere(counts).tolist():
        down, across = np.flatnonzero(rows[y, :, x]).tolist(), np.flatnonzero(columns[y, x, :]).tolist()
        left, top = x * CELL, y * CELL
        edges = (left + across[0], top + down[0], left + across[-1], top + down[-1])
        found[y, x] = _Cell(*edges, int(counts[y, x]))
    return found


def _groups(cells: dict[tuple[int, int], _Cell]) -> Iterator[list[_Cell]]:
    """Yield the cells that touch one another, also at corners."""
    left = set(cells)
    while left:
        reached = [left.pop()]
        for y, x in reached:  # grows while it is gone through
            near = {(y + down, x + across) for down in (-1, 0, 1) for across in (-1, 0, 1)} & left
            left -= near
            reached += near
        yield [cells[place] for place in reached]


def _place(cells: Sequence[_Cell]) -> Place:
    left, top = min(cell.left for cell in cells), min(cell.top for cell in cells)
    right, bottom = max(cell.right for cell in cells), max(cell.bottom for cell in cells)
    return Place(left, top, right - left + 1, bottom - top + 1, sum(cell.count for cell in cells))
