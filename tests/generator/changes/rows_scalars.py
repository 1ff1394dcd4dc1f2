"""Pairs of schemas and what is said of them: what is said of single values."""

from __future__ import annotations

from tests.generator.changes.row import Row, Told

# One row a pair is easier to read than one value a line.
# fmt: off
ROWS: list[Row] = [
    Row("a type more",
        {"type": "integer"},
        {"type": ["integer", "string"]},
        "wider", [
            Told("type-added", "/type", "/type", "wider", "the document may now also be string"),
        ]),
    Row("a wider type",
        {"type": "integer"},
        {"type": "number"},
        "wider", [
            Told("type-added", "/type", "/type", "wider", "the document may now also be number"),
        ]),
    Row("a type less",
        {"type": ["string", "boolean"]},
        {"type": "string"},
        "narrower", [
            Told("type-removed", "/type", "/type", "narrower", "the document may no longer be boolean"),
        ]),
    Row("no type left in common",
        {"type": "string", "minLength": 2},
        {"type": "integer", "minimum": 1},
        "incomparable", [
            Told("type-changed", "", "", "incomparable", "the document was string and is now integer"),
        ]),
    Row("type dropped",
        {"type": "string"},
        {},
        "wider", [
            Told("type-added", "/type", None, "wider", "the document may now be anything"),
        ]),
    Row("null by type",
        {"type": "string"},
        {"type": ["string", "null"]},
        "wider", [
            Told("nullable-added", "/type", "/type", "wider", "the document may now be null"),
        ]),
    Row("null by union",
        {"type": "string"},
        {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "wider", [
            Told("nullable-added", None, "/anyOf/1", "wider", "the document may now be null"),
        ]),
    Row("null no more",
        {"anyOf": [{"type": "string"}, {"type": "null"}]},
        {"type": "string"},
        "narrower", [
            Told("nullable-removed", "/anyOf/1", None, "narrower", "the document may no longer be null"),
        ]),
    Row("null spelled otherwise",
        {"type": ["string", "null"]},
        {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "equal", [
        ]),
    Row("enum grown",
        {"enum": ["a", "b"]},
        {"enum": ["b", "a", "c"]},
        "wider", [
            Told("enum-grown", "/enum", "/enum", "wider", "the document may now also be c"),
        ]),
    Row("enum shrunk",
        {"enum": ["a", "b"]},
        {"enum": ["b"]},
        "narrower", [
            Told("enum-shrunk", "/enum", "/enum", "narrower", "the document may no longer be a"),
        ]),
    Row("enum changed",
        {"enum": [1]},
        {"enum": [True]},
        "incomparable", [
            Told("enum-changed", "/enum", "/enum", "incomparable",
                 "the values that the document may have changed from [1] to [true]"),
        ]),
    Row("enum dropped",
        {"type": "string", "enum": ["a"]},
        {"type": "string"},
        "wider", [
            Told("enum-dropped", "/enum", None, "wider", "the document need no longer be one of a"),
        ]),
    Row("enum added",
        {"type": "string"},
        {"type": "string", "enum": ["a"]},
        "narrower", [
            Told("enum-added", None, "/enum", "narrower", "the document must now be one of a"),
        ]),
    Row("const changed",
        {"const": 1},
        {"const": 2},
        "incomparable", [
            Told("const-changed", "/const", "/const", "incomparable", "the document had to be 1 and must now be 2"),
        ]),
    Row("const to enum",
        {"const": "a"},
        {"enum": ["a", "b"]},
        "wider", [
            Told("enum-grown", "/const", "/enum", "wider", "the document may now also be b"),
        ]),
    Row("maximum loosened",
        {"type": "integer", "maximum": 50},
        {"type": "integer", "maximum": 100},
        "wider", [
            Told("bound-loosened", "/maximum", "/maximum", "wider",
                 "the bound of the document was loosened from maximum 50 to maximum 100"),
        ]),
    Row("maximum tightened",
        {"type": "integer", "maximum": 50},
        {"type": "integer", "maximum": 40},
        "narrower", [
            Told("bound-tightened", "/maximum", "/maximum", "narrower",
                 "the bound of the document was tightened from maximum 50 to maximum 40"),
        ]),
    Row("maximum dropped",
        {"maximum": 50},
        {},
        "wider", [
            Told("bound-loosened", "/maximum", None, "wider",
                 "the bound of the document was loosened from maximum 50 to none"),
        ]),
    Row("bound excluded",
        {"minimum": 0},
        {"exclusiveMinimum": 0},
        "narrower", [
            Told("bound-tightened", "/minimum", "/exclusiveMinimum", "narrower",
                 "the bound of the document was tightened from minimum 0 to exclusiveMinimum 0"),
        ]),
    Row("length tightened",
        {"type": "string"},
        {"type": "string", "minLength": 2},
        "narrower", [
            Told("bound-tightened", None, "/minLength", "narrower",
                 "the bound of the document was tightened from none to minLength 2"),
        ]),
    Row("length loosened",
        {"type": "string", "maxLength": 3},
        {"type": "string", "maxLength": 4},
        "wider", [
            Told("bound-loosened", "/maxLength", "/maxLength", "wider",
                 "the bound of the document was loosened from maxLength 3 to maxLength 4"),
        ]),
    Row("items loosened",
        {"type": "array", "maxItems": 1},
        {"type": "array", "maxItems": 2},
        "wider", [
            Told("bound-loosened", "/maxItems", "/maxItems", "wider",
                 "the bound of the document was loosened from maxItems 1 to maxItems 2"),
        ]),
    Row("members tightened",
        {"type": "object"},
        {"type": "object", "minProperties": 1},
        "narrower", [
            Told("bound-tightened", None, "/minProperties", "narrower",
                 "the bound of the document was tightened from none to minProperties 1"),
        ]),
    Row("multiple loosened",
        {"type": "integer", "multipleOf": 4},
        {"type": "integer", "multipleOf": 2},
        "wider", [
            Told("bound-loosened", "/multipleOf", "/multipleOf", "wider",
                 "the bound of the document was loosened from multipleOf 4 to multipleOf 2"),
        ]),
    Row("multiple changed",
        {"type": "integer", "multipleOf": 2},
        {"type": "integer", "multipleOf": 3},
        "incomparable", [
            Told("bound-changed", "/multipleOf", "/multipleOf", "incomparable",
                 "the bound of the document changed from multipleOf 2 to multipleOf 3"),
        ]),
    Row("a bound without effect",
        {"type": "string", "minimum": 1},
        {"type": "string", "minimum": 2},
        "equal", [
            Told("bound-tightened", "/minimum", "/minimum", "equal",
                 "the bound of the document was tightened from minimum 1 to minimum 2"),
        ]),
    Row("items loosened",
        {"items": {"type": "string"}},
        {},
        "wider", [
            Told("items-loosened", "/items", None, "wider", "the items of the document may now be anything"),
        ]),
]
# fmt: on
