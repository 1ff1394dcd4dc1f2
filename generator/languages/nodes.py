"""Patterns as trees: equal trees are one object, and what is written in several ways is held in one.

A repeat never has a body that matches the empty string without a condition, so that every turn of a loop reads a
character. Nodes are made by the functions, not by their classes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import TypeVar, cast

from generator.languages import charsets
from generator.languages.charsets import Charset, charset
from generator.languages.unsupported import PatternUnsupported

INFINITE = 1 << 62
CONDITIONAL_REPEATS = 20
CONDITIONAL_ITEMS = 2_000
OPTIONAL_ITEMS = 50


@dataclass(slots=True, eq=False)
class Node:
    """A part of a pattern; it matches between ``least`` and ``most`` characters.

    ``always`` says that it matches the empty string whatever stands around; ``plain``, that nothing in it looks around.
    """

    least: int
    most: int
    always: bool
    plain: bool


@dataclass(slots=True, eq=False)
class Chars(Node):
    """One character of a set."""

    charset: Charset


@dataclass(slots=True, eq=False)
class Seq(Node):
    """One after the other."""

    items: tuple[Node, ...]


@dataclass(slots=True, eq=False)
class Alt(Node):
    """One of several."""

    options: tuple[Node, ...]


@dataclass(slots=True, eq=False)
class Repeat(Node):
    """The body, ``low`` to ``high`` times; ``high`` is None for no end."""

    body: Node
    low: int
    high: int | None


@dataclass(slots=True, eq=False)
class Start(Node):
    """The start of the string."""


@dataclass(slots=True, eq=False)
class End(Node):
    """The end of the string."""


@dataclass(slots=True, eq=False)
class Boundary(Node):
    """A place between a word character and none; if ``inside``, a place that is not such."""

    inside: bool


@dataclass(slots=True, eq=False)
class Look(Node):
    """What follows (what precedes, if ``behind``) matches the body; does not, if ``without``."""

    body: Node
    behind: bool
    without: bool


_made: dict[tuple[object, ...], Node] = {}
_LIMIT = 200_000
_Kind = TypeVar("_Kind", bound=Node)


def _once(kind: type[_Kind], numbers: tuple[int, int, bool, bool], *parts: object) -> _Kind:
    """Return the one node of that kind with these parts."""
    key = (kind, *parts)
    found = _made.get(key)
    if found is None:
        if len(_made) > _LIMIT:  # sharing is lost, not meaning
            _made.clear()
        found = _made[key] = kind(*numbers, *parts)
    return cast("_Kind", found)


EMPTY = Seq(0, 0, True, True, ())  # noqa: FBT003  # made by place
NOTHING = Alt(INFINITE, 0, False, True, ())  # noqa: FBT003  # made by place
START = Start(0, 0, False, False)  # noqa: FBT003  # made by place
END = End(0, 0, False, False)  # noqa: FBT003  # made by place


def chars(of: Charset) -> Node:
    """Return one character of a set."""
    return _once(Chars, (1, 1, False, True), of) if of else NOTHING


ANY = chars(charsets.ANYTHING)
WORD_CHAR = cast("Chars", chars(charsets.WORD))


def boundary(*, inside: bool) -> Node:
    r"""Return ``\b``, or ``\B`` if ``inside``."""
    return _once(Boundary, (0, 0, False, False), inside)


def look(body: Node, *, behind: bool, without: bool) -> Node:
    """Return a look around."""
    if body is NOTHING or body.always:
        return EMPTY if (body is NOTHING) == without else NOTHING
    return _once(Look, (0, 0, False, False), body, behind, without)


def seq(parts: Iterable[Node]) -> Node:
    """Return one after the other."""
    items: list[Node] = []
    for part in parts:
        if part is NOTHING:
            return NOTHING
        for item in part.items if isinstance(part, Seq) else (part,):
            if not items or not (isinstance(item, Repeat) or isinstance(items[-1], Repeat)):
                items.append(item)
            elif merged := _merged(items[-1], item):
                items[-1] = merged
            else:
                items.append(item)
    if len(items) < 2:
        return items[0] if items else EMPTY
    numbers = (
        sum(item.least for item in items),
        min(INFINITE, sum(item.most for item in items)),
        all(item.always for item in items),
        all(item.plain for item in items),
    )
    return _once(Seq, numbers, tuple(items))


def _merged(one: Node, other: Node) -> Node | None:
    """Return a repeat for two neighbours that repeat the same."""
    bodies = [node.body if isinstance(node, Repeat) else node for node in (one, other)]
    if bodies[0] is not bodies[1]:
        return None
    low = high = 0
    for node in (one, other):
        if not isinstance(node, Repeat):
            low, high = low + 1, high + 1
        else:
            low += node.low
            high += INFINITE if node.high is None else node.high
    return _raw_repeat(bodies[0], low, None if high >= INFINITE else high)


def alt(parts: Iterable[Node]) -> Node:
    """Return one of several; characters become one set."""
    options: dict[Node, None] = {}
    ranges: list[tuple[int, int]] = []
    empty = False
    for part in parts:
        for option in part.options if isinstance(part, Alt) else (part,):
            if isinstance(option, Chars):
                ranges += option.charset
                options.setdefault(ANY)  # keeps the place of the joined set
            elif option is EMPTY:
                empty = True
            else:
                options.setdefault(option)
    joined = chars(charset(ranges))
    found = tuple(joined if option is ANY else option for option in options)
    node = found[0] if len(found) == 1 else NOTHING if not found else _raw_alt(found)
    return (repeat(node, 0, 1) if found else EMPTY) if empty else node


def _raw_alt(options: tuple[Node, ...]) -> Node:
    numbers = (
        min(option.least for option in options),
        max(option.most for option in options),
        any(option.always for option in options),
        all(option.plain for option in options),
    )
    return _once(Alt, numbers, options)


def repeat(body: Node, low: int, high: int | None) -> Node:
    """Return the body, ``low`` to ``high`` times."""
    if high == 0 or body is EMPTY:
        return EMPTY
    if body is NOTHING:
        return NOTHING if low else EMPTY
    if body.always:
        return repeat(_options(body) if high is None else nonempty(body), 0, high)
    if body.least == 0 and (empties := empty_part(body)) is not NOTHING:
        return _conditional(body, empties, low, high)
    if isinstance(body, Repeat) and (flat := _flat(body, low, high)):
        return flat
    return body if low == high == 1 else _raw_repeat(body, low, high)


def _options(body: Node) -> Node:
    """Return a body for ``body*``: with ``a?b*``, ``a`` and ``b`` in any order are as good."""
    items = body.items if isinstance(body, Seq) else (body,)
    return alt(nonempty(item) for item in items)


def _raw_repeat(body: Node, low: int, high: int | None) -> Node:
    least = min(INFINITE, body.least * low)
    most = INFINITE if high is None or body.most >= INFINITE else min(INFINITE, body.most * high)
    return _once(Repeat, (least, most, low == 0, body.plain), body, low, high)


def _conditional(body: Node, empties: Node, low: int, high: int | None) -> Node:
    """Return the repeat of a body that is empty where a look around says so: only the turns that must be may be empty.

    An empty turn asks the same of its place as any other empty turn beside it.
    """
    if low > CONDITIONAL_REPEATS or low * _size(body) > CONDITIONAL_ITEMS:
        raise PatternUnsupported(f"it repeats a look around {low:,} times")
    reading = nonempty(body)
    if reading is NOTHING:
        return empties if low else EMPTY
    rest = repeat(reading, 0, None if high is None else high - low)
    return seq([*[body] * low, rest])


@lru_cache(maxsize=4096)
def _size(node: Node) -> int:
    """Return how many nodes the tree has, those that stand in it often counted as often."""
    inner = node.items if isinstance(node, Seq) else node.options if isinstance(node, Alt) else ()
    return 1 + sum(map(_size, inner)) + (_size(node.body) if isinstance(node, Repeat | Look) else 0)


def _flat(body: Repeat, low: int, high: int | None) -> Node | None:
    """Return a repeat of a repeat as one, where the counts that it can reach have no gap."""
    turns = max(low, 1)
    if body.high is not None:
        gapless = low == high or body.low * (turns + 1) <= body.high * turns + 1
        if not gapless or (low == 0 and body.low > 1):
            return None
    elif low == 0 and body.low > 1:
        return None
    most = None if high is None or body.high is None else body.high * high
    return repeat(body.body, body.low * low, most)


@lru_cache(maxsize=4096)
def empty_part(node: Node) -> Node:
    """Return what matches the empty strings that ``node`` matches: nothing, everything or looks around."""
    if node.always:
        return EMPTY
    if node.least > 0:
        return NOTHING
    if isinstance(node, Seq):
        return seq(map(empty_part, node.items))
    if isinstance(node, Alt):
        return alt(map(empty_part, node.options))
    return empty_part(node.body) if isinstance(node, Repeat) else node


@lru_cache(maxsize=4096)
def nonempty(node: Node) -> Node:
    """Return what matches the strings that ``node`` matches, without the empty ones."""
    if node.least > 0:
        return node
    if isinstance(node, Alt):
        return alt(map(nonempty, node.options))
    if isinstance(node, Repeat):  # a body that may be empty under a condition stands in no repeat
        return repeat(node.body, 1, node.high)
    return _nonempty_seq(node.items) if isinstance(node, Seq) else NOTHING


def _nonempty_seq(items: Sequence[Node]) -> Node:
    """Return the sequences in which some item reads."""
    if len(items) > OPTIONAL_ITEMS:
        raise PatternUnsupported(f"it repeats a group of {len(items)} parts that may all be empty")

    def before(rest: tuple[Node, Node], item: Node) -> tuple[Node, Node]:
        reading, all_of_it = rest
        return alt([seq([nonempty(item), all_of_it]), seq([empty_part(item), reading])]), seq([item, all_of_it])

    nothing: tuple[Node, Node] = (NOTHING, EMPTY)
    return reduce(before, reversed(items), nothing)[0]
