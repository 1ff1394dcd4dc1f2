"""One question to several languages at once, and the ways through them all side by side."""

from __future__ import annotations

from itertools import product

from generator.languages.alphabets import joint
from generator.languages.machine import Language, Macro
from generator.languages.terms import UNIVERSAL, Term, Thread, covers
from generator.steps import Steps

Inside = tuple[Thread, ...]
Outside = tuple[Macro, ...]
Place = tuple[Inside, Outside]


class Question:
    """Is there a word in all of ``insides`` and none of ``outsides``?

    A place is where such a word can lead: a thread in each inside, and a macro in each outside. Characters are told by
    their number in ``joint.chars``.
    """

    def __init__(self, insides: list[Language], outsides: list[Language], steps: Steps) -> None:
        self.insides = insides
        self.outsides = outsides
        self.steps = steps
        self.joint = joint(tuple(one.alphabet for one in (*insides, *outsides)))
        self._by_first: dict[int, list[int]] = {}
        for number, numbers in enumerate(self.joint.numbers):
            self._by_first.setdefault(numbers[0], []).append(number)
        self._moves: dict[Inside, list[tuple[int, list[Inside]]]] = {}
        self._bits: dict[Thread, int] = {}
        self._masks: dict[Macro, int] = {}
        self._covered: dict[tuple[Thread, Macro], bool] = {}

    def starts(self) -> list[Place]:
        """Return the places of the empty word."""
        outside = tuple(one.macro(one.start) for one in self.outsides)
        starts = [(inside, outside) for inside in product(*(one.start for one in self.insides))]
        return [place for place in starts if not self.is_hopeless(place)]

    def accepts(self, place: Place) -> bool:
        """Say whether the word that led here is an answer."""
        inside, outside = place
        return all(language.accepts(one) for language, one in zip(self.insides, inside, strict=True)) and not any(
            macro.accepts for macro in outside
        )

    def is_hopeless(self, place: Place) -> bool:
        """Say whether some inside takes nothing from here that some outside does not take, as their shapes show."""
        inside, outside = place
        for one in inside:
            for macro in outside:
                if one in macro.members or UNIVERSAL in macro.members:
                    return True
                if one.term and self._is_covered(one, one.term, macro):
                    return True
        return False

    def _is_covered(self, one: Thread, term: Term, macro: Macro) -> bool:
        found = self._covered.get((one, macro))
        if found is None:
            found = self._covered[one, macro] = any(
                other.term and other.history is one.history and covers(other.term, term) for other in macro.threads[:16]
            )
        return found

    def moves(self, inside: Inside) -> list[tuple[int, list[Inside]]]:
        """Return where each character leads the insides, the most readable first."""
        found = self._moves.get(inside)
        if found is None:
            found = self._moves[inside] = self._all_moves(inside)
            self.steps.spend(1 + sum(len(led) for _, led in found) // 4)
        return found

    def _all_moves(self, inside: Inside) -> list[tuple[int, list[Inside]]]:
        moves = [language.moves(one) for language, one in zip(self.insides, inside, strict=True)]
        if len(moves) == 1:
            pairs: list[tuple[int, list[Inside]]] = [
                (number, [(one,) for one in threads])
                for first, threads in moves[0].items()
                for number in self._by_first.get(first, ())
            ]
            return sorted(pairs, key=_number)
        found = []
        for first in moves[0]:
            for number in self._by_first.get(first, ()):
                numbers = self.joint.numbers[number]
                led = [each.get(numbers[at], ()) for at, each in enumerate(moves)]
                if all(led):
                    found.append((number, list(product(*led))))
        return sorted(found, key=_number)

    def outside(self, macros: Outside, number: int) -> Outside:
        """Return where a character leads the outsides."""
        numbers = self.joint.numbers[number][len(self.insides) :]
        self.steps.spend(sum(len(macro.threads) for macro in macros) >> 3)
        return tuple(
            language.move(macro, each) for language, macro, each in zip(self.outsides, macros, numbers, strict=True)
        )

    def key(self, place: Place) -> tuple[object, int]:
        """Return what a place is for, and what it must not match, as bits.

        Of two places with the same first part, the one with fewer bits leads to all answers of the other.
        """
        inside, outside = place
        mask = 0
        for macro in outside:
            mask |= self._macro_mask(macro)
        if all(one.term for one in inside):
            return inside, mask
        for one in inside:
            mask |= self._thread_mask(one.without)
        return tuple((frozenset(one.terms), one.history) for one in inside), mask

    def _macro_mask(self, macro: Macro) -> int:
        found = self._masks.get(macro)
        if found is None:
            found = self._masks[macro] = self._thread_mask(macro.threads)
        return found

    def _thread_mask(self, threads: tuple[Thread, ...]) -> int:
        mask = 0
        for one in threads:
            bit = self._bits.setdefault(one, len(self._bits))
            mask |= 1 << bit
        return mask


def _number(pair: tuple[int, list[Inside]]) -> int:
    return pair[0]
