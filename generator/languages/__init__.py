r"""Regular languages of strings: what a pattern of JSON Schema matches, and words that some match and others do not.

letters = language("^[a-z]+$")
words([language("^\w+$")], [letters], steps=Steps(10_000))    # ["A"]
words([letters], [language("^\w+$")], steps=Steps(10_000))    # []: proved
"""

from __future__ import annotations

from collections.abc import Collection, Sequence, Set
from functools import lru_cache

from generator.languages.answering import answered
from generator.languages.lengths import Asked
from generator.languages.machine import Language
from generator.languages.matching import matches
from generator.languages.nodes import INFINITE
from generator.languages.parsing import parse
from generator.languages.terms import UNIVERSAL
from generator.languages.unsupported import PatternUnsupported
from generator.steps import Steps

__all__ = ["Language", "PatternUnsupported", "language", "matches", "words"]


@lru_cache(maxsize=512)
def language(pattern: str) -> Language:
    """Return what an ECMA 262 pattern (``u`` flag, searched anywhere in the string) matches.

    Raises PatternUnsupported, for backreferences and for what is no pattern.
    """
    try:
        return Language(pattern, parse(pattern))
    except RecursionError:
        raise PatternUnsupported("its groups stand in one another too deeply") from None


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
    insides = tuple(dict.fromkeys(one for one in inside if one.start != (UNIVERSAL,)))
    outsides = tuple(dict.fromkeys(one for one in outside if one.start))
    if limit < 1 or at_least > most or any(one.start == (UNIVERSAL,) or one in insides for one in outsides):
        return []
    return answered(Asked(insides or (language(""),), outsides, at_least, most, frozenset(but), limit), steps)
