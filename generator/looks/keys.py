"""Keys as Playwright names them: ``a``, ``Enter``, ``Shift+Tab``."""

from __future__ import annotations

MODIFIERS = ("Shift", "Control", "Alt", "Meta")
NAMED = (
    "Enter", "Space", "Tab", "Escape", "Backspace", "Delete", "Insert", "Home", "End", "PageUp", "PageDown",
    "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", *(f"F{number}" for number in range(1, 13)),
)  # fmt: skip


def is_key(text: str) -> bool:
    """Say whether ``text`` is one key, with each modifier before it at most once."""
    *modifiers, key = text.split("+")
    known = len(set(modifiers)) == len(modifiers) and set(modifiers) <= set(MODIFIERS)
    return known and (key in NAMED or (len(key) == 1 and "!" <= key <= "~"))
