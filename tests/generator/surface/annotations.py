"""Annotations to play with: what they may name, random ones, and how two of them relate."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from generator.surface.declarations import Attribute
from generator.surface.judging import Move, moved
from generator.surface.reading import read_surface
from generator.surface.sided import Sided

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
        return str(loud)

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
    def get(self) -> T_co:
        raise ValueError

class Sink(Generic[K]):
    def put(self, value: K) -> None: ...

UserId = NewType("UserId", int)
Number: TypeAlias = int | float
Json: TypeAlias = "None | bool | int | float | str | list[Json] | dict[str, Json]"
Maybe: TypeAlias = T | None
"""

LEAVES = """
    Animal Cat Color Decimal Dog Json Level MaybePoint Named Never None Number Pair Parrot Point Point3 Speaks UserId
    bool bytearray bytes complex date datetime float int object str Literal[0] Literal[1] Literal[1,2] Literal['a']
    Literal['a','b'] Literal[True] Literal[True,False] Literal[Color.red] Literal[Color.red,Color.blue]
    Literal[Level.low] Literal[b'a']
""".split()  # noqa: SIM905  # a table of words reads better without quotes
_ONE = """
    Awaitable Box Collection Iterable Iterator Maybe MutableSequence Optional Sequence Set Sink Source frozenset list
    set type
""".split()  # noqa: SIM905  # as above


SWAPS = """
    list[=>Sequence[ Sequence[=>Iterable[ dict[=>Mapping[ [int=>[float bool=>int [int=>[bool Cat=>Animal Animal=>Cat
    set[=>Set[ float=>int Union[=>tuple[ Literal[1]=>Literal[1,2] Literal[1,2]=>int datetime=>date Maybe[=>Optional[
    [Iterable[=>[list[ Mapping[=>dict[ str=>Literal['a'] Point3=>Point Level=>int
"""


def random_type(chance: random.Random, depth: int = 3) -> str:
    """Return the text of a random annotation, at most ``depth`` deep."""
    if depth == 0 or chance.random() < 0.35:
        return chance.choice(LEAVES)
    inner = [random_type(chance, depth - 1) for _ in range(3)]
    name = chance.choice(_ONE)
    last = f"{name}[{chance.choice(['Animal', 'Cat', 'int', 'bool'])}]" if name == "type" else f"{name}[{inner[0]}]"
    forms = (
        f"Union[{inner[0]}, {inner[1]}]",
        f"dict[str, {inner[0]}]",
        f"Mapping[{chance.choice(['str', 'int', 'bool'])}, {inner[0]}]",
        f"tuple[{inner[0]}, {inner[1]}]" if chance.random() < 0.5 else f"tuple[{inner[0]}, ...]",
        f"Callable[[{inner[0]}], {inner[1]}]",
    )
    return (*forms, *[last] * 4)[chance.randrange(9)]


def near(chance: random.Random, of: str) -> str:
    """Return an annotation that is likely to relate to ``of``: a part of it changed, or something around it."""
    swaps = SWAPS.split()
    made = of
    for _ in range(chance.randrange(1, 3)):
        old, _, new = chance.choice(swaps).partition("=>")
        whole = rf"(?<![\w.]){re.escape(old)}" + (r"(?![\w.\]])" if old[-1].isalnum() else "")
        made = re.sub(whole, new, made, count=1)
    roll = chance.random()
    return f"Union[{made}, {chance.choice(LEAVES)}]" if roll < 0.2 else f"Optional[{made}]" if roll < 0.3 else made


def read(said: Sequence[str], head: str = HEAD) -> list[Sided]:
    """Return annotations as one module reads them; all share that module's declarations."""
    rows = "\n".join(f"asked{at}: {each}" for at, each in enumerate(said))
    world = read_surface({"m.py": f"{head}\n{rows}\n"}).declarations
    found = (world[f".m.asked{at}"] for at in range(len(said)))
    return [Sided(each.type, world) for each in found if isinstance(each, Attribute)]


def relations(rows: Sequence[tuple[str, str]], head: str = HEAD, new_head: str | None = None) -> list[Move]:
    """Say of each row how the second annotation, in a module of its own, relates to the first."""
    before = read([old for old, _ in rows], head)
    now = read([new for _, new in rows], new_head or head)
    return [moved(old, new) for old, new in zip(before, now, strict=True)]
