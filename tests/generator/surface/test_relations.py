"""How an annotation moved: old, new, and what is to be said."""

from __future__ import annotations

import pytest

from generator.verdicts import Verdict
from tests.generator.surface.annotations import HEAD, relations

equal, narrower, wider = Verdict.equal, Verdict.narrower, Verdict.wider
incomparable, unknown = Verdict.incomparable, Verdict.unknown

MORE = """
from collections import Counter, OrderedDict, defaultdict, deque
from typing import Annotated, Dict, FrozenSet, List, ParamSpec, Self, Tuple, Type
import annotated_types as at
import decimal
import typing as t
from annotated_types import Ge, Interval, Len
from pydantic import AwareDatetime, BeforeValidator, Field, NonNegativeInt, PositiveInt
from pydantic import StrictInt, StringConstraints, conint, conlist, constr
from elsewhere import Kernel, Other, unseen

P = ParamSpec("P")
LIMIT = 5
Bounded = Field(ge=1, le=LIMIT)
Check = BeforeValidator(unseen)
Short = Annotated[str, Field(max_length=3)]
Both: TypeAlias = "Short | bytes"
Tree: TypeAlias = "dict[str, Tree] | int"
Bush: TypeAlias = "dict[str, Bush] | int"
Chain: TypeAlias = "list[Chain]"
Rope: TypeAlias = "Sequence[Rope]"
type Few = Literal["a", "b"]
type Pick[X] = X | Few
Alone = Alone
Turn: TypeAlias = "int | Turn"
class Renamed(Protocol):
    name: str
Callback = Callable[[int], str]
"""

