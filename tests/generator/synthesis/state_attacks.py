"""Code that keeps state across requests inside other values, or takes for ever on import: one row, one trick."""

_BOX = "from dataclasses import dataclass, field\n\n@dataclass(frozen=True)\nclass _Box:\n    x: list[int]\n"
_ENUM = "from enum import Enum\n\nclass _A(Enum):\n    one = 1\n"
_TUPLE = "from typing import NamedTuple\n\nclass _A(NamedTuple):\n    x: int\n"

STATE = {
    _BOX + "\n_SHARED = _Box([1])": {"global-state"},
    _BOX + "\n_SHARED = _Box({})": {"global-state"},
    _BOX + "\n_SHARED = _Box({1})": {"global-state"},
    _BOX + "\n_SHARED = _Box(x=[])": {"global-state"},
    _BOX + "\n_SHARED = _Box(([],))": {"global-state"},
    _BOX + "\n_SHARED = _Box(*[[]])": {"global-state"},
    _BOX + "\n_SHARED = _Box(list())": {"global-state"},
    _BOX + "\n_SHARED = _Box(_Box([1]))": {"global-state"},
    _BOX + "\n_SHARED = _Box([x for x in (1,)])": {"global-state"},
    "from typing import NamedTuple\n\nclass _Box(NamedTuple):\n    x: list[int]\n\n_SHARED = _Box([1])": {
        "global-state"
    },
    "from typing import TypedDict\n\nclass _Box(TypedDict):\n    x: int\n\n_SHARED = _Box(x=1)": {"global-state"},
    "class _A:\n    x: int\n\n_SHARED = _A()": {"global-state"},
    _BOX + "\ndef _f(box: _Box = _Box([1])) -> None:\n    return None": {"global-state"},
    _BOX + "\n\n@dataclass(frozen=True)\nclass _A:\n    x: int = field(default=len('x'))": {"global-state"},
    _BOX + "    y: int = field(default=sorted('x'))": {"global-state"},
    _BOX + "    @property\n    def y(self) -> list[int]:\n        return []\n\n_ONE = _Box(1)\n_SHARED = _ONE.y": {
        "global-state"
    },
    _BOX + "    def __add__(self, other: int) -> list[int]:\n        return []\n\n_ONE = _Box(1)\n_SHARED = _ONE + 1": {
        "global-state"
    },
    _BOX
    + "    def __getitem__(self, other: int) -> list[int]:\n        return []\n\n_ONE = _Box(1)\n_SHARED = _ONE[1]": {
        "global-state"
    },
    _BOX + "    def __iter__(self) -> Page:\n        return []\n\n_ONE = _Box(1)\n_TWO = _ONE\n_SHARED = tuple(_TWO)": {
        "global-state"
    },
    "class _A:\n    @classmethod\n    def bump(self) -> None:\n        self.seen = 1": {"global-state"},
    "class _A:\n    @classmethod\n    def bump(cls) -> None:\n        cls.seen = 1": {"global-state"},
    "class _A:\n    @classmethod\n    def bump(kind) -> None:\n        kind.seen = 1": {"global-state"},
    "class _A:\n    def bump(self) -> None:\n        self.seen = 1": {"global-state"},
    "class _A:\n    def bump(self) -> None:\n        del self.seen": {"global-state"},
    "class _A:\n    @classmethod\n    def __init__(self) -> None:\n        self.seen = 1": {"global-state"},
    "class _A:\n    def __init__(self) -> None:\n        def p() -> int:\n            self.x = 1\n        self.p = p": {
        "global-state"
    },
    "class _A:\n    def __init__(this) -> None:\n        this.seen = 1": {"global-state"},
    _ENUM + "    def bump(self) -> None:\n        self.last = 1": {"global-state"},
    _ENUM + "    def __init__(self, x: int) -> None:\n        self.seen = [x]": {"global-state"},
    _ENUM + "    def bump(self) -> None:\n        self._member_map_.clear()": {"call"},
    _TUPLE + "    def bump(self) -> None:\n        self._field_defaults.clear()": {"call"},
    "_X = tuple(range(99999999999))": {"global-state"},
    "_X = range(99999999999)": {"global-state"},
    "_X = 1 << 99999999999": {"global-state"},
    "_X = 'a' * 9999999999": {"global-state"},
    "_X = (1,) * 9999999999": {"global-state"},
    "_X = 9999999999 * 'a'": {"global-state"},
    "_X = -9999999999 * b'a'": {"global-state"},
    "_X = '%99999999999d' % 1": {"global-state"},
    "_X = frozenset(range(10 * 99999999))": {"global-state"},
    "_X = tuple('a' * 999999)": {"global-state"},
    "_X = 2 ** 999": {"global-state"},
    "_X = 1 << 2": {"global-state"},
    "_A = 'a' * 50000\n_B = _A * 50000": {"global-state"},
    "_A = (99999999,)\n_B = 'a' * _A[0]": {"global-state"},
    "_A = 9999999999\n_B = 'a' * _A": {"global-state"},
    "_A = _A * 2": {"global-state"},
    "_A = 9999999999\n\n\ndef _f(x: str = 'a' * _A) -> None:\n    return None": {"global-state"},
    "class _A:\n    x = 'a' * 9999999999": {"global-state"},
    "class _A:\n    x = 9999999999\n\n_B = 'a' * _A.x": {"global-state"},
    "from fractions import Fraction\n_X = Fraction('1e999999999')": {"global-state"},
    "import string\n_X = string.digits * 99999999": {"global-state"},
    "_A0 = 9\n" + "\n".join(f"_A{n + 1} = _A{n} * _A{n}" for n in range(9)): {"global-state"},
}
