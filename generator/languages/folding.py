"""Sets that do not tell upper from lower case, by simple case folding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from generator.languages.charsets import Charset, charset, contains

# No letter beyond has a case. Of the ASCII letters, two have a third form: the Kelvin sign and the long s.
_LAST_CASED = 0x1FFFF
_ASCII_FORMS = (*range(0x80), 0x17F, 0x212A)


@cache
def folded(of: Charset) -> Charset:
    """Return all characters that are in the set but for their case."""
    is_ascii = all(high < 0x80 for _, high in of)
    ranges = list(of)
    for members in _ascii_forms() if is_ascii else _all_forms():
        if any(contains(of, code) for code in members):
            ranges += [(code, code) for code in members]
    return charset(ranges)


@cache
def _ascii_forms() -> list[list[int]]:
    return _forms(_ASCII_FORMS)


@cache
def _all_forms() -> list[list[int]]:
    return _forms(range(_LAST_CASED + 1))


def _forms(codes: Iterable[int]) -> list[list[int]]:
    """Return the groups of characters that are one but for their case."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for code in codes:
        char = chr(code)
        full = char.casefold()
        # Where the full folding is longer, the lower case is the simple folding, if it is one character.
        groups[full if len(full) == 1 else min(char.lower(), char, key=len)].append(code)
    return [members for members in groups.values() if len(members) > 1]
