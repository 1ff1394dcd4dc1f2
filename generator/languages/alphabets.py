"""Characters in classes: those of one class, a pattern cannot tell apart."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import pairwise

from generator.languages.charsets import ANYTHING, LAST, Charset, contains
from generator.languages.readable import ASCII, BEYOND, ORDER


class Alphabet:
    """The classes that some sets make: class ``ids[n]`` is what stands from ``starts[n]`` on."""

    def __init__(self, sets: frozenset[Charset]) -> None:
        self.starts, self.ids = _segments(sets)
        self.size = max(self.ids) + 1
        self.full = (1 << self.size) - 1
        firsts: dict[int, int] = {}
        for start, number in zip(self.starts, self.ids, strict=True):
            firsts.setdefault(number, start)
        self._firsts = firsts
        low = [0] * 128
        for number, (start, end) in zip(self.ids, pairwise([*self.starts, LAST + 1]), strict=True):
            if start < 128:
                low[start : min(end, 128)] = [number] * (min(end, 128) - start)
        self.ascii = tuple([low[code] for code in ASCII])
        self._known = {chr(code): number for code, number in enumerate(low)}

    def number(self, char: str) -> int:
        """Return the class of a character."""
        found = self._known.get(char)
        return self.ids[bisect_right(self.starts, ord(char)) - 1] if found is None else found

    def mask(self, of: Charset) -> int:
        """Return the classes, as bits, that a set is made of."""
        if of == ANYTHING:
            return self.full
        return sum(1 << number for number, first in self._firsts.items() if contains(of, first))


def _segments(sets: frozenset[Charset]) -> tuple[list[int], list[int]]:
    """Cut the code points where a set begins or ends; number the pieces by the sets that hold them."""
    flips: dict[int, int] = {0: 0}
    for bit, ranges in enumerate(sets):
        for low, high in ranges:
            flips[low] = flips.get(low, 0) ^ (1 << bit)
            flips[high + 1] = flips.get(high + 1, 0) ^ (1 << bit)
    flips.pop(LAST + 1, None)
    starts, ids, numbers, held = sorted(flips), [], dict[int, int](), 0
    for start in starts:
        held ^= flips[start]
        ids.append(numbers.setdefault(held, len(numbers)))
    return starts, ids


@lru_cache(maxsize=2048)
def alphabet(sets: frozenset[Charset]) -> Alphabet:
    """Return the classes that these sets make."""
    return Alphabet(sets)


class Joint:
    """The classes that several alphabets make together, the most readable first.

    ``chars`` holds the best character of each, ``numbers`` its class in every single alphabet. Surrogates are in none.
    """

    def __init__(self, alphabets: tuple[Alphabet, ...]) -> None:
        self._alphabets = alphabets
        best: dict[tuple[int, ...], int] = {}
        for code, key in zip(ASCII, zip(*(one.ascii for one in alphabets), strict=True), strict=True):
            if key not in best:
                best[key] = code
        missing = {key for _, _, key in self._pieces} - best.keys()
        for low, high in BEYOND:
            if not missing:
                break
            for first, _, key in self._between(low, high):
                if key in missing:
                    missing.remove(key)
                    best[key] = first
        self.chars = [chr(code) for code in best.values()]
        self.numbers = list(best)

    @cached_property
    def _pieces(self) -> list[tuple[int, int, tuple[int, ...]]]:
        """The code points from first to last, with their class in every single alphabet."""
        starts = sorted({start for one in self._alphabets for start in one.starts})
        keys = zip(*(_at(one, starts) for one in self._alphabets), strict=True)
        return [
            (low, following - 1, key) for (low, following), key in zip(pairwise([*starts, LAST + 1]), keys, strict=True)
        ]

    def _between(self, low: int, high: int) -> Iterator[tuple[int, int, tuple[int, ...]]]:
        at = bisect_right(self._pieces, low, key=lambda piece: piece[0]) - 1
        while at < len(self._pieces) and self._pieces[at][0] <= high:
            first, last, key = self._pieces[at]
            yield max(first, low), min(last, high), key
            at += 1

    @cached_property
    def runs(self) -> list[tuple[int, int, int]]:
        """All characters in the order of readability: first and last code point, and their class here."""
        places = {key: number for number, key in enumerate(self.numbers)}
        return [(first, last, places[key]) for low, high in ORDER for first, last, key in self._between(low, high)]


def _at(one: Alphabet, starts: list[int]) -> list[int]:
    """Return the class that begins or goes on at each start."""
    if len(one.starts) == len(starts):
        return one.ids
    found, at, last = [], -1, len(one.starts) - 1
    for start in starts:
        if at < last and one.starts[at + 1] == start:
            at += 1
        found.append(one.ids[at])
    return found


@lru_cache(maxsize=2048)
def joint(alphabets: tuple[Alphabet, ...]) -> Joint:
    """Return the classes that these alphabets make together."""
    return Joint(alphabets)
