import ast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.policy import Breach, check, siblings
from generator.policy.source import Source

from .bundle import GOOD, HEAD, expectations


def breaches(text: str) -> list[Breach]:
    """Return what the policy says about a text of api.py."""
    tree = ast.parse(text)
    wanted = expectations()
    return check(Source("api.py", text, tree, wanted, siblings(wanted, {"api.py": tree})))


def rules(text: str) -> set[str]:
    """Return the ids of the rules that a text of api.py breaks, ``safety/`` left out."""
    return {breach.rule.removeprefix("safety/") for breach in breaches(text)}


def inside(body: str) -> str:
    """Return the good answer with a helper whose body is ``body``."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return f"{GOOD}\n\ndef _helper(text: str, number: int, slot: Slot) -> None:\n{lines}\n"


ON_TOP = {
    # imports
    "import os": {"import"},
    "import os.path": {"import"},
    "import sys as datetime": {"import"},
    "from os import path": {"import"},
    "import subprocess, json": {"import"},
    "from importlib import import_module": {"import"},
    "import importlib": {"import"},
    "import asyncio": {"import"},
    "import fastapi": {"import"},
    "from fastapi import APIRouter": {"import"},
    "from fastapi import params": {"import"},
    "from fastapi.routing import APIRoute": {"import"},
    "from datetime import *": {"import"},
    "from datetime import sys": {"import"},
    "from collections.abc import sys": {"import"},
    "import collections.abc": {"import"},
    "from json import decoder": {"import"},
    "from functools import lru_cache": {"import"},
    "from functools import cache": {"import"},
    "from operator import attrgetter": {"import"},
    "from typing import get_type_hints": {"import"},
    "from typing import TYPE_CHECKING": {"import"},
    "from typing import no_type_check": {"import"},
    "from pydantic import BaseModel": {"import"},
    "from pydantic import TypeAdapter": {"import"},
    "from pydantic import create_model": {"import"},
    "from dataclasses import make_dataclass": {"import"},
    "from collections import namedtuple": {"import"},
    "from decimal import getcontext": {"import"},
    "from almanac.store import engine": {"import"},
    "import almanac": {"import"},
    "from almanac import store": {"import"},
    "from almanac import datetime": {"import"},
    "from almanac import *": {"import"},
    "from . import models": {"import"},
    "from . import routes": {"import"},
    "from .routes import router": {"import"},
    "from .models import BaseModel": {"import"},
    "from .models import _private": {"import"},
    "from .. import v1": {"import"},
    "from ..v1.models import Page as Old": {"import"},
    "from ...bookings import api": {"import"},
    "from models import Page as Other": {"import"},
    "from __future__ import barry_as_FLUFL": {"import"},
    "import builtins": {"import"},
    "import typing\n_x: typing.Final = typing.sys": {"import"},
    "import datetime\n_x = datetime": {"import"},
    "import datetime as d\n_x = (d,)": {"import"},
    "import json\n\ndef _f() -> None:\n    json.codecs.open('x')": {"import"},
    "import json\n\ndef _f(json: int) -> None:\n    return None": {"name"},
    # the type checker's off-switches
    "from typing import Any": {"any"},
    "from typing import cast": {"cast"},
    "from typing import Any as Whatever": {"any"},
    "import typing\n\ndef _f(x: typing.Any) -> None:\n    return None": {"any"},
    "import typing as t\n\ndef _f(x: int) -> str:\n    return t.cast(str, x)": {"cast"},
    "def _f(x: 'Any') -> None:\n    return None": {"any"},
    "def _f(x: 'list[Any]') -> None:\n    return None": {"any"},
    "def _f(x: list['Any']) -> None:\n    return None": {"any"},
    "def _f(x: object) -> None:\n    return None": {"any"},
    "from typing import TypeAlias\nX: TypeAlias = 'Any'": {"any"},
    "x = 1  # type: ignore": {"type-ignore"},
    "x = 1  #type:ignore[assignment]": {"type-ignore"},
    "x = 1  # noqa": {"type-ignore"},
    "x = 1  # NOQA: F401": {"type-ignore"},
    "x = []  # type: list[int]": {"type-ignore", "global-state"},
    "# mypy: ignore-errors": {"type-ignore"},
    "# pyright: basic": {"type-ignore"},
    "# fmt: off": {"type-ignore"},
    "# ruff: noqa": {"type-ignore"},
    'X = """\n# mypy: ignore-errors\n"""': {"type-ignore"},
    # hidden text
    "x = 'a\N{RIGHT-TO-LEFT OVERRIDE}b'": {"hidden-text"},
    "x = 'a\N{ZERO WIDTH SPACE}b'": {"hidden-text"},
    "# a\N{NO-BREAK SPACE}b": {"hidden-text"},
    "x = 'a\x7fb'": {"hidden-text"},
    "\N{MATHEMATICAL BOLD SMALL X} = 1": {"name"},
    "def _f() -> None:\n    \N{FULLWIDTH LATIN SMALL LETTER E}val('1')": {"name", "call"},
    # state and effects
    "cache = {}": {"global-state"},
    "cache = []": {"global-state"},
    "cache = {1}": {"global-state"},
    "cache = [x for x in (1, 2)]": {"global-state"},
    "cache = dict()": {"global-state"},
    "cache: dict[str, int] = {}": {"global-state"},
    "cache = ([],)": {"global-state"},
    "cache = frozenset({1}), []": {"global-state"},
    "from collections import defaultdict\ncache = defaultdict(int)": {"global-state"},
    "from itertools import count\n_ids = count()": {"global-state"},
    "from types import MappingProxyType\nx = MappingProxyType({'a': []})": {"global-state"},
    "x = 9 ** 9 ** 9": {"global-state"},
    "x = (lambda: 1)()": {"global-state"},
    "x = y = 1": set(),
    "x = 1\nx = 2": {"name"},
    "str = 1": {"name"},
    "Page = 1": {"name"},
    "a, b = 1, 2": {"extra-toplevel"},
    "Page.extra = 1": {"extra-toplevel", "global-state"},
    "if True:\n    x = 1": {"extra-toplevel"},
    "for i in (1, 2):\n    pass": {"extra-toplevel"},
    "try:\n    x = 1\nexcept ValueError:\n    x = 2": {"extra-toplevel", "name"},
    "len('x')": {"extra-toplevel"},
    "(x := 1)": {"extra-toplevel"},
    "with open('x') as f:\n    pass": {"extra-toplevel", "call"},
    "del Page": {"extra-toplevel", "name"},
    "assert True": {"extra-toplevel"},
    "if __name__ == '__main__':\n    pass": {"extra-toplevel", "dunder"},
    "__all__ = ('search',)": {"dunder"},
    "def _f(x: list[int] = []) -> None:\n    return None": {"global-state"},
    "def _f(x: dict[str, int] = dict()) -> None:\n    return None": {"global-state"},
    "_f = lambda x=[]: x": {"global-state"},
    "def _f(*, x: set[int] = {1}) -> None:\n    return None": {"global-state"},
    "def _f() -> None:\n    global x\n    x = 1": {"global-state"},
    # classes and decorators
    "class _A:\n    items = []": {"global-state"},
    "class _A:\n    print('x')": {"extra-toplevel", "call"},
    "class _A:\n    for i in (1,):\n        pass": {"extra-toplevel"},
    "class _A(metaclass=type):\n    pass": {"class", "call"},
    "class _A(Page):\n    extra: int": {"class"},
    "_B = Page\n\nclass _A(_B):\n    extra: int": {"class"},
    "class _A(object):\n    pass": {"class", "any"},
    "class _A(BaseException):\n    pass": {"class", "call"},
    "class _A:\n    def __getattr__(self, name: str) -> int:\n        return 1": {"dunder"},
    "class _A:\n    def __init_subclass__(cls) -> None:\n        pass": {"dunder"},
    "class _A:\n    def __class_getitem__(cls, item: int) -> int:\n        return 1": {"dunder"},
    "class _A:\n    def __del__(self) -> None:\n        pass": {"dunder"},
    "class _A:\n    __slots__ = ('x',)": {"dunder"},
    "class _A:\n    def f(self, x) -> None:\n        pass": {"annotation"},
    "from dataclasses import dataclass\n\n@dataclass\nclass _A:\n    x: int": {"global-state"},
    "from dataclasses import dataclass\n\n@dataclass(frozen=False)\nclass _A:\n    x: int": {"global-state"},
    "from dataclasses import dataclass, field\n\n@dataclass(frozen=True)\nclass _A:\n    x: list[int] = "
    "field(default_factory=list)\n\n_SHARED = _A()": {"global-state"},
    "class _A:\n    def __init__(self) -> None:\n        self.x = [1]\n\n_SHARED = _A()": {"global-state"},
    "@Page\ndef _f() -> None:\n    return None": {"decorator"},
    "@(lambda f: f)\ndef _f() -> None:\n    return None": {"decorator"},
    "@property\ndef _f() -> int:\n    return 1": {"decorator"},
    "@Kernel.register('x')\ndef _f() -> int:\n    return 1": {"decorator"},
    # helpers and annotations
    "def helper() -> None:\n    return None": {"extra-toplevel"},
    "async def other(kernel: Kernel, query: Query) -> Page:\n    return Page(slots=[])": {"extra-toplevel"},
    "def _f(x) -> None:\n    return None": {"annotation"},
    "def _f(x: int):\n    return None": {"annotation"},
    "def _f(*args, **kw) -> None:\n    return None": {"annotation"},
    "def _f(x: len('x')) -> None:\n    return None": {"annotation"},
    "def _f() -> (lambda: int)():\n    return 1": {"annotation"},
    "def _f(x: f'{1}') -> None:\n    return None": {"annotation"},
    "def _f(x: 'in valid') -> None:\n    return None": {"annotation"},
    "def _f(x: 'list[\"int\"]') -> None:\n    return None": {"annotation"},
    "def _f(x: \"__import__('os')\") -> None:\n    return None": {"annotation"},
    "def _f(x: '__import__') -> None:\n    return None": {"dunder"},
    "def _f(x: 'eval') -> None:\n    return None": {"call"},
}

