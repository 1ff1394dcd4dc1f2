"""The whole table, and schemas of it ready for the engine."""

from __future__ import annotations

from functools import cache

from generator.canonical import Json
from generator.containment import Dialect, Schema, schema
from tests.generator.containment.large_rows import large_rows
from tests.generator.containment.pydantic_rows import pydantic_rows
from tests.generator.containment.rows_of import Row, rows


@cache
def all_rows() -> list[Row]:
    """Return the rows written by hand, those of pydantic, and the large ones."""
    return [*rows(), *pydantic_rows(), *large_rows()]


def read(document: Json, dialect: str = "2020-12") -> Schema:
    """Return the schema for the engine."""
    return schema(document, dialect=Dialect(dialect))
