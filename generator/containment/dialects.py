"""Which words a schema is written in."""

from __future__ import annotations

from enum import StrEnum

from referencing import Specification
from referencing.jsonschema import DRAFT4, DRAFT6, DRAFT7, DRAFT201909, DRAFT202012, Schema


class Dialect(StrEnum):
    """Which words a schema is written in; ``$schema`` overrides what a caller says."""

    draft4 = "draft4"
    draft6 = "draft6"
    draft7 = "draft7"
    draft2019_09 = "2019-09"
    draft2020_12 = "2020-12"
    openapi3_0 = "openapi-3.0"
    openapi3_1 = "openapi-3.1"

    @property
    def age(self) -> int:
        """Rank by age: draft 4 is 4, 2019-09 is 8, 2020-12 is 9; OpenAPI's are those they are made of."""
        return _AGES[self]

    @property
    def specification(self) -> Specification[Schema]:
        """How references work in it."""
        return _SPECIFICATIONS[self]


_AGES = {
    Dialect.draft4: 4,
    Dialect.draft6: 6,
    Dialect.draft7: 7,
    Dialect.draft2019_09: 8,
    Dialect.draft2020_12: 9,
    Dialect.openapi3_0: 4,
    Dialect.openapi3_1: 9,
}
_SPECIFICATIONS: dict[Dialect, Specification[Schema]] = {
    Dialect.draft4: DRAFT4,
    Dialect.draft6: DRAFT6,
    Dialect.draft7: DRAFT7,
    Dialect.draft2019_09: DRAFT201909,
    Dialect.draft2020_12: DRAFT202012,
    Dialect.openapi3_0: DRAFT4,
    Dialect.openapi3_1: DRAFT202012,
}
_NAMED = {
    "http://json-schema.org/schema": Dialect.draft2020_12,
    "http://json-schema.org/draft-04/schema": Dialect.draft4,
    "http://json-schema.org/draft-06/schema": Dialect.draft6,
    "http://json-schema.org/draft-07/schema": Dialect.draft7,
    "https://json-schema.org/draft/2019-09/schema": Dialect.draft2019_09,
    "https://json-schema.org/draft/2020-12/schema": Dialect.draft2020_12,
    "https://spec.openapis.org/oas/3.1/dialect/base": Dialect.openapi3_1,
}


def dialect_of(contents: object, otherwise: Dialect) -> Dialect:
    """Return the dialect that ``$schema`` of a schema names; one that we do not know is read as ``otherwise``."""
    named = contents.get("$schema") if isinstance(contents, dict) else None
    if not isinstance(named, str):
        return otherwise
    address = named.rstrip("#").replace("https://json-schema.org/draft-0", "http://json-schema.org/draft-0")
    return _NAMED.get(address, otherwise)