INSIDE = {
    # builtins that reach the interpreter, called, aliased and hidden
    "exec('1')": {"call"},
    "eval('1')": {"call"},
    "compile('1', '', 'exec')": {"call"},
    "open('/etc/passwd')": {"call"},
    "__import__('os')": {"dunder"},
    "x = __builtins__": {"dunder"},
    "x = __file__": {"dunder"},
    "run = eval\nrun('1')": {"call"},
    "(run := exec)('1')": {"call"},
    "[f('1') for f in (eval,)]": {"call"},
    "run = lambda f=eval: f('1')": {"call"},
    "eval = eval\neval('1')": {"call", "name"},
    "getattr(text, 'a' + 'b')": {"call"},
    "setattr(slot, 'a', 1)": {"call"},
    "delattr(slot, 'a')": {"call"},
    "globals()": {"call"},
    "locals()['x'] = 1": {"call"},
    "vars(slot)": {"call"},
    "dir(slot)": {"call"},
    "input()": {"call"},
    "breakpoint()": {"call"},
    "print(text)": {"call"},
    "exit()": {"call"},
    "quit()": {"call"},
    "help(text)": {"call"},
    "type(slot)": {"call"},
    "type('X', (Slot,), {})": {"call"},
    "memoryview(b'')": {"call"},
    "hash(text)": {"call"},
    "raise SystemExit": {"call"},
    "raise KeyboardInterrupt()": {"call"},
    "for exec in (1, 2):\n    pass": {"name"},
    "unknown_name()": {"name"},
    "map(eval, (text,))": {"call"},
    "match text:\n    case eval:\n        pass": {"name"},
    # attribute walks
    "().__class__": {"dunder"},
    "().__class__.__base__.__subclasses__()": {"dunder"},
    "text.__class__": {"dunder"},
    "f'{text.__class__}'": {"dunder"},
    "f'{text!r:{text.__class__}}'": {"dunder"},
    "'{0.__class__}'.format(text)": {"dunder"},
    "'{0[x]}'.format({})": {"dunder"},
    "'{:{0.real}}'.format(number)": {"dunder"},
    "text.format(slot)": {"dunder"},
    "str.format(text, slot)": {"dunder"},
    "f = '{}'.format\ng = text.format": {"dunder"},
    "text.format_map({})": {"dunder"},
    "'{a}'.format_map({})": {"dunder"},
    "[x.__class__ for x in (text,)]": {"dunder"},
    "lambda x=text.__class__: x": {"dunder"},
    "match text:\n    case str(__class__=found):\n        pass": {"dunder"},
    "match slot:\n    case Slot(__dict__={'start': x}):\n        pass": {"dunder"},
    "dict(__class__=1)": {"dunder"},
    "Slot(__private=1)": {"dunder"},
    "slot._secret": {"name"},
    "match slot:\n    case Slot(_secret=x):\n        pass": {"name"},
    "int.mro()": {"call"},
    "(x for x in ()).gi_frame": {"call"},
    "(x for x in ()).gi_frame.f_globals": {"call"},
    "try:\n    pass\nexcept ValueError as error:\n    error.__traceback__.tb_frame": {"dunder", "call"},
    "try:\n    pass\nexcept ValueError as __class__:\n    pass": {"dunder"},
    "Slot.parse_raw(b'', proto='pickle', allow_pickle=True)": {"call"},
    "Slot.parse_file('x')": {"call"},
    "Slot.model_construct()": {"call"},
    "Slot.model_rebuild()": {"call"},
    "_helper.__globals__": {"dunder"},
    "_helper.__code__ = search.__code__": {"dunder", "global-state"},
    # state
    "Slot.cache = 1": {"global-state"},
    "_helper.seen = 1": {"global-state"},
    "slot.start = slot.start": {"global-state"},
    "s = Slot\ns.cache = 1": {"global-state"},
    "del slot.start": {"global-state"},
    "Slot.model_fields['x'] = 1": {"call", "global-state"},
    "search['x'] = 1": {"global-state"},
    "for slot.start in (1, 2):\n    pass": {"global-state"},
    "def _inner() -> None:\n    nonlocal number\n    number = 1": {"global-state"},
    # the rest
    "import os": {"import"},
    "from datetime import timedelta": {"import"},
    "class _A:\n    pass": {"class"},
    "try:\n    pass\nexcept:\n    pass": {"except"},
    "try:\n    pass\nexcept BaseException:\n    pass": {"call"},
    "def inner(x):\n    return x": {"annotation"},
    "x: 'Any' = 1": {"any"},
    "x = 1  # type: ignore[assignment]": {"type-ignore"},
}


