r"""ECMA 262 patterns with the ``u`` flag, read into nodes.

What the flag forbids and real schemas write all the same is read as without the flag where that has one meaning:
``]``, ``}`` and ``{`` that stand for themselves, and a needless backslash before a sign. What has a meaning in another
language of patterns only, or one there and another here, is refused; but ``(?P<name>``, ``\A`` and a leading ``(?i)``
or ``(?s)``, which validators understand and ECMA 262 can say, are taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from generator.languages.charsets import ANYTHING, DOT, LINE_END, WORD, Charset
from generator.languages.classes import Reader, character_class, escaped_code, escaped_set
from generator.languages.folding import folded
from generator.languages.nodes import (
    END,
    START,
    Look,
    Node,
    alt,
    boundary,
    chars,
    look,
    repeat,
    seq,
)
from generator.languages.unsupported import PatternUnsupported

DEEPEST = 80
LONGEST = 400_000
_QUANTIFIER = re.compile(r"[*+?]|\{(\d+)(?:(,)(\d*))?\}")
_PLAIN = re.compile(r"[\w \-/:;,=@#%&~!\"'<>]+(?![*+?{])")
_NO_QUANTIFIER = re.compile(r"\{,\d+\}")
_FLAGS = re.compile(r"\(\?([ims]*)(?:-([ims]*))?:")
_LEADING_FLAGS = re.compile(r"\(\?([is]+)\)")
_NAMED = re.compile(r"\(\?P?<([\w$]+)>")
_LOOKS = {"(?=": (False, False), "(?!": (False, True), "(?<=": (True, False), "(?<!": (True, True)}


@dataclass(frozen=True, slots=True)
class _Flags:
    """What inline modifiers have switched on: ignore case, many lines, dot matches all."""

    i: bool = False
    m: bool = False
    s: bool = False


def parse(source: str) -> Node:
    """Return the tree of a pattern. Raises PatternUnsupported."""
    if len(source) > LONGEST:
        raise PatternUnsupported(f"it has {len(source):,} characters, more than {LONGEST:,}")
    reader = Reader(source)
    flags = _Flags()
    if found := _LEADING_FLAGS.match(source):
        reader.at = found.end()
        flags = _Flags(i="i" in found[1], s="s" in found[1])
    node = _Parser(reader).alternatives(flags, 0)
    if reader.at < len(source):
        raise reader.refused("this parenthesis closes nothing")
    if reader.empty_class and reader.lone_bracket:
        raise reader.refused("`[]` and `[^]` mean one thing here and another elsewhere, and a `]` stands alone")
    return node


@dataclass(slots=True)
class _Parser:
    """One reading of one pattern."""

    reader: Reader

    def alternatives(self, flags: _Flags, depth: int) -> Node:
        """Read up to the end of the group or of the pattern."""
        if depth > DEEPEST:
            raise self.reader.refused(f"groups stand in one another more than {DEEPEST} deep")
        options = [self._sequence(flags, depth)]
        while self.reader.takes("|"):
            options.append(self._sequence(flags, depth))
        return options[0] if len(options) == 1 else alt(options)

    def _sequence(self, flags: _Flags, depth: int) -> Node:
        items: list[Node] = []
        reader = self.reader
        while reader.at < len(reader.source) and reader.source[reader.at] not in "|)":
            if not flags.i and (found := _PLAIN.match(reader.source, reader.at)):
                items += map(_literal, found[0])
                reader.at = found.end()
                continue
            items.append(self._quantified(self._atom(flags, depth)))
        return seq(items)

    def _quantified(self, node: Node) -> Node:
        reader = self.reader
        found = _QUANTIFIER.match(reader.source, reader.at)
        if found is None:
            return node
        if not node.plain and not node.most and not isinstance(node, Look):
            raise reader.refused("a place cannot be repeated")
        reader.at = found.end()
        low, high = _counts(found)
        if high is not None and high < low:
            raise reader.refused(f"`{found[0]}` has its numbers in the wrong order")
        reader.takes("?")
        if _QUANTIFIER.match(reader.source, reader.at):
            raise reader.refused("a repeat is repeated, or possessive, which ECMA 262 does not know")
        return repeat(node, low, high)

    def _atom(self, flags: _Flags, depth: int) -> Node:
        reader = self.reader
        char = reader.source[reader.at]
        if char == "(":
            return self._group(flags, depth)
        if char == "[":
            return chars(character_class(reader, ignore_case=flags.i))
        if char == "\\":
            return self._escape(flags)
        if _QUANTIFIER.match(reader.source, reader.at):
            raise reader.refused(f"nothing stands before `{char}` that could be repeated")
        if _NO_QUANTIFIER.match(reader.source, reader.at):
            raise reader.refused("`{,n}` is a repeat elsewhere and no repeat here; write `{0,n}`")
        reader.at += 1
        if char == ".":
            return chars(ANYTHING if flags.s else DOT)
        if char in "^$":
            return _anchor(char, flags)
        if char == "]":
            reader.lone_bracket = True
        return _single(reader.joined(ord(char)), flags)

    def _escape(self, flags: _Flags) -> Node:
        reader = self.reader
        following = reader.source[reader.at + 1 : reader.at + 2]
        if following in ("b", "B", "A") and following:
            reader.at += 2
            return START if following == "A" else _boundary(flags, inside=following == "B")
        if (found := escaped_set(reader, ignore_case=flags.i)) is not None:
            return chars(found)
        return _single(escaped_code(reader, in_class=False), flags)

    def _group(self, flags: _Flags, depth: int) -> Node:
        reader = self.reader
        begun = reader.at
        look_around: tuple[bool, bool] | None = None
        if found := _FLAGS.match(reader.source, reader.at):
            flags = _switched(flags, found, reader)
            reader.at = found.end()
        elif name := next((name for name in _LOOKS if reader.source.startswith(name, reader.at)), None):
            look_around = _LOOKS[name]
            reader.at += len(name)
        elif found := _NAMED.match(reader.source, reader.at):
            reader.at = found.end()
        elif reader.source.startswith("(?", reader.at):
            raise reader.refused(_why_no_group(reader.source[reader.at : reader.at + 4]))
        else:
            reader.at += 1
        node = self.alternatives(flags, depth + 1)
        if not reader.takes(")"):
            reader.at = begun
            raise reader.refused("this parenthesis is never closed")
        if look_around is None:
            return node
        behind, without = look_around
        return look(node, behind=behind, without=without)


def _counts(found: re.Match[str]) -> tuple[int, int | None]:
    """Return the numbers of a quantifier."""
    if found[1] is None:
        return {"*": (0, None), "+": (1, None), "?": (0, 1)}[found[0]]
    if any(len(digits) > 9 for digits in (found[1], found[3] or "")):
        raise PatternUnsupported(f"`{found[0]}` repeats beyond reason")
    low = int(found[1])
    return low, (int(found[3]) if found[3] else None) if found[2] else low


@lru_cache(maxsize=1024)
def _literal(char: str) -> Node:
    return chars(((ord(char), ord(char)),))


def _single(code: int, flags: _Flags) -> Node:
    one: Charset = ((code, code),)
    return chars(folded(one) if flags.i else one)


def _anchor(char: str, flags: _Flags) -> Node:
    """Return a start or an end; with many lines, of a line."""
    line_end = chars(LINE_END)
    if char == "^":
        return alt([START, look(line_end, behind=True, without=False)]) if flags.m else START
    return alt([END, look(line_end, behind=False, without=False)]) if flags.m else END


def _boundary(flags: _Flags, *, inside: bool) -> Node:
    r"""Return ``\b`` or ``\B``; without case, the long s and the Kelvin sign are word characters."""
    if not flags.i:
        return boundary(inside=inside)
    word = chars(folded(WORD))
    places = []
    for without in (True, False):
        before = look(word, behind=True, without=without)
        places.append(seq([before, look(word, behind=False, without=without == inside)]))
    return alt(places)


def _switched(flags: _Flags, found: re.Match[str], reader: Reader) -> _Flags:
    """Return the flags inside of ``(?i-s:``."""
    on, off = found[1], found[2] or ""
    if len(set(on + off)) < len(on + off) or (found[2] is not None and not on + off):
        raise reader.refused(f"`{found[0]}` names a flag twice, or none")
    return replace(flags, **dict.fromkeys(on, True), **dict.fromkeys(off, False))


def _why_no_group(begin: str) -> str:
    if begin.startswith("(?P="):
        return "a backreference: what a group has matched is no regular language"
    if begin.startswith("(?("):
        return "a condition, which ECMA 262 does not know"
    return f"`{begin}` begins no group of ECMA 262"
