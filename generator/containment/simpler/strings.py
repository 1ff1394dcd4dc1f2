"""What is simpler than a given string."""

from __future__ import annotations

from collections.abc import Iterator

PLAIN = {char: rank for rank, char in enumerate("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_. ")}
FINE = 48
"""Strings up to this length are made plain character by character, longer ones as a whole."""


def strangeness(text: str) -> int:
    """Return how far ``text`` is from only ``a``."""
    # Few characters are different in a long string, and Python counts fast.
    return sum((PLAIN[char] if char in PLAIN else 100 + ord(char)) * text.count(char) for char in set(text))


def simpler(text: str) -> Iterator[str]:
    """Yield shorter strings, then plainer ones, boldest first, none twice; some may not be simpler at all."""
    yield from dict.fromkeys(_shorter(text))
    yield from dict.fromkeys(_plainer(text))


def _shorter(text: str) -> Iterator[str]:
    length = len(text)
    yield from ("", "a", "0")
    size = length // 2
    while size:
        # Only so many cuts of a long string: its middle is mostly more of the same.
        for end in list(range(length, 0, -size))[:FINE]:
            yield text[: max(0, end - size)] + text[end:]
        size //= 2


def _plainer(text: str) -> Iterator[str]:
    length = len(text)
    yield from ("a" * length, "0" * length)
    if length <= FINE:
        for index, char in enumerate(text):
            for plainer in dict.fromkeys((*"a0A", _plain_like(char))):
                if strangeness(plainer) < strangeness(char):
                    yield text[:index] + plainer + text[index + 1 :]


def _plain_like(char: str) -> str:
    return (
        "a" if char.islower() else "A" if char.isupper() else "0" if char.isdigit() else " " if char.isspace() else "-"
    )
