"""Start layers: where slots of one shape may start, of many resources at once.

The bits lie in blocks of 64 ticks, and in a block one word for each resource. So one resource's ticks are a column, all
resources at one time lie side by side, and neither needs a second copy. Two rows are kept beside them: the ticks at
which somebody is free, and at which everybody is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from scheduling.index.horizon import TICK, WORD
from scheduling.index.row import Row
from scheduling.index.shape import Shape, starts, starts_of_all, touched
from scheduling.index.words import Words
from scheduling.intervals import Interval

_ROWS_AT_ONCE = 32
"""So many rows' bits fit a processor's second cache."""
_MOST_NAMES = 1 << 20


@dataclass(slots=True)
class Layer:
    """The starts of ``rows`` for a shape and a party; ``words[block, number]``, ``some`` and ``every`` by block.

    ``names`` remembers who is free at a tick, until somebody's bit of it changes. An ``unfit`` layer answers nothing:
    some start grid has minutes that are no ticks, or some hours begin or end off the grid where that matters.
    ``fussy`` rows answer nothing about days on which entries lie off the grid.
    """

    shape: Shape
    party: int
    rows: Sequence[Row]
    words: Words
    some: Words
    every: Words
    ids: NDArray[np.object_]
    names: dict[int, tuple[str, ...]] = field(default_factory=dict)
    named: int = 0
    unfit: bool = False
    fussy: tuple[Row, ...] = ()

    def who(self, tick: int, columns: tuple[int, ...] = ()) -> tuple[str, ...]:
        """Return who is free at a tick, in the order of the rows, or only of some columns and in their order."""
        found = self.names.get(tick)
        if columns or found is None:
            chosen = list(columns) or slice(None)
            free = (self.words[tick // WORD, chosen] >> np.uint64(tick % WORD) & np.uint64(1)).astype(np.bool_)
            found = tuple(self.ids[chosen][free].tolist())
            if not columns:
                self._remember(tick, found)
        return found

    def _remember(self, tick: int, found: tuple[str, ...]) -> None:
        self.named += len(found)
        if self.named > _MOST_NAMES:
            self.names.clear()
            self.named = len(found)
        self.names[tick] = found

    def narrowed(self, block: int, end: int, columns: tuple[int, ...], *, together: bool) -> Words:
        """Return the blocks ``[block, end)`` of ``some``, or together ``every``, for only these columns."""
        if len(columns) == 1:
            return np.ascontiguousarray(self.words[block:end, columns[0]])
        chosen = self.words[block:end, list(columns)]
        found: Words = (np.bitwise_and if together else np.bitwise_or).reduce(chosen, axis=1)
        return found

    def is_fussy(self, row: Row) -> bool:
        """Say whether a row's layer answers nothing about days on which entries lie off the grid.

        Where a slot is whole ticks and there is one seat, everything may be rounded to ticks. Where it is not, edges
        off the grid matter; and seats counted by tick may be more than are taken at any minute of it.
        """
        return row.resource.capacity > 1 or not self.shape.even


def build(shape: Shape, party: int, rows: Sequence[Row]) -> Layer:
    """Return the start layer of some resources; of none it is empty."""
    blocks = rows[0].horizon.words if rows else 0
    words = np.zeros((blocks, len(rows)), np.uint64)
    for first in range(0, len(rows), _ROWS_AT_ONCE):
        next_rows = rows[first : first + _ROWS_AT_ONCE]
        words[:, first : first + len(next_rows)] = starts_of_all(next_rows, shape, party).T
    ids = np.array([row.resource.id for row in rows], dtype=np.object_)
    some, every = (np.zeros(blocks, np.uint64) for _ in range(2))
    if rows:
        np.bitwise_or.reduce(words, axis=1, out=some)
        np.bitwise_and.reduce(words, axis=1, out=every)
    layer = Layer(shape, party, rows, words, some, every, ids)
    judge(layer)
    return layer


def judge(layer: Layer) -> None:
    """Find out what a layer can answer, from its rows' rules."""
    shape = layer.shape
    layer.unfit = any(
        shape.grid(row.resource, row.horizon) is None or (shape.duration % TICK and row.hours.uneven)
        for row in layer.rows
    )
    layer.fussy = tuple(row for row in layer.rows if layer.is_fussy(row))


def refresh(layer: Layer, number: int, changed: Interval) -> None:
    """Bring one resource's starts up to date after something changed in some ticks."""
    row = layer.rows[number]
    low, high = touched(layer.shape, changed, row.horizon)
    if low >= high:
        return
    fresh = np.frombuffer(starts(row, layer.shape, layer.party, (low, high)), np.uint64)
    differing = layer.words[low:high, number] ^ fresh
    if not differing.any():
        return
    layer.words[low:high, number] = fresh
    np.bitwise_or.reduce(layer.words[low:high], axis=1, out=layer.some[low:high])
    np.bitwise_and.reduce(layer.words[low:high], axis=1, out=layer.every[low:high])
    if layer.names:
        for tick in np.unpackbits(differing.view(np.uint8), bitorder="little").nonzero()[0].tolist():
            layer.names.pop(tick + low * WORD, None)
