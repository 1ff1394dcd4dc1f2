"""Classes that everybody has: what they inherit from, and how their arguments vary.

A row reads ``name[parameters]: bases``; ``+T`` is covariant, ``-T`` contravariant, ``T`` invariant, as in typeshed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType

_TABLE = """
object:
Sized:
Hashable:
Container[+T]:
Iterable[+T]:
Iterator[+T]: Iterable[T]
Reversible[+T]: Iterable[T]
Collection[+T]: Iterable[T] Container[T] Sized
Sequence[+T]: Collection[T] Reversible[T]
MutableSequence[T]: Sequence[T]
Set[+T]: Collection[T]
MutableSet[T]: Set[T]
Mapping[K, +V]: Collection[K]
MutableMapping[K, V]: Mapping[K, V]
MappingView: Sized
KeysView[+K]: MappingView Set[K]
ValuesView[+V]: MappingView Collection[V]
ItemsView[+K, +V]: MappingView Set[tuple[K, V]]
Awaitable[+T]:
Coroutine[+Y, -S, +T]: Awaitable[T]
Generator[+Y, -S, +R]: Iterator[Y]
AsyncIterable[+T]:
AsyncIterator[+T]: AsyncIterable[T]
AsyncGenerator[+Y, -S]: AsyncIterator[Y]
Buffer:
ContextManager[+T, +E]:
AsyncContextManager[+T, +E]:
int: float Hashable
bool: int
float: complex Hashable
complex: Hashable
str: Sequence[str] Hashable
bytes: Sequence[int] Hashable Buffer
bytearray: MutableSequence[int] Buffer
memoryview: Sequence[int] Buffer Hashable
slice:
range: Sequence[int] Hashable
list[T]: MutableSequence[T]
dict[K, V]: MutableMapping[K, V]
set[T]: MutableSet[T]
frozenset[+T]: Set[T] Hashable
tuple[+T]: Sequence[T] Hashable
type[+T]: Hashable
None: Hashable
BaseException: Hashable
Exception: BaseException
ArithmeticError: Exception
AssertionError: Exception
AttributeError: Exception
LookupError: Exception
KeyError: LookupError
IndexError: LookupError
NameError: Exception
OSError: Exception
RuntimeError: Exception
StopIteration: Exception
TimeoutError: OSError
TypeError: Exception
ValueError: Exception
UnicodeError: ValueError
Match[T]:
Pattern[T]: Hashable
LiteralString: str
collections.Counter[T]: dict[T, int]
collections.OrderedDict[K, V]: dict[K, V]
collections.defaultdict[K, V]: dict[K, V]
collections.deque[T]: MutableSequence[T]
types.MappingProxyType[K, +V]: Mapping[K, V]
types.NoneType: Hashable
datetime.date: Hashable
datetime.datetime: datetime.date
datetime.time: Hashable
datetime.timedelta: Hashable
datetime.tzinfo: Hashable
datetime.timezone: datetime.tzinfo
zoneinfo.ZoneInfo: datetime.tzinfo
decimal.Decimal: Hashable
fractions.Fraction: Hashable
uuid.UUID: Hashable
pathlib.PurePath: Hashable
pathlib.Path: pathlib.PurePath
enum.Enum: Hashable
enum.IntEnum: int enum.Enum
enum.StrEnum: str enum.Enum
enum.Flag: enum.Enum
enum.IntFlag: int enum.Flag
pydantic.BaseModel:
pydantic.RootModel[T]: pydantic.BaseModel
pydantic.SecretStr: Hashable
"""

_HEAD = re.compile(r"(?P<name>[\w.]+)(\[(?P<parameters>[^\]]*)\])?")
_OLD_NAMES = {
    "List": "list", "Dict": "dict", "Set": "set", "FrozenSet": "frozenset", "Tuple": "tuple", "Type": "type",
    "Text": "str", "AbstractSet": "Set", "DefaultDict": "collections.defaultdict", "Deque": "collections.deque",
    "OrderedDict": "collections.OrderedDict", "Counter": "collections.Counter",
    "ContextManager": "ContextManager", "AsyncContextManager": "AsyncContextManager",
}  # fmt: skip
_HOMES = ("builtins", "typing", "typing_extensions", "collections.abc")


@dataclass(frozen=True, slots=True)
class Known:
    """``parameters`` are names with their variance; ``bases`` are annotations in terms of them."""

    parameters: tuple[tuple[str, str], ...]
    bases: tuple[str, ...]


def _read() -> dict[str, Known]:
    found = {}
    for row in _TABLE.strip().splitlines():
        head, _, bases = row.partition(":")
        match = _HEAD.fullmatch(head)
        assert match is not None, row  # noqa: S101 - our own table
        names = [each.strip() for each in (match["parameters"] or "").split(",") if each]
        kinds = {"+": "covariant", "-": "contravariant"}
        parameters = tuple((name.lstrip("+-"), kinds.get(name[0], "invariant")) for name in names)
        found[match["name"]] = Known(parameters, tuple(re.findall(r"[\w.]+(?:\[(?:[^\[\]]|\[[^\]]*\])*\])?", bases)))
    return found


KNOWN = MappingProxyType(_read())
"""Known classes by the name that :class:`~generator.surface.types.Instance` gives them."""

BUILTIN_TYPES = frozenset(name for name in KNOWN if name[0].islower() and "." not in name)


def canonical(module: str, name: str) -> str:
    """Return the one name of ``module.name``: classes of the builtins and of typing go by their own."""
    if module in {"typing", "typing_extensions"} and name in _OLD_NAMES:
        return _OLD_NAMES[name]
    if module == "re" and name in {"Match", "Pattern"}:
        return name
    if (module, name) in {("contextlib", "AbstractContextManager"), ("contextlib", "AbstractAsyncContextManager")}:
        return name.removeprefix("Abstract")
    if (module, name) == ("types", "NoneType"):
        return "None"
    return name if module in _HOMES else f"{module}.{name}"
