"""One flaw in ten stories and three modes is one flaw: which ones are the same, and where they stand, in few words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.looks.browsers.found import Engine
from generator.looks.flaws import Flaw

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def alike(flaw: Flaw) -> tuple[str, ...]:
    """Return what two flaws share when one edit mends both.

    Rule, element, sentence and the lines that differ; numbers do not count: the third entry of a list and the fourth,
    18 pixels here and 17 there, come from the same line of a template or a stylesheet.
    """
    return flaw.rule, _unnumbered(flaw.selector), _unnumbered(flaw.message), *_changed(flaw.old, flaw.new)


def summed_up(places: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return where a flaw stands, a line a story: ``chosen (chromium light, dark; firefox light)``.

    ``places`` are pairs of story and where it was seen: an engine, a mode, or both (``chromium light``); empty for any.
    """
    by_story: dict[str, dict[str, None]] = {}
    for story, where in places:
        by_story.setdefault(story, {})[where] = None
    return tuple(f"{story} ({said})" if (said := _wheres(wheres)) else story for story, wheres in by_story.items())


def _wheres(wheres: Iterable[str]) -> str:
    by_engine: dict[str, list[str]] = {}
    for where in filter(None, wheres):
        engine, _, mode = where.partition(" ")
        head = engine if engine in set(Engine) else ""
        by_engine.setdefault(head, []).append(mode if head else where)
    return "; ".join(f"{engine} {', '.join(filter(None, modes))}".strip() for engine, modes in by_engine.items())


def _unnumbered(text: str) -> str:
    return _NUMBER.sub("0", text)


def _changed(old: str | None, new: str | None) -> tuple[str, ...]:
    was, now = (old or "").splitlines(), (new or "").splitlines()
    gone = sorted(set(was) - set(now))
    come = sorted(set(now) - set(was))
    return *(f"-{line}" for line in gone), *(f"+{line}" for line in come)
