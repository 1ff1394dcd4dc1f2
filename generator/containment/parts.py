"""A formula as far as it speaks of one family of values: nulls, trues, falses, numbers, strings, arrays or objects.

What is left is a conjunction or disjunction of literals of that family: references are followed, "exactly one of" is
written out, and a literal that is the opposite of a range is the two ranges beside it. In a closed pool references are
not followed: they are literals of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from generator.containment.definitions import Definition
from generator.containment.nodes import (
    AND,
    FAMILIES,
    FRACTION,
    INTEGER,
    KINDS,
    LITERAL,
    NUMBER,
    OBJECT,
    OR,
    REFERENCE,
    STRING,
    Node,
    Pool,
)
from generator.steps import Steps

_LOOP = "a reference leads back to itself before it says anything"


class Parts:
    """Takes formulas of one pool apart by family; what was taken apart once is known."""

    def __init__(self, pool: Pool, body: Callable[[Definition], Node], *, closed: bool = False) -> None:
        self.steps = Steps(0)
        self._closed = closed
        self._pool = pool
        self._body = body
        self._exclusive: dict[tuple[Node, ...], bool] = {}
        self._following: set[tuple[Definition, int]] = set()

    def part(self, node: Node, family: int) -> Node:
        """Return what ``node`` says about the values of ``family``."""
        if node.parts is None:
            node.parts = {}
        found = node.parts.get(family)
        if found is None:
            found = node.parts[family] = self._part(node, family)
        return found

    def _part(self, node: Node, family: int) -> Node:  # noqa: PLR0911  # one for each sort of node
        pool = self._pool
        if node.op == KINDS:
            return self._kinds(node.args[0], family)
        if node.op == LITERAL:
            if node.args[0] == family:
                return self._literal(family, node.args[2], node.args[3])
            return pool.nothing if node.args[1] else pool.everything
        if node.op == AND:
            return pool.conjunction([self.part(each, family) for each in node.args[0]])
        if node.op == OR:
            return pool.disjunction([self.part(each, family) for each in node.args[0]])
        if node.op == REFERENCE:
            return self._followed(node.args[0], family, positive=node.args[1])
        return self._one([self.part(arm, family) for arm in node.args[0]], family, positive=node.args[1])

    def _kinds(self, mask: int, family: int) -> Node:
        pool = self._pool
        if family == NUMBER and mask & NUMBER in {INTEGER, FRACTION}:
            return self._literal(NUMBER, mask & NUMBER == INTEGER, ("multiple", Fraction(1)))
        return pool.everything if mask & family else pool.nothing

    def _literal(self, family: int, positive: bool, literal: tuple[Any, ...]) -> Node:  # noqa: FBT001
        """Return a literal in the one way it is written within its family."""
        plain = self._pool.literal
        if positive:
            return plain(family, literal)
        match literal:
            case ("range", low, low_out, high, high_out):
                beside: list[tuple[Any, ...]] = [("range", None, False, low, not low_out)] if low is not None else []
                beside += [("range", high, not high_out, None, False)] if high is not None else []
            case (("length" | "count") as word, low, high):
                beside = [(word, 0, low - 1)] if low else []
                beside += [(word, high + 1, None)] if high is not None else []
            case ("contains", node, low, high):
                beside = [("contains", node, 0, low - 1)] if low else []
                beside += [("contains", node, high + 1, None)] if high is not None else []
            case _:
                return plain(family, literal, strict=True, positive=False)
        return self._pool.disjunction([plain(family, each) for each in beside])

    def _followed(self, definition: Definition, family: int, *, positive: bool) -> Node:
        if definition.missing:
            why = ("unsupported", definition.missing, definition.place.pointer)
            return self._pool.literal(family, why, strict=not positive, positive=positive)
        if self._closed:
            name = ("definition", definition.side, definition.place.pointer)
            return self._pool.literal(family, name, strict=not positive, positive=positive)
        step = (definition, family)
        if step in self._following:
            return self._pool.literal(family, ("unsupported", _LOOP, definition.place.pointer))
        self._following.add(step)
        try:
            body = self._body(definition)
            return self.part(body if positive else self._pool.negation(body), family)
        finally:
            self._following.discard(step)

    def _one(self, arms: list[Node], family: int, *, positive: bool) -> Node:
        pool = self._pool
        arms = [arm for arm in arms if arm is not pool.nothing]
        whole = sum(arm is pool.everything for arm in arms)
        if len(arms) < 2:
            one = arms[0] if arms else pool.nothing
        elif whole:
            # What one takes whole, no other may take.
            others = [self.part(pool.negation(arm), family) for arm in arms if arm is not pool.everything]
            one = pool.conjunction(others) if whole == 1 else pool.nothing
        elif apart(arms, family, self._constants):
            one = pool.disjunction(arms)
        else:
            self.steps.spend(len(arms) * len(arms))
            others = [self.part(pool.negation(arm), family) for arm in arms]
            one = pool.disjunction(
                [pool.conjunction([arm, *others[:at], *others[at + 1 :]]) for at, arm in enumerate(arms)]
            )
        return one if positive else self.part(pool.negation(one), family)

    def is_exclusive(self, arms: tuple[Node, ...]) -> bool:
        """Say whether it is plain to see that no value is in two of ``arms``."""
        known = self._exclusive.get(arms)
        if known is None:
            known = self._exclusive[arms] = not self._closed and all(self._are_apart(arms, each) for each in FAMILIES)
        return known

    def _are_apart(self, arms: tuple[Node, ...], family: int) -> bool:
        some = [part for part in (self.part(arm, family) for arm in arms) if part is not self._pool.nothing]
        return len(some) < 2 or apart(some, family, self._constants)

    def _constants(self, node: Node) -> frozenset[str] | None:
        """Return texts besides which ``node`` takes nothing, None if it is not known to be about texts only."""
        for _ in range(8):
            if node.op == REFERENCE and node.args[1]:
                node = self._body(node.args[0])
        for each in node.args[0] if node.op == AND else (node,):
            if each.op == LITERAL and each.args[1] and each.args[2] and each.args[3][0] == "strings":
                found: frozenset[str] = each.args[3][1]
                return found
        return None


def apart(arms: list[Node], family: int, constants: Callable[[Node], frozenset[str] | None]) -> bool:
    """Say whether it is plain to see that no value is in two of ``arms``.

    They are constants, or a member that all of them require tells them apart.
    """
    if family == STRING:
        return _disjoint([_strings(arm) for arm in arms])
    if family != OBJECT:
        return False
    tags = [_tags(arm, constants) for arm in arms]
    shared = set(tags[0]).intersection(*tags[1:]) if tags else set()
    return any(_disjoint([tag[name] for tag in tags]) for name in sorted(shared))


def _disjoint(sets: list[frozenset[str] | None]) -> bool:
    known = [each for each in sets if each is not None]
    return len(known) == len(sets) and sum(map(len, known)) == len(frozenset[str]().union(*known))


def _strings(arm: Node) -> frozenset[str] | None:
    for each in _literals(arm):
        if each.args[2] and each.args[3][0] == "strings":
            found: frozenset[str] = each.args[3][1]
            return found
    return None


def _tags(arm: Node, constants: Callable[[Node], frozenset[str] | None]) -> dict[str, frozenset[str] | None]:
    """Return the members that ``arm`` requires and allows some texts only, with these texts."""
    required, allowed = set[str](), dict[str, frozenset[str] | None]()
    for each in _literals(arm):
        if each.args[3][0] != "every":
            continue
        key, value = each.args[3][1:]
        names = key.args[3][1] if _spells(key) else frozenset[str]()
        if len(names) != 1:
            continue
        if not each.args[2]:
            required |= names
        elif (texts := constants(value)) is not None:
            allowed[next(iter(names))] = texts
    return {name: texts for name, texts in allowed.items() if name in required}


def _literals(arm: Node) -> Iterable[Node]:
    return [each for each in (arm.args[0] if arm.op == AND else (arm,)) if each.op == LITERAL]


def _spells(key: Node) -> bool:
    return key.op == LITERAL and key.args[2] is True and key.args[3][0] == "strings"
