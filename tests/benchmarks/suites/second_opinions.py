"""What jsonschema and jsonschema_rs say of a value, formats asserted by both: each checks a witness on its own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import jsonschema_rs
from jsonschema import FormatChecker, validators
from referencing import Registry, Resource
from referencing.exceptions import NoSuchResource
from referencing.jsonschema import specification_with

from generator.canonical import Json
from generator.containment import Dialect
from generator.containment.formats import FORMATS

VALIDATORS = {
    Dialect.draft4: (validators.Draft4Validator, jsonschema_rs.Draft4Validator),
    Dialect.draft6: (validators.Draft6Validator, jsonschema_rs.Draft6Validator),
    Dialect.draft7: (validators.Draft7Validator, jsonschema_rs.Draft7Validator),
    Dialect.draft2019_09: (validators.Draft201909Validator, jsonschema_rs.Draft201909Validator),
    Dialect.draft2020_12: (validators.Draft202012Validator, jsonschema_rs.Draft202012Validator),
}
DRAFTS = {
    "http://json-schema.org/draft-04/schema": Dialect.draft4,
    "http://json-schema.org/draft-06/schema": Dialect.draft6,
    "http://json-schema.org/draft-07/schema": Dialect.draft7,
    "https://json-schema.org/draft/2019-09/schema": Dialect.draft2019_09,
    "https://json-schema.org/draft/2020-12/schema": Dialect.draft2020_12,
}


@cache
def checker() -> FormatChecker:
    """Return jsonschema's checks of formats, with jsonschema_rs in place of those that need packages of their own."""
    formats = FormatChecker()
    for name in FORMATS:
        if name not in formats.checkers:
            judge = jsonschema_rs.Draft202012Validator({"type": "string", "format": name}, validate_formats=True)
            formats.checks(name)(lambda value, judge=judge: not isinstance(value, str) or judge.is_valid(value))
    return formats


def dialect_of(document: Json, otherwise: Dialect) -> Dialect:
    """Return the dialect that ``$schema`` names, as the engine takes it, or else the other one."""
    named = document.get("$schema") if isinstance(document, dict) else None
    return DRAFTS.get(named.rstrip("#"), otherwise) if isinstance(named, str) else otherwise


def spelled(schema: Json) -> Json:
    """Return a schema of OpenAPI 3.0 in the words of draft 4: ``nullable`` beside a ``type`` lets null in."""
    match schema:
        case list():
            return [spelled(held) for held in schema]
        case dict():
            words = {word: spelled(held) for word, held in schema.items()}
            kind = words.get("type")
            if words.get("nullable") is True and isinstance(kind, str):
                words["type"] = [kind, "null"]
            return words
        case _:
            return schema


def never(uri: str) -> Resource[Json]:
    """Fetch nothing."""
    raise NoSuchResource(uri)


def opinions(document: Json, value: Json, dialect: Dialect, others: Mapping[str, Json]) -> dict[str, bool | str]:
    """Return what each validator says of the value, or why it says nothing."""
    if dialect is Dialect.openapi3_0:
        document, dialect = spelled(document), Dialect.draft4
    kind, fast = VALIDATORS[dialect_of(document, Dialect.draft2020_12 if dialect is Dialect.openapi3_1 else dialect)]
    said: dict[str, bool | str] = {}
    try:
        specification = specification_with(str(kind.META_SCHEMA.get("$schema")))
        held = {uri: Resource.from_contents(other, specification) for uri, other in others.items()}
        registry: Registry[Json] = Registry(retrieve=never).with_resources(held.items())
        said["jsonschema"] = kind(document, format_checker=checker(), registry=registry).is_valid(value)
    except Exception as error:  # noqa: BLE001  # a validator that gives up has no opinion
        said["jsonschema"] = f"{type(error).__name__}: {error}"[:200]
    try:
        fetched = jsonschema_rs.Registry(list(others.items())) if others else None
        said["jsonschema_rs"] = fast(document, validate_formats=True, registry=fetched).is_valid(value)
    except BaseException as error:  # noqa: BLE001  # a panic of Rust's is no Exception
        said["jsonschema_rs"] = f"{type(error).__name__}: {error}"[:200]
    return said
