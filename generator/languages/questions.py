"""One question to several languages at once, and the ways through them all side by side."""

from __future__ import annotations

from itertools import product
from math import prod
from operator import itemgetter
from typing import TypeAlias

from generator.languages.alphabets import joint
from generator.languages.machine import Language, Macro
from generator.languages.machine import Moves as ThreadMoves
from generator.languages.terms import Thread, thread_covers
from generator.steps import Steps

Inside: TypeAlias = tuple[Thread, ...]
Outside: TypeAlias = tuple[Macro, ...]
Place: TypeAlias = tuple[Inside, Outside]
Moves: TypeAlias = list[tuple[int, list[Inside]]]
# How many threads of an outside are compared by their shapes with a thread of an inside.
COMPARED = 8


class Question:
    """Is there a word in all of ``insides`` and none of ``outsides``?

    A place is where such a word can lead: a thread in each inside, and a macro in each outside. Characters are told by
    their number in ``joint.chars``.
    """

    def __init__(self, insides: tuple[Language, ...], outsides: tuple[Language, ...], steps: Steps) -> None:
        self.insides = insides
        self.outsides = outsides
        self.steps = steps
        self.joint = joint(tuple(one.alphabet for one in (*insides, *outsides)))
        self._by_first: dict[int, list[int]] = {}
        self._outside_numbers = []
        for number, numbers in enumerate(self.joint.numbers):
            self._by_first.setdefault(numbers[0], []).append(number)
            self._outside_numbers.append(numbers[len(insides) :])
        self._moves: dict[Inside, Moves] = {}
        self._bits: dict[Thread, int] = {}
        self._masks: dict[Macro, int] = {}
        self._charged: set[Macro] = set()
        self._covered: dict[tuple[Thread, Macro], bool] = {}

    def starts(self) -> list[Place]:
        """Return the places of the empty word."""
        outside = tuple(one.macro(one.start) for one in self.outsides)
        starts = [(inside, outside) for inside in product(*(one.start for one in self.insides))]
        return [place for place in starts if not self.is_hopeless(place)]

    def accepts(self, place: Place) -> bool:
        """Say whether the word that led here is an answer."""
        inside, outside = place
        if any(one.least for one in inside) or any(macro.accepts for macro in outside):
            return False
        return all(language.accepts(one) for language, one in zip(self.insides, inside, strict=True))

    def is_hopeless(self, place: Place) -> bool:
        """Say whether some inside takes nothing from here that some outside does not take, as their shapes show."""
        inside, outside = place
        for macro in outside:
            if macro.threads:
                for one in inside:
                    if one in macro.members or self._is_covered(one, macro):
                        return True
        return False

    def _is_covered(self, one: Thread, macro: Macro) -> bool:
        found = self._covered.get((one, macro))
        if found is None:
            found = any(thread_covers(other, one) for other in macro.threads[:COMPARED])
            self._covered[one, macro] = found
        return found

    def moves(self, inside: Inside) -> Moves:
        """Return where each character leads the insides, the most readable first."""
        found = self._moves.get(inside)
        if found is None:
            moves = [language.moves(one) for language, one in zip(self.insides, inside, strict=True)]
            self.steps.spend(sum(language.cost(one) for language, one in zip(self.insides, inside, strict=True)))
            found = self._alone(moves[0]) if len(moves) == 1 else self._together(moves)
            found.sort(key=itemgetter(0))
            self._moves[inside] = found
        return found

    def _alone(self, moves: ThreadMoves) -> Moves:
        found: Moves = []
        for first, threads in moves.items():
            self.steps.spend(1 + len(threads))
            led: list[Inside] = [(one,) for one in threads]
            found += [(number, led) for number in self._by_first.get(first, ())]
        return found

    def _together(self, moves: list[ThreadMoves]) -> Moves:
        found: Moves = []
        for first in moves[0]:
            for number in self._by_first.get(first, ()):
                numbers = self.joint.numbers[number]
                led = [each.get(numbers[at], ()) for at, each in enumerate(moves)]
                count = prod(map(len, led))
                self.steps.spend(1 + count)
                if count:
                    found.append((number, list(product(*led))))
        return found

    def outside(self, macros: Outside, number: int) -> Outside:
        """Return where a character leads the outsides."""
        numbers = self._outside_numbers[number]
        if len(macros) == 1:
            return (self._led(0, macros[0], numbers[0]),)
        return tuple([self._led(at, macro, numbers[at]) for at, macro in enumerate(macros)])

    def _led(self, at: int, macro: Macro, number: int) -> Macro:
        if len(macro.threads) > 4:
            self.steps.spend(len(macro.threads) >> 2)
        found = macro.moves.get(number) or self.outsides[at].move(macro, number)
        if macro.cost and macro not in self._charged:
            self._charged.add(macro)
            self.steps.spend(macro.cost)
        return found

    def key(self, place: Place) -> tuple[object, int]:
        """Return what a place is for, and what it must not match, as bits.

        Of two places with the same first part, the one with fewer bits leads to all answers of the other.
        """
        inside, outside = place
        mask = 0
        for macro in outside:
            known = self._masks.get(macro)
            mask |= self._macro_mask(macro) if known is None else known
        for one in inside:
            if one.term is None:
                return self._joined_key(inside, mask)
        return inside, mask

    def _joined_key(self, inside: Inside, mask: int) -> tuple[object, int]:
        for one in inside:
            mask |= self._thread_mask(one.without)
        return tuple((frozenset(one.terms), one.history) for one in inside), mask

    def _macro_mask(self, macro: Macro) -> int:
        self.steps.spend(1 + (len(macro.threads) >> 2))
        found = self._masks[macro] = self._thread_mask(macro.threads)
        return found

    def _thread_mask(self, threads: tuple[Thread, ...]) -> int:
        mask = 0
        for one in threads:
            bit = self._bits.setdefault(one, len(self._bits))
            mask |= 1 << bit
        return mask
