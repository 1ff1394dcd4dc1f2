"""What a term can do next: the characters that it can read, and the conditions under which it can end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from generator.languages.nodes import WORD_CHAR, Alt, Boundary, Chars, End, Look, Node, Repeat, Start, repeat
from generator.languages.terms import ALL, DEAD, DONE, History, Term, before
from generator.steps import Steps


@dataclass(slots=True, eq=False)
class Heads:
    """What a term can do at a place.

    ``steps``: read a character of a class in a mask and go on with a term. ``ends``: be the end of the word. Both only
    where the rest of the word also matches all of the first terms that follow and none of the second. ``done``: the
    classes of the next character (as bits), and whether there may be none, where the term is done without reading.
    """

    steps: list[tuple[int, Term, tuple[Term, ...], tuple[Term, ...]]] = field(default_factory=list)
    ends: list[tuple[tuple[Term, ...], tuple[Term, ...]]] = field(default_factory=list)
    done: list[tuple[int, bool]] = field(default_factory=list)


class Machine(Protocol):
    """What is asked of a language here."""

    def mask(self, node: Chars) -> int:
        """Return the classes, as bits, that a set is made of."""

    def heads(self, term: Term, place: History, steps: Steps) -> Heads:
        """Return what a term can do at a place."""


class Way(NamedTuple):
    """What a way through the pattern, that has read nothing yet, asks of the rest of the word.

    The next character is in ``allowed``, or there is none if ``may_end``; the rest matches all of ``also`` and none of
    ``without``.
    """

    allowed: int
    may_end: bool
    also: tuple[Term, ...]
    without: tuple[Term, ...]


FREE = Way(-1, True, (), ())  # noqa: FBT003  # made by place


def heads(machine: Machine, term: Term, place: History, steps: Steps) -> Heads:
    """Return what a term can do at a place. Raises StepsSpent."""
    found = Heads()
    waiting = [(term, FREE)]
    asked: set[object] = set()
    while waiting:
        steps.spend()
        term, way = waiting.pop()
        if way is not FREE and _is_known(asked, term, way):
            continue
        node, then = term.node, term.then
        if then is None:
            _finish(found, term, way)
        elif isinstance(node, Chars):
            _read(found, machine.mask(node), then, way)
        elif isinstance(node, Repeat):
            turn = before(_turn_less(node), then)
            if not node.low:
                waiting.append((then, way))
            if isinstance(node.body, Chars):
                _read(found, machine.mask(node.body), turn, way)
            else:
                waiting.append((before(node.body, turn), way))
        elif isinstance(node, Alt):
            waiting += [(before(one, then), way) for one in reversed(node.options)]
        else:
            way = _looked(machine, node, way, place, steps)
            if way.allowed or way.may_end:
                waiting.append((then, way))
    return found


def _is_known(asked: set[object], term: Term, way: Way) -> bool:
    """Say whether the same was there before; note it."""
    key = (term, way.allowed, way.may_end, frozenset(way.also), frozenset(way.without))
    if key in asked:
        return True
    asked.add(key)
    return False


def _read(found: Heads, mask: int, then: Term, way: Way) -> None:
    if way is not FREE:
        mask &= way.allowed
    if mask:
        found.steps.append((mask, then, way.also, way.without))


def _turn_less(node: Repeat) -> Node:
    return repeat(node.body, max(node.low - 1, 0), None if node.high is None else node.high - 1)


def _finish(found: Heads, term: Term, way: Way) -> None:
    """Note what a way can do that has nothing left to match."""
    if term is DEAD:
        return
    if term is DONE:
        found.done.append((way.allowed, way.may_end))
        return
    if way.allowed:
        found.steps.append((way.allowed, ALL, way.also, way.without))
    if way.may_end:
        found.ends.append((way.also, way.without))


def _looked(machine: Machine, node: Node, way: Way, place: History, steps: Steps) -> Way:
    """Return the way after a look around: with what it asks of the next character, its absence, or all that follows."""
    if isinstance(node, Start):
        return way if place.is_start else way._replace(allowed=0, may_end=False)
    if isinstance(node, End):
        return way._replace(allowed=0)
    if isinstance(node, Boundary):
        return _restricted(way, machine.mask(WORD_CHAR), may_end=False, holds=place.after_word == node.inside)
    if not isinstance(node, Look):
        raise TypeError(node)
    if node.behind:
        allowed, may_end = _behind(machine, node, place, steps)
        return _restricted(way, allowed, may_end=may_end, holds=not node.without)
    body = before(node.body, ALL)
    if looks_one_ahead(node):
        allowed, may_end = _next(machine, body.node)
        return _restricted(way, allowed, may_end=may_end, holds=not node.without)
    return way._replace(without=(*way.without, body)) if node.without else way._replace(also=(*way.also, body))


def _restricted(way: Way, allowed: int, *, may_end: bool, holds: bool) -> Way:
    """Return the way where the next is in ``allowed``, or the end if ``may_end``; where not so, if not ``holds``."""
    if holds:
        return way._replace(allowed=way.allowed & allowed, may_end=way.may_end and may_end)
    return way._replace(allowed=way.allowed & ~allowed, may_end=way.may_end and not may_end)


def looks_one_ahead(node: Look) -> bool:
    """Say whether a look ahead asks for no more than the next character, or the end."""
    term = before(node.body, ALL)
    options = term.node.options if isinstance(term.node, Alt) else (term.node,)
    return not node.behind and term.then is ALL and all(isinstance(one, Chars | End) for one in options)


def _next(machine: Machine, node: Node) -> tuple[int, bool]:
    """Return the next characters that such a look takes, and whether it takes the end."""
    options = node.options if isinstance(node, Alt) else (node,)
    mask = 0
    for one in options:
        if isinstance(one, Chars):
            mask |= machine.mask(one)
    return mask, any(isinstance(one, End) for one in options)


def _behind(machine: Machine, node: Look, place: History, steps: Steps) -> tuple[int, bool]:
    """Return the next characters before which the look behind matches, and whether it does at the end."""
    done = [
        each
        for look, terms in place.behinds
        if look is node
        for term in terms
        for each in machine.heads(term, place, steps).done
    ]
    allowed = 0
    for mask, _ in done:
        allowed |= mask
    return allowed, any(may_end for _, may_end in done)
