"""Draws: whole numbers out of PCG64, the same on every machine and with every numpy.

numpy keeps the raw stream of a bit generator for ever, but not what its distributions make of it. So only raw words are
taken, and turned into numbers here with integer arithmetic.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
_HALF = np.uint64(32)
_SALT = np.uint64(0x9E3779B97F4A7C15)


class Draws:
    """One stream of draws; streams of different names have nothing to do with each other."""

    def __init__(self, *name: int) -> None:
        self._bits = np.random.PCG64(np.random.SeedSequence(name))

    def words(self, size: int) -> NDArray[np.uint64]:
        """Return raw words of 64 bits."""
        return np.asarray(self._bits.random_raw(size), np.uint64)

    def below(self, limit: int | Ints, size: int) -> Ints:
        """Return numbers from 0 to ``limit - 1``, which is at most 2**31; an array of limits has one for each."""
        return ((self.words(size) >> _HALF) * np.asarray(limit, np.uint64) >> _HALF).astype(np.int64)

    def one(self, limit: int) -> int:
        """Return one number from 0 to ``limit - 1``."""
        return int(self.below(limit, 1)[0])

    def chance(self, per_mille: int | Ints, size: int) -> NDArray[np.bool_]:
        """Return which of ``size`` things happen that happen so many times in a thousand."""
        return self.below(1000, size) < per_mille

    def weighted(self, weights: Sequence[int], size: int) -> Ints:
        """Return positions in ``weights``, each as often as it weighs."""
        steps = np.cumsum(np.asarray(weights, np.int64))
        return np.searchsorted(steps, self.below(int(steps[-1]), size), side="right").astype(np.int64)


def scrambled(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return for each number one that looks drawn (the finish of splitmix64), so that ids need no stream."""
    mixed = numbers * _SALT + _SALT
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
