"""What "exactly one of" and "not exactly one of" both name is counted once, not tried arm by arm."""

from __future__ import annotations

from generator.containment.nodes import ONE, Node, Pool


def counted_apart(pool: Pool, node: Node) -> list[Node]:
    """Return the cases of a conjunction that holds such a pair, by what differs; none if it holds none.

    With C the arms of both, A those of the first only and B those of the second only, exactly one of A and C holds and
    not exactly one of B and C just where exactly one of A holds, none of C and not exactly one of B; or none of A,
    exactly one of C and any of B.
    """
    for one in node.args[0]:
        for other in node.args[0]:
            if one.op != ONE or other.op != ONE or not one.args[1] or other.args[1]:
                continue
            arms, others = one.args[0], other.args[0]
            both = [arm for arm in arms if arm in others]
            if not both or len(set(arms)) < len(arms) or len(set(others)) < len(others):
                continue
            rest = [each for each in node.args[0] if each is not one and each is not other]
            first = [arm for arm in arms if arm not in both]
            second = [arm for arm in others if arm not in both]
            return [pool.conjunction([*rest, *case]) for case in _cases(pool, first, both, second)]
    return []


def _cases(pool: Pool, first: list[Node], both: list[Node], second: list[Node]) -> tuple[list[Node], list[Node]]:
    none_of_both = [pool.negation(arm) for arm in both]
    none_of_first = [pool.negation(arm) for arm in first]
    return (
        [pool.one(first), *none_of_both, pool.negation(pool.one(second))],
        [*none_of_first, pool.one(both), pool.disjunction(second)],
    )
