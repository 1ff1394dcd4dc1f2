"""Many definitions at once: which of them could widen, and how far from them the others are.

A definition is compared with its old self while the references in it are taken as they stand: what they lead to is no
wider now than it was. If none widens then, none does at all, since a value is finite: where it shows a difference, it
shows one of a definition whose own text made it. So hundreds of definitions that differ only in what they lead to are
settled by those few whose text differs, and a search for a witness knows where to go.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from generator.containment.definitions import refs_in
from generator.containment.nodes import AND, KINDS, LITERAL, ONE, OR, REFERENCE, Node

FEW = 4
_FAR = 1 << 30
# Words under which a definition that shrinks may let more through.
_TURNING = re.compile(r'"(?:not|if|oneOf|maxContains|unevaluatedProperties|unevaluatedItems)":')


@dataclass(frozen=True, slots=True)
class Outline:
    """``settled`` are the definitions that cannot widen; ``distance`` counts references from others to one that may."""

    settled: frozenset[str]
    distance: dict[str, int]

    def rank(self) -> Callable[[Node], int]:
        """Return what says how far a formula is from a difference: nothing to look up first, then the nearest."""
        known: dict[Node, int] = {}

        def rank(node: Node) -> int:
            found = known.get(node)
            if found is None:
                known[node] = -1  # while it is looked at; formulas hold no loops but by reference
                found = known[node] = self._rank(node, rank)
            return found

        return rank

    def _rank(self, node: Node, rank: Callable[[Node], int]) -> int:
        if node.op == REFERENCE:
            return self.distance.get(f"#{node.args[0].place.pointer}", _FAR)
        if node.op == KINDS:
            return -1
        inner = [part for part in node.args[3] if isinstance(part, Node)] if node.op == LITERAL else node.args[0]
        assert node.op in {LITERAL, AND, OR, ONE}  # noqa: S101  # there is no other sort
        return min((far for far in map(rank, inner) if far >= 0), default=-1)


def outline(changed: dict[str, tuple[str, str]], widens: Callable[[str], bool]) -> Outline:
    """Return what can be said of the definitions that differ, given which of them may widen by themselves."""
    # What only one side has is nobody's other self: it is looked at from where it is referred to.
    both = {ref: texts for ref, texts in changed.items() if all(texts)}
    suspects = [ref for ref, (old, new) in sorted(both.items()) if old != new or _TURNING.search(old) is not None]
    distance = {ref: 0 for ref in suspects if widens(ref)}
    users: dict[str, list[str]] = {}
    for user, texts in changed.items():
        for ref in refs_in(texts[0]) | refs_in(texts[1]):
            users.setdefault(ref, []).append(user)
    waiting = sorted(distance)
    for ref in waiting:
        for user in sorted(users.get(ref, ())):
            if user not in distance:
                distance[user] = distance[ref] + 1
                waiting.append(user)
    return Outline(frozenset(both.keys() - distance.keys()), distance)
