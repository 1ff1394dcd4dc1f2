"""Which keys a page tells its visitors to press."""

from __future__ import annotations

import re
from collections.abc import Iterable

Keys = tuple[str, ...]
"""Keys to press one after the other, as Playwright names them: ``("Escape", "Tab")``, ``("Control+m",)``."""

MOST = 16
"""How many sequences are tried at most: a manual of all shortcuts is not tried key by key."""

_MODIFIERS = {
    "ctrl": "Control", "control": "Control", "strg": "Control", "⌃": "Control",
    "alt": "Alt", "option": "Alt", "⌥": "Alt",
    "shift": "Shift", "⇧": "Shift",
    "cmd": "Meta", "command": "Meta", "meta": "Meta", "win": "Meta", "⌘": "Meta",
}  # fmt: skip
_NAMED = {
    "esc": "Escape", "escape": "Escape", "tab": "Tab", "enter": "Enter", "return": "Enter", "space": "Space",
    "spacebar": "Space", "space bar": "Space", "home": "Home", "end": "End", "page up": "PageUp", "pageup": "PageUp",
    "page down": "PageDown", "pagedown": "PageDown", "delete": "Delete", "del": "Delete", "insert": "Insert",
    "backspace": "Backspace", "left arrow": "ArrowLeft", "right arrow": "ArrowRight", "up arrow": "ArrowUp",
    "down arrow": "ArrowDown", "arrow left": "ArrowLeft", "arrow right": "ArrowRight", "arrow up": "ArrowUp",
    "arrow down": "ArrowDown", "arrowleft": "ArrowLeft", "arrowright": "ArrowRight", "arrowup": "ArrowUp",
    "arrowdown": "ArrowDown",
}  # fmt: skip
_NAMES = "|".join(sorted((re.escape(name).replace(r"\ ", r"[\s-]?") for name in _NAMED), key=len, reverse=True))
_MODIFIER = "|".join(sorted((re.escape(name) for name in _MODIFIERS), key=len, reverse=True))
_KEY = re.compile(
    rf"""
    (?P<modifiers>(?:(?<![\w])(?:{_MODIFIER})(?:\s*key)?\s*[-+\u2011\u2013]?\s*(?:and\s+)?)+)
        (?P<modified>F(?:1[0-2]|[1-9])\b|(?:{_NAMES})\b|[a-z0-9](?!\w)|[\[\]\\/;',.`=])
    | \bF(?P<function>1[0-2]|[1-9])\b
    | \b(?P<named>{_NAMES})\b
    | \b(?:press|hit|type|use|key|pressing|typing)\s+(?:the\s+)?(?:(?:letter|key)\s+)?
        [\u201c\u2018"'\[<(]?(?P<plain>[a-z0-9?])(?!\w)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BETWEEN = re.compile(
    r"^[\W_]*(?:(?:and|then|key|keys|again|followed|by|press|pressing|the|once|more)[\W_]*)*$", re.IGNORECASE
)
_TWICE = re.compile(r"^[\W_]*(?:key\s+)?(?:twice|two times|2 times|2x)\b", re.IGNORECASE)
_DOUBLE = re.compile(r"\b(?:double|twice)[\W_]*(?:press|tap|hit)?[\W_]*(?:on\s+)?(?:the\s+)?$", re.IGNORECASE)
_NORMAL = {"Tab", "Shift+Tab", "Escape", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"}


def advertised(texts: Iterable[str]) -> list[Keys]:
    """Return what ``texts`` tell to press, whole sequences first; without what every visitor tries anyway."""
    found: dict[Keys, None] = {}
    for text in texts:
        matches = list(_KEY.finditer(text[:20_000]))
        keys = [_named(match) for match in matches]
        for at, match in enumerate(matches):
            after = text[match.end() : matches[at + 1].start()] if at + 1 < len(matches) else None
            if after is not None and len(after) < 30 and "." not in after and _BETWEEN.match(after):
                found[(keys[at], keys[at + 1])] = None
            if _TWICE.match(text[match.end() :][:20]) or _DOUBLE.search(text[: match.start()][-20:]):
                found[(keys[at], keys[at])] = None
        for key in keys:
            found[(key,)] = None
    wanted = [sequence for sequence in found if not (len(sequence) == 1 and sequence[0] in _NORMAL)]
    return sorted(wanted, key=len, reverse=True)[:MOST]


def _named(match: re.Match[str]) -> str:
    if match["function"]:
        return f"F{match['function']}"
    if match["plain"]:
        return match["plain"].lower()
    name = match["named"] or match["modified"]
    key = _NAMED.get(re.sub(r"[\s-]+", " ", name.lower())) or (name.upper() if len(name) > 1 else name.lower())
    if not match["modifiers"]:
        return key
    said = [_MODIFIERS[word.lower()] for word in re.findall(_MODIFIER, match["modifiers"], re.IGNORECASE)]
    return "+".join([*dict.fromkeys(said), key])
