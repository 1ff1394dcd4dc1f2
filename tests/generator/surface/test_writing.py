"""``surface.json``, and reading it off hostile text in a child."""

from __future__ import annotations

import json

import pytest

from generator.canonical import pretty_json
from generator.surface import SurfaceUnreadable, as_json, read_surface
from generator.surface.apart import Files, changes_of_module, surface_of
from generator.surface.bundle import bundle_of

SOURCE = """
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, NewType, TypeVar, overload
from pydantic import BaseModel, ConfigDict, Field
from elsewhere import Kernel
from .models import Page
T = TypeVar("T", bound=Page)
Name = NewType("Name", str)
Maybe = T | None
LIMIT = 5
_HIDDEN = 6
class Color(Enum):
    red = 1
@dataclass(frozen=True)
class Case:
    page: Page
    name: "Name" = Name("a")
    def pages(self, *more: Page, deep: bool = False, **names: str) -> Iterator[Page]: ...
    @classmethod
    async def made(cls, a: int, /, b: int) -> "Case": ...
class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")
    limit: Annotated[int, Field(ge=1, description="How many.")] = LIMIT
    cursor: str | None = Field(default=None, alias="Cursor", pattern="^a")
@overload
def first(of: T) -> T: ...
@overload
def first(of: None) -> None: ...
def first(of: T | None) -> T | None:
    return of
def _helper(x: list) -> Kernel: ...
"""

EXPECTED = """{
  "format": 1,
  "hatches": {
    "api.py": {
      "no parameters": 1
    }
  },
  "modules": {
    "api.py": {
      "Asked": {
        "attributes": [
          "cursor: Annotated[str, pattern='^a'] | None = None as 'Cursor'",
          "limit: Annotated[int, ge=1] = LIMIT"
        ],
        "bases": [
          "pydantic.BaseModel"
        ],
        "is": "model(extra='forbid')"
      },
      "Case": {
        "attributes": [
          "page: .models.Page (read only)",
          "name: .api.Name = Name('a') (read only)"
        ],
        "is": "dataclass(frozen=True)",
        "methods": {
          "made": "class method async def (a: int, /, b: int) -> .api.Case",
          "pages": "def (*more: .models.Page, deep: bool = False, **names: str) -> Iterator[.models.Page]"
        }
      },
      "Color": {
        "bases": [
          "enum.Enum"
        ],
        "is": "enum",
        "members": [
          "red = 1"
        ]
      },
      "LIMIT": "constant int",
      "Maybe": "type[T: .models.Page] = T | None",
      "Name": "new type of str",
      "first": [
        "def[T: .models.Page] (of: T) -> T",
        "def (of: None) -> None"
      ]
    }
  }
}
"""


def test_a_surface_is_written_one_line_a_thing() -> None:
    """Sorted, whole names, no prose; what others are given by place keeps its order."""
    surface = read_surface({"api.py": SOURCE, "models.py": "class Page: ...\n"}, {"api.py"})
    assert pretty_json(as_json(surface)).decode() == EXPECTED


def test_the_child_reads_the_same() -> None:
    """What the quarantine answers is what reading here answers."""
    files = {"api.py": SOURCE, "models.py": "class Page: ...\n"}
    assert surface_of(Files(files)) == as_json(read_surface(files))
    (change,) = changes_of_module("def f() -> int: ...", "def f() -> int | None: ...")
    assert (change.kind, change.verdict, change.path) == ("return-type", "wider", "module.py")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def (", "is no Python that we read"),
        ("x = '\0'", "is no Python that we read"),
        (f"x = {'(' * 9_000}", "is no Python that we read"),
        (f"x = {'-' * 100_000}1", "cannot be parsed"),
        (f"x: {'list[' * 199}int{']' * 199}", "nests deeper than 200 levels"),
        (f"x = {' + '.join(['1'] * 500)}", "nests deeper than 200 levels"),
        ("x = 1\n" * 200_000, "has more than 1,000,000 characters"),
    ],
)
def test_hostile_text_is_refused_with_its_file(text: str, said: str) -> None:
    """Whatever it is, reading it ends in a clear error."""
    with pytest.raises(SurfaceUnreadable, match=r"^m\.py:\d+: .*") as caught:
        surface_of(Files({"m.py": text}))
    assert said in caught.value.message


@pytest.mark.parametrize(
    "text",
    [
        f"x: '{'list[' * 5_000}'",
        "A = B\nB = A\nx: A",
        "from .m import x\nfrom m import *\ny: x",
        "from . import m\nx: m.m.m.m",
        "from typing import TypeVar\nT = TypeVar('T', bound='list[T]')\ndef f(x: T) -> T: ...",
        "class A(A): ...\nclass B(C): ...\nclass C(B): ...\nx: B",
        "from typing import Annotated\nM = M\nx: Annotated[int, M]",
        "from typing import Annotated\nfrom pydantic import Field\nN = N\nx: Annotated[int, Field(ge=N)]",
        "import pydantic as p\nfrom typing import Annotated\nx: Annotated[int, p.Field(ge=1e999, le='a', pattern=1)]",
        "from typing import Literal, Callable, Generator\nx: Literal[1 + 1]\ny: Callable\nz: Generator[1, 2, 3, 4, 5]",
        "type A[T] = list[A[tuple[T, T]]] | int\nx: A[int]",
        "class C[T:\n  (int,\n  str)]:\n    x: T",
        "x: int = 1\nx: str = 'a'\ndef f(y: x) -> None: ...",
        "for x in []:\n    y: int = 1\nwith z as w:\n    def g(): ...",
        "def f(a, /, b: 'x', *c, d=..., **e): yield",
    ],
)
def test_odd_text_is_read_and_is_itself(text: str) -> None:
    """Names that lead in circles, and types that make no sense, neither hang nor crash nor differ from themselves."""
    assert changes_of_module(text, text, "m.py") == ()


def test_a_bundle_shows_what_a_model_wrote_and_what_is_for_others() -> None:
    """The manifest tells them apart; what is the same in every bundle is no part of the surface."""
    origins = {"shapes.py": "rendered", "models.py": "rendered", "api.py": "model"}
    manifest = json.dumps({"files": {name: {"origin": origin} for name, origin in origins.items()}}).encode()
    texts = dict.fromkeys(("shapes.py", "models.py", "api.py", "more.py"), b"x = 1\n")
    assert bundle_of({**texts, "bundle.json": manifest}).files.public == {"models.py", "api.py", "more.py"}
    assert bundle_of({**texts, "bundle.json": b"["}).files.public == set(texts)
    with pytest.raises(SurfaceUnreadable, match="is no UTF-8 text"):
        bundle_of({"api.py": b"\xff"})
