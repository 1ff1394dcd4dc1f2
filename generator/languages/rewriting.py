"""Questions to a pattern's tree, and trees made of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from generator.languages.nodes import (
    EMPTY,
    END,
    INFINITE,
    NOTHING,
    START,
    Alt,
    Chars,
    Look,
    Node,
    Repeat,
    Seq,
    Start,
    alt,
    repeat,
    seq,
)

WORDS = 5_000
SHORT_RUN = 12
LONG_RUN = 200


def parts(node: Node) -> Iterator[Node]:
    """Go through the node and all below it, inner ones first, each once."""
    seen: set[Node] = set()
    waiting = [(node, False)]
    while waiting:
        one, is_open = waiting.pop()
        if is_open:
            yield one
        elif one not in seen:
            seen.add(one)
            waiting.append((one, True))
            waiting += [(child, False) for child in reversed(children(one))]


def children(node: Node) -> tuple[Node, ...]:
    """Return what the node is made of."""
    if isinstance(node, Seq):
        return node.items
    if isinstance(node, Alt):
        return node.options
    return (node.body,) if isinstance(node, Repeat | Look) else ()


@lru_cache(maxsize=4096)
def after_start(node: Node) -> Node:
    """Return what ``node`` matches anywhere but at the start of the string; what looks ahead stays as it is."""
    if node.plain:
        return node
    if isinstance(node, Start):
        return NOTHING
    if isinstance(node, Seq):
        return seq(map(after_start, node.items))
    if isinstance(node, Alt):
        return alt(map(after_start, node.options))
    return repeat(after_start(node.body), node.low, node.high) if isinstance(node, Repeat) else node


def after_leading_start(node: Node) -> Node:
    """Return what ``node`` matches at the start of the string, without its first item if that says no more."""
    is_led = isinstance(node, Seq) and node.items and isinstance(node.items[0], Start)
    return seq(node.items[1:]) if is_led and isinstance(node, Seq) else EMPTY if isinstance(node, Start) else node


def literal_words(node: Node) -> frozenset[str] | None:
    """Return the words of a pattern that spells them all out between ``^`` and ``$``, if it is one."""
    inner = _whole(node)
    found = None if inner is None else _words(seq(inner))
    return None if found is None else frozenset(found)


def _whole(node: Node) -> tuple[Node, ...] | None:
    """Return what stands between ``^`` and ``$``, if they hold all."""
    items = node.items if isinstance(node, Seq) else ()
    return items[1:-1] if len(items) > 1 and items[0] is START and items[-1] is END else None


def _words(node: Node) -> list[str] | None:
    if isinstance(node, Chars):
        low, high = node.charset[0]
        return [chr(low)] if len(node.charset) == 1 and low == high and not 0xD800 <= low <= 0xDFFF else None
    if isinstance(node, Seq):
        return _sequences(node.items)
    if isinstance(node, Alt):
        found = []
        for option in node.options:
            if (words := _words(option)) is None:
                return None
            found += words
        return found
    if isinstance(node, Repeat) and (node.low, node.high) == (0, 1):
        words = _words(node.body)
        return None if words is None else ["", *words]
    return None


def _sequences(items: tuple[Node, ...]) -> list[str] | None:
    if any(isinstance(item, Repeat) and (item.low, item.high) != (0, 1) for item in items):
        return None
    found = [""]
    for item in items:
        words = _words(item)
        if words is None or len(words) * len(found) > WORDS:
            return None
        found = [begin + word for begin in found for word in words]
    return found


def without_counter(node: Node) -> tuple[Node, int, int] | None:
    """Return a pattern without its counter, and how long its words are: ``^a[a-z]{1,63}$`` is ``^a[a-z]*$``, 2 to 64.

    So it is where all but one long run of one set has a fixed length.
    """
    if (inner := _whole(node)) is None:
        return None
    items = list(inner)
    free = [at for at, item in enumerate(items) if item.least != item.most or item.least >= LONG_RUN]
    run = items[free[0]] if len(free) == 1 else EMPTY
    if not (isinstance(run, Repeat) and isinstance(run.body, Chars) and all(item.plain for item in items)):
        return None
    if max(run.low, run.high or 0) < SHORT_RUN:
        return None
    fixed = sum(item.least for item in items) - run.low
    items[free[0]] = repeat(run.body, 0, None)
    high = INFINITE if run.high is None else fixed + run.high
    return seq([START, *items, END]), fixed + run.low, high


def searched(node: Node) -> Node:
    """Return a smaller node that is found in the same strings when looked for anywhere: ``.*a+`` is ``a``."""
    items = list(node.items) if isinstance(node, Seq) else [node]
    while items and items[0].plain and items[0].always:
        items.pop(0)
    if items and isinstance(items[0], Repeat) and items[0].plain:
        items[0] = repeat(items[0].body, items[0].low, items[0].low)
    return seq(items) if items else EMPTY
