"""Whole modules: old, new, and each change that is to be said, with whether it blocks."""

from __future__ import annotations

from textwrap import dedent

import pytest

from generator.surface import Kind, compare_surfaces, read_surface
from generator.surface.declarations import Surface

HEAD = """
from __future__ import annotations
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, ClassVar, Final, Generic, NamedTuple, NewType, Protocol, Self, TypeAlias, TypedDict, TypeVar
from typing import overload
from typing_extensions import NotRequired, Required
from pydantic import BaseModel, ConfigDict, Field
T = TypeVar("T")
U = TypeVar("U")
S = TypeVar("S", bound=str)
"""

# (what it is about, old, new, changes: kind, part, verdict, "!" if it blocks)
TABLE = [
    ("the same", "def f(x: int) -> str: ...", "def f(x: int) -> str: ...", []),
    ("the body is nobody's business", "def f() -> int: return 1", "def f() -> int: return 2", []),
    ("layout, names of parts", "def f(x: int|str): ...", "def f(x: 'str | int'): ...", []),
    # Functions.
    ("a function is gone", "def f() -> int: ...", "", ["name-removed  narrower !"]),
    ("a function is new", "", "def f() -> int: ...", ["name-added  wider"]),
    ("a private one is gone", "def _f() -> int: ...", "", []),
    ("a parameter takes more", "def f(x: int) -> None: ...", "def f(x: int | None) -> None: ...",
     ["parameter-type x wider !"]),
    ("a parameter takes less", "def f(x: float) -> None: ...", "def f(x: int) -> None: ...",
     ["parameter-type x narrower !"]),
    ("a result may be more", "def f() -> int: ...", "def f() -> int | None: ...", ["return-type return wider !"]),
    ("a result is less", "def f() -> int | None: ...", "def f() -> int: ...", ["return-type return narrower"]),
    ("a result goes to Any", "def f() -> int: ...", "def f() -> Any: ...",
     ["return-type return wider !", "hatch-added Any wider !"]),
    ("a result of another class, unknown", "def f() -> Lost: ...", "def f() -> Found: ...",
     ["return-type return unknown !"]),
    ("a result of a class that lost its name", "def f() -> Lost: ...", "def f() -> Lost: ...", []),
    ("a parameter is new and has a default", "def f() -> None: ...", "def f(x: int = 0) -> None: ...",
     ["parameter-added x wider !"]),
    ("a parameter is new", "def f() -> None: ...", "def f(x: int) -> None: ...", ["parameter-added x incomparable !"]),
    ("a parameter is gone", "def f(x: int) -> None: ...", "def f() -> None: ...", ["parameter-removed x narrower !"]),
    ("a parameter has another name", "def f(x: int) -> None: ...", "def f(y: int) -> None: ...",
     ["parameter-renamed y incomparable !"]),
    ("one that has no name for callers", "def f(x: int, /) -> None: ...", "def f(y: int, /) -> None: ...", []),
    ("parameters change places", "def f(x: int, y: int) -> None: ...", "def f(y: int, x: int) -> None: ...",
     ["parameter-moved x incomparable !", "parameter-moved y incomparable !"]),
    ("names in another order", "def f(*, x: int, y: int) -> None: ...", "def f(*, y: int, x: int) -> None: ...", []),
    ("by name alone now", "def f(x: int) -> None: ...", "def f(*, x: int) -> None: ...",
     ["parameter-passing x narrower !"]),
    ("by place, too", "def f(*, x: int) -> None: ...", "def f(x: int) -> None: ...", ["parameter-passing x wider !"]),
    ("by place alone now", "def f(x: int) -> None: ...", "def f(x: int, /) -> None: ...",
     ["parameter-passing x narrower !"]),
    ("by name instead of place", "def f(x: int, /) -> None: ...", "def f(*, x: int) -> None: ...",
     ["parameter-removed x narrower !", "parameter-added x incomparable !"]),
    ("one is taken for the other's place", "def f(x: int, /, y: int) -> None: ...", "def f(y: int, /) -> None: ...",
     ["parameter-removed y narrower !"]),
    ("a default is new", "def f(x: int) -> None: ...", "def f(x: int = 1) -> None: ...", ["default-added x wider !"]),
    ("a default is gone", "def f(x: int = 1) -> None: ...", "def f(x: int) -> None: ...",
     ["default-removed x narrower !"]),
    ("a default is another", "def f(x: int = 1) -> None: ...", "def f(x: int = 2) -> None: ...",
     ["default-changed x equal !"]),
    ("a default is written otherwise", "def f(x: int = 1000) -> None: ...", "def f(x: int = 1_000) -> None: ...", []),
    ("any number is taken", "def f() -> None: ...", "def f(*x: int) -> None: ...", ["parameter-added x wider !"]),
    ("any names are taken", "def f(**x: int) -> None: ...", "def f() -> None: ...", ["parameter-removed x narrower !"]),
    ("what any number takes", "def f(*x: int) -> None: ...", "def f(*x: float) -> None: ...",
     ["parameter-type x wider !"]),
    ("what any number is called", "def f(*x: int) -> None: ...", "def f(*y: int) -> None: ...", []),
    ("it is to be awaited", "def f() -> int: ...", "async def f() -> int: ...",
     ["return-type return incomparable !"]),
    ("it was to be awaited all along", "def f() -> Awaitable[int]: ...", "async def f() -> int: ...",
     ["return-type return narrower"]),
    ("it yields", "def f() -> Iterator[int]: ...", "def f() -> Iterator[int]:\n    yield 1", []),
    ("it yields and is to be awaited", "def f() -> AsyncIterator[int]: ...",
     "async def f() -> AsyncIterator[int]:\n    yield 1", []),
    ("variables have other names", "def f(x: T, y: U) -> T: ...", "def f(x: U, y: T) -> U: ...", []),
    ("another variable comes back", "def f(x: T, y: U) -> T: ...", "def f(x: T, y: U) -> U: ...",
     ["return-type return incomparable !"]),
    ("a variable is bound", "def f(x: T) -> T: ...", "def f(x: S) -> S: ...",
     ["parameter-type x narrower !", "return-type return narrower"]),
    ("brackets instead of TypeVar", "def f(x: T) -> T: ...", "def f[X](x: X) -> X: ...", []),
    ("a function becomes a class", "def f() -> None: ...", "class f: ...", ["nature-changed  incomparable !"]),
    ("an overload is new", "def f(x: int) -> int: ...",
     "@overload\ndef f(x: int) -> int: ...\n@overload\ndef f(x: str) -> str: ...\ndef f(x: Any) -> Any: ...",
     ["overloads-changed  unknown !", "hatch-added Any wider !", "hatch-added Any wider !"]),
    # Classes.
    ("a method is gone", "class C:\n    def f(self) -> int: ...", "class C: ...", ["name-removed  narrower !"]),
    ("a method takes more", "class C:\n    def f(self, x: int) -> None: ...",
     "class C:\n    def f(self, x: object) -> None: ...", ["parameter-type x wider !", "hatch-added object wider !"]),
    ("a method needs no object", "class C:\n    def f(self) -> int: ...",
     "class C:\n    @staticmethod\n    def f() -> int: ...", ["nature-changed  incomparable !"]),
    ("a static method takes more", "class C:\n    @staticmethod\n    def f(x: int) -> None: ...",
     "class C:\n    @staticmethod\n    def f(x: float) -> None: ...", ["parameter-type x wider !"]),
    ("the constructor asks for more", "class C:\n    def __init__(self) -> None: ...",
     "class C:\n    def __init__(self, x: int) -> None: ...", ["parameter-added x incomparable !"]),
    ("itself comes back", "class C:\n    def f(self) -> Self: ...", "class C:\n    def f(self) -> 'C': ...",
     ["return-type return wider !"]),
    ("a property may be set", "class C:\n    @property\n    def x(self) -> int: ...",
     "class C:\n    x: int", ["attribute-access x wider !"]),
    ("a property is less", "class C:\n    @property\n    def x(self) -> int | None: ...",
     "class C:\n    @property\n    def x(self) -> int: ...", ["attribute-type x narrower"]),
    ("an attribute is less", "class C:\n    x: int | None", "class C:\n    x: int", ["attribute-type x narrower !"]),
    ("a class is taken out of another", "class A: ...\nclass B(A): ...", "class A: ...\nclass B: ...",
     ["base-removed .m.A incomparable !"]),
    # Dataclasses, NamedTuples, TypedDicts, models.
    ("a field is new", "@dataclass\nclass C:\n    x: int", "@dataclass\nclass C:\n    x: int\n    y: int",
     ["attribute-added y incomparable !"]),
    ("a field is new and may be left out", "@dataclass\nclass C:\n    x: int",
     "@dataclass\nclass C:\n    x: int\n    y: list[int] = field(default_factory=list)", ["attribute-added y wider !"]),
    ("fields change places", "class C(NamedTuple):\n    x: int\n    y: int",
     "class C(NamedTuple):\n    y: int\n    x: int",
     ["attribute-moved y incomparable !"]),
    ("a dataclass can no longer change", "@dataclass\nclass C:\n    x: int",
     "@dataclass(frozen=True)\nclass C:\n    x: int",
     ["option-changed frozen incomparable !", "attribute-access x narrower !"]),
    ("a key may be left out", "class C(TypedDict):\n    x: int", "class C(TypedDict):\n    x: NotRequired[int]",
     ["default-added x wider !"]),
    ("the same said twice", "class C(TypedDict, total=False):\n    x: int\n    y: Required[int]",
     "class C(TypedDict):\n    y: int\n    x: NotRequired[int]", []),
    ("a key takes more", "class C(TypedDict):\n    x: int", "class C(TypedDict):\n    x: float",
     ["attribute-type x wider !"]),
    ("a model's bound", "class C(BaseModel):\n    x: int = Field(ge=1)",
     "class C(BaseModel):\n    x: int = Field(ge=0)",
     ["attribute-type x wider !"]),
    ("a bound said beside the type", "class C(BaseModel):\n    x: int = Field(ge=1)",
     "class C(BaseModel):\n    x: Annotated[int, Field(gt=0, title='X')]\nfrom typing import Annotated", []),
    ("a model's default", "class C(BaseModel):\n    x: int = Field(default=1)",
     "class C(BaseModel):\n    x: int = 1", []),
    ("a name on the wire", "class C(BaseModel):\n    x: int = Field(alias='a')",
     "class C(BaseModel):\n    x: int = Field(alias='b')",
     ["attribute-alias x incomparable !"]),
    ("a closed model opens", "class C(BaseModel):\n    model_config = ConfigDict(extra='forbid')",
     "class C(BaseModel):\n    model_config = ConfigDict(extra='allow')", ["option-changed extra incomparable !"]),
    ("fields of a model in another order", "class C(BaseModel):\n    x: int\n    y: int",
     "class C(BaseModel):\n    y: int\n    x: int",
     []),
    ("an enum has more", "class C(Enum):\n    a = 1", "class C(Enum):\n    a = 1\n    b = 2",
     ["member-added b wider !"]),
    ("an enum has less", "class C(Enum):\n    a = 1\n    b = 2", "class C(Enum):\n    a = 1",
     ["member-removed b narrower !"]),
    ("a member's value", "class C(Enum):\n    a = 1", "class C(Enum):\n    a = 2", ["member-changed a incomparable !"]),
    ("a protocol asks for more", "class C(Protocol):\n    def f(self) -> int: ...",
     "class C(Protocol):\n    def f(self) -> int: ...\n    def g(self) -> int: ...", ["name-added  wider"]),
    ("a generic class names its variable otherwise", "class C(Generic[T]):\n    x: T", "class C[V]:\n    x: V", []),
    # Aliases and constants.
    ("an alias is said at its use", "X = int | str\ndef f(x: X) -> None: ...", "X = int\ndef f(x: X) -> None: ...",
     ["parameter-type x narrower !"]),
    ("an alias that nobody here uses", "X = int | str", "X = int", ["type-changed  narrower !"]),
    ("an alias written otherwise", "X: TypeAlias = 'int | str'", "type X = str | int", []),
    ("an alias is gone, what it meant is not", "_X = int | str\ndef f(x: _X) -> None: ...",
     "def f(x: int | str) -> None: ...", []),
    ("a new type of something else", "X = NewType('X', int)", "X = NewType('X', str)",
     ["type-changed  incomparable !"]),
    ("a constant is another number", "X = 1", "X = 2", []),
    ("a constant is a longer list", "X = ('a', 'b')\nY = {'a': 1}\nZ = frozenset({1})\nW = f(1)",
     "X = ('a', 'b', 'c')\nY = {'b': 2}\nZ = frozenset({1, 2})\nW = f(2)", []),
    ("a constant is a list of something else", "X = ('a',)", "X = (1,)", ["type-changed  incomparable !"]),
    ("a constant comes from another call", "X = f(1)", "X = g(1)", ["type-changed  unknown !"]),
    ("a constant is a text now", "X = 1", "X = 'a'", ["type-changed  incomparable !"]),
    ("a constant is less", "X: int | None = 1", "X: Final[int] = 1", ["type-changed  narrower"]),
    ("only what is listed is for others", "__all__ = ['f']\ndef f() -> int: ...\ndef g() -> int: ...",
     "__all__ = ['f']\ndef f() -> int: ...", []),
]  # fmt: skip


