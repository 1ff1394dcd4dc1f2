"""Exceptions that people grant by hand: files of rows in TOML, each with a reason, a name and a last day."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

_LARGEST = 1 << 20  # bytes of a file that people write
_SAID = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its texts by key, and ``until``, the last day on which it holds. ``index`` counts from 0."""

    index: int
    texts: Mapping[str, str]
    until: date


@dataclass(frozen=True, slots=True)
class Broken:
    """What is wrong with a row; with the whole file where ``index`` is None. ``what`` begins with a verb."""

    index: int | None
    what: str

    def pointer(self, table: str) -> str:
        """Return where it stands in the file."""
        return "" if self.index is None else f"/{table}/{self.index}"


def rows(data: bytes, table: str, texts: Sequence[str]) -> list[Row | Broken]:
    """Read the rows ``[[table]]`` in a file's bytes, each of which has exactly the keys ``texts`` and ``until``."""
    if len(data) > _LARGEST:
        return [Broken(None, f"is larger than {_LARGEST >> 20} MiB")]
    try:
        read = tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        return [Broken(None, f"cannot be read: {error}")]
    found = read.get(table, [])
    if set(read) - {table} or not isinstance(found, list):
        return [Broken(None, f"holds something else than [[{table}]] rows")]
    return [_row(index, row, texts) for index, row in enumerate(found)]


def _row(index: int, row: object, texts: Sequence[str]) -> Row | Broken:
    if not isinstance(row, dict):
        return Broken(index, "is no table")
    keys = sorted([*texts, "until"])
    if sorted(row) != keys:
        return Broken(index, f"must have exactly the keys {', '.join(keys)}")
    for key in sorted(texts):
        if not isinstance(row[key], str) or not row[key].strip():
            return Broken(index, f"`{key}` must be a text that is not empty")
    until = row["until"]
    if isinstance(until, datetime) or not isinstance(until, date):
        return Broken(index, "`until` must be a date, written without quotes: 2027-01-31")
    return Row(index, {key: row[key] for key in texts}, until)
