"""Does every value of one type belong to another? Decided for two types that stand in two surfaces.

Aliases are read through by name on each side, so that recursive ones end: a pair of names that is met again while it
is being decided is taken to hold. A class that both sides have under one name is one class; what changed inside it is
said at the class. ``Any`` is above ``object`` here, since moving to it loses more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from generator.steps import Steps
from generator.surface import bounds as limits
from generator.surface.aliases import expanded
from generator.surface.holds import Doubt, Holds, every, some
from generator.surface.literals import finite, literal_within, may_be_few
from generator.surface.nominal import callables, instances, nominal
from generator.surface.sided import Sided
from generator.surface.types import (
    ANY,
    ELLIPSIS,
    NEVER,
    OBJECT,
    Constrained,
    Function,
    Instance,
    Tuple,
    Type,
    Union,
    Unread,
    Value,
    Variable,
    text,
    union,
)

_MOST_PRODUCTS = 64


@dataclass(slots=True)
class Judge:
    """What has been assumed on the way, and the bound on work."""

    steps: Steps
    assumed: dict[tuple[str, int, str, int], None] = field(default_factory=dict)

    def within(self, one: Sided, other: Sided) -> Holds:
        """Say whether every value of ``one`` is one of ``other``. Raises StepsSpent."""
        self.steps.spend()
        if isinstance(one.type, Unread) or isinstance(other.type, Unread):
            return _unread(one.type, other.type)
        if one.type == other.type and one.world is other.world:
            return True
        for here, is_one in ((one, True), (other, False)):
            through = expanded(here)
            if through is not None:
                again = (through, other) if is_one else (one, through)
                return self.assuming(one, other, lambda pair=again: self.within(*pair))  # type: ignore[misc]  # mypy reads no such default
        return self._plain(one, other)

    def assuming(self, one: Sided, other: Sided, decide: Callable[[], Holds]) -> Holds:
        """Decide while taking it to hold, which is how types that lead back to themselves end."""
        key = (text(one.type), id(one.world), text(other.type), id(other.world))
        self.steps.spend(1 + (len(key[0]) + len(key[2])) // 8)  # types can be written that double with every turn
        if key in self.assumed:
            return True
        before = len(self.assumed)
        self.assumed[key] = None
        answer = decide()
        while answer is not True and len(self.assumed) > before:
            self.assumed.popitem()  # what was shown meanwhile may rest on what has just failed
        return answer

    def _plain(self, one: Sided, other: Sided) -> Holds:  # noqa: PLR0911  # one case a kind
        """Decide what is no alias."""
        if other.type == ANY:
            return True
        if one.type == ANY:
            return False
        if isinstance(one.type, Union):
            return self._union(one, one.type.members, other)
        if other.type == OBJECT:
            return True
        if isinstance(other.type, Union):
            return self._in_union(one, other, other.type.members)
        if isinstance(one.type, Variable) or isinstance(other.type, Variable):
            return self._variables(one, other)
        if isinstance(one.type, Constrained) or isinstance(other.type, Constrained):
            parts = finite(one.type, one.world) if isinstance(one.type, Constrained) else None
            if parts is not None:
                return every(self.within(one.of(each), other) for each in parts)
            return self._constrained(one, other)
        if isinstance(one.type, Value) or isinstance(other.type, Value):
            return self._values(one, other)
        return self._shapes(one, other)

    def _union(self, one: Sided, members: tuple[Type, ...], other: Sided) -> Holds:
        if not isinstance(other.type, Union):
            return every(self.within(one.of(each), other) for each in members)
        # Thousands of values on both sides are compared as sets.
        values = {each for each in other.type.members if isinstance(each, Value)}
        rest = other.of(Union(tuple(each for each in other.type.members if not isinstance(each, Value))))
        left = [each for each in members if each not in values]
        return every(self.within(one.of(each), rest if isinstance(each, Value) else other) for each in left)

    def _in_union(self, one: Sided, other: Sided, members: tuple[Type, ...]) -> Holds:
        answer = some(self.within(one, other.of(each)) for each in members)
        if answer is True:
            return True
        parts = finite(one.type, one.world) or _products(one)
        if parts is not None:
            apart = every(self._in_union(one.of(each), other, members) for each in parts)
            return apart if apart is True or answer is False else answer
        return self._covered(one, other, members) if answer is False else answer

    def _covered(self, one: Sided, other: Sided, members: tuple[Type, ...]) -> Holds:
        """Say no, unless bounded types and values might cover together what none of them holds alone."""
        base = one.type.of if isinstance(one.type, Constrained) else one.type
        bounded = sum(
            isinstance(each, Constrained) and self.within(one.of(base), other.of(each.of)) is not False
            for each in members
        )
        values = sum(isinstance(each, Value) and each.of == _sort(base) for each in members)
        few = isinstance(one.type, Constrained) and may_be_few(one.type.bounds, _sort(base), values)
        if (bounded and bounded + values > 1) or (values and few):
            return Doubt("whether several types cover it together is not decided")
        return False

    def _variables(self, one: Sided, other: Sided) -> Holds:
        if isinstance(one.type, Variable) and isinstance(other.type, Variable) and one.type.name == other.type.name:
            return self._same_variable(one, one.type, other, other.type)
        if isinstance(one.type, Variable) and not isinstance(other.type, Variable):
            if one.type.choices:
                return every(self.within(one.of(each), other) for each in one.type.choices)
            return self.within(one.of(one.type.bound or OBJECT), other)
        return False

    def _same_variable(self, one: Sided, mine: Variable, other: Sided, its: Variable) -> Holds:
        if mine.choices or its.choices:
            ways = zip(mine.choices, its.choices, strict=False)
            same = len(mine.choices) == len(its.choices)
            return same and every(self._same(one.of(each), other.of(that)) for each, that in ways)
        return self.within(one.of(mine.bound or OBJECT), other.of(its.bound or OBJECT))

    def _same(self, one: Sided, other: Sided) -> Holds:
        return every((self.within(one, other), self.within(other, one)))

    def _constrained(self, one: Sided, other: Sided) -> Holds:
        mine = one.type if isinstance(one.type, Constrained) else Constrained(one.type, limits.Bounds())
        its = other.type if isinstance(other.type, Constrained) else Constrained(other.type, limits.Bounds())
        base = self.within(one.of(mine.of), other.of(its.of))
        if base is False:
            few = (
                isinstance(its.of, Value) and its.of.of == _sort(mine.of) and may_be_few(mine.bounds, _sort(mine.of), 1)
            )
            return Doubt("whether the bounds leave but that value is not decided") if few else False
        if isinstance(mine.of, Value):
            return every((base, literal_within(mine.of, its.bounds), _marks(mine, its)))
        parts = finite(mine.of, one.world)
        if parts is not None and its.bounds != limits.Bounds() and mine.bounds == limits.Bounds():
            return every(self._constrained(one.of(replace(mine, of=each)), other) for each in parts)
        return every((base, limits.within(mine.bounds, its.bounds, _sort(mine.of)), _marks(mine, its)))

    def _values(self, one: Sided, other: Sided) -> Holds:
        if isinstance(one.type, Value):
            if isinstance(other.type, Value):
                return one.type == other.type
            return self.within(one.of(Instance(one.type.of)), other)
        parts = finite(one.type, one.world)
        return parts is not None and every(self.within(one.of(each), other) for each in parts)

    def _shapes(self, one: Sided, other: Sided) -> Holds:  # noqa: PLR0911  # one case a kind
        match one.type, other.type:
            case Tuple(), Tuple():
                return self._tuples(one, one.type, other, other.type)
            case Tuple(items=items, rest=rest), Instance():
                join = union([*items, *(() if rest is None else (rest,))])
                return self.within(one.of(Instance("tuple", (join,))), other)
            case Function(), Function():
                return self._functions(one, one.type, other, other.type)
            case Instance(), Instance():
                return instances(self, one, one.type, other, other.type)
            case (Function(), Instance()) | (Instance(), Function()):
                return callables(self, one, other)
            case Instance(), Tuple():
                return nominal(self, one, other)
            case _:
                return False

    def _tuples(self, one: Sided, mine: Tuple, other: Sided, its: Tuple) -> Holds:
        if any(self.within(one.of(each), one.of(NEVER)) is True for each in mine.items):
            return True  # there is no such tuple
        if mine.rest is not None and its.rest is None:
            return False
        if len(mine.items) < len(its.items) or (its.rest is None and len(mine.items) != len(its.items)):
            return False
        tail = [its.rest] * (len(mine.items) - len(its.items)) if its.rest is not None else []
        answers = [
            self.within(one.of(each), other.of(that))
            for each, that in zip(mine.items, [*its.items, *tail], strict=True)
            if that is not None
        ]
        if mine.rest is not None and its.rest is not None:
            answers.append(self.within(one.of(mine.rest), other.of(its.rest)))
        return every(answers)

    def _functions(self, one: Sided, mine: Function, other: Sided, its: Function) -> Holds:
        returns = self.within(one.of(mine.returns), other.of(its.returns))
        if mine.tail == ELLIPSIS and its.tail != ELLIPSIS:
            return False  # `...` is to parameters what Any is to types
        if its.tail == ELLIPSIS:
            start = zip(mine.parameters, its.parameters, strict=False)
            return every((returns, *(self.within(other.of(that), one.of(each)) for each, that in start)))
        if len(mine.parameters) != len(its.parameters):
            return False
        if (mine.tail is None) != (its.tail is None):
            return False
        tails = [] if mine.tail is None or its.tail is None else [self._same(one.of(mine.tail), other.of(its.tail))]
        given = [
            self.within(other.of(that), one.of(each))
            for each, that in zip(mine.parameters, its.parameters, strict=True)
        ]
        return every((returns, *given, *tails))


def _unread(one: Type, other: Type) -> Holds:
    if text(one) == text(other):
        return True
    unread = one if isinstance(one, Unread) else other
    assert isinstance(unread, Unread)  # noqa: S101 - asked for no other
    return Doubt(f"`{unread.text}` cannot be read: {unread.why}")


def _marks(mine: Constrained, its: Constrained) -> Holds:
    if set(mine.marks) == set(its.marks):
        return True
    apart = sorted(set(mine.marks) ^ set(its.marks))
    return Doubt(f"what `{apart[0][:80]}` lets through, only running it would say")


def _sort(of: Type) -> str:
    if isinstance(of, Tuple):
        return "tuple"
    return of.name if isinstance(of, Instance) else text(of)


def _products(one: Sided) -> list[Type] | None:
    """Return the tuples that a tuple of unions is the union of; None where that is nothing new."""
    if not isinstance(one.type, Tuple):
        return None
    for at, item in enumerate(one.type.items):
        through = expanded(one.of(item))
        parts = through.type if through is not None else item
        split = list(parts.members) if isinstance(parts, Union) else finite(parts, one.world)
        if split is not None and 1 < len(split) <= _MOST_PRODUCTS:
            return [replace(one.type, items=(*one.type.items[:at], each, *one.type.items[at + 1 :])) for each in split]
    return None
