"""Which of axe's rules are asked, of what, and in which mode."""

from __future__ import annotations

from generator.looks.modes import Mode

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")

OF_PAGES = (
    "bypass", "frame-tested", "heading-order", "landmark-banner-is-top-level", "landmark-contentinfo-is-top-level",
    "landmark-main-is-top-level", "landmark-no-duplicate-banner", "landmark-no-duplicate-contentinfo",
    "landmark-no-duplicate-main", "landmark-one-main", "landmark-unique", "page-has-heading-one", "region", "skip-link",
)  # fmt: skip
"""Rules about a page's body as a whole. A component by itself has no page around it. Its head is the pages' own."""

ELSEWHERE = ("tabindex", "frame-tested")
"""Rules of ours that are stricter (``keyboard/...``), and one that asks whether axe was run."""

OFF = ("target-size",)
"""Rules that axe has and does not ask by itself."""

BY_MODE = {
    Mode.light: (),
    Mode.dark: ("color-contrast", "link-in-text-block"),
    Mode.narrow: ("target-size", "scrollable-region-focusable"),
    Mode.zoomed: ("target-size", "scrollable-region-focusable"),
    Mode.forced: None,
    Mode.reduced: None,
}
"""What can come out otherwise than in light: the rules to ask, none for all; None for a mode in which nothing can.

Forced colours are the visitor's own: axe cannot tell them, and nobody may find fault with them.
"""


def options(only: tuple[str, ...], *, whole: bool) -> dict[str, object]:
    """Return axe's options for the rules ``only``, all that make sense where there are none."""
    asked: dict[str, object]
    if only:
        asked = {"runOnly": {"type": "rule", "values": list(only)}}
    else:
        left_out = {*ELSEWHERE, *(() if whole else OF_PAGES)}
        rules = {rule: {"enabled": False} for rule in sorted(left_out)} | {rule: {"enabled": True} for rule in OFF}
        asked = {"runOnly": {"type": "tag", "values": list(TAGS)}, "rules": rules}
    return asked | {
        "resultTypes": ["violations", "incomplete"],  # of the rest only counts are told, which is faster
        "elementRef": True,
        "preload": False,  # it fetches style sheets again, and waits for films
        "frameWaitTime": 5_000,
    }
