"""Is there a value that a formula takes? The complete search: it finds one, or proves that there is none.

A value is null, true, false, a number, a text, an array or an object; for each of these families the formula is taken
apart, its alternatives are tried one by one, and what is left, a conjunction of literals, is solved by the family's own
arithmetic. What stands inside arrays and objects is a formula again. Values are finite, so a formula that comes up
inside its own search cannot be needed there: it counts as empty as long as its own search lasts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from generator.containment.branching import State, assert_all, settle
from generator.containment.constants import constants
from generator.containment.definitions import Definition
from generator.containment.exact import Value
from generator.containment.items import Items
from generator.containment.judging import text_is
from generator.containment.members import Members
from generator.containment.nodes import (
    AND,
    ARRAY,
    FALSE,
    FAMILIES,
    NULL,
    NUMBER,
    OBJECT,
    ONE,
    OR,
    REFERENCE,
    STRING,
    TRUE,
    Node,
    Pool,
)
from generator.containment.ones import counted_apart
from generator.containment.parts import Parts
from generator.containment.results import Doubtful, Found, Result, Undecided
from generator.containment.scalars import Constants, Numerals, Strings, is_so
from generator.steps import Steps

_FAR = 1 << 60
_SIMPLE: dict[int, Value] = {NULL: None, FALSE: False, TRUE: True, NUMBER: 0, STRING: "", ARRAY: [], OBJECT: {}}


class Search:
    """Searches formulas of one pool; what was found or proved is kept."""

    def __init__(self, pool: Pool, body: Callable[[Definition], Node], *, closed: bool = False) -> None:
        self.pool = pool
        self.steps = Steps(0)
        self.rank: Callable[[Node], int] | None = None
        self._closed = closed
        self._parts = Parts(pool, body, closed=closed)
        self._known: dict[Node, Result] = {}
        self._many: dict[tuple[Node, int], tuple[list[Value], Undecided | None]] = {}
        self._member: dict[tuple[Node, str], bool] = {}
        # The formulas being searched, outermost first; those of them that were met again inside; what was proved
        # empty on the assumption that they are, with the outermost one assumed.
        self._open: dict[Node, int] = {}
        self._met: set[Node] = set()
        self._assumed: dict[Node, int] = {}
        self._lowest = _FAR

    def start(self, steps: Steps) -> None:
        """Begin a question with a budget of its own."""
        self.steps = self._parts.steps = steps
        self._open.clear()
        self._met.clear()
        self._assumed.clear()
        self._lowest = _FAR

    def assume_empty(self, node: Node) -> None:
        """Take it as proved that ``node`` takes nothing."""
        self._known[node] = None

    @property
    def open(self) -> list[Node]:
        """The formulas being searched, outermost first."""
        return list(self._open)

    def part(self, node: Node, family: int) -> Node:
        """Return what ``node`` says about the values of ``family``."""
        return self._parts.part(node, family)

    def find(self, node: Node) -> Result:
        """Return a value that ``node`` takes. Raises StepsSpent."""
        if node is self.pool.nothing:
            return None
        if node in self._known:
            return self._known[node]
        if node in self._open or node in self._assumed:
            depth = self._open.get(node)
            if depth is None:
                depth = self._assumed[node]
            else:
                self._met.add(node)
            self._lowest = min(self._lowest, depth)
            return None
        self.steps.spend()
        depth, outer = len(self._open), self._lowest
        self._open[node], self._lowest = depth, _FAR
        try:
            result = self._find(node)
        finally:
            del self._open[node]
        self._keep(node, result, depth)
        self._lowest = min(outer, self._lowest) if result is None and self._lowest < depth else outer
        return result

    def _keep(self, node: Node, result: Result, depth: int) -> None:
        met = node in self._met
        self._met.discard(node)
        if result is not None:
            self._known[node] = result
            if met:
                self._assumed.clear()
        elif self._lowest < depth:
            self._assumed[node] = self._lowest
        else:
            self._known[node] = None
            for other in [other for other, low in self._assumed.items() if low >= depth]:
                self._known[other] = None
                del self._assumed[other]

    def _find(self, node: Node) -> Result:
        if node.op == AND and any(each.op in {REFERENCE, ONE} for each in node.args[0]):
            cases = self._cases(node)
            if cases is not None:
                return self._any(cases)
        doubt: Undecided | None = None
        for family in FAMILIES:
            part = self.part(node, family)
            if part is self.pool.nothing:
                continue
            if part is self.pool.everything:
                return Found(_SIMPLE[family])
            found, unsure = self._family(family, part, 1)
            if found:
                return Found(found[0] if family & (NUMBER | STRING | ARRAY | OBJECT) else _SIMPLE[family])
            doubt = doubt or unsure
        return doubt

    def _is_refused(self, parts: tuple[Node, ...]) -> bool:
        """Say whether a definition that must hold lies within one that must not: their pair answers for all else.

        Two versions of an API are pairs of definitions; with every further one in the same question their number would
        double.
        """
        if len(parts) < 3 and not self._closed:
            return False
        named = [each for each in parts if each.op == REFERENCE]
        return any(
            (one.args[0].place.pointer == other.args[0].place.pointer and one.args[0].side == "new")
            if self._closed
            else self.find(self.pool.all_of(one, other)) is None
            for one in named
            if one.args[1]
            for other in named
            if not other.args[1]
        )

    def _without_one(self, node: Node) -> Node:
        """Return ``node`` with "exactly one of" as "any of" where no value is in two: then definitions meet by name."""
        pool, asked = self.pool, list[Node]()
        for each in node.args[0]:
            if each.op == ONE and self._parts.is_exclusive(each.args[0]):
                any_of = pool.disjunction(each.args[0])
                asked.append(any_of if each.args[1] else pool.negation(any_of))
            else:
                asked.append(each)
        return pool.conjunction(asked)

    def _cases(self, node: Node) -> list[Node] | None:
        """Return formulas that together say what a conjunction says, in which definitions meet by name.

        None if there is nothing to take apart by name.
        """
        if self._is_refused(node.args[0]):
            return []
        plain = self._without_one(node)
        if plain is not node:
            return [plain]
        counted = counted_apart(self.pool, node)
        if counted:
            return counted
        split = next((each for each in node.args[0] if _names(each)), None)
        return None if split is None else self._split(node, split)

    def _any(self, cases: list[Node]) -> Result:
        doubt: Undecided | None = None
        for case in cases:
            result = self.find(case)
            if isinstance(result, Found):
                return result
            doubt = doubt or result
        return doubt

    def _split(self, node: Node, alternative: Node) -> list[Node]:
        """Return a case for each arm of an alternative that names definitions."""
        pool, cases = self.pool, list[Node]()
        rest = [each for each in node.args[0] if each is not alternative]
        for arm in self._ranked(alternative.args[0]):
            others = [pool.negation(other) for other in alternative.args[0] if other is not arm]
            cases.append(pool.conjunction([*rest, arm, *(others if alternative.op == ONE else ())]))
        return cases

    def _ranked(self, arms: Sequence[Node]) -> Sequence[Node]:
        return arms if self.rank is None else sorted(arms, key=self.rank)

    def many(self, node: Node, limit: int) -> tuple[list[Value], Undecided | None]:
        """Return up to ``limit`` different values that ``node`` takes; all of them, unless there is a doubt."""
        known = self._many.get((node, limit))
        if known is not None:
            return known
        outer, self._lowest = self._lowest, _FAR
        found, doubt = list[Value](), None
        for family in FAMILIES:
            part = self.part(node, family)
            if part is not self.pool.nothing and len(found) < limit:
                more, unsure = self._several(node, family, part, limit - len(found))
                found += more
                doubt = doubt or unsure
        if self._lowest == _FAR:
            # Else it stands on an assumption about a formula that is still being searched.
            self._many[node, limit] = found[:limit], doubt
        self._lowest = min(outer, self._lowest)
        return found[:limit], doubt

    def _several(self, node: Node, family: int, part: Node, limit: int) -> tuple[list[Value], Undecided | None]:
        if family in {NUMBER, STRING}:
            return self._family(family, part, limit)
        if family in {NULL, FALSE, TRUE}:
            return [_SIMPLE[family]], None
        found = list[Value]()
        rest = self.pool.all_of(node, self.pool.kinds(family))
        while len(found) < limit:
            result = self.find(rest)
            if not isinstance(result, Found):
                return found, result
            found.append(result.value)
            rest = self.pool.all_of(rest, self.pool.negation(constants(self.pool, [result.value])))
        return found, None

    def texts(self, node: Node, limit: int) -> list[str]:
        """Return up to ``limit`` texts that ``node`` takes; all of them if fewer. Raises Doubtful."""
        part = self.part(node, STRING)
        if part is self.pool.nothing:
            return []
        key = (part, -limit)
        known = self._many.get(key)
        if known is None:
            known = self._many[key] = self._family(STRING, part, limit)
        found, doubt = known
        if doubt is not None and len(found) < limit:
            raise Doubtful(doubt)
        return [text for text in found if isinstance(text, str)]

    def member(self, key: Node, name: str) -> bool:
        """Say whether a formula about property names takes ``name``. Raises Doubtful."""
        known = self._member.get((key, name))
        if known is None:
            known = self._member[key, name] = self._text_is(self.part(key, STRING), name)
        return known

    def _text_is(self, part: Node, name: str) -> bool:
        return is_so(part, lambda literal: text_is(literal, name))

    def _family(self, family: int, part: Node, limit: int) -> tuple[list[Value], Undecided | None]:
        """Return up to ``limit`` values of a formula about one family; for arrays and objects one at most."""
        state = _STATES[family](self)
        alternatives: list[Node] = []
        try:
            if not assert_all(state, part, alternatives):
                return [], None
            return self._branch(state, alternatives, limit)
        except Doubtful as doubtful:
            return [], doubtful.undecided

    def _tried(self, state: Numerals | Strings, waiting: list[Node]) -> list[Value] | None:
        """Return the first scalar of which all holds that was said, if the alternatives hold of it, too.

        Empty if there is none at all, None if the alternatives have to be tried.
        """
        try:
            found = state.solve(1)
            if not found or all(state.is_so(node, found[0]) for node in waiting):
                return found
        except Doubtful:
            pass
        return None

    def _branch(self, state: State, waiting: list[Node], limit: int) -> tuple[list[Value], Undecided | None]:
        """Try the alternatives, those with the fewest arms first; a state is asked when none is left."""
        self.steps.spend()
        if waiting and isinstance(state, Numerals | Strings):
            tried = self._tried(state, waiting)
            if tried is not None and (limit == 1 or not tried):
                return tried, None
        arms = settle(state, waiting, self.steps.spend)
        if arms is None:
            return [], None
        if not arms:
            try:
                return state.solve(limit), None
            except Doubtful as doubtful:
                return [], doubtful.undecided
        found, doubt = list[Value](), None
        for arm in self._ranked(arms):
            mark = state.mark()
            further = list(waiting)
            try:
                if assert_all(state, arm, further):
                    more, unsure = self._branch(state, further, limit - len(found))
                    found += [value for value in more if value not in found] if found else more
                    doubt = doubt or unsure
            except Doubtful as doubtful:
                doubt = doubt or doubtful.undecided
            state.undo(mark)
            if len(found) >= limit:
                return found[:limit], None
        return found, doubt


_STATES: dict[int, Callable[[Search], State]] = {
    **dict.fromkeys((NULL, FALSE, TRUE), Constants),
    NUMBER: Numerals,
    STRING: Strings,
    ARRAY: Items,
    OBJECT: Members,
}


def _names(node: Node) -> bool:
    """Say whether ``node`` is an alternative one of whose arms is a definition that must hold."""
    if node.op not in {OR, ONE} or (node.op == ONE and not node.args[1]):
        return False
    return any(arm.op == REFERENCE and arm.args[1] for arm in node.args[0])