TABLE = [
    # Unions, None and the top.
    ("int", "int", equal),
    ("int", "int | None", wider),
    ("int | None", "int", narrower),
    ("Optional[int]", "int | None", equal),
    ("Union[int, str]", "str | int", equal),
    ("Union[int, Union[str, None]]", "Optional[Union[str, int]]", equal),
    ("int | str", "int | bytes", incomparable),
    ("int", "Any", wider),
    ("Any", "int", narrower),
    ("Any", "Any", equal),
    ("int", "object", wider),
    ("object", "Any", wider),
    ("Any", "object", narrower),
    ("Never", "int", wider),
    ("int", "Never", narrower),
    ("None", "int", incomparable),
    # The tower of numbers, and classes.
    ("int", "float", wider),
    ("bool", "int", wider),
    ("bool", "float", wider),
    ("float", "complex", wider),
    ("int | float", "float", equal),
    ("str", "bytes", incomparable),
    ("date", "datetime", narrower),
    ("Decimal", "float", incomparable),
    ("decimal.Decimal", "Decimal", equal),
    ("Cat", "Animal", wider),
    ("Cat", "Dog", incomparable),
    ("Level", "int", wider),
    ("UserId", "int", wider),
    ("int", "UserId", narrower),
    # Literals and enums.
    ("Literal[1]", "Literal[1, 2]", wider),
    ("Literal['a', 'b']", "Literal['b', 'a']", equal),
    ("Literal['a']", "str", wider),
    ("Literal[1]", "Literal[True]", incomparable),
    ("Literal['1']", "Literal[1]", incomparable),
    ("Literal[b'a']", "Literal['a']", incomparable),
    ("bool", "Literal[True, False]", equal),
    ("Literal[True]", "bool", wider),
    ("Color", "Literal[Color.red, Color.blue]", equal),
    ("Literal[Color.red]", "Color", wider),
    ("Literal[Level.low]", "int", wider),
    ("Literal[None, 1]", "Literal[1] | None", equal),
    ("Literal[-1]", "int", wider),
    ("Literal[Literal[1, 2], 3]", "Literal[1, 2, 3]", equal),
    # Arguments of classes, and how they vary.
    ("list[int]", "list[float]", incomparable),
    ("list[int]", "list[Any]", wider),
    ("list[int]", "list", wider),
    ("list", "List", equal),
    ("List[int]", "list[int]", equal),
    ("dict[str, int]", "Dict[str, int]", equal),
    ("dict[str, int]", "dict[str, bool]", incomparable),
    ("list[int]", "Sequence[float]", wider),
    ("Sequence[int]", "Sequence[float]", wider),
    ("Iterable[int]", "list[int]", narrower),
    ("dict[str, bool]", "Mapping[str, int]", wider),
    ("Mapping[str, bool]", "Mapping[str, int]", wider),
    ("Mapping[bool, int]", "Mapping[int, int]", incomparable),
    ("frozenset[bool]", "FrozenSet[int]", wider),
    ("set[bool]", "set[int]", incomparable),
    ("set[bool]", "Set[int]", wider),
    ("type[Cat]", "Type[Animal]", wider),
    ("str", "Sequence[str]", wider),
    ("Counter[str]", "Mapping[str, int]", wider),
    ("defaultdict[str, int]", "dict[str, int]", wider),
    ("deque[int]", "MutableSequence[int]", wider),
    ("OrderedDict[str, int]", "defaultdict[str, int]", incomparable),
    ("Box[int]", "Box[float]", incomparable),
    ("Source[int]", "Source[float]", wider),
    ("Sink[int]", "Sink[float]", narrower),
    ("Generator[int]", "Iterator[int]", wider),
    ("Generator[int]", "Generator[int, None, None]", equal),
    ("Coroutine[Any, Any, int]", "Awaitable[int]", wider),
    # Tuples.
    ("tuple[int, str]", "Tuple[int, str]", equal),
    ("tuple[int, ...]", "tuple[int]", narrower),
    ("tuple[int, int]", "tuple[int, ...]", wider),
    ("tuple[int]", "tuple[int, int]", incomparable),
    ("tuple[()]", "tuple[int, ...]", wider),
    ("tuple[bool, int]", "tuple[int, int]", wider),
    ("tuple[int, *tuple[int, ...]]", "tuple[int, ...]", wider),
    ("tuple[int | str]", "tuple[int] | tuple[str]", equal),
    ("tuple", "tuple[Any, ...]", equal),
    ("Pair", "tuple[int, str]", wider),
    ("tuple[int, str]", "Sequence[int | str]", wider),
    # Functions.
    ("Callable[[int], str]", "Callable[[bool], str]", wider),
    ("Callable[[int], str]", "Callable[[int], str | None]", wider),
    ("Callable[[int], str]", "Callable[[int, int], str]", incomparable),
    ("Callable[[int], str]", "Callable[..., str]", wider),
    ("Callable[..., Any]", "Callable", equal),
    ("Callback", "Callable[[int], str]", equal),
    ("Callable[P, int]", "Callable[P, float]", wider),
    ("Callable[P, int]", "Callable[[], int]", incomparable),
    # Shapes.
    ("Parrot", "Speaks", wider),
    ("Animal", "Named", wider),
    ("Parrot", "Named", incomparable),
    ("Animal", "Renamed", incomparable),
    ("Point3", "Point", wider),
    ("Point", "MaybePoint", incomparable),
    ("Point", "dict[str, int]", incomparable),
    ("Point", "Mapping[str, object]", wider),
    # Aliases.
    ("Number", "float | int", equal),
    ("Maybe[int]", "int | None", equal),
    ("Json", "Json | bytes", wider),
    ("Tree", "Bush", equal),
    ("Chain", "Rope", wider),
    ("Few", "Literal['a', 'b']", equal),
    ("Pick[int]", "int | Literal['a', 'b']", equal),
    ("Pick[int]", "Pick[bool]", narrower),
    ("'list[int]'", "list['int']", equal),
    ("t.Optional[t.List[int]]", "list[int] | None", equal),
    ("Alone", "int", unknown),
    # Bounds.
    ("int", "Annotated[int, 'a word']", equal),
    ("Annotated[int, Field(ge=1, description='x')]", "Annotated[int, Field(description='y', ge=1)]", equal),
    ("Annotated[int, Field(gt=0)]", "Annotated[int, Ge(1)]", equal),
    ("Annotated[float, Field(gt=0)]", "Annotated[float, Field(ge=1)]", narrower),
    ("Annotated[int, Field(ge=1, le=5)]", "Annotated[int, Bounded]", equal),
    ("Annotated[int, Field(ge=1, le=5)]", "Annotated[int, Interval(ge=1, lt=6)]", equal),
    ("Annotated[int, Field(le=10)]", "Annotated[int, Field(le=11)]", wider),
    ("Annotated[int, Field(ge=1)]", "Annotated[int, Field(le=1)]", incomparable),
    ("Annotated[int, Field(multiple_of=4)]", "Annotated[int, Field(multiple_of=2)]", wider),
    ("Annotated[int, Field(multiple_of=4, gt=1, lt=6)]", "Literal[4]", equal),
    ("Annotated[int, Field(multiple_of=10, ge=1)]", "Annotated[int, Field(multiple_of=10, ge=10)]", equal),
    ("Annotated[float, Field(le=0.1)]", "Annotated[float, Field(le=0.3)]", wider),
    ("Annotated[float, Field(multiple_of=0.1)]", "Annotated[float, Field(multiple_of=0.2)]", narrower),
    ("Annotated[str, Field(max_length=5)]", "str", wider),
    ("Annotated[str, Field(max_length=5)]", "Annotated[str, Field(max_length=4)]", narrower),
    ("Annotated[str, Field(min_length=1)]", "Annotated[str, Field(min_length=2)]", narrower),
    ("Annotated[str, StringConstraints(min_length=1)]", "Annotated[str, Len(1)]", equal),
    ("Annotated[str, Field(pattern='^a')]", "str", wider),
    ("Annotated[str, Field(pattern='^a')]", "Annotated[str, Field(pattern='^(a|b)')]", wider),
    ("Annotated[str, Field(pattern='^[ab]$')]", "Annotated[str, Field(pattern='^(a|b)$')]", equal),
    ("Annotated[str, Field(pattern='a')]", "Annotated[str, Field(pattern='b')]", incomparable),
    ("Annotated[str, Field(pattern='^a{3}$')]", "Annotated[str, Field(pattern='^a+$', max_length=3)]", wider),
    ("Annotated[str, Field(pattern='^a+$', max_length=2)]", "Annotated[str, Field(pattern='^a{1,2}$')]", equal),
    ("Literal['ab']", "Annotated[str, Field(pattern='^a')]", wider),
    ("Annotated[str, Field(pattern=r'^\\d$')]", "Annotated[str, Field(pattern=r'^[0-9]$')]", unknown),
    ("Annotated[list[int], Field(min_length=1)]", "conlist(int, min_length=1)", equal),
    ("Annotated[list[int], Field(max_length=5)]", "Annotated[list[int], Field(max_length=9)]", wider),
    ("Annotated[int | None, Field(ge=1)]", "Annotated[int, Field(ge=1)] | None", equal),
    ("Annotated[Both, Field(max_length=2)]", "Both", wider),
    ("Turn", "int", unknown),
    ("Annotated[int, Field(ge=1, le=3)]", "Literal[1, 2, 3]", equal),
    ("Short", "Annotated[str, at.MaxLen(3)]", equal),
    ("constr(max_length=3)", "Short", equal),
    ("conint(ge=1)", "PositiveInt", equal),
    ("PositiveInt", "NonNegativeInt", wider),
    ("Literal[3]", "PositiveInt", wider),
    ("Literal[0]", "PositiveInt", incomparable),
    ("list[PositiveInt]", "list[int]", incomparable),
    ("Sequence[PositiveInt]", "Sequence[int]", wider),
    ("Annotated[int, Field(ge=0)] | Annotated[int, Field(le=0)]", "int", unknown),
    ("AwareDatetime", "datetime", unknown),
    ("AwareDatetime", "AwareDatetime", equal),
    ("StrictInt", "str", incomparable),
    ("Annotated[int, Check]", "Annotated[int, Check]", equal),
    ("Annotated[int, Check]", "int", unknown),
    ("Annotated[int, BeforeValidator(int)]", "Annotated[int, BeforeValidator(str)]", unknown),
    # What nobody here knows.
    ("Kernel", "Kernel", equal),
    ("Kernel", "Kernel | None", wider),
    ("Kernel", "Other", unknown),
    ("Kernel", "int", unknown),
    ("Kernel[int]", "Kernel[int]", equal),
    ("Kernel[bool]", "Kernel[int]", unknown),
    ("missing", "missing", equal),
    ("missing", "int", unknown),
    ("1 + 2", "int", unknown),
]


