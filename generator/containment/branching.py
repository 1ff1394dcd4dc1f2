"""Alternatives: what is settled at once, and which is tried next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from generator.containment.exact import Value
from generator.containment.nodes import AND, LITERAL, OR, Node

_FAR = 1 << 60
_SEVERAL = 4
# So many arms of alternatives are looked at in one step.
_LOOKED = 8


class State(Protocol):
    """What has been said about a value of one family so far."""

    literals: dict[Node, None]

    def add(self, node: Node) -> bool:
        """Say one more literal; False if that cannot be. Raises Doubtful."""

    def decided(self, node: Node) -> bool | None:
        """Say whether a literal holds by what was said, None if that is not plain to see."""

    def mark(self) -> int:
        """Return where we are."""

    def undo(self, mark: int) -> None:
        """Take back all that was said since ``mark``."""

    def solve(self, limit: int) -> list[Value]:
        """Return up to ``limit`` values of which all holds. Raises Doubtful."""


def assert_all(state: State, node: Node, alternatives: list[Node]) -> bool:
    """Add what ``node`` says to ``state``, its alternatives to ``alternatives``; False if it cannot be."""
    if node.op == AND:
        first = [each for each in node.args[0] if each.op == LITERAL and each.args[2]]
        rest = [each for each in node.args[0] if not (each.op == LITERAL and each.args[2])]
        return all(assert_all(state, each, alternatives) for each in (*first, *rest))
    if node.op == OR:
        alternatives.append(node)
        return True
    if node.op == LITERAL:
        return bool(state.add(node))
    return bool(node.args[0])


def settle(state: State, waiting: list[Node], spend: Callable[[int], None]) -> list[Node] | None:
    """Assert what has one arm left, and take out of ``waiting`` the alternative with the fewest arms.

    One whose arms all say several things comes first: what it settles, others need not be tried for. Where many wait,
    it is the one with the most arms: each of these settles others, and else their numbers would multiply.
    Returns its arms, none if nothing is waiting, None if an alternative has no arm left.
    """
    while True:
        best: list[Node] | None = None
        chosen, least = -1, (True, _FAR)
        many = len(waiting) > _SEVERAL
        forced = False
        for at, node in enumerate(waiting):
            arms = _arms(state, node)
            spend(len(node.args[0]) // _LOOKED)
            if arms is None:
                continue
            if not arms:
                return None
            if len(arms) == 1:
                del waiting[at]
                if not assert_all(state, arms[0], waiting):
                    return None
                forced = True
                break
            rank = (many or any(arm.op == LITERAL for arm in arms), -len(arms) if many else len(arms))
            if rank < least:
                best, chosen, least = arms, at, rank
        if forced:
            continue
        if best is None:
            return []
        del waiting[chosen]
        return best


def _arms(state: State, node: Node) -> list[Node] | None:
    """Return the arms that may still hold, None if one holds already."""
    arms = []
    for arm in node.args[0]:
        if arm.op == LITERAL:
            decided = state.decided(arm)
            if decided:
                return None
            if decided is False:
                continue
        elif arm.op == AND and any(each.op == LITERAL and state.decided(each) is False for each in arm.args[0]):
            continue
        arms.append(arm)
    return arms
