"""Whether a word is in a language."""

from __future__ import annotations

from generator.languages.machine import Language
from generator.languages.terms import UNIVERSAL
from generator.steps import Steps

# Threads that one word may lead to in all: some seconds, for patterns made to be slow.
ONE_MATCH = 2_000_000


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
        one = number(char)
        following = macro.moves.get(one)
        if following is None:
            steps.spend(len(macro.threads))
            following = of.move(macro, one)
            steps.spend(macro.cost)
        macro = following
    of.tidy()
    return macro.accepts
