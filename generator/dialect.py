"""The part of JSON Schema 2020-12 that a contract may use: what a Python type can hold to the letter.

A keyword that the rendered models could not enforce would make the contract a promise nobody keeps, so it is
refused here, with the way to say the same thing that can be kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from generator import pointers
from generator.canonical import Json

ANNOTATIONS = frozenset({"title", "description", "examples", "default", "deprecated", "$comment"})
"""Keywords that say something without refusing any value."""

FORMATS = frozenset({"date-time", "date", "uuid", "email", "uri"})

_TYPES = frozenset({"object", "array", "string", "integer", "number", "boolean", "null"})
_FOR_TYPE = {
    "object": {"properties", "required", "additionalProperties"},
    "array": {"items", "minItems", "maxItems"},
    "string": {"minLength", "maxLength", "pattern", "format"},
    "integer": {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"},
    "number": {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"},
}
_INSTEAD = {
    "allOf": "write the properties out, or $ref one schema",
    "$id": "files are named by their path; drop it",
    "$anchor": "use #/$defs/<name>",
    "$dynamicRef": "use $ref",
    "not": "say what is allowed instead",
    "if": "use oneOf with a constant that tells the cases apart",
    "uniqueItems": "leave it to the kernel, or use an object with additionalProperties",
    "patternProperties": "use additionalProperties",
    "prefixItems": "use an object with named properties",
    "nullable": 'write "type": [..., "null"]',
    "example": "write examples: [...]",
}
_UNPORTABLE = re.compile(r"\\[dDwWbBpPAzZ]|\(\?(?!:)")


def is_class(node: Json) -> bool:
    """Say whether a schema becomes a class of its own: an object with named properties."""
    return isinstance(node, dict) and node.get("type") == "object" and ("properties" in node or not _open(node))


def _open(node: dict[str, Json]) -> bool:
    return node.get("additionalProperties", True) is not False


def subschemas(node: dict[str, Json], pointer: str = "") -> Iterator[tuple[str, dict[str, Json]]]:
    """Yield a schema and every schema inside it, each with its JSON pointer, outermost first."""
    yield pointer, node
    inner: list[tuple[str, Json]] = []
    for key in ("$defs", "properties"):
        group = node.get(key)
        if isinstance(group, dict):
            inner += [(f"{key}/{pointers.escaped(name)}", item) for name, item in group.items()]
    inner += [(key, node[key]) for key in ("items", "additionalProperties") if key in node]
    for key in ("anyOf", "oneOf"):
        branches = node.get(key)
        if isinstance(branches, list):
            inner += [(f"{key}/{index}", item) for index, item in enumerate(branches)]
    for place, item in inner:
        if isinstance(item, dict):
            yield from subschemas(item, f"{pointer}/{place}")


def breaches(document: dict[str, Json]) -> Iterator[tuple[str, str]]:
    """Yield (JSON pointer, what is wrong and what to write instead) for all that a contract may not say.

    ``document`` must already be valid against the 2020-12 meta-schema.
    """
    for pointer, node in subschemas(document):
        for check in _CHECKS:
            for message in check(node, pointer):
                yield pointer, message


def types_of(node: dict[str, Json]) -> list[str]:
    """Return a schema's ``type`` as a list, without ``null``."""
    kind = node.get("type", [])
    return [str(item) for item in (kind if isinstance(kind, list) else [kind]) if item != "null"]


def may_be_null(node: dict[str, Json]) -> bool:
    """Say whether a schema without a union takes null: by its ``type``, or by naming null where it has no type."""
    if "type" in node:
        kind = node["type"]
        return kind == "null" or (isinstance(kind, list) and "null" in kind)
    values = node.get("enum", [node.get("const", 0)])
    return isinstance(values, list) and None in values


def properties_of(node: dict[str, Json]) -> dict[str, dict[str, Json]]:
    """Return an object schema's named properties."""
    properties = node.get("properties", {})
    return (
        {name: item for name, item in properties.items() if isinstance(item, dict)}
        if isinstance(properties, dict)
        else {}
    )


def _keywords(node: dict[str, Json], pointer: str) -> Iterator[str]:
    kinds = types_of(node)
    allowed = {"type", "enum", "const", "anyOf", "oneOf", "$ref"} | ANNOTATIONS
    allowed |= _FOR_TYPE.get(kinds[0], set()) if len(kinds) == 1 else set()
    allowed |= set() if pointer else {"$schema", "$defs"}
    for key in sorted(set(node) - allowed):
        known = any(key in group for group in _FOR_TYPE.values())
        instead = _INSTEAD.get(key) or (f"it needs a `type` it can apply to, here {kinds or 'none'}" if known else "")
        yield f"{key!r} is not part of the contract dialect" + (f": {instead}" if instead else "")


