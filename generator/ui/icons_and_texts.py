"""The two calls that a template may make: ``icon(name, label=None)`` and ``t(key, **values)``."""

from __future__ import annotations

from dataclasses import dataclass

from generator.ui.flaws import Flaw, shown
from generator.ui.text import has_words
from generator.ui.values import Value


@dataclass(frozen=True, slots=True)
class Use:
    """One ``t(...)``: the keys that it may ask for, the names of the values that it gives, and its line."""

    keys: frozenset[str]
    given: frozenset[str]
    line: int


def use(arguments: list[Value], keywords: dict[str, Value], line: int) -> Use | Flaw:
    """Return what a ``t(...)`` asks for, or why that cannot be told."""
    keys = arguments[0].texts if len(arguments) == 1 else None
    if not keys:
        remedy = "Write t('key', name=value), with a key that is written out or made of an enum of the props."
        return Flaw("ui/messages", "t() takes one key that can be told before it runs", line, remedy=remedy)
    return Use(keys, frozenset(keywords), line)


def icon(arguments: list[Value], keywords: dict[str, Value], known: frozenset[str], line: int) -> list[Flaw]:
    """Return what is wrong with an ``icon(...)``."""
    names = arguments[0].texts if arguments else None
    if not names or len(arguments) > 2 or set(keywords) - {"label"}:
        remedy = "Write icon('name') or icon('name', label=t('key'))."
        return [Flaw("ui/markup", "icon() takes a name that can be told before it runs", line, remedy=remedy)]
    flaws = [
        Flaw("ui/markup", f"the design has no icon {shown(name)}", line, remedy=f"It has {_listed(known)}.")
        for name in sorted(names - known)
    ]
    labels = [*arguments[1:], *keywords.values()]
    if any(has_words(word) for label in labels for word in label.words):
        flaws.append(Flaw("ui/text", "an icon's label is written out", line, remedy="Write label=t('key')."))
    return flaws


def _listed(names: frozenset[str]) -> str:
    return ", ".join(sorted(names)) or "none"
