"""Keys of the day hashes (Zobrist): one random-looking number for each bit that a day can have.

The hash of a day is the XOR of the keys of its bits. Which resource and which day it is are not in the keys, so equal
days of two resources have equal hashes too. Keys are computed from their numbers, so every process has the same.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from scheduling.index.horizon import BYTES_PER_DAY, PER_DAY

_MASK = (1 << 64) - 1


def key(layer: int, plane: int, tick: int) -> int:
    """Return the key of a tick of the day in one plane of one layer (splitmix64 of its number)."""
    mixed = (((layer << 32 | plane) * PER_DAY + tick + 1) * 0x9E3779B97F4A7C15) & _MASK
    mixed = ((mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9) & _MASK
    mixed = ((mixed ^ mixed >> 27) * 0x94D049BB133111EB) & _MASK
    return mixed ^ mixed >> 31


@lru_cache(maxsize=256)
def table(layer: int, plane: int) -> NDArray[np.uint64]:
    """Return what each byte of a day adds to its hash, by its place in the day and its value."""
    found = np.zeros((BYTES_PER_DAY, 256), np.uint64)
    for place in range(BYTES_PER_DAY):
        for bit in range(8):
            found[place, 1 << bit : 2 << bit] = found[place, : 1 << bit] ^ np.uint64(key(layer, plane, place * 8 + bit))
    return found


@lru_cache(maxsize=256)
def listed(layer: int, plane: int) -> list[list[int]]:
    """Return the table as lists, which are faster for a few bytes."""
    found: list[list[int]] = table(layer, plane).tolist()
    return found


def of_days(days: NDArray[np.uint8], layer: int, plane: int) -> NDArray[np.uint64]:
    """Return what each day's bytes (one row of 36 a day) add to its hash."""
    found: NDArray[np.uint64] = np.bitwise_xor.reduce(
        table(layer, plane)[np.arange(BYTES_PER_DAY), days], axis=1, dtype=np.uint64
    )
    return found


def of_bytes(changed: bytes, offset: int, layer: int, plane: int) -> dict[int, int]:
    """Return what the bytes from ``offset`` of a row on add to the hashes, by day of the row."""
    rows = listed(layer, plane)
    found: dict[int, int] = {}
    for at, value in enumerate(changed, offset):
        if value:
            day, place = divmod(at, BYTES_PER_DAY)
            found[day] = found.get(day, 0) ^ rows[place][value]
    return found
