"""What rendered models are made of: each bundle has its own copy of this module, so that it stands by itself.

JSON's types are not Python's: pydantic by itself would take ``"5"`` for 5, ``true`` for 1, a number for an instant and
null for what may only be left out. Here each type takes exactly what its JSON Schema takes.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, TypeAlias, TypeVar
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

_LITERAL = re.compile(r"true|false|-?(0|[1-9][0-9]{0,307})(\.[0-9]+)?([eE][+-]?[0-9]+)?")


def _spelled(pattern: str, meaning: str, *kinds: type) -> Callable[[object], object]:
    """Return a check that takes values of ``kinds``, and texts that spell one in the standard form alone."""
    form = re.compile(pattern)

    def check(value: object) -> object:
        if isinstance(value, kinds) or (isinstance(value, str) and form.fullmatch(value)):
            return value
        raise ValueError(f"must be {meaning}")

    return check


def _whole(value: object) -> object:
    """Take 5 and 5.0, which JSON does not tell apart; refuse true and "5"."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if type(value) is int:
        return value
    raise ValueError("must be a whole number")


def _numeric(value: object) -> object:
    if type(value) in {int, float}:
        return value
    raise ValueError("must be a number")


def _literal(value: object) -> object:
    """Read the text of a URL or header as the JSON number or truth value it spells; leave all else to be refused."""
    if isinstance(value, str) and _LITERAL.fullmatch(value):
        read = json.loads(value)
        return read if math.isfinite(read) else value
    return value


def _utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("must lie in the years 1 to 9999 in UTC") from error


def _iso(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


WHOLE = BeforeValidator(_whole)
NUMERIC = BeforeValidator(_numeric)
SPELLED = BeforeValidator(_literal)
EMAIL = BeforeValidator(_spelled(r"[^@\s]+@[^@\s]+", "an e-mail address"))
URI = BeforeValidator(_spelled(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+", "an absolute URI"))

Instant: TypeAlias = Annotated[
    AwareDatetime,
    BeforeValidator(
        _spelled(
            r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?([Zz]|[+-][0-9]{2}:[0-9]{2})",
            "an instant such as 2026-03-08T05:00:00Z, with its offset",
            datetime,
        )
    ),
    AfterValidator(_utc),
    PlainSerializer(_iso, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""An aware datetime, in UTC; written as ISO 8601 with a Z."""
Day: TypeAlias = Annotated[
    date, BeforeValidator(_spelled(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a date such as 2026-03-08", date))
]
Uuid: TypeAlias = Annotated[
    UUID,
    BeforeValidator(
        _spelled(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", "a UUID with its four hyphens", UUID)
    ),
]


@dataclass(frozen=True)
class Absent:
    """Marks a field that callers may leave out but not send as null. In Python it is None while left out."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.refuse_null, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        whole = handler(schema)
        branches = [branch for branch in whole.pop("anyOf", []) if branch != {"type": "null"}]
        return whole | (branches[0] if len(branches) == 1 else {"anyOf": branches} if branches else {})

    @staticmethod
    def refuse_null(value: object) -> object:
        """Raise ValueError for None."""
        if value is None:
            raise ValueError("must be left out rather than null")
        return value


T = TypeVar("T")
Constructor = TypeVar("Constructor", bound=Callable[..., None])
MaybeAbsent: TypeAlias = Annotated[T | None, Absent(), Field(exclude_if=lambda value: value is None)]
"""A field that may be left out: None in Python, nothing on the wire."""


def _for_python_alone(constructor: Constructor) -> Constructor:
    """Keep pydantic from calling ``constructor`` when it reads JSON, where null must stay null."""
    constructor.__dict__["__pydantic_base_init__"] = True
    return constructor


class Shape(BaseModel):
    """The base of every model: built in Python by attribute names, where a field of None is left out if it may be."""

    @_for_python_alone
    def __init__(self, /, **values: object) -> None:
        given = {}
        for name, value in values.items():
            field = type(self).model_fields.get(name)
            if value is not None or field is None or not any(isinstance(mark, Absent) for mark in field.metadata):
                given[field.alias or name if field else name] = value
        super().__init__(**given)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        whole = handler(schema)
        for prop in handler.resolve_ref_schema(whole).get("properties", {}).values():
            prop.pop("title", None)
            if prop.get("default", ...) is None:
                del prop["default"]
        return whole


class Problem(Shape):
    """Why a request was not served (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: Annotated[str, Field(description="A URI reference that names the kind of problem.")] = "about:blank"
    title: Annotated[str, Field(description="The kind of problem, for people.", examples=["Not Found"])]
    status: Annotated[int, Field(description="The HTTP status.", examples=[404])]
    detail: Annotated[MaybeAbsent[str], Field(description="What went wrong this time.")] = None
    instance: Annotated[MaybeAbsent[str], Field(description="A URI reference that names this occurrence.")] = None
