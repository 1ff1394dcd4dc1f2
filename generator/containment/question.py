"""Two schemas side by side, and the question whether the new one widens."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from generator.canonical import Json
from generator.containment.answers import Answer, Subset, Unknown, Widens
from generator.containment.definitions import Definition, Unchanged
from generator.containment.exact import NumberTooLong, Value, is_number, plain
from generator.containment.judging import Judge
from generator.containment.nodes import AND, Node, Pool
from generator.containment.reading import Reader
from generator.containment.resources import Library
from generator.containment.results import Doubtful, Undecided
from generator.containment.search import Search
from generator.containment.shrink import smallest
from generator.steps import Steps, StepsSpent

_DEEP = 200_000
_SHRINKING = 20_000


class Pair:
    """Two libraries, read into one pool; questions about the same two share what was read, found and proved."""

    def __init__(self, old: Library, new: Library) -> None:
        self.pool = Pool()
        self._unchanged = Unchanged(old, new)
        self._old = Reader(self.pool, old, "old", self._unchanged)
        self._new = Reader(self.pool, new, "new", self._unchanged)
        self._new.share(self._old)
        self._judge = Judge(self._body)
        self._search = Search(self.pool, self._body)

    def _body(self, definition: Definition) -> Node:
        reader = self._old if definition.side == "old" else self._new
        return reader.node(definition.place)

    def widens(self, old: str, new: str, steps: int) -> Answer:
        """Answer for the schemas at two pointers. Raises ContainmentInvalid."""
        budget = Steps(steps)
        with _deep():
            try:
                return self._widens(old, new, budget)
            except StepsSpent:
                return self._unknown(Undecided(f"not decided within {steps} steps"))
            except Doubtful as doubtful:
                return self._unknown(doubtful.undecided)
            except NumberTooLong as error:
                return Unknown(str(error))
            except RecursionError:
                return self._unknown(Undecided("the schemas are nested too deeply"))

    def _widens(self, old: str, new: str, budget: Steps) -> Answer:
        before, after = self._old.library.place(old), self._new.library.place(new)
        self._unchanged.look((before.contents, after.contents))
        had, has = self._old.node(before), self._new.node(after)
        goal = self.pool.all_of(has, self.pool.negation(had))
        self._search.start(budget)
        result = self._search.find(goal)
        if result is None:
            return Subset()
        if isinstance(result, Undecided):
            return self._unknown(result)
        witness = _plain(result.value)
        if not self._judge.holds(goal, witness):
            return Unknown("the value that was found does not show it: this is a defect of Lockstep")
        return Widens(smallest(witness, lambda value: self._shows(goal, value), Steps(_SHRINKING)))

    def _shows(self, goal: Node, value: Json) -> bool:
        try:
            return self._judge.holds(goal, value)
        except (Doubtful, NumberTooLong):
            return False

    def _unknown(self, undecided: Undecided) -> Unknown:
        """Name the innermost schema of which it was not known, or the one that holds the text that is too much."""
        for node in reversed(self._search.open):
            for each in (node, *(node.args[0] if node.op == AND else ())):
                for reader in (self._new, self._old):
                    opposite = each.opposite
                    at = reader.origins.get(each) or (reader.origins.get(opposite) if opposite else None)
                    if at:
                        return Unknown(undecided.reason, reader.side, at)
        return Unknown(undecided.reason)


def holds(library: Library, pointer: str, value: Value) -> bool:
    """Say whether the schema at ``pointer`` takes ``value``. Raises ContainmentInvalid, Doubtful."""
    reader = Reader(Pool(), library, "old", Unchanged(library, library))
    with _deep():
        return Judge(lambda definition: reader.node(definition.place)).holds(reader.node(library.place(pointer)), value)


def _plain(value: Value) -> Json:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if is_number(value) and not isinstance(value, int | float):
        return plain(value)  # type: ignore[arg-type, return-value]  # a number; a Decimal where no float is exact
    return value  # type: ignore[return-value]  # a Fraction was handled above


@contextmanager
def _deep() -> Iterator[None]:
    """Let what nests deeply be read: a schema a few hundred levels deep is somebody's."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _DEEP))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
