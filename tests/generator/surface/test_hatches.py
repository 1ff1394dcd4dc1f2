"""Places where the type checker is told to look away."""

from __future__ import annotations

import pytest

from generator.surface import compare_surfaces, read_surface

HEAD = """from __future__ import annotations
import typing as t
from typing import TYPE_CHECKING, Any, Callable, Generic, Literal, TypeVar, cast
from typing import cast as force
T = TypeVar("T")
class Box(Generic[T]): ...
"""

TABLE = [
    ("x: Any = 1", ["Any"]),
    ("x: t.Any = 1", ["Any"]),
    ("x: list[Any] = []", ["Any"]),
    ("x: 'dict[str, Any]' = {}", ["Any"]),
    ("Loose = Any", ["Any"]),
    ("def f(x: object) -> None: ...", ["object"]),
    ("def f(x: int) -> int | object: ...", ["object"]),
    ("y = isinstance(1, object)", []),
    ("y = cast(int, '1')", ["cast"]),
    ("y = force(int, '1')", ["cast"]),
    ("y = t.cast('int', '1')", ["cast"]),
    ("y = 1  # type: ignore", ["type: ignore"]),
    ("y = 1  # type:ignore[assignment]  # why", ["type: ignore"]),
    ("y = 1  # pyright: ignore", ["pyright: ignore"]),
    ("# mypy: ignore-errors", ["mypy: ignore-errors"]),
    ("# pyright: basic", ["pyright: basic"]),
    ("y = 1  # pyre-ignore[7]", ["pyre: ignore"]),
    ("y = 1  # the type: ignore it", []),
    ("y = '# type: ignore'", []),
    ("y = getattr(1, 'real', None)", ["getattr"]),
    ("y = getattr(1, 'real')", []),
    ("setattr(y, 'real', 1)", ["setattr"]),
    ("y = Box().__dict__", ["__dict__"]),
    ("y = vars(Box())", ["vars"]),
    ("def f(x: list) -> dict: ...", ["no parameters", "no parameters"]),
    ("def f(x: t.List) -> tuple: ...", ["no parameters", "no parameters"]),
    ("def f(x: Callable) -> type: ...", ["no parameters", "no parameters"]),
    ("def f(x: Box) -> Box[int]: ...", ["no parameters"]),
    ("def f(x: list[list]) -> None: ...", ["no parameters"]),
    ("def f(x: list[int]) -> Callable[..., int]: ...", []),
    ("y = list((1, 2))", []),
    ("def f(x, *, y) -> None: ...", ["no annotation", "no annotation"]),
    ("def f(x: int): ...", ["no annotation"]),
    ("class C:\n    def f(self) -> None: ...", []),
    ("x: Literal['Any'] = 'Any'", []),
    ("x: t.Annotated[int, Any] = 1", []),
    ("if TYPE_CHECKING:\n    from elsewhere import X", []),
    ("if TYPE_CHECKING:\n    X = int\nelse:\n    X = str", ["TYPE_CHECKING"]),
    ("if not TYPE_CHECKING:\n    X = str", ["TYPE_CHECKING"]),
    ("@t.no_type_check\ndef f() -> None: ...", ["no_type_check"]),
    ("class C:\n    def __getattr__(self, name: str) -> int: ...", ["__getattr__"]),
    ("def f() -> None:\n    def g() -> None:\n        y: Any = 1", ["Any"]),
]


@pytest.mark.parametrize(("source", "expected"), TABLE)
def test_a_hatch_is_seen(source: str, expected: list[str]) -> None:
    """However it is spelled, in private functions and all; what only looks like one is none."""
    assert [each.kind for each in read_surface({"m.py": f"{HEAD}{source}\n"}).hatches] == expected


def hatch(*sources: str) -> list[tuple[str, int, str | None, str | None]]:
    """Return kind, line, old and new count of each finding between two modules."""
    old, new = (read_surface({"m.py": source}) for source in sources)
    return [(each.part, each.line, each.old, each.new) for each in compare_surfaces(old, new)]


def test_one_more_is_a_change_with_its_line() -> None:
    """The new one is pointed at, not those that were there."""
    old = "def _f() -> None:\n    getattr(1, 'a', 2)\n"
    new = f"def _g() -> None:\n    getattr(1, 'b', 2)\n{old}"
    assert hatch(old, new) == [("getattr", 2, "1", "2")]


def test_a_moved_or_changed_one_is_no_change() -> None:
    """They are counted: what a model writes in another order is no news; nor is one less."""
    old = "def _f() -> None:\n    getattr(1, 'a', 2)\n"
    assert hatch(old, f"\n\n{old.replace('_f', '_g')}") == []
    assert hatch(old, "def _f() -> None: ...\n") == []


def test_one_for_another_is_a_change() -> None:
    """Each kind is counted for itself."""
    assert hatch("y = 1  # type: ignore\n", "y = 1  # pyright: ignore\n") == [("pyright: ignore", 1, "0", "1")]


def test_those_of_a_file_are_moved_to_another() -> None:
    """The bundle is counted as a whole."""
    one, other = "y = vars(1)\n", "z = 1\n"
    old, new = read_surface({"a.py": one, "b.py": other}), read_surface({"a.py": other, "b.py": one})
    assert [each for each in compare_surfaces(old, new) if each.kind == "hatch-added"] == []