@pytest.fixture(scope="module")
def said() -> dict[tuple[str, str], Verdict]:
    """What is said of every row: one reading for all."""
    rows = [(old, new) for old, new, _ in TABLE]
    return dict(zip(rows, (move.verdict for move in relations(rows, HEAD + MORE)), strict=True))


@pytest.mark.parametrize(("old", "new", "expected"), TABLE)
def test_an_annotation_moved(old: str, new: str, expected: Verdict, said: dict[tuple[str, str], Verdict]) -> None:
    """What a parameter takes, or a function returns, is said in one word."""
    assert said[old, new] is expected


def test_the_other_way_about_is_the_opposite() -> None:
    """Wider and narrower change places when old and new do; the other words stay."""
    turned = {wider: narrower, narrower: wider}
    rows = [(new, old) for old, new, _ in TABLE]
    for (old, new, expected), move in zip(TABLE, relations(rows, HEAD + MORE), strict=True):
        assert move.verdict is turned.get(expected, expected), f"{new} to {old}"


def test_what_is_unknown_says_why() -> None:
    """A reason stands beside every unknown, and beside nothing else."""
    for (old, new, expected), move in zip(TABLE, relations([row[:2] for row in TABLE], HEAD + MORE), strict=True):
        assert bool(move.reason) is (expected is unknown), f"{old} to {new}: {move.reason}"


def test_an_alias_that_means_something_else_is_no_longer_the_same() -> None:
    """The words did not change, what they stand for did: both are told."""
    (move,) = relations([("list[X]", "list[X]")], "X = int", "X = int | None")
    assert move.verdict is incomparable
    assert move.new == "list[.m.X], where .m.X = int | None"


def test_many_values_are_compared_as_sets() -> None:
    """Two thousand literals on each side are no work to speak of."""
    many, more = (", ".join(map(str, range(count))) for count in (2000, 2001))
    assert [move.verdict for move in relations([(f"Literal[{many}]", f"Literal[{more}]")])] == [wider]


def test_types_without_end_are_given_up() -> None:
    """An alias that doubles with every turn is unknown, within the bound on work."""
    head, other = (f"type {name}[T] = list[{name}[tuple[T, T]]] | int" for name in "AB")
    ((move),) = relations([("A[int]", "B[int]")], head, other)
    assert (move.verdict, move.reason) == (unknown, "the bound on work is spent")
