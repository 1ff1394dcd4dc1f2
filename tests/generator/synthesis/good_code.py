"""Code that a careful programmer may write, in which the policy must find nothing."""

from .bundle import GOOD, HEAD

GOOD_CODE = [
    GOOD,
    GOOD.replace(HEAD, '"""Doc."""\n\nfrom __future__ import annotations\n' + HEAD.removeprefix('"""Search."""')),
    HEAD
    + '''
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import Enum, StrEnum, auto, unique
from itertools import islice
from types import MappingProxyType
from typing import Annotated, Final, Generic, Literal, NamedTuple, Protocol, TypeAlias, TypedDict, TypeVar, final
from uuid import UUID
from zoneinfo import ZoneInfo

T = TypeVar("T")
LIMIT: Final = 50
DAY = timedelta(days=1)
HALF = DAY / 2
NOBODY = UUID("00000000-0000-0000-0000-000000000000")
WORDS = frozenset({"a", "b"})
NAMES = MappingProxyType({"a": 1, "b": 2})
PAIRS = ((1, "a"), (2, "b"))
NEGATIVE = -1
PATTERN = re.compile(r"[a-z]+", re.IGNORECASE)
BERLIN = ZoneInfo("Europe/Berlin")
PRICE = Decimal("1.50")
MINUTES = 24 * 60
MICROSECONDS = 24 * 60 * 60 * 1_000_000
ZERO = timedelta(0)
SHORT = timedelta(minutes=15) * 2
RULE = "-" * 40
DIGITS = tuple(range(10))
Key: TypeAlias = "tuple[str, int]"
Handler = Callable[[int], str]
Mode = Literal["Any", "object"]


class Colour(StrEnum):
    """A colour."""

    red = auto()
    blue = "blue"

    @property
    def label(self) -> str:
        """The colour to show."""
        return self.value.title()


FIRST = Colour.red
COLOURS = tuple(Colour)
SHOWN = MappingProxyType({Colour.red: "Red", Colour.blue: "Blue"})


@dataclass(frozen=True, slots=True)
class _Cursor(Generic[T]):
    """Where a page ended."""

    start: datetime
    seen: list[T] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.seen:
            raise ValueError("nothing seen")

    @property
    def text(self) -> str:
        """The cursor as text."""
        return json.dumps({"start": self.start.isoformat()})

    @classmethod
    def read(cls, text: str) -> _Cursor[T]:
        """Read a cursor."""
        return cls(start=datetime.fromisoformat(json.loads(text)["start"]))


class _Point(NamedTuple):
    x: int
    y: int = 0


ORIGIN = _Point(0, 0)


@unique
class _Level(Enum):
    low = 1
    high = 2

    @classmethod
    def _missing_(cls, value: int) -> _Level:
        return cls.low


@final
@dataclass(frozen=True)
class _Window:
    start: timedelta
    days: tuple[int, ...] = ()
    level: _Level = _Level.low
    name: str = field(default="x", compare=False)

    def later(self) -> _Window:
        """The next window."""
        return replace(self, start=self.start + DAY)


OPEN = _Window(timedelta(hours=9), (1, 2, 3))
WINDOWS = (OPEN, _Window(ZERO, level=_Level.high))


class _Row(TypedDict, total=False):
    x: int


class _Sized(Protocol):
    def size(self) -> int: ...


class _Wrong(ValueError):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _group(slots: Iterable[Slot], key: Callable[[Slot], str] = lambda slot: "x") -> Mapping[str, list[Slot]]:
    found: defaultdict[str, list[Slot]] = defaultdict(list)
    for slot in slots:
        found[key(slot)].append(slot)
    counts = Counter(len(each) for each in found.values())
    return found if counts else {}


def _kind(kind: type[Slot], id: int, value: "int | None" = None) -> Annotated[int, "Any"]:
    match value:
        case int() as number if number > 0:
            return number
        case None:
            return id
        case _:
            return 0


async def _pages(kernel: Kernel, limits: tuple[int, ...] = (1, 2)) -> list[Page]:
    pages = [Page(slots=[]) for _ in islice(limits, 3)]
    try:
        await kernel.starts(datetime.now(UTC), 1)
    except (ValueError, KeyError) as error:
        raise _Wrong(f"cannot: {error!r:>10}") from error
    total = "{} of {:>4}".format(len(pages), 2)
    local = {"a": [total]}
    local["a"][0] = "x"
    return pages
'''
    + GOOD.removeprefix(HEAD),
]
