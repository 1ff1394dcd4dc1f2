"""Which characters a person likes to read: every code point but surrogates, from the best to the worst."""

from __future__ import annotations

from functools import lru_cache

from generator.languages.charsets import charset, complement

# Signs that no validator takes for a letter, a digit or a space come before letters beyond ASCII, since validators
# disagree about whether those are word characters. Line ends come last, since validators disagree about what they end;
# of them first the one that all know for a line end.
_LIKED = [
    *((ord(first), ord(last)) for first, last in ("az", "AZ", "09")),
    *((ord(sign), ord(sign)) for sign in "-_.:/@#!$%&*+,;=?~()[]{}<>|^`'\"\\ "),
    *((code, code) for code in (0xA7, 0xA3, 0xA9, 0xAE, 0xB0, 0xB1, 0xB6, 0xBF, 0xA1, 0xAB, 0xBB, 0xAC, 0xD7, 0xF7)),
    (0xE0, 0xF6),
    (0xF8, 0xFF),
    (0xC0, 0xD6),
    (0xD8, 0xDE),
    (0x100, 0x17F),
    (0x3B1, 0x3C9),
    (0x391, 0x3A1),
    (0x430, 0x44F),
    (0x5D0, 0x5EA),
    (0x660, 0x669),
    (0x20AC, 0x20AC),
    (0x2190, 0x21FF),
    (0x3041, 0x3096),
    (0x4E00, 0x9FEF),
    (0x1F600, 0x1F64F),
    (0x09, 0x09),
    (0xA0, 0xA0),
]
_SURROGATES = (0xD800, 0xDFFF)
_ODD = [
    *complement(charset([*_LIKED, (0, 0xA0), (0x2028, 0x2029), _SURROGATES, (0xE000, 0xF8FF), (0xE0000, 0x10FFFF)]))
]
_DISLIKED = [
    (0xE000, 0xF8FF),
    (0xE0000, 0x10FFFF),
    (0x7F, 0x84),
    (0x86, 0x9F),
    (0x01, 0x08),
    (0x0E, 0x1B),
    (0x0B, 0x0C),
    (0x1C, 0x1F),
    (0x00, 0x00),
    (0x85, 0x85),
    (0x0A, 0x0A),
    (0x0D, 0x0D),
    (0x2028, 0x2029),
]
ORDER: tuple[tuple[int, int], ...] = (*_LIKED, *_ODD, *_DISLIKED)

ASCII: tuple[int, ...] = tuple(
    code for low, high in ORDER if high < 0x7F and low >= 0x20 for code in range(low, high + 1)
)
BEYOND: tuple[tuple[int, int], ...] = tuple(pair for pair in ORDER if pair[0] < 0x20 or pair[1] >= 0x7F)


def best_first(words: list[str]) -> list[str]:
    """Return words in the order in which answers come: shorter ones first, then by their characters' order."""
    return sorted(words, key=lambda word: (len(word), [place(char) for char in word]))


@lru_cache(maxsize=4096)
def place(char: str) -> tuple[int, int]:
    """Return what characters are sorted by."""
    code = ord(char)
    return next(((at, code) for at, (low, high) in enumerate(ORDER) if low <= code <= high), (len(ORDER), code))
