r"""The sets of ``\p{...}``, as far as Python's own Unicode data tells them exactly."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import groupby

from generator.languages.charsets import ANYTHING, SPACE, Charset, charset, complement
from generator.languages.unsupported import PatternUnsupported

# Short name, long name, further names, by the standard's PropertyValueAliases.
_CATEGORIES = """
C Other|Cc Control cntrl|Cf Format|Cn Unassigned|Co Private_Use|Cs Surrogate|L Letter|LC Cased_Letter
Ll Lowercase_Letter|Lm Modifier_Letter|Lo Other_Letter|Lt Titlecase_Letter|Lu Uppercase_Letter|M Mark Combining_Mark
Mc Spacing_Mark|Me Enclosing_Mark|Mn Nonspacing_Mark|N Number|Nd Decimal_Number digit|Nl Letter_Number|No Other_Number
P Punctuation punct|Pc Connector_Punctuation|Pd Dash_Punctuation|Pe Close_Punctuation|Pf Final_Punctuation
Pi Initial_Punctuation|Po Other_Punctuation|Ps Open_Punctuation|S Symbol|Sc Currency_Symbol|Sk Modifier_Symbol
Sm Math_Symbol|So Other_Symbol|Z Separator|Zl Line_Separator|Zp Paragraph_Separator|Zs Space_Separator
"""
_SHORT = {
    name: names.split()[0] for names in _CATEGORIES.replace("\n", "|").strip("|").split("|") for name in names.split()
}
# Beyond these planes, all of a plane is of one category, but for its last two places.
_MIXED_PLANES = [*range(0x40000), *range(0xE0000, 0xF0000)]


@cache
def property_set(expression: str) -> Charset:
    r"""Return the set of ``\p{expression}``. Raises PatternUnsupported."""
    name, equals, value = expression.partition("=")
    if equals and name in ("General_Category", "gc") and value in _SHORT:
        return _category(_SHORT[value])
    if not equals and name in _SHORT:
        return _category(_SHORT[name])
    if not equals and name in _BINARY:
        return _BINARY[name]()
    raise PatternUnsupported(f"`\\p{{{expression}}}` is a property that we have no exact data for")


def _category(short: str) -> Charset:
    names = ("Lu", "Ll", "Lt") if short == "LC" else tuple(name for name in _categories() if name.startswith(short))
    return charset(pair for name in names for pair in _categories().get(name, ()))


@cache
def _categories() -> dict[str, list[tuple[int, int]]]:
    """Return the ranges of each general category."""
    found: dict[str, list[tuple[int, int]]] = {}
    codes = iter(_MIXED_PLANES)
    for name, run in groupby(codes, key=lambda code: unicodedata.category(chr(code))):
        members = list(run)
        pieces = [members]
        if members[0] < 0xE0000 <= members[-1]:
            pieces = [[one for one in members if one < 0xE0000], [one for one in members if one >= 0xE0000]]
        found.setdefault(name, []).extend((piece[0], piece[-1]) for piece in pieces)
    for plane in [*range(0x40000, 0xE0000, 0x10000), 0xF0000, 0x100000]:
        found.setdefault(unicodedata.category(chr(plane)), []).append((plane, plane + 0xFFFD))
        found.setdefault("Cn", []).append((plane + 0xFFFE, plane + 0xFFFF))
    return found


def _where(holds: Callable[[str], bool]) -> Charset:
    """Return the letters and marks, all in the mixed planes, for which something holds."""
    return charset((code, code) for code in _MIXED_PLANES if holds(chr(code)))


def _white_space() -> Charset:
    """ECMA's white space, without the byte order mark and with the next line."""
    return charset([(0x85, 0x85), *(pair for pair in SPACE if pair != (0xFEFF, 0xFEFF))])


_BINARY: dict[str, Callable[[], Charset]] = {
    "Any": lambda: ANYTHING,
    "ASCII": lambda: ((0, 0x7F),),
    "Assigned": lambda: complement(_category("Cn")),
    "ASCII_Hex_Digit": lambda: ((0x30, 0x39), (0x41, 0x46), (0x61, 0x66)),
    "AHex": lambda: ((0x30, 0x39), (0x41, 0x46), (0x61, 0x66)),
    "Lowercase": lambda: _where(str.islower),
    "Lower": lambda: _where(str.islower),
    "Uppercase": lambda: _where(str.isupper),
    "Upper": lambda: _where(str.isupper),
    "XID_Start": lambda: charset(p for p in _where(str.isidentifier) if p != (0x5F, 0x5F)),
    "XIDS": lambda: charset(p for p in _where(str.isidentifier) if p != (0x5F, 0x5F)),
    "XID_Continue": lambda: _where(lambda char: f"a{char}".isidentifier()),
    "XIDC": lambda: _where(lambda char: f"a{char}".isidentifier()),
    "White_Space": _white_space,
    "space": _white_space,
}
