"""Guards that every file passes before a parser meets it: size, invisible characters, how deep it nests."""

from __future__ import annotations

import html
import re
import unicodedata
from pathlib import PurePosixPath

from generator import interface
from generator.ui.flaws import Flaw

_KILOBYTE = 1024
_LIMITS = {
    interface.TEMPLATE: 64,
    interface.STYLE: 64,
    interface.BEHAVIOUR: 32,
    interface.STORIES: 256,
    "messages.json": 256,
    "tokens.json": 64,
    "base.css": 64,
    "icons.svg": 128,
}
"""File name → kilobytes."""
_SPACES = frozenset("\u00a0\u202f")  # the no-break spaces that dates and units are written with
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")  # Persian and emoji are not spelled without them
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_LETTER = re.compile(r"[^\W\d_]")


def guard(path: str, text: str) -> list[Flaw]:
    """Return why ``text`` must not go to a parser; empty when it may."""
    name = PurePosixPath(path).name
    limit = _LIMITS.get(name, 64) * _KILOBYTE
    size = len(text.encode("utf-8", "surrogatepass")) if len(text) <= limit else limit + 1
    if size > limit:
        rule = "safety/script-size" if name == interface.BEHAVIOUR else "code/too-complex"
        return [Flaw(rule, f"{name} has more than {limit // _KILOBYTE} KB", remedy="Write less.")]
    for number, line in enumerate(text.split("\n"), 1):
        found = next((each for each in line.removesuffix("\r") if is_hidden(each)), None)
        if found is not None:
            return [
                Flaw(
                    "safety/hidden-text",
                    f"the invisible character U+{ord(found):04X} stands in the text",
                    number,
                    remedy="Take it out.",
                )
            ]
    return []


def is_hidden(character: str) -> bool:
    """Say whether a character shows nothing, or changes the order in which others show."""
    if " " <= character <= "~" or character in "\t" or character in _SPACES or character in _JOINERS:
        return False
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp", "Zs"}


def nests_deeper(text: str, limit: int) -> bool:
    """Say whether brackets nest deeper than ``limit``, quotes and comments left out of account."""
    now = 0
    for character in text:
        if character in _OPENING:
            now += 1
            if now > limit:
                return True
        elif character in _CLOSING:
            now = max(0, now - 1)
    return False


def has_words(text: str) -> bool:
    """Say whether ``text``, read as HTML, holds a letter of any script."""
    return _LETTER.search(html.unescape(text)) is not None
