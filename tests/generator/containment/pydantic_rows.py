"""Rows whose schemas pydantic writes, from pairs of Python types."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, NamedTuple, Optional, Union
from uuid import UUID

from pydantic import AnyUrl, BaseModel, ConfigDict, Field, TypeAdapter, computed_field, conint, conlist, constr
from typing_extensions import TypedDict

from generator.canonical import Json
from tests.generator.containment.rows_of import Row


class Cat(BaseModel):
    """One kind of pet."""

    kind: Literal["cat"]
    lives: int = Field(9, ge=1, le=9)


class Dog(BaseModel):
    """Another kind."""

    kind: Literal["dog"]
    barks: bool


class Bird(BaseModel):
    """A kind that came later."""

    kind: Literal["bird"]


class Strict(BaseModel):
    """A model that takes no further members."""

    model_config = ConfigDict(extra="forbid")
    a: int
    b: Optional[str] = None  # noqa: UP045  # as people write it


class Wider(Strict):
    """One more member."""

    c: list[int] = []


class Node(BaseModel):
    """A tree."""

    value: int
    children: list[Node] = []


class Loose(BaseModel):
    """The tree with values of every kind of number."""

    value: float
    children: list[Loose] = []


class Binary(BaseModel):
    """A tree whose nodes have two children at most."""

    value: int
    children: conlist("Binary", max_length=2) = []


class Colour(Enum):
    """Three texts."""

    red = "red"
    green = "green"
    blue = "blue"


class Circle(BaseModel):
    """What is computed stands in the schema of answers alone."""

    radius: float

    @computed_field
    @property
    def area(self) -> float:
        """Return the area."""
        return self.radius**2


class Place(NamedTuple):
    """A pair of numbers."""

    x: float
    y: float


class Movie(TypedDict, total=False):
    """No member is required."""

    title: str
    year: int


class Film(TypedDict):
    """Both members are."""

    title: str
    year: int


_PETS = Annotated[Cat | Dog, Field(discriminator="kind")]
_MORE_PETS = Annotated[Cat | Dog | Bird, Field(discriminator="kind")]
_SMALL = constr(pattern=r"^[a-z]+$")
_ID = "00000000-0000-0000-0000-000000000000"

# Old type, new type, and what new takes and old refuses, in brackets; empty where there is nothing.
_PAIRS: list[tuple[Any, Any, list[Json]]] = [
    (int, Optional[int], [None]),  # noqa: UP045  # as people write it
    (int | None, int, []),
    (Union[int, str], Union[str, int], []),  # noqa: UP007  # as people write it
    (int | str, int | str | None, [None]),
    (int, float, [0.5]),
    (float, int, []),
    (bool, int, [0]),
    (Literal["a", "b"], Literal["a", "b", "c"], ["c"]),
    (Literal["a", "b"], Literal["b"], []),
    (Literal[1, "1"], Literal["1"], []),
    (Literal[True], Literal[1], [1]),
    (str, Colour, []),
    (Colour, str, [""]),
    (Colour, Literal["red"], []),
    (list[int], list[int | None], [[None]]),
    (list[int], conlist(int, min_length=1), []),
    (conlist(int, min_length=1), list[int], [[]]),
    (list[int], set[int], []),
    (set[int], list[int], [[0, 0]]),
    (frozenset[bool], conlist(bool, max_length=1), []),
    (tuple[int, str], tuple[int, str], []),
    (tuple[int, str], tuple[int, str, bool], [[0, "", True]]),
    (tuple[int, ...], tuple[int, int], []),
    (tuple[int, int], tuple[int, ...], [[]]),
    (tuple[float, float], Place, []),
    (dict[str, int], dict[str, float], [{"a": 0.5}]),
    (dict[str, float], dict[str, int], []),
    (dict[str, Any], dict[str, int], []),
    (dict[_SMALL, int], dict[str, int], []),
    (dict[str, int], dict[_SMALL, int], [{"0": "text"}]),
    (dict[Colour, int], dict[str, int], [{"a": 0}]),
    (dict[str, int], dict[Literal["a", "b"], int], []),
    (dict[constr(max_length=3), int], dict[constr(max_length=2), int], []),
    (dict[constr(max_length=2), int], dict[constr(max_length=3), int], [{"aaa": 0}]),
    (constr(pattern=r"^\w+$"), constr(pattern=r"^[a-z]+$"), []),
    (constr(pattern=r"^[a-z]+$"), constr(pattern=r"^\w+$"), ["0"]),
    (constr(min_length=1), str, [""]),
    (str, constr(min_length=1, max_length=9), []),
    (conint(ge=0), conint(gt=0), []),
    (conint(gt=0), conint(ge=0), [0]),
    (conint(ge=0, multiple_of=5), conint(ge=0, multiple_of=10), []),
    (conint(ge=0, multiple_of=10), conint(ge=0, multiple_of=5), [5]),
    (Annotated[float, Field(gt=0)], Annotated[float, Field(gt=0, lt=1)], []),
    (Annotated[float, Field(gt=0, lt=1)], Annotated[float, Field(gt=0, le=1)], [1]),
    (Decimal, Decimal, []),
    (Decimal, float, []),
    (float, Decimal, ["0"]),
    (
        Annotated[Decimal, Field(max_digits=6, decimal_places=2)],
        Annotated[Decimal, Field(max_digits=5, decimal_places=2)],
        [],
    ),
    (
        Annotated[Decimal, Field(max_digits=5, decimal_places=2)],
        Annotated[Decimal, Field(max_digits=6, decimal_places=2)],
        [],
    ),
    (Annotated[Decimal, Field(ge=0)], Annotated[Decimal, Field(ge=1)], []),
    (datetime, date, ["2020-01-01"]),
    (str, datetime, []),
    (datetime, str, [""]),
    (date, date | None, [None]),
    (timedelta, str, [""]),
    (UUID, str, [""]),
    (UUID | str, UUID, []),
    (AnyUrl, str, [""]),
    (str, AnyUrl, []),
    (bytes, str, []),
    (Strict, Wider, [{"a": 0, "c": []}]),
    (Wider, Strict, []),
    (Node, Loose, [{"value": 0.5}]),
    (Loose, Node, []),
    (Node, Binary, []),
    (Binary, Node, [{"value": 0, "children": [{"value": 0}, {"value": 0}, {"value": 0}]}]),
    (Cat, _PETS, [{"kind": "dog", "barks": True}]),
    (_PETS, Cat, []),
    (_PETS, _MORE_PETS, [{"kind": "bird"}]),
    (_MORE_PETS, _PETS, []),
    (_PETS, Cat | Dog, []),
    (Cat | Dog, _PETS, []),
    (list[_PETS], list[_MORE_PETS], [[{"kind": "bird"}]]),
    (Movie, Film, []),
    (Film, Movie, [{}]),
    (Any, Strict, []),
    (Strict, dict[str, Any], [{}]),
    (object, int, []),
]


def pydantic_rows() -> list[Row]:
    """Return the pairs as rows; schemas of what is read, and of an answer for computed members."""
    return list(_written())


def _written() -> Iterator[Row]:
    for number, (old, new, shows) in enumerate(_PAIRS, 1):
        yield _row(f"pydantic-{number}", TypeAdapter(old).json_schema(), TypeAdapter(new).json_schema(), shows)
    read, answered = Circle.model_json_schema(), Circle.model_json_schema(mode="serialization")
    yield _row("pydantic-computed", read, answered, [])
    yield _row("pydantic-not-computed", answered, read, [{"radius": 0}])


def _row(name: str, old: Json, new: Json, shows: list[Json]) -> Row:
    return Row(name, old, new, "2020-12", bool(shows), shows[0] if shows else None, {}, decided=True)
