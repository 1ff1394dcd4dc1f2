"""Kinds, constants, numbers and strings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.containment.constants import constant, constants
from generator.containment.dialects import Dialect
from generator.containment.exact import NumberTooLong, fraction, is_number
from generator.containment.formats import FORMATS
from generator.containment.nodes import ARRAY, FALSE, INTEGER, NULL, NUMBER, OBJECT, STRING, TRUE, Node
from generator.containment.resources import invalid

if TYPE_CHECKING:
    from fractions import Fraction

    from generator.containment.reading import Reader
    from generator.containment.resources import Place

_TYPES = {
    "null": NULL,
    "boolean": FALSE | TRUE,
    "integer": INTEGER,
    "number": NUMBER,
    "string": STRING,
    "array": ARRAY,
    "object": OBJECT,
}


def read(reader: Reader, place: Place) -> list[Node]:
    """Return what the keywords on kinds, constants, numbers and strings say."""
    schema, pool, parts = place.contents, reader.pool, list[Node]()
    if "type" in schema:
        parts.append(pool.kinds(_mask(place)))
    if "enum" in schema:
        if not isinstance(schema["enum"], list):
            raise invalid(place, "enum", "must be a list")
        parts.append(constants(pool, schema["enum"]))
    if "const" in schema and place.dialect.age >= 6:
        parts.append(constant(pool, schema["const"]))
    parts += _numbers(reader, place)
    if "minLength" in schema or "maxLength" in schema:
        lengths = count(place, "minLength") or 0, count(place, "maxLength")
        parts.append(pool.literal(STRING, ("length", *lengths)))
    if "pattern" in schema:
        parts.append(pool.literal(STRING, ("pattern", text(place, "pattern"))))
    if "format" in schema and text(place, "format") in FORMATS:
        parts.append(pool.literal(STRING, ("format", schema["format"])))
    return parts


def _mask(place: Place) -> int:
    named = place.contents["type"]
    mask = 0
    for name in named if isinstance(named, list) else [named]:
        if not isinstance(name, str) or name not in _TYPES:
            raise invalid(place, "type", f"{name!r} is none of {', '.join(_TYPES)}")
        mask |= _TYPES[name]
    if place.dialect is Dialect.openapi3_0 and place.contents.get("nullable") is True:
        mask |= NULL
    return mask


_BOUNDS = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"})


def _numbers(reader: Reader, place: Place) -> list[Node]:
    schema, found = place.contents, list[tuple[Any, ...]]()
    if _BOUNDS.isdisjoint(schema):
        return []
    for word, other, low in (("minimum", "exclusiveMinimum", True), ("maximum", "exclusiveMaximum", False)):
        if place.dialect.age == 4:
            if word in schema:
                found.append(_bound(number(place, word), low=low, excluded=schema.get(other) is True))
            continue
        if word in schema:
            found.append(_bound(number(place, word), low=low, excluded=False))
        if other in schema:
            found.append(_bound(number(place, other), low=low, excluded=True))
    if "multipleOf" in schema:
        step = number(place, "multipleOf")
        if step <= 0:
            raise invalid(place, "multipleOf", "must be more than 0")
        found.append(("multiple", step))
    return [reader.pool.literal(NUMBER, literal) for literal in found]


def _bound(value: Fraction, *, low: bool, excluded: bool) -> tuple[Any, ...]:
    return ("range", value, excluded, None, False) if low else ("range", None, False, value, excluded)


def number(place: Place, keyword: str) -> Fraction:
    """Return the number under ``keyword``. Raises ContainmentInvalid."""
    value = place.contents[keyword]
    if not is_number(value):
        raise invalid(place, keyword, "must be a number")
    try:
        return fraction(value)
    except NumberTooLong as error:
        raise invalid(place, keyword, str(error)) from error


def count(place: Place, keyword: str) -> int | None:
    """Return the count under ``keyword``, None where there is none. Raises ContainmentInvalid."""
    if keyword not in place.contents:
        return None
    value = number(place, keyword)
    if value.denominator != 1 or value < 0:
        raise invalid(place, keyword, "must be a whole number, 0 or more")
    return value.numerator


def text(place: Place, keyword: str) -> str:
    """Return the text under ``keyword``. Raises ContainmentInvalid."""
    value = place.contents[keyword]
    if not isinstance(value, str):
        raise invalid(place, keyword, "must be a text")
    return value


def names(place: Place, keyword: str, value: object) -> list[str]:
    """Return a list of property names. Raises ContainmentInvalid."""
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise invalid(place, keyword, "must be a list of property names")
    return value


def table(place: Place, keyword: str) -> dict[str, Any]:
    """Return the object under ``keyword``, empty where there is none. Raises ContainmentInvalid."""
    value = place.contents.get(keyword, {})
    if not isinstance(value, dict):
        raise invalid(place, keyword, "must be an object")
    return value
