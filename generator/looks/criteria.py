"""What a rule about pages stands on: the criterion of WCAG 2.2, or another page that explains it to people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

FAMILIES = ("visual", "aria", "axe", "keyboard", "patterns", "layout", "stories")
"""The families of rules that pages are held to by looking at them in browsers."""

_UNDERSTANDING = "https://www.w3.org/WAI/WCAG22/Understanding/"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One page that explains why a rule is one: ``name`` as it is printed, ``url`` as it is linked."""

    name: str
    url: str


def _wcag(name: str, page: str) -> Criterion:
    return Criterion(name, _UNDERSTANDING + page)


INFO_AND_RELATIONSHIPS = _wcag("1.3.1 Info and Relationships", "info-and-relationships")
MEANINGFUL_SEQUENCE = _wcag("1.3.2 Meaningful Sequence", "meaningful-sequence")
CONTRAST = _wcag("1.4.3 Contrast (Minimum)", "contrast-minimum")
RESIZE_TEXT = _wcag("1.4.4 Resize Text", "resize-text")
REFLOW = _wcag("1.4.10 Reflow", "reflow")
NON_TEXT_CONTRAST = _wcag("1.4.11 Non-text Contrast", "non-text-contrast")
HOVER_OR_FOCUS = _wcag("1.4.13 Content on Hover or Focus", "content-on-hover-or-focus")
KEYBOARD = _wcag("2.1.1 Keyboard", "keyboard")
NO_KEYBOARD_TRAP = _wcag("2.1.2 No Keyboard Trap", "no-keyboard-trap")
PAUSE_STOP_HIDE = _wcag("2.2.2 Pause, Stop, Hide", "pause-stop-hide")
ANIMATION = _wcag("2.3.3 Animation from Interactions", "animation-from-interactions")
FOCUS_ORDER = _wcag("2.4.3 Focus Order", "focus-order")
FOCUS_VISIBLE = _wcag("2.4.7 Focus Visible", "focus-visible")
FOCUS_NOT_OBSCURED = _wcag("2.4.11 Focus Not Obscured (Minimum)", "focus-not-obscured-minimum")
TARGET_SIZE = _wcag("2.5.8 Target Size (Minimum)", "target-size-minimum")
ON_FOCUS = _wcag("3.2.1 On Focus", "on-focus")
NAME_ROLE_VALUE = _wcag("4.1.2 Name, Role, Value", "name-role-value")
PATTERNS = Criterion("ARIA Authoring Practices: Patterns", "https://www.w3.org/WAI/ARIA/apg/patterns/")

AXE = Criterion("axe-core's rules", "https://dequeuniversity.com/rules/axe/4.12")

CRITERIA: Mapping[str, Criterion] = MappingProxyType(
    {
        "axe/violation": AXE,
        "layout/clipped": RESIZE_TEXT,
        "layout/lost": NON_TEXT_CONTRAST,
        "layout/moving": PAUSE_STOP_HIDE,
        "layout/overlap": RESIZE_TEXT,
        "layout/sideways": REFLOW,
        "keyboard/trap": NO_KEYBOARD_TRAP,
        "patterns/focus": FOCUS_ORDER,
        "patterns/keys": KEYBOARD,
        "patterns/roles": NAME_ROLE_VALUE,
        "patterns/state": NAME_ROLE_VALUE,
        "patterns/undeclared": PATTERNS,
        "keyboard/lost-focus": FOCUS_ORDER,
        "keyboard/one-way": KEYBOARD,
        "keyboard/invisible-focus": FOCUS_VISIBLE,
        "keyboard/obscured-focus": FOCUS_NOT_OBSCURED,
        "keyboard/order": FOCUS_ORDER,
        "keyboard/unreachable": KEYBOARD,
        "keyboard/scroll-region": KEYBOARD,
        "keyboard/positive-tabindex": FOCUS_ORDER,
    }
)
"""The criterion by rule id. A flaw that has a link of its own (axe's) is explained there instead."""

WITHOUT: frozenset[str] = frozenset(
    {
        "aria/missing",
        "aria/unrecorded",
        "aria/unused",
        "aria/changed",
        "axe/known-expired",
        "axe/known-fixed",
        "axe/known-invalid",
        "stories/error",
        "stories/step",
        "stories/undrawn",
        "visual/changed",
        "visual/missing",
        "visual/unrecorded",
        "visual/unused",
    }
)
"""Rules about pages that hold for a reason of our own, said in their summary: no criterion explains them."""