@pytest.mark.parametrize(("added", "expected"), ON_TOP.items(), ids=lambda value: str(value)[:60])
def test_top_level(added: str, expected: set[str]):
    """What stands at the top of a file is held to the rules, and to no others."""
    assert rules(f"{HEAD}{added}\n\n{GOOD.removeprefix(HEAD)}") == expected


@pytest.mark.parametrize(("body", "expected"), INSIDE.items(), ids=lambda value: str(value)[:60])
def test_function_body(body: str, expected: set[str]):
    """What stands in a function is held to the rules, and to no others."""
    assert rules(inside(body)) == expected


SIGNATURES = {
    "def search(kernel: Kernel, query: Query) -> Page:": {"signature"},
    "async def search(kernel: Kernel) -> Page:": {"signature"},
    "async def search(query: Query, kernel: Kernel) -> Page:": {"signature"},
    "async def search(kernel: Kernel, question: Query) -> Page:": {"signature"},
    "async def search(kernel: Kernel, query: Slot) -> Page:": {"signature"},
    "async def search(kernel: Kernel, query: Query | None) -> Page:": {"signature"},
    "async def search(kernel: Kernel, query: Query = Query) -> Page:": {"signature"},
    "async def search(kernel: Kernel, query: Query, more: int) -> Page:": {"signature"},
    "async def search(kernel: Kernel, query: Query, *rest: int) -> Page:": {"signature"},
    "async def search(kernel: Kernel, query: Query, **rest: int) -> Page:": {"signature"},
    "async def search(kernel: Kernel, *, query: Query) -> Page:": {"signature"},
    "async def search(kernel: Kernel, /, query: Query) -> Page:": {"signature"},
    "async def search(kernel: Kernel, query: Query) -> Page | None:": {"signature"},
    "async def search(kernel: Kernel, query: Query):": {"signature", "annotation"},
    "async def search(kernel, query: Query) -> Page:": {"signature", "annotation"},
    "async def find(kernel: Kernel, query: Query) -> Page:": {"missing-handler", "extra-toplevel"},
    "async def _search(kernel: Kernel, query: Query) -> Page:": {"missing-handler"},
    "async def search(kernel: 'Kernel', query: 'Query') -> 'Page':": set(),
    "async def search(kernel: Kernel, query: Query) -> Page:": set(),
}