def surface(source: str) -> Surface:
    """Read one module."""
    return read_surface({"m.py": HEAD + dedent(source) + "\n"})


@pytest.mark.parametrize(("old", "new", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_each_change_is_said_once(old: str, new: str, expected: list[str]) -> None:
    """What changed, where, which way it moved, and whether clients may notice."""
    found = compare_surfaces(surface(old), surface(new))
    said = [f"{each.kind} {each.part} {each.verdict}{' !' if each.blocks else ''}" for each in found]
    assert sorted(said) == sorted(expected)


@pytest.mark.parametrize("source", [side for row in TABLE for side in row[1:3]])
def test_a_module_is_itself(source: str) -> None:
    """Nothing changed, nothing is said; a comment is not a change."""
    assert compare_surfaces(surface(source), surface(f"# first of all\n{source}")) == ()


def test_every_kind_of_change_comes_up() -> None:
    """The table holds a row for each kind."""
    said = {words.split()[0] for row in TABLE for words in row[3]}
    assert {kind.value for kind in Kind} - said == {"base-added", "attribute-removed"}


def test_what_is_said_has_its_place() -> None:
    """Name and part, file and line, old and new, and a sentence."""
    old = {"api.py": "def f(x: int) -> str: ...\n"}
    new = {"api.py": "\n\ndef f(\n    x: int | None,\n) -> str: ...\n"}
    (change,) = compare_surfaces(read_surface(old), read_surface(new))
    assert (change.path, change.line, change.name, change.part) == ("api.py", 4, "api.f", "x")
    assert (change.old, change.new) == ("int", "int | None")
    assert change.words == "the parameter `x` of `api.f` takes more"


def test_what_is_gone_has_its_old_place() -> None:
    """There is no line to point at in the new file."""
    (change,) = compare_surfaces(read_surface({"api.py": "\ndef f() -> int: ...\n"}), read_surface({"api.py": ""}))
    assert (change.path, change.line, change.is_old, change.words) == (
        "api.py",
        2,
        True,
        "the function `api.f` is gone",
    )


def test_names_are_followed_across_files() -> None:
    """However a bundle's own name is imported, it is one name; a class of the same name elsewhere is another."""
    models = "class Page: ...\n"
    ways = [
        "from .models import Page",
        "from .models import Page as P",
        "from . import models",
        "from .again import Page",
    ]
    names = ["Page", "P", "models.Page", "Page"]
    bundles = [
        {"models.py": models, "again.py": "from .models import Page\n", "api.py": f"{way}\ndef f() -> {name}: ...\n"}
        for way, name in zip(ways, names, strict=True)
    ]
    first = read_surface(bundles[0])
    assert all(compare_surfaces(first, read_surface(bundle)) == () for bundle in bundles)
    other = {**bundles[0], "api.py": "class Page: ...\ndef f() -> Page: ...\n"}
    assert [each.kind for each in compare_surfaces(first, read_surface(other))] == [Kind.name_added, Kind.return_type]


def test_only_the_public_files_are_compared() -> None:
    """What the others declare is looked up, and counts where it is used."""
    sides = [
        read_surface(
            {"shapes.py": f"X = {said}\nY = {said}\n", "api.py": "from .shapes import X\ndef f() -> X: ...\n"},
            {"api.py"},
        )
        for said in ("int", "str")
    ]
    assert [(each.kind, each.path) for each in compare_surfaces(*sides)] == [(Kind.return_type, "api.py")]