def _shape(node: dict[str, Json], pointer: str) -> Iterator[str]:
    kinds, parts = types_of(node), [key for key in ("$ref", "anyOf", "oneOf", "enum", "const") if key in node]
    if len(kinds) > 1:
        yield f"has {len(kinds)} types: use anyOf with one schema for each"
    if len(parts) > 1:
        yield f"{' and '.join(parts)} together: keep one"
    if parts and parts[0] in {"$ref", "anyOf", "oneOf"} and "type" in node:
        yield f"`type` beside {parts[0]} says it twice: drop it"
    if kinds == ["array"] and "items" not in node:
        yield "an array needs `items`: an untyped list promises nothing"
    if not kinds and not parts and node.get("type") != "null" and (pointer or "$defs" not in node):
        yield "takes any value at all: give it a type"
    if is_class(node) and isinstance(node.get("additionalProperties"), dict):
        yield "has named and free properties at once: put the free ones into a property of their own"
    nullable = isinstance(node.get("type"), list)
    if "object" in kinds and nullable and "properties" in node:
        yield "an object that may be null: write anyOf with the object and {type: null}"


def _booleans(node: dict[str, Json], _: str) -> Iterator[str]:
    for key in ("properties", "$defs", "items", "anyOf", "oneOf"):
        group = node.get(key)
        items = list(group.values()) if isinstance(group, dict) and key != "items" else group
        for item in items if isinstance(items, list) else [items]:
            if isinstance(item, bool):
                yield f"{key} holds the schema {str(item).lower()}: give it a type, or leave it out"


def _required(node: dict[str, Json], _: str) -> Iterator[str]:
    required, properties = node.get("required", []), node.get("properties", {})
    if isinstance(required, list) and isinstance(properties, dict):
        for name in required:
            if name not in properties:
                yield f"requires {name!r}, which is not among its properties"


def _constants(node: dict[str, Json], _: str) -> Iterator[str]:
    values = node.get("enum", [node["const"]] if "const" in node else [])
    texts = [value for value in values if isinstance(value, str)] if isinstance(values, list) else []
    if isinstance(values, list) and len(texts) != sum(value is not None for value in values):
        yield "enum and const take texts (and null) only: 1, 1.0 and true are one value to Python"
    if texts and types_of(node) not in ([], ["string"]):
        yield "enum or const does not fit `type`"
    if isinstance(values, list) and None in values and not texts:
        yield "holds nothing but null: write type: null"
    if texts and {"pattern", "format", "minLength", "maxLength"} & set(node):
        yield "enum or const already names every value: drop pattern, format and lengths"


def _texts(node: dict[str, Json], _: str) -> Iterator[str]:
    format_, pattern = node.get("format"), node.get("pattern")
    if format_ is not None and format_ not in FORMATS:
        yield f"format {format_!r} is not checked: use pattern, or one of {', '.join(sorted(FORMATS))}"
    if format_ in {"date-time", "date", "uuid"} and {"pattern", "minLength", "maxLength"} & set(node):
        yield f"format {format_} already fixes the text: drop pattern and lengths"
    if isinstance(pattern, str):
        if found := _UNPORTABLE.search(pattern):
            yield f"{found[0]!r} in a pattern differs between languages: write the characters out, such as [0-9]"
        elif not _compiles(pattern):
            yield f"pattern {pattern!r} does not compile in every engine it is checked by"


def _compiles(pattern: str) -> bool:
    from pydantic_core import SchemaError, SchemaValidator, core_schema  # noqa: PLC0415  # only where a pattern is used

    try:
        re.compile(pattern)
        SchemaValidator(core_schema.str_schema(pattern=pattern))
    except (re.error, SchemaError):
        return False
    return True


def _numbers(node: dict[str, Json], _: str) -> Iterator[str]:
    for key in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"):
        value = node.get(key)
        if value is not None and types_of(node) == ["integer"] and not isinstance(value, int):
            yield f"{key} of an integer must be a whole number"


def _defaults(node: dict[str, Json], _: str) -> Iterator[str]:
    default = node.get("default")
    inside = default if isinstance(default, list) else [default]
    if any(isinstance(item, list | dict) for item in inside) or ("default" in node and {"format", "$ref"} & set(node)):
        yield "a default must be a plain number, text or truth value, null, or a list of these, without format and $ref"


def _unions(node: dict[str, Json], _: str) -> Iterator[str]:
    branches = node.get("anyOf", node.get("oneOf"))
    if isinstance(branches, list) and any(isinstance(item, dict) and is_class(item) for item in branches):
        yield "a branch is an object without a name: move it to $defs and $ref it"


_CHECKS: tuple[Callable[[dict[str, Json], str], Iterator[str]], ...] = (
    _keywords,
    _booleans,
    _shape,
    _required,
    _constants,
    _texts,
    _numbers,
    _defaults,
    _unions,
)
