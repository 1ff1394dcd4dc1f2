"""Words: rows of ticks as arrays of 64 bits each, many rows at once; the lowest bit is the earliest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scheduling.index.horizon import WORD

Words = NDArray[np.uint64]


def behind(rows: Words, ticks: int) -> Words:
    """Return rows in which each tick says what the one so many ticks later said."""
    whole, bits = divmod(ticks, WORD)
    moved = np.zeros_like(rows)
    kept = rows.shape[1] - whole
    if kept > 0:
        np.right_shift(rows[:, whole:], np.uint64(bits), out=moved[:, :kept])
        if bits:
            moved[:, : kept - 1] |= rows[:, whole + 1 :] << np.uint64(WORD - bits)
    return moved


def ahead(rows: Words, ticks: int) -> Words:
    """Return rows in which each tick says what the one so many ticks earlier said."""
    if not ticks:
        return rows
    whole, bits = divmod(ticks, WORD)
    moved = np.zeros_like(rows)
    kept = rows.shape[1] - whole
    if kept > 0:
        np.left_shift(rows[:, :kept], np.uint64(bits), out=moved[:, whole:])
        if bits:
            moved[:, whole + 1 :] |= rows[:, : kept - 1] >> np.uint64(WORD - bits)
    return moved


def reach(rows: Words, length: int) -> Words:
    """Return the ticks from which a stretch of ``length`` ticks, at least one, meets the rows."""
    covered = 1
    while covered < length:
        more = min(covered, length - covered)
        rows = rows | behind(rows, more)
        covered += more
    return rows
