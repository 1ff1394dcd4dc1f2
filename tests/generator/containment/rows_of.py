"""The table's rows: two schemas and what must be said of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml

from generator.canonical import Json

FOLDER = Path(__file__).parent / "rows"


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """``new`` against ``old``. ``widens`` says the answer; ``shows`` is then a value that new takes and old refuses.

    ``wrong`` names a library that is wrong about these schemas, with how. ``decided`` is false where the engine may
    say that it does not know.
    """

    name: str
    old: Json
    new: Json
    dialect: str
    widens: bool
    shows: Json
    wrong: dict[str, str]
    decided: bool


class _JsonLoader(yaml.SafeLoader):
    """YAML whose scalars are those of JSON: no dates, no ``yes``, numbers as JSON writes them."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012  # as PyYAML declares it


_JsonLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_JsonLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^null$"), ["n"])
_JsonLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9]\d*)$"), list("-0123456789"))
_JsonLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$"),
    list("-0123456789"),
)


def _number(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> float | Decimal:
    """Return a float where it says the same, else a decimal."""
    text = loader.construct_scalar(node)
    return float(text) if Decimal(text) == Decimal(repr(float(text))) else Decimal(text)


_JsonLoader.add_constructor("tag:yaml.org,2002:float", _number)


@cache
def rows() -> list[Row]:
    """Return all rows of the table, by file and place."""
    return [row for path in sorted(FOLDER.glob("*.yaml")) for row in _rows(path)]


def _rows(path: Path) -> list[Row]:
    table = yaml.load(path.read_text(encoding="utf-8"), Loader=_JsonLoader)  # noqa: S506  # a SafeLoader
    return [_row(f"{path.stem}-{number}", raw) for number, raw in enumerate(table, 1)]


def _row(name: str, raw: dict[str, Json]) -> Row:
    unknown = set(raw) - {"old", "new", "widens", "subset", "dialect", "why", "wrong", "may_be_unknown"}
    assert not unknown, f"{name}: {unknown}"
    assert ("widens" in raw) != ("subset" in raw), f"{name} says one of widens (a value) and subset (a reason)"
    return Row(
        name=name,
        old=raw["old"],
        new=raw["new"],
        dialect=str(raw.get("dialect", "2020-12")),
        widens="widens" in raw,
        shows=raw.get("widens"),
        wrong=dict(raw.get("wrong", {})),
        decided="may_be_unknown" not in raw,
    )
