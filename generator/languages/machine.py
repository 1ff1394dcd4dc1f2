"""A pattern as a machine that reads words: what is left to be matched after each character, built when it is asked for.

The machine of a plain pattern is Antimirov's automaton of partial derivatives. Looks ahead join a thread as further
terms (all must match) or threads (none may match); looks behind and word boundaries are read from the history, which
moves on with each character, as if a small machine had run before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import TypeAlias

from generator.languages.alphabets import Alphabet, alphabet
from generator.languages.charsets import WORD
from generator.languages.heads import Heads, heads, looks_one_ahead
from generator.languages.nodes import ANY, WORD_CHAR, Boundary, Chars, Look, Node, Repeat, Start, seq
from generator.languages.rewriting import SHORT_RUN, after_leading_start, after_start, literal_words, parts, searched
from generator.languages.terms import (
    ALL,
    ANY_STAR,
    DEAD,
    DONE,
    LATER,
    UNIVERSAL,
    History,
    Term,
    Thread,
    before,
    history,
    plain_thread,
    thread,
)
from generator.languages.unsupported import PatternUnsupported
from generator.steps import Steps

Moves: TypeAlias = dict[int, tuple[Thread, ...]]
Way: TypeAlias = tuple[tuple[Term, ...], tuple[Thread, ...]]
KEPT = 1_000
# What one character may cost at most, where looks ahead multiply.
ONE_MOVE = 60_000
# What is not worth counting of it.
CHEAP = 32


@dataclass(slots=True, eq=False)
class Macro:
    """All threads that a word can lead to; what matches is the union of what they match."""

    threads: tuple[Thread, ...]
    members: frozenset[Thread]
    accepts: bool
    cost: int = 0
    moves: dict[int, Macro] = field(default_factory=dict)


class Language:
    """A regular set of strings of code points; immutable, and the same object for the same source."""

    def __init__(self, source: str, pattern: Node) -> None:
        self.source = source
        nodes = list(parts(pattern))
        self._looks = [node for node in nodes if isinstance(node, Look) and node.behind]
        if any(map(_looks_far_ahead, self._looks)):
            raise PatternUnsupported(f"{source!r} looks ahead inside a look behind")
        self._tracks_words = any(isinstance(node, Boundary) for node in nodes)
        self._is_simple = not (self._looks or self._tracks_words)
        sets = {node.charset for node in nodes if isinstance(node, Chars)}
        self.alphabet: Alphabet = alphabet(frozenset(sets | {WORD} if self._tracks_words else sets))
        self.literals = literal_words(pattern)
        self.pattern = pattern
        self.counts = any(isinstance(node, Repeat) and max(node.low, node.high or 0) >= SHORT_RUN for node in nodes)
        self._masks: dict[Chars, int] = {}
        self._forget()
        self.start = self._starts(pattern)

    def __repr__(self) -> str:
        return f"Language({self.source!r})"

    def _forget(self) -> None:
        self._classes: dict[int, tuple[int, ...]] = {}
        self._heads: dict[tuple[Term, History], Heads] = {}
        self._moves: dict[Thread, Moves] = {}
        self._accepts: dict[Thread, bool] = {}
        self._costs: dict[Thread, int] = {}
        self._macros: dict[frozenset[Thread], Macro] = {}
        self._after: dict[tuple[History, int], History] = {}

    def tidy(self) -> None:
        """Keep little between questions."""
        if len(self._moves) + len(self._macros) + len(self._accepts) > KEPT:
            self._forget()

    def _starts(self, pattern: Node) -> tuple[Thread, ...]:
        """Return the threads at the start of a word: the match may begin there or later."""
        behinds = tuple((node, frozenset((before(ANY_STAR, before(node.body, DONE)),))) for node in self._looks)
        first = after_leading_start(pattern)
        place = history(is_start=_has_start(first), behinds=behinds)
        if _has_start(pattern):
            later = before(seq((ANY, ANY_STAR, searched(after_start(pattern)))), ALL)
            terms = [before(first, ALL), later]
        else:
            terms = [before(ANY_STAR, before(searched(pattern), ALL))]
        threads = tuple(plain_thread(term, place) for term in terms if term is not DEAD)
        return (UNIVERSAL,) if UNIVERSAL in threads else threads

    def mask(self, node: Chars) -> int:
        """Return the classes, as bits, that a set is made of."""
        found = self._masks.get(node)
        if found is None:
            found = self._masks[node] = self.alphabet.mask(node.charset)
        return found

    def _numbers(self, mask: int) -> tuple[int, ...]:
        found = self._classes.get(mask)
        if found is None:
            found = tuple(number for number in range(self.alphabet.size) if mask >> number & 1)
            self._classes[mask] = found
        return found

    def heads(self, term: Term, place: History, steps: Steps) -> Heads:
        """Return what a term can do at a place."""
        found = self._heads.get((term, place))
        if found is None:
            found = self._heads[term, place] = heads(self, term, place, steps)
        return found

    def _next_place(self, place: History, number: int, steps: Steps) -> History:
        """Return the history one character of class ``number`` later."""
        if self._is_simple:
            return LATER
        found = self._after.get((place, number))
        if found is None:
            behinds = tuple(
                (look, frozenset(self._behind(terms, place, number, steps))) for look, terms in place.behinds
            )
            after_word = self._tracks_words and bool(self.mask(WORD_CHAR) >> number & 1)
            found = history(is_start=False, after_word=after_word, behinds=behinds)
            self._after[place, number] = found
        return found

    def _behind(self, terms: frozenset[Term], place: History, number: int, steps: Steps) -> set[Term]:
        return {
            then
            for term in terms
            for mask, then, _, _ in self.heads(term, place, steps).steps
            if mask >> number & 1 and then is not DEAD
        }

    def _ways(self, term: Term, place: History, number: int, steps: Steps) -> list[Way]:
        """Return what can be left of a term after a character, each way with all that it asks of the rest."""
        found: list[Way] = []
        for mask, then, also, without in self.heads(term, place, steps).steps:
            if not mask >> number & 1:
                continue
            ways: list[Way] = [((then,), self._banned(without, place, number, steps))]
            for one in also:
                ways = _both(ways, self._ways(one, place, number, steps), steps)
            if then is ALL and ((ALL,), ()) in ways:
                return [((ALL,), ())]
            found += ways
        return found

    def _banned(self, terms: tuple[Term, ...], place: History, number: int, steps: Steps) -> tuple[Thread, ...]:
        """Return what the rest must not match, since the rest before must not match ``terms``."""
        following = self._next_place(place, number, steps) if terms else place
        made = [thread(*way, following) for term in terms for way in self._ways(term, place, number, steps)]
        return tuple(one for one in made if one)

    def moves(self, of: Thread) -> Moves:
        """Return the threads that each class of characters leads to; no entry where there are none."""
        found = self._moves.get(of)
        if found is None:
            if of.term is None:
                found = self._joined_moves(of)
            elif self._is_simple and isinstance(of.term.node, Chars) and of.term.then:
                led = (plain_thread(of.term.then, LATER),)
                found = dict.fromkeys(self._numbers(self.mask(of.term.node)), led)
            else:
                found = self._plain_moves(of)
            self._moves[of] = found
        return found

    def _plain_moves(self, of: Thread) -> Moves:
        found: dict[int, list[Thread]] = {}
        steps = Steps(ONE_MOVE)
        for mask, then, also, without in self.heads(of.terms[0], of.history, steps).steps:
            if also or without:
                return self._joined_moves(of)
            if then is DEAD:
                continue
            following = plain_thread(then, LATER) if self._is_simple else None
            for number in self._numbers(mask):
                one = following or plain_thread(then, self._next_place(of.history, number, steps))
                found.setdefault(number, []).append(one)
        self._note_cost(of, steps)
        return {number: _distinct(threads) for number, threads in found.items()}

    def _note_cost(self, of: Thread, steps: Steps) -> None:
        if ONE_MOVE - steps.left > CHEAP:
            self._costs[of] = ONE_MOVE - steps.left

    def cost(self, of: Thread) -> int:
        """Return the steps that finding the moves took, if they were many."""
        return self._costs.get(of, 0)

    def _joined_moves(self, of: Thread) -> Moves:
        found: Moves = {}
        steps = Steps(ONE_MOVE)
        for number in range(self.alphabet.size):
            banned = tuple(one for banned in of.without for one in self.moves(banned).get(number, ()))
            ways: list[Way] = [((), banned)]
            for term in of.terms:
                ways = _both(ways, self._ways(term, of.history, number, steps), steps)
            following = self._next_place(of.history, number, steps)
            threads = [one for way in ways if (one := thread(*way, following))]
            if threads:
                found[number] = _distinct(threads)
        self._note_cost(of, steps)
        return found

    def accepts(self, of: Thread) -> bool:
        """Say whether the rest may be empty."""
        if of.least:
            return False
        found = self._accepts.get(of)
        if found is None:
            steps = Steps(ONE_MOVE)
            found = all(self._may_end(term, of.history, steps) for term in of.terms)
            found = self._accepts[of] = found and not any(map(self.accepts, of.without))
        return found

    def _may_end(self, term: Term, place: History, steps: Steps) -> bool:
        if term.least:
            return False
        return any(
            all(self._may_end(one, place, steps) for one in also)
            and not any(self._may_end(one, place, steps) for one in without)
            for also, without in self.heads(term, place, steps).ends
        )

    def macro(self, threads: tuple[Thread, ...]) -> Macro:
        """Return the one macro of these threads."""
        if UNIVERSAL in threads:
            threads = (UNIVERSAL,)
        key = frozenset(threads)
        found = self._macros.get(key)
        if found is None:
            found = self._macros[key] = Macro(threads, key, any(map(self.accepts, threads)))
        return found

    def move(self, of: Macro, number: int) -> Macro:
        """Return the macro that a character of class ``number`` leads to."""
        found = of.moves.get(number)
        if found is None:
            led = dict.fromkeys(one for each in of.threads for one in self.moves(each).get(number, ()))
            found = of.moves[number] = self.macro(tuple(led))
            if self._costs:
                of.cost = sum(map(self.cost, of.threads))
        return found


def _both(some: list[Way], others: list[Way], steps: Steps) -> list[Way]:
    """Return all ways to go one of each."""
    steps.spend(len(some) * len(others))
    return [(terms + more, without + banned) for (terms, without), (more, banned) in product(some, others)]


def _distinct(threads: list[Thread]) -> tuple[Thread, ...]:
    return (UNIVERSAL,) if UNIVERSAL in threads else tuple(dict.fromkeys(threads))


def _has_start(pattern: Node) -> bool:
    return not pattern.plain and any(isinstance(node, Start) for node in parts(pattern))


def _looks_far_ahead(behind: Look) -> bool:
    """Say whether a look behind holds a look ahead that asks for more than one character."""
    inner = [node for node in parts(behind.body) if isinstance(node, Look) and not node.behind]
    return not all(map(looks_one_ahead, inner))
