"""What has been said about a number or a text so far, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING, Any

from generator.containment.exact import Value
from generator.containment.judging import number_is, text_is
from generator.containment.nodes import ALL, AND, LITERAL, OR, Node
from generator.containment.numbers import Numbers
from generator.containment.results import Doubtful, Undecided
from generator.containment.texts import Texts

if TYPE_CHECKING:
    from generator.containment.search import Search


class Said:
    """Literals, in the order in which they were said."""

    def __init__(self, search: Search) -> None:
        self.search = search
        self.literals: dict[Node, None] = {}

    def add(self, node: Node) -> bool:
        """Say one more; False if its opposite was said. Raises Doubtful for what cannot be decided."""
        if node.args[3][0] == "unsupported":
            raise Doubtful(Undecided(*node.args[3][1:]))
        if node.opposite in self.literals or self._refused(node):
            return False
        self.literals[node] = None
        return True

    def _refused(self, node: Node) -> bool:
        """Say whether a definition, taken as it stands, is in the new version and not in the old one."""
        family, _, positive, literal = node.args
        if literal[0] != "definition" or literal[1] != ("new" if positive else "old"):
            return False
        other = ("definition", "old" if positive else "new", literal[2])
        return self.search.pool.literal(family, other, strict=positive, positive=not positive) in self.literals

    def decided(self, node: Node) -> bool | None:
        """Say whether a literal holds by what was said, None if that is not plain to see."""
        if node in self.literals:
            return True
        return False if node.opposite in self.literals else None

    def mark(self) -> int:
        """Return where we are, for :meth:`undo`."""
        return len(self.literals)

    def undo(self, mark: int) -> None:
        """Take back all that was said since ``mark``."""
        while len(self.literals) > mark:
            self.literals.popitem()


class Constants(Said):
    """Literals about null, true or false: what a definition says of it, or that nobody can say."""

    def solve(self, limit: int) -> list[Value]:
        """Return the place of the one value there is."""
        return list[Value]([None])[:limit]


class Numerals(Said):
    """Literals about a number."""

    def is_so(self, node: Node, number: Value) -> bool:
        """Say whether a formula about numbers holds of ``number``. Raises Doubtful."""
        return isinstance(number, Fraction) and is_so(node, lambda literal: number_is(literal, number))

    def solve(self, limit: int) -> list[Value]:
        """Return up to ``limit`` numbers of which all holds."""
        return list(islice(Numbers(self.literals).values(self.search.steps), limit))


class Strings(Said):
    """Literals about a text."""

    def is_so(self, node: Node, text: Value) -> bool:
        """Say whether a formula about texts holds of ``text``. Raises Doubtful."""
        return isinstance(text, str) and is_so(node, lambda literal: text_is(literal, text))

    def solve(self, limit: int) -> list[Value]:
        """Return up to ``limit`` texts of which all holds. Raises Doubtful."""
        found = Texts(self.literals).values(limit, self.search.steps)
        if isinstance(found, Undecided):
            raise Doubtful(found)
        return list(found)


def is_so(part: Node, literal_is: Callable[[tuple[Any, ...]], bool]) -> bool:
    """Say whether a formula about one family holds, given what its literals say. Raises Doubtful."""
    if part.op == LITERAL:
        return literal_is(part.args[3]) is part.args[2]
    if part.op == AND:
        return all(is_so(each, literal_is) for each in part.args[0])
    if part.op == OR:
        return any(is_so(each, literal_is) for each in part.args[0])
    return bool(part.args[0] == ALL)
