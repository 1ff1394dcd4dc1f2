"""Questions to a pattern's tree, and trees made of it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.languages.nodes import (
    EMPTY,
    NOTHING,
    Alt,
    Chars,
    End,
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


def literal_words(node: Node) -> frozenset[str] | None:
    """Return the words of a pattern that spells them all out between ``^`` and ``$``, if it is one."""
    if not (
        isinstance(node, Seq) and node.items and isinstance(node.items[0], Start) and isinstance(node.items[-1], End)
    ):
        return None
    found = _words(seq(node.items[1:-1]))
    return None if found is None else frozenset(found)


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


def searched(node: Node) -> Node:
    """Return a smaller node that is found in the same strings when looked for anywhere: ``.*a+`` is ``a``."""
    items = list(node.items) if isinstance(node, Seq) else [node]
    while items and items[0].plain and items[0].always:
        items.pop(0)
    if items and isinstance(items[0], Repeat) and items[0].plain:
        items[0] = repeat(items[0].body, items[0].low, items[0].low)
    return seq(items) if items else EMPTY
