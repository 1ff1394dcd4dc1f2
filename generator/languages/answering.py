"""One question, asked in the way that suits it; what was asked before is remembered, with what it cost."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice

from generator.languages.lengths import Asked, simpler
from generator.languages.matching import matches
from generator.languages.questions import Question
from generator.languages.readable import best_first
from generator.languages.several import several
from generator.languages.shortest import shortest
from generator.steps import Steps, StepsSpent

_REMEMBERED = 4_096
_SMALL = 32
_remembered: dict[Asked, tuple[tuple[str, ...], int]] = {}


def answered(asked: Asked, steps: Steps) -> Collection[str]:
    """Return the words. Raises StepsSpent, whether or not the same was asked before."""
    known = _remembered.get(asked)
    if known is not None:
        steps.spend(known[1])
        return known[0]
    left = steps.left
    try:
        found = tuple(_found(asked, steps))
    except RecursionError:  # looks ahead in one another, asked from deep down
        raise StepsSpent from None
    finally:
        for one in (*asked.insides, *asked.outsides):
            one.tidy()
    if len(asked.but) + sum(map(len, found)) < _SMALL * _SMALL:
        if len(_remembered) >= _REMEMBERED:
            _remembered.clear()
        _remembered[asked] = found, left - steps.left
    return found


def _found(asked: Asked, steps: Steps) -> Collection[str]:
    if any(one.literals is not None for one in asked.insides):
        return _spelt_out(asked, steps)
    if not Question(asked.insides, asked.outsides, steps).starts():
        return ()
    questions = list(simpler(asked))
    if asked.limit == 1:
        first = [word for each in questions if (word := _first(each, steps)) is not None]
        if len(first) > 1:
            first = best_first(first)[:1]
        if asked.but.isdisjoint(first):
            return first
    if not questions:
        return ()
    question = questions[0] if len(questions) == 1 else asked
    return list(islice((word for word in _all(question, steps) if word not in asked.but), asked.limit))


def _first(asked: Asked, steps: Steps) -> str | None:
    return shortest(Question(asked.insides, asked.outsides, steps), asked.at_least, asked.at_most)


def _all(asked: Asked, steps: Steps) -> Iterator[str]:
    return several(Question(asked.insides, asked.outsides, steps), asked.at_least, asked.at_most)


def _spelt_out(asked: Asked, steps: Steps) -> list[str]:
    """Answer where an inside is a list of words."""
    listed = [one for one in asked.insides if one.literals is not None]
    steps.spend(1 + (min(len(one.literals or ()) for one in listed) >> 2))
    words = frozenset.intersection(*(one.literals or frozenset() for one in listed))
    words = words.difference(asked.but, *(one.literals or () for one in asked.outsides))
    tested = [(one, one in asked.insides) for one in (*asked.insides, *asked.outsides) if one.literals is None]
    found: list[str] = []
    for word in best_first([word for word in words if asked.at_least <= len(word) <= asked.at_most]):
        steps.spend(1 + len(word) * len(tested))
        if all(matches(one, word) == wanted for one, wanted in tested):
            found.append(word)
            if len(found) == asked.limit:
                break
    return found
