"""Sets of JSON values as formulas, each written once: the same formula is the same object.

A formula is a conjunction or disjunction of formulas, a set of kinds (null, false, true, integers, other numbers,
strings, arrays, objects), a literal about the values of one family, a reference to a definition, or "exactly one of".
Negation is pushed down to the leaves at once, so a formula and its opposite are found in one conjunction by looking.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from generator.containment.definitions import Definition

NULL, FALSE, TRUE, INTEGER, FRACTION, STRING, ARRAY, OBJECT = (1 << bit for bit in range(8))
NUMBER: Final = INTEGER | FRACTION
ALL: Final = 255

KINDS, LITERAL, AND, OR, REFERENCE, ONE = range(6)

FAMILIES: Final = (NULL, FALSE, TRUE, NUMBER, STRING, ARRAY, OBJECT)


class Node:
    """One formula: ``op`` says which sort it is, and ``args`` what it is made of.

    KINDS (mask) · LITERAL (family, strict, positive, literal) · AND, OR (tuple of nodes, oldest first) ·
    REFERENCE (definition, positive) · ONE (tuple of nodes, positive).

    A literal says something about the values of one family; of all others it holds unless it is ``strict``.
    """

    __slots__ = ("args", "number", "op", "opposite", "parts")

    def __init__(self, op: int, args: tuple[Any, ...], number: int) -> None:
        self.op = op
        self.args = args
        self.number = number
        self.opposite: Node | None = None
        self.parts: dict[int, Node] | None = None


class Pool:
    """Where formulas are made; formulas of two pools do not mix."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], Node] = {}
        self.everything = self.kinds(ALL)
        self.nothing = self.kinds(0)

    def _node(self, op: int, *args: object) -> Node:
        key = (op, *args)
        node = self._known.get(key)
        if node is None:
            node = self._known[key] = Node(op, args, len(self._known))
        return node

    def kinds(self, mask: int) -> Node:
        """Return all values of the kinds in ``mask``."""
        return self._node(KINDS, mask)

    def literal(self, family: int, literal: tuple[Any, ...], *, strict: bool = False, positive: bool = True) -> Node:
        """Return the values of ``family`` of which ``literal`` is ``positive``, and all others unless ``strict``."""
        return self._node(LITERAL, family, strict, positive, literal)

    def reference(self, definition: Definition, *, positive: bool = True) -> Node:
        """Return what a definition takes."""
        return self._node(REFERENCE, definition, positive)

    def one(self, arms: Iterable[Node]) -> Node:
        """Return what exactly one of ``arms`` takes."""
        kept = tuple(arm for arm in arms if arm is not self.nothing)
        if len(kept) < 2:
            return kept[0] if kept else self.nothing
        return self._node(ONE, kept, True)  # noqa: FBT003  # positive

    def all_of(self, *nodes: Node) -> Node:
        """Return what all of ``nodes`` take."""
        return nodes[0] if len(nodes) == 1 else self.conjunction(nodes)

    def conjunction(self, nodes: Iterable[Node]) -> Node:
        """Return what all of ``nodes`` take."""
        mask = ALL
        found: dict[Node, None] = {}
        for node in nodes:
            if node.op == KINDS:
                mask &= node.args[0]
            elif node.op == AND:
                for part in node.args[0]:
                    if part.op == KINDS:
                        mask &= part.args[0]
                    else:
                        found[part] = None
            else:
                found[node] = None
        implied = ALL
        for node in found:
            if self.negation(node) in found:
                return self.nothing
            if node.op == LITERAL and node.args[1]:
                implied &= node.args[0]
        if not mask & implied:
            return self.nothing
        return self._gathered(AND, mask & implied, implied, found)

    def any_of(self, *nodes: Node) -> Node:
        """Return what any of ``nodes`` takes."""
        return nodes[0] if len(nodes) == 1 else self.disjunction(nodes)

    def disjunction(self, nodes: Iterable[Node]) -> Node:
        """Return what any of ``nodes`` takes."""
        mask = 0
        found: dict[Node, None] = {}
        for node in nodes:
            if node.op == KINDS:
                mask |= node.args[0]
            elif node.op == OR:
                for part in node.args[0]:
                    if part.op == KINDS:
                        mask |= part.args[0]
                    else:
                        found[part] = None
            else:
                found[node] = None
        implied = 0
        for node in found:
            if self.negation(node) in found:
                return self.everything
            if node.op == LITERAL and not node.args[1]:
                implied |= ALL ^ node.args[0]
        if mask | implied == ALL:
            return self.everything
        return self._gathered(OR, mask | implied, implied, found)

    def _gathered(self, op: int, mask: int, implied: int, found: dict[Node, None]) -> Node:
        """Return ``found`` and the kinds in ``mask`` as one formula.

        Kinds that literals imply are not said again, and a literal that the kinds decide goes.
        """
        kept = [node for node in found if node.op != LITERAL or self._says_more(node, op, mask)]
        if mask != implied:
            kept.append(self.kinds(mask))
        if len(kept) == 1:
            return kept[0]
        if not kept:
            return self.everything if op == AND else self.nothing
        key = (op, frozenset(kept))
        node = self._known.get(key)
        if node is None:
            # In the order of their making, which no hash decides: the same question finds the same witness.
            kept.sort(key=_number)
            node = self._known[key] = Node(op, (tuple(kept),), len(self._known))
        return node

    def _says_more(self, node: Node, op: int, mask: int) -> bool:
        family, strict = node.args[0], node.args[1]
        if op == AND:
            return bool(family & mask) or strict
        return family & ~mask != 0 or not strict

    def negation(self, node: Node) -> Node:
        """Return what ``node`` does not take."""
        opposite = node.opposite
        if opposite is None:
            opposite = self._opposite(node)
            node.opposite = opposite
            if opposite.opposite is None:
                opposite.opposite = node
        return opposite

    def _opposite(self, node: Node) -> Node:
        if node.op == KINDS:
            return self.kinds(ALL ^ node.args[0])
        if node.op == LITERAL:
            family, strict, positive, literal = node.args
            return self._node(LITERAL, family, not strict, not positive, literal)
        if node.op == AND:
            return self.disjunction([self.negation(part) for part in node.args[0]])
        if node.op == OR:
            return self.conjunction([self.negation(part) for part in node.args[0]])
        return self._node(node.op, node.args[0], not node.args[1])


def _number(node: Node) -> int:
    return node.number


def spelled(key: Node) -> frozenset[str] | None:
    """Return the names of a class of property names that is nothing but names, None of any other."""
    if key.op == LITERAL and key.args[2] and key.args[3][0] == "strings":
        names: frozenset[str] = key.args[3][1]
        return names
    return None
