"""The patterns of the ARIA Authoring Practices that a story may say an element keeps to, and what it may say of each.

Roles and states on the page say the rest; an option is there only for what a page does not tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

MOST_TEXT = 200
"""Characters of a text that is typed, of a selector, of a reason."""


@dataclass(frozen=True, slots=True)
class Option:
    """One further key of a declaration: a selector, one of some ``words``, or a text. ``what`` it says, in words."""

    what: str
    words: tuple[str, ...] = ()
    is_text: bool = False
    required: bool = False

    @property
    def is_selector(self) -> bool:
        """Whether it names an element."""
        return not self.words and not self.is_text


_OPENER = Option("what opens it, when it is not open yet")
_ROWS: dict[str, dict[str, Option]] = {
    "accordion": {},
    "alert": {"opener": Option("what brings the message up", required=True)},
    "alertdialog": {"opener": _OPENER, "returns": Option("where focus goes on closing, when not to the opener")},
    "combobox": {"text": Option("what brings suggestions up when it is typed; one letter by itself", is_text=True)},
    "date-picker": {"opener": _OPENER, "returns": Option("where focus goes on closing, when not to the opener")},
    "dialog": {"opener": _OPENER, "returns": Option("where focus goes on closing, when not to the opener")},
    "disclosure": {"panel": Option("what it shows and hides, when it has no aria-controls")},
    "grid": {
        "moves": Option("what arrows go by: cells, or days that go on in the next row", ("cell", "day")),
        "pages": Option("what PageUp and PageDown do: nothing, go within it, or ask for another page",
                        ("none", "within", "visit")),
    },
    "listbox": {},
    "menu-button": {},
    "radio-group": {},
    "slider": {},
    "switch": {},
    "tabs": {"activation": Option("whether a tab's panel comes with focus or with Enter", ("automatic", "manual"))},
    "tooltip": {},
}  # fmt: skip

PATTERNS: Mapping[str, Mapping[str, Option]] = MappingProxyType(_ROWS)
"""Name → options by key, beside ``pattern`` and ``at``."""
