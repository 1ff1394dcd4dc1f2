"""A stranger's text as markup: escaped, and with every character that hides something said by its number.

A reviewer must see what a compiler sees: a bidi control can make code read backwards, a zero-width space can make two
names look alike, and a NUL would be dropped by the browser.
"""

from __future__ import annotations

import json
import re

from markupsafe import Markup, escape

from generator.canonical import Json

# Controls but tab and line feed, bidi and other invisible formatting, lone surrogates, tags. The two joiners stay:
# scripts and emoji need them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)


def visible(value: object) -> Markup:
    """Return ``value`` as markup that shows its text and nothing but its text; markup of our own stays as it is."""
    if isinstance(value, Markup):
        return value
    text = str(value)
    if _HIDDEN.search(text) is None:
        return escape(text)
    parts: list[Markup] = []
    at = 0
    for found in _HIDDEN.finditer(text):
        parts += [escape(text[at : found.start()]), Markup('<span class="hidden-char">U+%s</span>') % _number(found[0])]
        at = found.end()
    return Markup("").join([*parts, escape(text[at:])])


def ticked(text: str) -> Markup:
    """Return ``text`` visible, with what stands between backticks set as code."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return visible(text)
    whole = (
        Markup("<code>%s</code>") % visible(piece) if at % 2 else visible(piece) for at, piece in enumerate(pieces)
    )
    return Markup("").join(whole)


def json_text(value: Json) -> str:
    """Return ``value`` as sorted JSON on one line, whatever its texts hold: no other writer takes a lone surrogate."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _number(character: str) -> str:
    return f"{ord(character):04X}"
