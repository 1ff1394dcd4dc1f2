"""What jsonschema and jsonschema_rs say of a value: judges that share nothing with the engine under test.

They are made to speak of the same semantics as far as they can: numbers reach jsonschema as exact ones, formats that
it has no check for are asked of jsonschema_rs, and a schema of OpenAPI 3.0 is put into the words of draft 4 first.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

import jsonschema
import jsonschema_rs
from jsonschema.protocols import Validator

from generator.canonical import Json
from tests.generator.containment.rows_of import Row

Judge = Callable[[Json], bool]

_PYTHON: dict[str, type[Validator]] = {
    "draft4": jsonschema.Draft4Validator,
    "draft6": jsonschema.Draft6Validator,
    "draft7": jsonschema.Draft7Validator,
    "2019-09": jsonschema.Draft201909Validator,
    "2020-12": jsonschema.Draft202012Validator,
}
_RUST = {
    "draft4": jsonschema_rs.Draft4Validator,
    "draft6": jsonschema_rs.Draft6Validator,
    "draft7": jsonschema_rs.Draft7Validator,
    "2019-09": jsonschema_rs.Draft201909Validator,
    "2020-12": jsonschema_rs.Draft202012Validator,
}
_BY_URI = {
    "http://json-schema.org/draft-04/schema": "draft4",
    "http://json-schema.org/draft-06/schema": "draft6",
    "http://json-schema.org/draft-07/schema": "draft7",
    "https://json-schema.org/draft/2019-09/schema": "2019-09",
    "https://json-schema.org/draft/2020-12/schema": "2020-12",
}
FORMATS = [
    *("date-time", "date", "time", "duration", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6"),
    *("uri", "uri-reference", "iri", "iri-reference", "uuid", "uri-template", "json-pointer"),
    *("relative-json-pointer", "regex"),
]


def python_judge(document: Json, dialect: str) -> Judge:
    """Return what jsonschema takes."""
    document, draft = _plain(document, dialect)
    judge = _PYTHON[draft](_exact(document), format_checker=_formats())

    def takes(value: Json) -> bool:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return bool(judge.is_valid(_exact(value)))

    return takes


def rust_judge(document: Json, dialect: str) -> Judge:
    """Return what jsonschema_rs takes."""
    document, draft = _plain(document, dialect)
    return _RUST[draft](document, validate_formats=True, offline=True).is_valid


def _plain(document: Json, dialect: str) -> tuple[Json, str]:
    """Return the document in the words of a draft, and that draft."""
    if dialect == "openapi-3.0":
        return _without_nullable(document), "draft4"
    draft = "2020-12" if dialect == "openapi-3.1" else dialect
    if isinstance(document, dict):
        draft = _BY_URI.get(str(document.get("$schema", "")).rstrip("#"), draft)
    return document, draft


def _without_nullable(schema: Json) -> Json:
    """Return an OpenAPI 3.0 schema in draft 4; ``nullable`` counts beside ``type`` alone."""
    if isinstance(schema, list):
        return [_without_nullable(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}
    inside = {key: value if key == "enum" else _without_nullable(value) for key, value in schema.items()}
    if schema.get("nullable") is True and isinstance(schema.get("type"), str):
        inside["type"] = [schema["type"], "null"]
    return inside


def _exact(value: Json) -> Json:
    """Return ``value`` with whole numbers as integers and broken ones as decimals, which Python divides exactly."""
    if isinstance(value, float | Decimal):
        number = Decimal(str(value))
        return int(number) if number == number.to_integral_value() else number
    if isinstance(value, list):
        return [_exact(one) for one in value]
    if isinstance(value, dict):
        return {key: _exact(one) for key, one in value.items()}
    return value


@lru_cache(maxsize=1)
def _formats() -> jsonschema.FormatChecker:
    """Return a checker of all formats: jsonschema's own where it has one that is strict, else jsonschema_rs's."""
    checker = jsonschema.FormatChecker(formats=())
    own = jsonschema.Draft202012Validator.FORMAT_CHECKER.checkers
    for name in FORMATS:
        rust = jsonschema_rs.Draft202012Validator({"format": name}, validate_formats=True)
        if name in {"date", "ipv4", "ipv6", "uuid"}:
            checker.checkers[name] = own[name]
        else:
            checker.checks(name)(rust.is_valid)
    return checker


def judges(row: Row) -> dict[str, tuple[Judge, Judge]]:
    """Return what the libraries take under a row's old and new schema, where they are right about both."""
    return {
        name: (judge(row.old, row.dialect), judge(row.new, row.dialect))
        for name, judge in {"jsonschema": python_judge, "jsonschema_rs": rust_judge}.items()
        if name not in row.wrong
    }
