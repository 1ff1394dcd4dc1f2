"""Models sometimes fall into a loop: white space, one import, one block, over and over until they are cut off.

The thresholds are far from honest code: no file of the standard library comes near one of them (a test holds it).
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

_BLANK_RUN = 2_000  # characters of white space in a row
_TAIL = 2_400  # characters at the end that repeat one piece...
_TAIL_PIECE = 300  # ...no longer than this: at least eight times
_BLOCK_LINES = 30  # longest repeated block looked for, in lines
_BLOCK_TIMES = 10  # how often it has to stand in a row...
_BLOCK_TOTAL = 60  # ...and how many lines that must be at least
_SAME_IMPORT = 20  # times one and the same import stands at the margin of one file
_LOOKED_AT = 6_000  # lines looked at from either end

# The look-behinds let each run be tried once, from its start: the search stays linear.
_BLANKS = re.compile(rf"(?<!\s)\s{{{_BLANK_RUN},}}")
_ESCAPED_BLANKS = re.compile(rf"(?<! )(?<!\\[ntr])(?:\\n|\\t|\\r| ){{{_BLANK_RUN},}}")
_IMPORT = re.compile(r"(?:from\s+\S+\s+import\s|import\s)\S.*")


def find_loop(text: str) -> str | None:
    """Say in a few words what ``text`` repeats endlessly; None when it does not. Time is linear in its length.

    ``text`` may be code or the JSON it travels in: escaped line ends count as line ends.
    """
    if _BLANKS.search(text) or _ESCAPED_BLANKS.search(text):
        return f"more than {_BLANK_RUN - 1} characters of white space in a row"
    lines = _lines(text)
    return _repeated_import(lines) or _repeated_block(lines) or _repeated_tail(text)


def _lines(text: str) -> list[str]:
    lines = text.replace("\\n", "\n").split("\n")
    return lines if len(lines) <= 2 * _LOOKED_AT else [*lines[:_LOOKED_AT], *lines[-_LOOKED_AT:]]


def _repeated_import(lines: list[str]) -> str | None:
    counts = Counter(line for line in lines if _IMPORT.fullmatch(line))
    for line, times in counts.most_common(1):
        if times >= _SAME_IMPORT:
            return f"the import {line[:80]!r} more than {_SAME_IMPORT - 1} times"
    return None


def _repeated_block(lines: list[str]) -> str | None:
    for size in range(1, _BLOCK_LINES + 1):
        needed = max(_BLOCK_TIMES * size, _BLOCK_TOTAL)
        breaks = [-1, *(i for i in range(len(lines) - size) if lines[i] != lines[i + size]), len(lines) - size]
        if any(after - before - 1 >= needed for before, after in pairwise(breaks)):
            return f"a block of {size} line{'s' * (size > 1)} more than {_BLOCK_TIMES} times in a row"
    return None


def _repeated_tail(text: str) -> str | None:
    """Find the shortest period of the text's end by its failure function (Knuth, Morris, Pratt)."""
    tail = text.rstrip()[-_TAIL:]
    if len(tail) < _TAIL:
        return None
    borders = [0] * len(tail)
    border = 0
    for index in range(1, len(tail)):
        while border and tail[index] != tail[border]:
            border = borders[border - 1]
        border += tail[index] == tail[border]
        borders[index] = border
    period = len(tail) - borders[-1]
    return f"its last {period} characters over and over" if period <= _TAIL_PIECE else None
