"""What is wrong with a page, as a check says it: the same words for a story and for any page on the web."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flaw:
    """One breach of one rule on one page.

    ``rule`` is an id of :data:`generator.rules.RULES`; ``message`` is one sentence that names the element in words;
    ``selector`` is a CSS selector that finds it (through shadow roots and frames with `` >>> ``), ``html`` its start
    tag, shortened; ``remedy`` the edit that mends it, empty for the rule's own; ``link`` explains more, empty for the
    rule's own criterion; ``old`` and ``new`` are what stood and what stands, where two things are compared.
    """

    rule: str
    message: str
    selector: str = ""
    html: str = ""
    remedy: str = ""
    link: str = ""
    old: str | None = None
    new: str | None = None
