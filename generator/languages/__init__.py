r"""Regular languages of strings: what a pattern of JSON Schema matches, and words that some match and others do not.

letters = language("^[a-z]+$")
words([language("^\w+$")], [letters], steps=Steps(10_000))    # ["A"]
words([letters], [language("^\w+$")], steps=Steps(10_000))    # []: proved
"""

from __future__ import annotations

from collections.abc import Collection, Sequence, Set
from functools import lru_cache
from itertools import islice

from generator.languages.machine import Language
from generator.languages.nodes import INFINITE
from generator.languages.parsing import parse
from generator.languages.questions import Question
from generator.languages.readable import best_first
from generator.languages.several import several
from generator.languages.shortest import shortest
from generator.languages.terms import UNIVERSAL
from generator.languages.unsupported import PatternUnsupported
from generator.steps import Steps

__all__ = ["Language", "PatternUnsupported", "language", "matches", "words"]

# Characters times threads that one word may cost: some seconds, for patterns made to be slow.
ONE_MATCH = 2_000_000


@lru_cache(maxsize=512)
def language(pattern: str) -> Language:
    """Return what an ECMA 262 pattern (``u`` flag, searched anywhere in the string) matches.

    Raises PatternUnsupported, for backreferences and for what is no pattern.
    """
    return Language(pattern, parse(pattern))


def matches(of: Language, word: str) -> bool:
    """Say whether ``word`` is in the language. Raises StepsSpent for a pattern that is made to be slow."""
    if of.literals is not None:
        return word in of.literals
    steps = Steps(ONE_MATCH)
    macro = of.macro(of.start)
    number = of.alphabet.number
    for char in word:
        if not macro.threads or macro.threads[0] is UNIVERSAL:
            break
        steps.spend(len(macro.threads))
        macro = of.move(macro, number(char))
    of.tidy()
    return macro.accepts


def words(
    inside: Sequence[Language],
    outside: Sequence[Language] = (),
    *,
    at_least: int = 0,
    at_most: int | None = None,
    but: Set[str] = frozenset(),
    limit: int = 1,
    steps: Steps,
) -> Collection[str]:
    """Return up to ``limit`` words that all of ``inside`` and none of ``outside`` match, shortest first.

    Their length in code points is within ``at_least`` and ``at_most``, and none is in ``but``. Fewer than ``limit``
    words are all that there are: an empty answer is a proof. Words are as readable as the languages allow.
    Raises StepsSpent when ``steps`` does not suffice.
    """
    most = INFINITE if at_most is None else at_most
    insides = list(dict.fromkeys(one for one in inside if one.start != (UNIVERSAL,)))
    outsides = list(dict.fromkeys(one for one in outside if one.start))
    if limit < 1 or at_least > most or any(one.start == (UNIVERSAL,) or one in insides for one in outsides):
        return []
    if any(one.literals is not None for one in insides):
        return _spelt_out(insides, outsides, (at_least, most), but, limit, steps)
    question = Question(insides or [language("")], outsides, steps)
    try:
        if limit == 1:
            first = shortest(question, at_least, most)
            if first is None or first not in but:
                return [] if first is None else [first]
        return list(islice((word for word in several(question, at_least, most) if word not in but), limit))
    finally:
        for one in (*insides, *outsides):
            one.tidy()


def _spelt_out(  # the same question, where an inside is a list of words
    insides: list[Language],
    outsides: list[Language],
    lengths: tuple[int, int],
    but: Set[str],
    limit: int,
    steps: Steps,
) -> list[str]:
    lists = sorted((one.literals for one in insides if one.literals is not None), key=len)
    steps.spend(len(lists[0]) >> 2)
    listed = frozenset.intersection(*lists).difference(but, *(one.literals or () for one in outsides))
    asked = [(one, one in insides) for one in (*insides, *outsides) if one.literals is None]
    found: list[str] = []
    for word in best_first([word for word in listed if lengths[0] <= len(word) <= lengths[1]]):
        steps.spend(1 + len(word) * len(asked))
        if all(matches(one, word) == wanted for one, wanted in asked):
            found.append(word)
            if len(found) == limit:
                break
    return found
