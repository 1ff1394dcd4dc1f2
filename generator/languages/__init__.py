"""Regular languages of strings: what a pattern of JSON Schema matches, and words that some match and others do not."""

from __future__ import annotations

from collections.abc import Collection, Sequence, Set

from generator.steps import Steps


class PatternUnsupported(Exception):  # noqa: N818  # named after what happened
    """The pattern is no regular language that we can build, or no pattern; the message says why."""


class Language:
    """A regular set of strings of code points; immutable, and the same object for the same source."""


def language(pattern: str) -> Language:
    """Return what an ECMA 262 pattern (``u`` flag, searched anywhere in the string) matches.

    Raises PatternUnsupported, for backreferences and for what is no pattern.
    """
    raise NotImplementedError


def matches(of: Language, word: str) -> bool:
    """Say whether ``word`` is in the language."""
    raise NotImplementedError


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
    raise NotImplementedError
