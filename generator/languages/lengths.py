"""Counters asked as lengths: whether ``^[a-z]{1,256}$`` is within ``^[a-z]{1,255}$`` is a question of length.

Then no counter is counted down, one place a character.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from generator.languages.machine import Language
from generator.languages.nodes import INFINITE, Node
from generator.languages.rewriting import without_counter
from generator.languages.terms import UNIVERSAL

# Every outside makes up to three questions of one.
MOST_OUTSIDES = 3


class Asked(NamedTuple):
    """Which words, and how many of them."""

    insides: tuple[Language, ...]
    outsides: tuple[Language, ...]
    at_least: int
    at_most: int
    but: frozenset[str]
    limit: int


class Bounded(NamedTuple):
    """The words of a language that are ``low`` to ``high`` long."""

    language: Language
    low: int
    high: int


@lru_cache(maxsize=512)
def bounded(one: Language) -> Bounded:
    """Return a language as one without a long counter and bounds of the length, if it is such; or as it is."""
    found = without_counter(one.pattern)
    return Bounded(one, 0, INFINITE) if found is None else Bounded(_of(found[0]), found[1], found[2])


@lru_cache(maxsize=512)
def _of(pattern: Node) -> Language:
    return Language("without a counter", pattern)


def simpler(asked: Asked) -> Iterator[Asked]:
    """Go through questions whose answers are the answers of ``asked``, without counters where lengths will do.

    There is more than one question only where one word is asked for.
    """
    outsides = [bounded(one) for one in asked.outsides]
    split = [one for one in outsides if one.high < INFINITE or one.low > 0]
    counted = any(one.language.counts for one in outsides) or len(split) > MOST_OUTSIDES
    if counted or (split and asked.limit > 1):
        yield from _possible([asked])
        return
    insides = [bounded(one) for one in asked.insides]
    begun = asked._replace(
        insides=tuple(dict.fromkeys(one.language for one in insides)),
        outsides=tuple(dict.fromkeys(one.language for one in outsides if one not in split)),
        at_least=max(asked.at_least, *(one.low for one in insides)),
        at_most=min(asked.at_most, *(one.high for one in insides)),
    )
    questions = [begun]
    for one in split:
        questions = [each for before in questions for each in _three(before, one)]
    yield from _possible(questions)


def _three(asked: Asked, outside: Bounded) -> list[Asked]:
    """Return the questions for words of another kind, too short, or too long for an outside."""
    return [
        asked._replace(outsides=tuple(dict.fromkeys((*asked.outsides, outside.language)))),
        asked._replace(at_most=min(asked.at_most, outside.low - 1)),
        asked._replace(at_least=max(asked.at_least, outside.high + 1)),
    ]


def _possible(questions: list[Asked]) -> Iterator[Asked]:
    """Leave out questions that have no answer at a glance, and languages that ask nothing."""
    for asked in questions:
        insides = tuple(one for one in asked.insides if one.start != (UNIVERSAL,))
        outsides = tuple(one for one in asked.outsides if one.start)
        none = any(one in insides or one.start == (UNIVERSAL,) for one in outsides)
        if not none and asked.at_least <= asked.at_most:
            yield asked._replace(insides=insides or asked.insides[:1], outsides=outsides)
