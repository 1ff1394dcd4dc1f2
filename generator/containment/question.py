"""Two schemas side by side, and the question whether the new one widens."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote

from generator.canonical import Json
from generator.containment.answers import Answer, Subset, Unknown, Widens
from generator.containment.confirming import validator
from generator.containment.definitions import Definition, Unchanged
from generator.containment.exact import NumberTooLong, Value, is_number, plain
from generator.containment.judging import Judge
from generator.containment.nodes import AND, Node, Pool
from generator.containment.outline import FEW, outline
from generator.containment.reading import Reader
from generator.containment.resources import Library
from generator.containment.results import Doubtful, Undecided
from generator.containment.search import Search
from generator.containment.shrink import smallest
from generator.steps import Steps, StepsSpent

_DEEP = 200_000
_SHRINKING = 20_000
# A value of more parts is shown as it was found; one of even more parts nobody could look at, nor judge in time.
_UNSHRUNK = 2_000
_UNREADABLE = 100_000
# Another validator takes over from the formula where its start is cheap, or judging costs more than that.
_LARGE = 100_000
_HARD = 2_000
_JUDGED = 8


class Pair:
    """Two libraries, read into one pool; questions about the same two share what was read, found and proved."""

    def __init__(self, old: Library, new: Library, *, closed: bool = False, few: int = FEW) -> None:
        self.pool = Pool()
        self.alike = self._unchanged = Unchanged(old, new)
        self._few = few
        self._proved: dict[str, bool] = {}
        self._old = Reader(self.pool, old, "old", self._unchanged)
        self._new = Reader(self.pool, new, "new", self._unchanged)
        self._new.share(self._old)
        self._judge = Judge(self._body)
        self._search = Search(self.pool, self._body, closed=closed)
        self._closed = None if closed else Pair(old, new, closed=True)

    def _body(self, definition: Definition) -> Node:
        reader = self._new if definition.side == "new" else self._old
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
        if self._unchanged.same(before, after):
            return Subset()
        changed = self._unchanged.changed((before.contents, after.contents))
        if len(changed) >= self._few and self._closed and self._is_settled(changed, old, new, budget, self._closed):
            return Subset()
        had, has = self._old.node(before), self._new.node(after)
        goal = self.pool.all_of(has, self.pool.negation(had))
        self._search.start(budget)
        result = self._search.find(goal)
        if result is None:
            return Subset()
        if isinstance(result, Undecided):
            return self._unknown(result)
        return self._shown(goal, result.value, old, new)

    def _shown(self, goal: Node, value: Value, old: str, new: str) -> Answer:
        """Return the value that was found as a witness that people can read, once it was judged."""
        size = _size(value, _UNREADABLE)
        if size >= _UNREADABLE:
            return Unknown(f"it widens, but the value that shows it has more than {_UNREADABLE} parts")
        witness = _plain(value)
        asked = self._judge.asked
        if not self._judge.holds(goal, witness):
            return Unknown("the value that was found does not show it: this is a defect of Lockstep")
        if size > _UNSHRUNK:
            return Widens(witness)
        return Widens(self._small(goal, witness, self._judge.asked - asked, old, new))

    def _is_settled(self, changed: dict[str, tuple[str, str]], old: str, new: str, budget: Steps, closed: Pair) -> bool:
        """Say whether no definition that differs widens by itself, nor what leads to them; else note where to look."""
        found = outline(changed, lambda ref: not closed._proves(unquote(ref[1:]), unquote(ref[1:]), budget))
        if not found.distance and closed._proves(old, new, budget):
            return True
        self._search.rank = found.rank()
        for ref in found.settled:
            pointer = unquote(ref[1:])
            has, had = self._new.definition(pointer), self._old.definition(pointer)
            self._search.assume_empty(self.pool.all_of(has, self.pool.negation(had)))
        return False

    def _proves(self, old: str, new: str, budget: Steps) -> bool:
        """Say whether the new schema is within the old one whatever references lead to, as long as that is."""
        if (known := self._proved.get(f"{old} {new}")) is None:
            self._search.start(budget)
            had, has = self._old.node(self._old.library.place(old)), self._new.node(self._new.library.place(new))
            known = self._search.find(self.pool.all_of(has, self.pool.negation(had))) is None
            self._proved[f"{old} {new}"] = known
        return known

    def _small(self, goal: Node, witness: Json, effort: int, old: str, new: str) -> Json:
        """Return the witness without what can be left out; ``effort`` is what it takes to judge it."""
        judged = Steps(_SHRINKING)

        def shows(value: Json) -> bool:
            before = self._judge.asked
            shown = self._shows(goal, value)
            judged.spend((self._judge.asked - before) // _JUDGED)
            return shown

        large = max(len(library.text) for library in (self._old.library, self._new.library)) > _LARGE
        if not large or effort > _HARD:
            taken, takes = validator(self._old.library, old), validator(self._new.library, new)
            if taken is not None and takes is not None and takes(witness) and not taken(witness):
                small = smallest(witness, lambda value: takes(value) and not taken(value), Steps(_SHRINKING))
                if shows(small):
                    return small
        return smallest(witness, shows, Steps(_SHRINKING))

    def _shows(self, goal: Node, value: Json) -> bool:
        try:
            return self._judge.holds(goal, value)
        except (Doubtful, NumberTooLong, StepsSpent):
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


class Single:
    """One library, read to say what its schemas take."""

    def __init__(self, library: Library) -> None:
        self._reader = Reader(Pool(), library, "old", Unchanged(library, library))
        self._judge = Judge(lambda definition: self._reader.node(definition.place))

    def holds(self, pointer: str, value: Value) -> bool:
        """Say whether the schema at ``pointer`` takes ``value``. Raises ContainmentInvalid, Doubtful."""
        with _deep():
            try:
                return self._judge.holds(self._reader.node(self._reader.library.place(pointer)), value)
            except StepsSpent as spent:
                raise Doubtful(Undecided("a pattern takes too long to match")) from spent


def _size(value: Value, enough: int) -> int:
    """Return how many parts a value has, as far as ``enough``."""
    parts, waiting = 0, [value]
    while waiting and parts < enough:
        part = waiting.pop()
        parts += 1
        if isinstance(part, list):
            waiting += part
        elif isinstance(part, dict):
            waiting += part.values()
    return parts


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
