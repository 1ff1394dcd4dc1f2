"""Arrays: how long they are, what stands at which place, what must be in them how often, and whether items differ.

The first places, up to the last one that the schema counts to, are looked at one by one; all behind them are alike.
Longer arrays than those places and all that must be in them need cannot do better, so the lengths to try are few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.containment.exact import Value, frozen
from generator.containment.nodes import Node
from generator.containment.results import Doubtful, Found, Undecided
from generator.containment.scalars import Said

if TYPE_CHECKING:
    from generator.containment.search import Search

_LONG = 40_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """At least ``times`` places from ``start`` up to ``stop`` must hold ``node``."""

    start: int
    stop: int | None
    node: Node
    times: int


@dataclass(slots=True)
class Row:
    """An array of one length on its way: what is asked of each place; ``twin`` are two places of equal value."""

    asked: list[Node]
    plain: int
    twin: tuple[int, int] | None = None
    touched: set[int] = field(default_factory=set)

    def at(self, place: int) -> int:
        """Return the place that stands for ``place``."""
        return self.twin[0] if self.twin and place == self.twin[1] else place


class Items(Said):
    """What has been said about an array so far."""

    def __init__(self, search: Search) -> None:
        super().__init__(search)
        self._doubts: list[Undecided] = []

    def solve(self, limit: int) -> list[Value]:
        """Return an array of which all holds, if there is one. Raises Doubtful."""
        del limit
        self._doubts = []
        found = self._solve()
        if found is None and self._doubts:
            raise Doubtful(self._doubts[0])
        return [] if found is None else [found]

    def _solve(self) -> list[Value] | None:
        every, wanted, caps, low, high = self._read()
        repeated = any(node.args[3][0] == "unique" and not node.args[2] for node in self.literals)
        ends = [end for start, stop, _ in every for end in (start, stop)]
        ends += [end for each in wanted for end in (each.start, each.stop)]
        first = max((end for end in ends if end is not None), default=0)
        most = max(low, first) + sum(each.times for each in wanted) + 2 * repeated
        if high is not None:
            most = min(most, high)
        if high is not None and high < low:
            return None
        if any(each.node is node and each.times > most for each in wanted for node, most in caps):
            return None
        if low > _LONG and self._is_refused(every, low, first):
            return None
        if low > _LONG or first > _LONG or sum(each.times for each in wanted) > _LONG:
            raise Doubtful(Undecided(f"an array of {max(low, first)} items is too long to show"))
        everything = self.search.pool.everything
        for length in range(low, most + 1):
            self.search.steps.spend()
            asked = [self._asked(every, place) for place in range(min(length, first + 1))]
            asked += [asked[first] if length > first else everything] * (length - len(asked))
            row = Row(asked, first)
            for start in self._twins(row, first) if repeated else iter([row]):
                found = self._want(start, wanted, 0, 0, -1, caps)
                if found is not None:
                    return found
        return None

    def _is_refused(self, every: list[tuple[int, int | None, Node]], low: int, first: int) -> bool:
        """Say whether some place that there must be can hold nothing: then no long array need be built."""
        places = range(min(low, min(first, _LONG) + 1))
        return any(self.search.find(self._asked(every, place)) is None for place in places)

    def _read(  # noqa: C901  # one case for each literal
        self,
    ) -> tuple[list[tuple[int, int | None, Node]], list[Wanted], list[tuple[Node, int]], int, int | None]:
        every, wanted, caps = list[tuple[int, int | None, Node]](), list[Wanted](), list[tuple[Node, int]]()
        low, high = 0, None
        for literal in self.literals:
            match literal.args[3], literal.args[2]:
                case ("items", start, stop, node), True:
                    every.append((start, stop, node))
                case ("items", start, stop, node), False:
                    wanted.append(Wanted(start, stop, self.search.pool.negation(node), 1))
                case ("contains", node, least, most), True:
                    if least:
                        wanted.append(Wanted(0, None, node, least))
                    if most is not None:
                        caps.append((node, most))
                case ("length", least, most), True:
                    low = max(low, least)
                    high = most if high is None else high if most is None else min(high, most)
                case other, _:
                    assert other[0] in {"unique", "definition"}, other  # noqa: S101  # else it is not written as literals are
        for start, stop, node in every:
            if node is self.search.pool.nothing and (stop is None or stop > start):
                high = start if high is None else min(high, start)
        return every, wanted, caps, low, high

    def _asked(self, every: list[tuple[int, int | None, Node]], place: int) -> Node:
        return self.search.pool.conjunction(
            [node for start, stop, node in every if start <= place and (stop is None or place < stop)]
        )

    def _twins(self, row: Row, first: int) -> Iterator[Row]:
        """Yield the ways in which two places hold the same; places behind the first ones are alike."""
        places = range(min(len(row.asked), first + 2))
        for right in places:
            for left in range(right):
                asked = list(row.asked)
                asked[left] = self.search.pool.all_of(row.asked[left], row.asked[right])
                if self._can(asked[left]):
                    yield Row(asked, row.plain, (left, right), {left, right})

    def _can(self, node: Node) -> bool:
        result = self.search.find(node)
        if isinstance(result, Undecided):
            self._doubts.append(result)
        return isinstance(result, Found)

    def _want(
        self, row: Row, wanted: list[Wanted], at: int, times: int, last: int, caps: list[tuple[Node, int]]
    ) -> list[Value] | None:
        """Give each wanted item its place, from ``last`` on for the same one, and see to the rest."""
        self.search.steps.spend()
        if at == len(wanted):
            return self._finished(row, caps)
        want = wanted[at]
        if times == want.times:
            return self._want(row, wanted, at + 1, 0, -1, caps)
        for place in self._places(row, max(want.start, last + 1), want.stop):
            own = row.at(place)
            node = self.search.pool.all_of(row.asked[own], want.node)
            if self._can(node):
                asked = list(row.asked)
                asked[own] = node
                further = Row(asked, row.plain, row.twin, row.touched | {place})
                found = self._want(further, wanted, at, times + 1, place, caps)
                if found is not None:
                    return found
        return None

    def _places(self, row: Row, start: int, stop: int | None) -> Iterator[int]:
        """Yield the places to try; of those that are still alike, the first."""
        fresh = False
        for place in range(start, len(row.asked) if stop is None else min(stop, len(row.asked))):
            alike = place >= row.plain and place not in row.touched
            if not (alike and fresh):
                yield place
            fresh = fresh or alike

    def _finished(self, row: Row, caps: list[tuple[Node, int]]) -> list[Value] | None:
        """Decide at each place which of the capped items it is, and find values."""
        unique = any(node.args[3][0] == "unique" and node.args[2] for node in self.literals)
        if not caps:
            return self._different(row.asked) if unique else self._values(row, row.asked)
        seen: set[tuple[int, tuple[int, ...]]] = set()

        def capped(place: int, left: tuple[int, ...], asked: list[Node]) -> list[Value] | None:
            self.search.steps.spend()
            if place == len(row.asked):
                return self._different(asked) if unique else self._values(row, asked)
            if not unique and (place, left) in seen:
                return None
            seen.add((place, left))
            if row.at(place) != place:
                return capped(place + 1, left, [*asked, asked[row.at(place)]])
            weight = 2 if row.twin and place == row.twin[0] else 1
            for node, rest in self._choices(row.asked[place], caps, left, weight):
                found = capped(place + 1, rest, [*asked, node])
                if found is not None:
                    return found
            return None

        return capped(0, tuple(most for _, most in caps), [])

    def _choices(
        self, node: Node, caps: list[tuple[Node, int]], left: tuple[int, ...], weight: int
    ) -> Iterator[tuple[Node, tuple[int, ...]]]:
        """Yield what a place may be, as to each capped item: not it, or it and one less of it."""
        pool = self.search.pool
        waiting: list[tuple[int, Node, tuple[int, ...]]] = [(0, node, left)]
        while waiting:
            at, asked, rest = waiting.pop()
            if not self._can(asked):
                continue
            if at == len(caps):
                yield asked, rest
                continue
            item = caps[at][0]
            if rest[at] >= weight:
                less = (*rest[:at], rest[at] - weight, *rest[at + 1 :])
                waiting.append((at + 1, pool.all_of(asked, item), less))
            waiting.append((at + 1, pool.all_of(asked, pool.negation(item)), rest))

    def _values(self, row: Row, asked: list[Node]) -> list[Value] | None:
        found = list[Value]()
        for place in range(len(asked)):
            own = row.at(place)
            result = self.search.find(asked[own])
            if not isinstance(result, Found):
                if result is not None:
                    self._doubts.append(result)
                return None
            found.append(result.value)
        return found

    def _different(self, asked: list[Node]) -> list[Value] | None:
        """Return different values, one for each place: a matching of places and values.

        With as many values to choose from as there are places, no place is left without.
        """
        choices = []
        for node in asked:
            values, doubt = self.search.many(node, len(asked))
            if doubt is not None:
                self._doubts.append(doubt)
            choices.append(values)
        return matching(choices, self.search.steps.spend)


def matching(choices: list[list[Value]], spend: Callable[[], None]) -> list[Value] | None:
    """Return one value of each list, no two equal, or None if there is no such choice."""
    taken: dict[object, int] = {}
    names = [[frozen(value) for value in values] for values in choices]

    def give(place: int, tried: set[object]) -> bool:
        spend()
        for name in names[place]:
            if name not in tried:
                tried.add(name)
                if name not in taken or give(taken[name], tried):
                    taken[name] = place
                    return True
        return False

    if not all(give(place, set()) for place in range(len(choices))):
        return None
    owner = {place: name for name, place in taken.items()}
    return [values[names[place].index(owner[place])] for place, values in enumerate(choices)]
