"""What is left to be matched of a pattern, after a part of a word was read.

A :class:`Term` is what is left for one way through the pattern, as a chain of nodes. A :class:`Thread` is a term
together with what looks ahead along the way ask of the same rest of the word, at a place with a :class:`History`.
Equal ones are one object, within a language and between languages, so that two patterns that go on in the same way
are seen to by identity.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.languages.charsets import is_within
from generator.languages.nodes import (
    ANY,
    EMPTY,
    INFINITE,
    NOTHING,
    Alt,
    Chars,
    End,
    Look,
    Node,
    Repeat,
    Seq,
    repeat,
)


@dataclass(slots=True, eq=False)
class Term:
    """A node and what comes after it: the rest of the word has ``least`` to ``most`` characters."""

    node: Node
    then: Term | None
    least: int
    most: int


ANY_STAR = repeat(ANY, 0, None)
ALL = Term(EMPTY, None, 0, INFINITE)  # the rest may be anything
DONE = Term(EMPTY, None, 0, 0)  # the match ends here, whatever follows
DEAD = Term(NOTHING, None, INFINITE, 0)


@dataclass(slots=True, eq=False)
class History:
    """What a place knows of the word before it, as far as the pattern asks.

    ``behinds`` holds a set of terms for each look behind: some term can be done here if the look behind matches.
    """

    is_start: bool
    after_word: bool
    behinds: tuple[tuple[Look, frozenset[Term]], ...]


@dataclass(slots=True, eq=False)
class Thread:
    """The rests that all of ``terms`` and none of ``without`` match, at a place with ``history``.

    ``term`` is the only one of a thread that asks no more. Both are in the order in which they were asked for first.
    """

    terms: tuple[Term, ...]
    without: tuple[Thread, ...]
    history: History
    term: Term | None
    least: int
    most: int


# How far shapes are compared: deeper down, or with more options, they are read character by character.
DEPTH = 12
MOST_PAIRS = 64

_terms: dict[tuple[Node, Term], Term] = {}
_histories: dict[tuple[bool, bool, tuple[tuple[Look, frozenset[Term]], ...]], History] = {}
_plain_threads: dict[tuple[Term, History], Thread] = {}
_threads: dict[tuple[frozenset[Term], frozenset[Thread], History], Thread] = {}
_LIMIT = 200_000  # sharing is lost beyond, not meaning


def before(node: Node, then: Term) -> Term:
    """Return the term that matches ``node`` and goes on with ``then``."""
    if node is EMPTY:
        return then
    found = _terms.get((node, then))
    if found is None:
        if len(_terms) > _LIMIT:
            _terms.clear()
        found = _terms[node, then] = _before(node, then)
    return found


def _before(node: Node, then: Term) -> Term:
    if node is NOTHING or then is DEAD:
        return DEAD
    if isinstance(node, Seq):
        for item in reversed(node.items):
            then = before(item, then)
        return then
    if (then is ALL and node.always) or (node is ANY_STAR and isinstance(then.node, End) and then.then is ALL):
        return ALL
    if then is ALL and isinstance(node, Repeat) and node.low != node.high:
        return before(repeat(node.body, node.low, node.low), ALL)
    if isinstance(node, End):
        return Term(node, then, 0, 0) if then.least == 0 else DEAD
    return Term(node, then, min(INFINITE, node.least + then.least), min(INFINITE, node.most + then.most))


def history(
    *, is_start: bool, after_word: bool = False, behinds: tuple[tuple[Look, frozenset[Term]], ...] = ()
) -> History:
    """Return the one history with these parts."""
    key = (is_start, after_word, behinds)
    found = _histories.get(key)
    if found is None:
        if len(_histories) > _LIMIT:
            _histories.clear()
        found = _histories[key] = History(*key)
    return found


FIRST = history(is_start=True)
LATER = history(is_start=False)


def plain_thread(term: Term, at: History) -> Thread:
    """Return the one thread of a term alone."""
    if term is ALL:
        return UNIVERSAL
    found = _plain_threads.get((term, at))
    if found is None:
        if len(_plain_threads) > _LIMIT:
            _plain_threads.clear()
        found = _plain_threads[term, at] = Thread((term,), (), at, term, term.least, term.most)
    return found


UNIVERSAL = Thread((ALL,), (), LATER, ALL, 0, INFINITE)


def thread(terms: Iterable[Term], without: Iterable[Thread], at: History) -> Thread | None:
    """Return the one thread with these parts; None where it matches nothing for a plain reason."""
    all_of = dict.fromkeys(terms)
    none_of = dict.fromkeys(without)
    if len(all_of) > 1:
        all_of.pop(ALL, None)
    if DEAD in all_of or UNIVERSAL in none_of:
        return None
    if not none_of and len(all_of) == 1:
        return plain_thread(next(iter(all_of)), at)
    if any(one.term in all_of and one.history is at for one in none_of):
        return None
    key = (frozenset(all_of), frozenset(none_of), at)
    found = _threads.get(key)
    if found is None:
        if len(_threads) > _LIMIT:
            _threads.clear()
        least, most = max(term.least for term in all_of), min(term.most for term in all_of)
        found = _threads[key] = Thread(tuple(all_of), tuple(none_of), at, None, least, most)
    return found if found.least <= found.most else None


def thread_covers(large: Thread, small: Thread) -> bool:
    """Say whether ``large`` matches all that ``small`` does, as far as their shapes show it."""
    if large is UNIVERSAL:
        return True
    if large.history is not small.history:
        return False
    if large.term and small.term:
        return covers(large.term, small.term)
    if not all(one in small.without for one in large.without):
        return False
    return all(any(covers(one, other) for other in small.terms) for one in large.terms)


def covers(large: Term, small: Term) -> bool:
    """Say whether ``large`` matches all that ``small`` does, as far as their shapes show it."""
    while large is not small:
        if large is ALL:
            return True
        if not (large.then and small.then and node_covers(large.node, small.node, DEPTH)):
            return False
        large, small = large.then, small.then
    return True


def node_covers(large: Node, small: Node, depth: int) -> bool:
    """Say whether one node matches all that the other does, place by place, as far as their shapes show it."""
    if large is small:
        return True
    if depth == 0:
        return False
    if isinstance(large, Repeat):
        return _repeat_covers(large, small, depth)
    if isinstance(large, Alt):
        return _alt_covers(large, small, depth)
    if isinstance(large, Seq) and isinstance(small, Seq):
        pairs = zip(large.items, small.items, strict=False)
        return len(large.items) == len(small.items) and all(node_covers(*pair, depth - 1) for pair in pairs)
    return isinstance(large, Chars) and isinstance(small, Chars) and is_within(small.charset, large.charset)


def _repeat_covers(large: Repeat, small: Node, depth: int) -> bool:
    body, low, high = (small.body, small.low, small.high) if isinstance(small, Repeat) else (small, 1, 1)
    if low < large.low or (large.high is not None and (high is None or high > large.high)):
        return False
    return node_covers(large.body, body, depth - 1)


def _alt_covers(large: Alt, small: Node, depth: int) -> bool:
    known = set(large.options)
    options = small.options if isinstance(small, Alt) else (small,)
    rest = [option for option in options if option not in known]
    return len(rest) * len(known) < MOST_PAIRS and all(
        any(node_covers(one, other, depth - 1) for one in known) for other in rest
    )
