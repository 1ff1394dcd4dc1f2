"""Patterns with a meaning of their own: where in a word a match that begins at a place can end.

No automata, no classes of characters, no parsing: the tests compare the package with this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

from hypothesis import strategies as st

Ends = Callable[[str, int], frozenset[int]]


@dataclass(frozen=True)
class Tree:
    """A pattern's source, and where its matches in a word end that begin at a place."""

    source: str
    ends: Ends

    def __repr__(self) -> str:
        return f"Tree({self.source!r})"


def found(tree: Tree, word: str) -> bool:
    """Say whether the pattern matches anywhere in the word."""
    return any(tree.ends(word, at) for at in range(len(word) + 1))


def all_words(letters: str, longest: int) -> Iterator[str]:
    """Go through all words, shorter ones first, then in the order of ``letters``."""
    for length in range(longest + 1):
        for word in product(letters, repeat=length):
            yield "".join(word)


def _char(source: str, members: str) -> Tree:
    return Tree(source, lambda word, at: frozenset({at + 1} if word[at : at + 1] and word[at] in members else ()))


def _place(source: str, holds: Callable[[str, int], bool]) -> Tree:
    return Tree(source, lambda word, at: frozenset({at} if holds(word, at) else ()))


def _seq(one: Tree, other: Tree) -> Tree:
    def ends(word: str, at: int) -> frozenset[int]:
        return frozenset(end for middle in one.ends(word, at) for end in other.ends(word, middle))

    return Tree(one.source + other.source, ends)


def _alt(one: Tree, other: Tree) -> Tree:
    return Tree(f"(?:{one.source}|{other.source})", lambda word, at: one.ends(word, at) | other.ends(word, at))


def _repeat(body: Tree, how: tuple[str, int, int]) -> Tree:
    source, low, high = how

    def ends(word: str, at: int) -> frozenset[int]:
        reached, held = frozenset({at}), frozenset({at} if low == 0 else ())
        # More turns than the word has places lead nowhere new.
        for turn in range(1, min(high, low + len(word) + 2) + 1):
            reached = frozenset(end for one in reached for end in body.ends(word, one))
            held |= reached if turn >= low else frozenset()
        return held

    return Tree(f"(?:{body.source}){source}", ends)


def _ahead(body: Tree) -> Tree:
    return _place(f"(?={body.source})", lambda word, at: bool(body.ends(word, at)))


def _not_ahead(body: Tree) -> Tree:
    return _place(f"(?!{body.source})", lambda word, at: not body.ends(word, at))


def _is_behind(body: Tree, word: str, at: int) -> bool:
    return any(at in body.ends(word, begin) for begin in range(at + 1))


def _behind(body: Tree) -> Tree:
    return _place(f"(?<={body.source})", lambda word, at: _is_behind(body, word, at))


def _not_behind(body: Tree) -> Tree:
    return _place(f"(?<!{body.source})", lambda word, at: not _is_behind(body, word, at))


def _is_boundary(word: str, at: int) -> bool:
    return (word[max(at - 1, 0) : at] not in "-") != (word[at : at + 1] not in "-")


# The words of the tests are made of these; all but the last are word characters.
LETTERS = "abc-"
CHARS = [
    _char("a", "a"),
    _char("b", "b"),
    _char("[ab]", "ab"),
    _char("[^a]", "bc-"),
    _char("[b-]", "b-"),
    _char(r"\w", "abc"),
    _char(r"\W", "-"),
    _char(".", "abc-"),
]
PLACES = [
    _place("^", lambda _, at: at == 0),
    _place("$", lambda word, at: at == len(word)),
    _place(r"\b", _is_boundary),
    _place(r"\B", lambda word, at: not _is_boundary(word, at)),
]
REPEATS = [("*", 0, 99), ("+", 1, 99), ("?", 0, 1), ("{2}", 2, 2), ("{1,2}?", 1, 2), ("{0,3}", 0, 3), ("{2,}", 2, 99)]


def _larger(smaller: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    return st.one_of(
        st.builds(_seq, smaller, smaller),
        st.builds(_seq, smaller, smaller),
        st.builds(_alt, smaller, smaller),
        st.builds(_repeat, smaller, st.sampled_from(REPEATS)),
    )


PLAIN = st.recursive(st.sampled_from(CHARS), _larger, max_leaves=6)
# Looks behind hold no looks ahead, which are refused there.
ANYWHERE = st.one_of(st.sampled_from(CHARS), st.sampled_from(PLACES))
BEHIND = st.recursive(ANYWHERE, lambda smaller: st.one_of(_larger(smaller), st.builds(_behind, smaller)), max_leaves=4)
LEAVES = st.one_of(ANYWHERE, st.builds(_behind, BEHIND), st.builds(_not_behind, BEHIND))


def _looking(smaller: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    return st.one_of(_larger(smaller), st.builds(_ahead, smaller), st.builds(_not_ahead, smaller))


TREES = st.one_of(PLAIN, st.recursive(LEAVES, _looking, max_leaves=8))
WHOLE = TREES.map(lambda tree: _seq(_seq(PLACES[0], _alt(tree, tree)), PLACES[1]))
PATTERNS = st.one_of(TREES, WHOLE)
