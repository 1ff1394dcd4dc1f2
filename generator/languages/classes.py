"""Character classes and escapes of patterns."""

from __future__ import annotations

import re

from generator.languages.charsets import DIGIT, SPACE, WORD, Charset, charset, complement
from generator.languages.folding import folded
from generator.languages.properties import property_set
from generator.languages.unsupported import PatternUnsupported

_HEX = re.compile(r"\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\u\{([0-9a-fA-F]+)\}")
_LOW_HALF = re.compile(r"\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_PROPERTY = re.compile(r"\\([pP])\{([\w=]+)\}")
_CONTROL = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13}
_CONTROL_LETTER = re.compile(r"\\c([a-zA-Z])")


class Reader:
    """How far a pattern was read."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.empty_class = False
        self.lone_bracket = False

    def takes(self, text: str) -> bool:
        """Read ``text`` if it comes next."""
        if not self.source.startswith(text, self.at):
            return False
        self.at += len(text)
        return True

    def joined(self, code: int) -> int:
        """Return the code point that a surrogate just read makes with the next one, if it comes."""
        following = self.source[self.at : self.at + 1]
        if 0xD800 <= code < 0xDC00 and following and 0xDC00 <= ord(following) < 0xE000:
            self.at += 1
            return _pair(code, ord(following))
        return code

    def refused(self, why: str) -> PatternUnsupported:
        """Return the refusal of what stands here."""
        shown = self.source if len(self.source) <= 60 else f"{self.source[:57]}..."
        return PatternUnsupported(f"{shown!r}, character {self.at + 1}: {why}")


def _pair(high: int, low: int) -> int:
    return 0x10000 + ((high - 0xD800) << 10) + low - 0xDC00


def escaped_set(reader: Reader, *, ignore_case: bool) -> Charset | None:
    r"""Read ``\d``, ``\p{...}`` and their like, if one comes."""
    letter = reader.source[reader.at + 1 : reader.at + 2]
    if letter in ("d", "D", "s", "S", "w", "W"):
        reader.at += 2
        known = {"d": DIGIT, "s": SPACE, "w": WORD}[letter.lower()]
        if ignore_case and letter in "wW":
            known = folded(known)
        return complement(known) if letter.isupper() else known
    if letter not in ("p", "P"):
        return None
    found = _PROPERTY.match(reader.source, reader.at)
    if found is None:
        raise reader.refused("a property is written `\\p{...}`")
    known = property_set(found[2])
    reader.at = found.end()
    known = complement(known) if letter == "P" else known
    return folded(known) if ignore_case else known


def escaped_code(reader: Reader, *, in_class: bool) -> int:
    """Read an escape that stands for one character."""
    source, at = reader.source, reader.at
    if found := _HEX.match(source, at) or _CONTROL_LETTER.match(source, at):
        return _numbered(reader, found)
    following = source[at + 1 : at + 2]
    if not following:
        raise reader.refused("nothing follows the backslash")
    reader.at += 2
    if following in _CONTROL:
        return _CONTROL[following]
    if following == "b" and in_class:
        return 8
    if following == "0" and not source[reader.at : reader.at + 1].isdigit():
        return 0
    is_edge = following in "<>" and not in_class
    if is_edge or (following.isascii() and following.isalnum()):
        reader.at = at
        raise reader.refused(_why_no_escape(following))
    return reader.joined(ord(following))


def _numbered(reader: Reader, found: re.Match[str]) -> int:
    reader.at = found.end()
    if found.re is _CONTROL_LETTER:
        return ord(found[1]) % 32
    code = int(found[1] or found[2] or found[3], 16)
    if code > 0x10FFFF:
        raise reader.refused("there is no such code point")
    low = _LOW_HALF.match(reader.source, reader.at)
    if found[2] and 0xD800 <= code < 0xDC00 and low:
        reader.at = low.end()
        return _pair(code, int(low[1], 16))
    return code


def _why_no_escape(char: str) -> str:
    if char.isdigit() and char != "0":
        return f"`\\{char}` is a backreference: what a group has matched is no regular language"
    if char == "k":
        return "`\\k` is a backreference: what a group has matched is no regular language"
    if char in "<>":
        return f"`\\{char}` is the edge of a word elsewhere and no escape here; write `{char}`"
    if char in "Zz":
        return f"`\\{char}` is not ECMA 262; write `$`, which is the end of the string and no other place"
    return f"`\\{char}` is no escape of ECMA 262"


def character_class(reader: Reader, *, ignore_case: bool) -> Charset:
    """Read ``[...]``."""
    begun = reader.at
    reader.at += 1
    is_negated = reader.takes("^")
    ranges: list[tuple[int, int]] = []
    if reader.source.startswith("]", reader.at):
        reader.empty_class = True
    while not reader.takes("]"):
        if reader.at >= len(reader.source):
            reader.at = begun
            raise reader.refused("this class is never closed")
        ranges += _members(reader, ignore_case=ignore_case)
    found = charset(ranges)
    if ignore_case:
        found = folded(found)
    return complement(found) if is_negated else found


def _members(reader: Reader, *, ignore_case: bool) -> Charset:
    """Read a set, a character or a range."""
    if (known := _set(reader, ignore_case=ignore_case)) is not None:
        return known
    low = _code(reader)
    source, at = reader.source, reader.at
    if not source.startswith("-", at) or source[at + 1 : at + 2] in ("]", ""):
        return ((low, low),)
    reader.at += 1
    if (known := _set(reader, ignore_case=ignore_case)) is not None:  # `[a-\d]` is three members
        return charset([*known, (low, low), (0x2D, 0x2D)])
    high = _code(reader)
    if high < low:
        reader.at = at
        raise reader.refused("this range ends before it begins")
    return ((low, high),)


def _set(reader: Reader, *, ignore_case: bool) -> Charset | None:
    return escaped_set(reader, ignore_case=ignore_case) if reader.source.startswith("\\", reader.at) else None


def _code(reader: Reader) -> int:
    char = reader.source[reader.at]
    if char == "\\":
        return escaped_code(reader, in_class=True)
    reader.at += 1
    return reader.joined(ord(char))
