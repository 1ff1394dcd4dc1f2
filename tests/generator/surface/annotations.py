"""Annotations to play with: what they may name, random ones, and how two of them relate."""

from __future__ import annotations

import random
from dataclasses import replace

from generator.surface.judging import moved, within
from generator.surface.reading import read_surface
from generator.surface.sided import Sided
from generator.surface.holds import Holds
from generator.verdicts import Verdict

HEAD = """
from __future__ import annotations
import enum
from collections.abc import (
    Awaitable, Callable, Collection, Coroutine, Generator, Iterable, Iterator, Mapping, MutableMapping, MutableSequence,
    Sequence, Set,
)
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, Literal, NamedTuple, NewType, Optional, Protocol, TypeAlias, TypedDict, TypeVar, Union
from typing_extensions import NotRequired, Never, Required

class Color(enum.Enum):
    red = 1
    blue = 2

class Level(enum.IntEnum):
    low = 1
    high = 2

@dataclass(frozen=True)
class Animal:
    name: str

class Cat(Animal):
    pass

class Dog(Animal):
    pass

class Named(Protocol):
    @property
    def name(self) -> str: ...

class Speaks(Protocol):
    def speak(self, loud: bool) -> str: ...

class Parrot:
    def speak(self, loud: int) -> str:
        return ""

class Point(TypedDict):
    x: int
    y: int

class Point3(TypedDict):
    x: int
    y: int
    z: int

class MaybePoint(TypedDict, total=False):
    x: int
    y: int

class Pair(NamedTuple):
    left: int
    right: str

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
K = TypeVar("K", contravariant=True)

class Box(Generic[T]):
    def __init__(self, held: T) -> None:
        self._held = held
    def get(self) -> T:
        return self._held
    def put(self, held: T) -> None: ...

class Source(Generic[T_co]):
    def get(self) -> T_co: ...

class Sink(Generic[K]):
    def put(self, value: K) -> None: ...

UserId = NewType("UserId", int)
Number: TypeAlias = int | float
Json: TypeAlias = "None | bool | int | float | str | list[Json] | dict[str, Json]"
Maybe: TypeAlias = T | None
"""

LEAVES = (
    "int str bool float bytes None object complex Color Level Animal Cat Dog Named Speaks Parrot Point Point3 MaybePoint Pair "
    "UserId Number Json date datetime Decimal Never bytearray"
).split() + [
    "Literal[1]", "Literal[1, 2]", "Literal['a', 'b']", "Literal['a']", "Literal[True]", "Literal[Color.red]",
    "Literal[Color.red, Color.blue]", "Literal[True, False]", "Literal[Level.low]", "Literal[b'a']", "Literal[0]",
]  # fmt: skip
_ONE = (
    "list set frozenset Sequence Iterable Iterator Collection Set MutableSequence type_ Optional Maybe Box Source Sink Awaitable"
).split()


def random_type(chance: random.Random, depth: int = 3) -> str:
    """Return the text of a random annotation, at most ``depth`` deep."""
    if depth == 0 or chance.random() < 0.35:
        return chance.choice(LEAVES)
    inner = [random_type(chance, depth - 1) for _ in range(3)]
    match chance.randrange(9):
        case 0:
            return f"Union[{inner[0]}, {inner[1]}]"
        case 1:
            return f"dict[str, {inner[0]}]"
        case 2:
            return f"Mapping[{chance.choice(['str', 'int', 'bool'])}, {inner[0]}]"
        case 3:
            return f"tuple[{inner[0]}, {inner[1]}]" if chance.random() < 0.5 else f"tuple[{inner[0]}, ...]"
        case 4:
            return f"Callable[[{inner[0]}], {inner[1]}]"
        case _:
            name = chance.choice(_ONE)
            return (
                f"type[{chance.choice(['Animal', 'Cat', 'int', 'bool'])}]" if name == "type_" else f"{name}[{inner[0]}]"
            )


def near(chance: random.Random, of: str) -> str:
    """Return an annotation that is likely to relate to ``of``: a part of it changed, or something around it."""
    swaps = [
        ("list[", "Sequence["), ("Sequence[", "Iterable["), ("dict[", "Mapping["), ("int", "float"), ("bool", "int"),
        ("int", "bool"), ("Cat", "Animal"), ("Animal", "Cat"), ("set[", "Set["), ("float", "int"), ("Union[", "tuple["),
        ("Literal[1]", "Literal[1, 2]"), ("Literal[1, 2]", "int"), ("datetime", "date"), ("Maybe[", "Optional["),
        ("Iterable[", "list["), ("Mapping[", "dict["), ("str", "Literal['a']"), ("Point3", "Point"), ("Level", "int"),
    ]  # fmt: skip
    made = of
    for _ in range(chance.randrange(1, 3)):
        old, new = chance.choice(swaps)
        made = made.replace(old, new, 1)
    roll = chance.random()
    return f"Union[{made}, {chance.choice(LEAVES)}]" if roll < 0.2 else f"Optional[{made}]" if roll < 0.3 else made


def sides(old: str, new: str, head: str = HEAD) -> tuple[Sided, Sided]:
    """Return two annotations, each in a module of its own."""
    found = []
    for said in (old, new):
        declarations = read_surface({"m.py": f"{head}\nasked: {said}\n"}).declarations
        found.append(Sided(declarations[".m.asked"].type, declarations))  # type: ignore[union-attr]  # a constant has one
    return found[0], found[1]


def is_within(one: str, other: str, head: str = HEAD) -> Holds:
    """Say whether every value of one annotation is one of the other's."""
    first, second = sides(one, other, head)
    return within(first, second)


def relation(old: str, new: str, head: str = HEAD) -> Verdict:
    """Say how ``new`` relates to ``old``."""
    return moved(*sides(old, new, head)).verdict


__all__ = ["HEAD", "LEAVES", "is_within", "near", "random_type", "relation", "replace", "sides"]
