"""Objects: which members there must be, may be and must not be, and what is asked of each.

Literals say "every member with such a name has such a value" and "some member with such a name has such a value", and
how many members there are. Names that the schema spells are looked at one by one; all others only by which of the
name classes they are in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from generator.containment.constants import one_of
from generator.containment.exact import Value
from generator.containment.nodes import AND, LITERAL, OR, STRING, Node, spelled
from generator.containment.results import Doubtful, Found, Undecided
from generator.containment.scalars import Said

if TYPE_CHECKING:
    from generator.containment.search import Search

_MANY = 10_000
_FEW = 40


class Members(Said):
    """What has been said about an object so far."""

    def __init__(self, search: Search) -> None:
        super().__init__(search)
        self._undo: list[tuple[int, Callable[[], object]]] = []
        self._by_name: dict[str, list[Node]] = {}
        self._classes: list[tuple[Node, Node]] = []
        self._required: dict[str, list[Node]] = {}
        self._some: list[tuple[Node, Node]] = []
        self._texts: dict[str, frozenset[str]] = {}
        self._low, self._high = 0, _MANY * _MANY

    def add(self, node: Node) -> bool:
        """Say one more; False if it cannot be. Raises Doubtful."""
        if node in self.literals:
            return True
        if not super().add(node):
            return False
        literal = node.args[3]
        if literal[0] == "definition":
            return True
        if literal[0] == "count":
            return self._count(literal[1], literal[2])
        key = self.search.part(literal[1], STRING)
        if node.args[2]:
            return self._every(key, literal[2])
        return self._one(key, self.search.pool.negation(literal[2]))

    def undo(self, mark: int) -> None:
        """Take back all that was said since ``mark``."""
        super().undo(mark)
        while self._undo and self._undo[-1][0] > mark:
            self._undo.pop()[1]()

    def _later(self, undo: Callable[[], object]) -> None:
        self._undo.append((len(self.literals), undo))

    def _count(self, low: int, high: int | None) -> bool:
        before = self._low, self._high
        self._later(lambda: self._set(*before))
        self._set(max(self._low, low), self._high if high is None else min(self._high, high))
        return self._low <= self._high and len(self._required) <= self._high

    def _set(self, low: int, high: int) -> None:
        self._low, self._high = low, high

    def _every(self, key: Node, value: Node) -> bool:
        names = spelled(key)
        if names is None:
            self._classes.append((key, value))
            self._later(self._classes.pop)
            hit = [name for name in self._required if self.search.member(key, name)]
        else:
            for name in sorted(names):
                asked = self._by_name.setdefault(name, [])
                asked.append(value)
                self._later(asked.pop)
            hit = [name for name in sorted(names) if name in self._required]
        return all(self._possible(name) for name in hit)

    def _one(self, key: Node, value: Node) -> bool:
        names = spelled(key)
        if names is None or len(names) > 1:
            self._some.append((key, value))
            self._later(self._some.pop)
            return self._has_place(key, value)
        if not names:
            return False
        (name,) = names
        if name in self._required:
            self._later(self._required[name].pop)
            self._required[name].append(value)
        else:
            self._required[name] = [value]
            self._later(lambda: self._required.pop(name))
        return len(self._required) <= self._high and self._possible(name)

    def _has_place(self, key: Node, value: Node) -> bool:
        """Say whether some member may be the one, as far as is known; what is said later only leaves fewer."""
        doubts: list[Undecided] = []
        required = {name: self._asked(name, *values) for name, values in self._required.items()}
        found = any(self._can(node, doubts) for _, node in self._candidates(key, value, required, doubts))
        return found or bool(doubts)

    def _possible(self, name: str) -> bool:
        node = self._asked(name, *self._required[name])
        texts = _texts(node)
        if texts is not None and self._texts.get(name) != texts:
            before = self._texts.get(name)
            self._later(lambda: self._say_texts(name, before))
            self._say_texts(name, texts)
        return self.search.find(node) is not None

    def _say_texts(self, name: str, texts: frozenset[str] | None) -> None:
        """Note the few texts that a member must be one of; None takes the note away."""
        if texts is None:
            self._texts.pop(name, None)
        else:
            self._texts[name] = texts

    def decided(self, node: Node) -> bool | None:
        """Say whether a literal holds by what was said: also where a member can be few texts, such as a ``kind``."""
        known = super().decided(node)
        if known is not None or not self._texts or node.args[3][0] != "every":
            return known
        names = spelled(self.search.part(node.args[3][1], STRING))
        if names is None or len(names) != 1:
            return None
        texts = self._texts.get(next(iter(names)))
        if texts is None:
            return None
        try:
            held = {self.search.member(node.args[3][2], text) for text in texts}
        except Doubtful:
            return None
        # "Every" holds if all of them are; its opposite, that some member is not, if none is.
        return None if len(held) != 1 else (True in held) is node.args[2]

    def _asked(self, name: str, *more: Node) -> Node:
        """Return what is asked of the value of the member ``name``."""
        asked = [*self._by_name.get(name, ()), *more]
        asked += [value for key, value in self._classes if self.search.member(key, name)]
        return self.search.pool.conjunction(asked)

    def solve(self, limit: int) -> list[Value]:
        """Return an object of which all holds, if there is one. Raises Doubtful."""
        del limit
        chosen = {name: self._asked(name, *values) for name, values in self._required.items()}
        doubts: list[Undecided] = []
        for node in chosen.values():
            if not self._can(node, doubts):
                if doubts:
                    raise Doubtful(doubts[0])
                return []
        found = self._choose(0, chosen, doubts)
        if found is None and doubts:
            raise Doubtful(doubts[0])
        return [] if found is None else [found]

    def _can(self, node: Node, doubts: list[Undecided]) -> bool:
        result = self.search.find(node)
        if isinstance(result, Undecided):
            doubts.append(result)
        return isinstance(result, Found)

    def _choose(self, at: int, chosen: dict[str, Node], doubts: list[Undecided]) -> Value:
        """Give each "some member" a member, and fill up; None if that cannot be."""
        self.search.steps.spend()
        if len(chosen) > self._high:
            return None
        if at == len(self._some):
            return self._filled(chosen, doubts)
        key, value = self._some[at]
        for name, node in self._candidates(key, value, chosen, doubts):
            if self._can(node, doubts):
                found = self._choose(at + 1, {**chosen, name: node}, doubts)
                if found is not None:
                    return found
        return None

    def _candidates(
        self, key: Node, value: Node, chosen: dict[str, Node], doubts: list[Undecided]
    ) -> Iterator[tuple[str, Node]]:
        """Yield members that may be the one: those there are, those the schema spells, and one of each other class."""
        member, conjunction = self.search.member, self.search.pool.all_of
        for name, node in chosen.items():
            if member(key, name):
                yield name, conjunction(node, value)
        names = self._spelled(key)
        for name in names:
            if name not in chosen and member(key, name):
                yield name, self._asked(name, value)
        for others, node in self._other_classes(key, value, names, doubts):
            for name in self._fresh(others, {*names, *chosen}, 1):
                yield name, node

    def _spelled(self, *keys: Node) -> list[str]:
        """Return the names that ``keys`` and all that was said spell, in a fixed order."""
        found: dict[str, None] = dict.fromkeys((*self._by_name, *self._required))
        for key in (*(key for key, _ in (*self._classes, *self._some)), *keys):
            found.update(dict.fromkeys(mentioned(key)))
        return list(found)

    def _fresh(self, key: Node, but: set[str], limit: int) -> list[str]:
        pool = self.search.pool
        return self.search.texts(pool.all_of(key, pool.negation(one_of(pool, *but))) if but else key, limit)

    def _other_classes(
        self, key: Node, value: Node, names: list[str], doubts: list[Undecided]
    ) -> Iterator[tuple[Node, Node]]:
        """Yield each class of names, among those that no schema spells, with what is asked of its members."""
        pool = self.search.pool
        beside = pool.negation(one_of(pool, *names)) if names else pool.everything
        yield from self._split(0, pool.all_of(key, beside), value, doubts)

    def _split(self, at: int, key: Node, value: Node, doubts: list[Undecided]) -> Iterator[tuple[Node, Node]]:
        self.search.steps.spend()
        try:
            if not self.search.texts(key, 1):
                return
        except Doubtful as doubtful:
            doubts.append(doubtful.undecided)
            return
        if at == len(self._classes):
            yield key, value
            return
        pool = self.search.pool
        other, asked = self._classes[at]
        yield from self._split(at + 1, pool.all_of(key, pool.negation(other)), value, doubts)
        both = pool.all_of(value, asked)
        if self.search.find(both) is not None:
            yield from self._split(at + 1, pool.all_of(key, other), both, doubts)

    def _filled(self, chosen: dict[str, Node], doubts: list[Undecided]) -> Value:
        """Return the object, with as many members as there must be; None if there cannot be so many."""
        members = dict(chosen)
        if len(members) < self._low:
            self._fill(members, doubts)
            if len(members) < self._low:
                return None
        value: dict[str, Value] = {}
        for name, node in members.items():
            result = self.search.find(node)
            if not isinstance(result, Found):
                return None
            value[name] = result.value
        return value

    def _fill(self, members: dict[str, Node], doubts: list[Undecided]) -> None:
        if self._low > _MANY:
            doubts.append(Undecided(f"an object with {self._low} members is too large to show"))
            return
        everything = self.search.pool.everything
        names = self._spelled()
        for name in names:
            if len(members) < self._low and name not in members:
                node = self._asked(name)
                if self._can(node, doubts):
                    members[name] = node
        for key, node in self._other_classes(everything, everything, names, doubts):
            if len(members) >= self._low:
                return
            if self._can(node, doubts):
                for name in self._fresh(key, {*names, *members}, self._low - len(members)):
                    members[name] = node


def mentioned(key: Node) -> list[str]:
    """Return the names that a formula about names spells, sorted."""
    if key.op == LITERAL:
        return sorted(key.args[3][1]) if key.args[3][0] == "strings" else []
    if key.op in {AND, OR}:
        return sorted({name for each in key.args[0] for name in mentioned(each)})
    return []


def _texts(node: Node) -> frozenset[str] | None:
    """Return the few texts of which one must be taken, None if there is more to choose from."""
    for each in node.args[0] if node.op == AND else (node,):
        if each.op == LITERAL and each.args[1] and each.args[2] and each.args[3][0] == "strings":
            texts: frozenset[str] = each.args[3][1]
            return texts if len(texts) <= _FEW else None
    return None