@pytest.mark.parametrize(("line", "expected"), SIGNATURES.items())
def test_signature(line: str, expected: set[str]):
    """A handler has exactly the contract's name, parameters and result."""
    assert rules(f"{HEAD}\n{line}\n    return Page(slots=[Slot(start=query.start)])\n") - {"name"} == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (HEAD.replace("import Kernel", "import Closed as Kernel"), {"signature"}),
        (HEAD.replace("Page, Query, Slot", "Page, Query as Slot, Slot as Query"), {"signature"}),
        (HEAD.replace("from almanac import Kernel", "class Kernel:\n    x: int"), {"signature"}),
        (HEAD.replace("import Kernel", "import Closed, Kernel"), set()),
    ],
)
def test_types_of_the_signature_are_the_contracts(head: str, expected: set[str]):
    """A name in a signature stands for the contract's class, not for another one under that name."""
    assert rules(GOOD.replace(HEAD, head)) == expected


def test_a_handler_stands_once():
    """Two handlers of one operation are refused: the second would win in silence."""
    assert rules(GOOD + GOOD.removeprefix(HEAD)) == {"name"}


GOOD_CODE = [
    GOOD,
    GOOD.replace(HEAD, '"""Doc."""\n\nfrom __future__ import annotations\n' + HEAD.removeprefix('"""Search."""')),
    HEAD
    + '''
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum, auto
from itertools import islice
from types import MappingProxyType
from typing import Annotated, Final, Generic, Literal, NamedTuple, Protocol, TypeAlias, TypedDict, TypeVar
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
Key: TypeAlias = "tuple[str, int]"
Handler = Callable[[int], str]
Mode = Literal["Any", "object"]


class Colour(StrEnum):
    """A colour."""

    red = auto()
    blue = "blue"


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


@pytest.mark.parametrize("text", GOOD_CODE)
def test_good_code_passes(text: str):
    """What a careful programmer writes breaks no rule."""
    assert breaches(text) == []


def test_a_breach_names_its_line_and_remedy():
    """A breach says where it is and how to mend it."""
    (found,) = breaches(inside("print(text)"))
    assert found == Breach(
        "safety/call", 14, "the builtin `print` may not be used", "Return what is to be said; nothing reads the output."
    )


def test_only_api_holds_handlers():
    """A second file of the answer may hold public functions, and api.py may import what it defines, not imports."""
    other = "from datetime import datetime\n\n\ndef double(number: int) -> int:\n    return 2 * number\n"
    trees = {"api.py": ast.parse(GOOD), "sums.py": ast.parse(other)}
    wanted = expectations(writes=("api.py", "sums.py"))
    offered = siblings(wanted, trees)
    assert check(Source("sums.py", other, trees["sums.py"], wanted, offered)) == []
    for name, expected in {"double": set(), "datetime": {"safety/import"}}.items():
        text = GOOD.replace("from .models", f"from .sums import {name}\nfrom .models")
        source = Source("api.py", text, ast.parse(text), wanted, offered)
        assert {breach.rule for breach in check(source)} == expected


def test_without_a_stub_only_the_kernel_may_be_imported():
    """A prompt that shows no kernel gets no names of it but Kernel itself."""
    wanted = expectations(kernel="")
    text = GOOD.replace("import Kernel", "import Closed, Kernel")
    tree = ast.parse(text)
    assert [b.rule for b in check(Source("api.py", text, tree, wanted, siblings(wanted, {})))] == ["safety/import"]


def test_extra_imports_are_allowed():
    """What a project adds to the list may be imported, by name."""
    wanted = expectations(extra_imports={"markupsafe": ("escape",)})
    for line, expected in {"from markupsafe import escape": 0, "from markupsafe import Markup": 1}.items():
        text = GOOD.replace("from .models", f"{line}\nfrom .models")
        tree = ast.parse(text)
        assert len(check(Source("api.py", text, tree, wanted, siblings(wanted, {})))) == expected


@given(st.text(max_size=200) | st.lists(st.sampled_from([*ON_TOP, *INSIDE]), max_size=4).map("\n".join))
@example("x: '' = 1")
@example("from .models import *")
@example("def f(x: 'lambda: 0'): ...")
def test_any_text_that_parses_is_judged(text: str):
    """The policy never raises, whatever parses."""
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    breaches(text)
