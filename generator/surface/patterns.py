"""Patterns of ``Annotated`` texts, compared as languages where pydantic's engine and ECMA 262 mean the same by them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.languages import Language, PatternUnsupported, language, matches, words
from generator.steps import Steps, StepsSpent
from generator.surface.bounds import Bounds
from generator.surface.holds import Doubt, Holds

_STEPS = 200_000
_SHORT = 12  # what tries all ways ends soon
_CLASS = re.compile(r"\[(\\.|[^\]\\])*\]")
# Rust reads these as Unicode's, or with flags of its own; ECMA 262 as ASCII's, and `.` without more line ends.
_READ_OTHERWISE = re.compile(r"\\[dDwWsSbBAzpPxuQ]|\(\?(?!:)|\.|&&|--|~~")
_ESCAPED = re.compile(r"\\[^a-zA-Z]")


def texts_within(one: Bounds, other: Bounds) -> Holds:
    """Say whether every text within ``one`` is within ``other``."""
    if not one.patterns and any(_is_refused(word, other) for word in _samples(one)):
        return False
    try:
        mine = [_language(pattern) for pattern in sorted(one.patterns)]
        return not any(_outside(mine, one, other))
    except PatternUnsupported as error:
        return Doubt(f"the patterns cannot be compared: {error}")
    except StepsSpent:
        return Doubt("the patterns cannot be compared within the bound on work")


def _samples(bounds: Bounds) -> Iterator[str]:
    """Yield short words of plain letters, which all engines read alike, within the lengths."""
    for letter in "a0 ~":
        word = letter * bounds.least
        if len(word) <= _SHORT:
            yield word


def _is_refused(word: str, other: Bounds) -> bool:
    """Say whether a word is certain to lack what ``other`` asks."""
    try:
        return not all(re.search(pattern, word) for pattern in other.patterns)
    except re.error:
        return False


def _outside(mine: list[Language], one: Bounds, other: Bounds) -> Iterator[bool]:
    """Yield, for each thing that ``other`` asks, whether a text of ``one`` lacks it."""
    steps = Steps(_STEPS)
    if other.least > one.least:
        most = other.least - 1 if one.most is None else min(one.most, other.least - 1)
        yield bool(words(mine, at_least=one.least, at_most=most, steps=steps))
    if other.most is not None and (one.most is None or one.most > other.most):
        yield bool(words(mine, at_least=max(one.least, other.most + 1), at_most=one.most, steps=steps))
    for pattern in sorted(other.patterns - one.patterns):
        yield bool(words(mine, [_language(pattern)], at_least=one.least, at_most=one.most, steps=steps))


def _language(pattern: str) -> Language:
    plain = _ESCAPED.sub("", pattern)
    if _READ_OTHERWISE.search(_CLASS.sub("", plain)) or re.search(r"\\[dDwWsSbBpP]|&&|--|~~|\[\[|\[:", plain):
        raise PatternUnsupported(f"{pattern!r} is read otherwise in Rust than in ECMA 262")
    return language(pattern)


def few_texts(bounds: Bounds, limit: int) -> list[str] | Doubt | None:
    """Return all texts within ``bounds``; None if there are more than ``limit``."""
    try:
        mine = [_language(pattern) for pattern in sorted(bounds.patterns)]
        found = words(mine, at_least=bounds.least, at_most=bounds.most, limit=limit + 1, steps=Steps(_STEPS))
    except PatternUnsupported as error:
        return Doubt(f"the patterns cannot be compared: {error}")
    except StepsSpent:
        return Doubt("the patterns cannot be compared within the bound on work")
    return sorted(found) if len(found) <= limit else None


def matches_all(said: str, patterns: frozenset[str]) -> Holds:
    """Say whether a text matches all of ``patterns``."""
    try:
        return all(matches(_language(pattern), said) for pattern in sorted(patterns))
    except PatternUnsupported as error:
        return Doubt(f"the patterns cannot be compared: {error}")
