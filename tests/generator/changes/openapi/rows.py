"""Rows of schemas in their places: an old document, a new one, and what must be found between them."""

from __future__ import annotations

from generator.canonical import Json
from tests.generator.changes.openapi.documents import Fragment, api, get

ANY: Json = {}
TEXT: Json = {"type": "string"}
SHORT: Json = {"type": "string", "maxLength": 5}
WHOLE: Json = {"type": "integer"}
LIST: Json = {"type": "array", "items": WHOLE}


def sent(schema: Json, *, version: str = "3.1.0", **schemas: Json) -> Fragment:
    """Return a document whose one operation has a body of this schema."""
    operation: Fragment = {"requestBody": {"content": {"application/json": {"schema": schema}}}}
    return get(operation, version=version, components={"schemas": schemas})


def answered(schema: Json, *, version: str = "3.1.0", status: str = "200", **schemas: Json) -> Fragment:
    """Return a document whose one operation answers this schema."""
    operation: Fragment = {"responses": {status: {"content": {"application/json": {"schema": schema}}}}}
    return get(operation, version=version, components={"schemas": schemas})


def told(schema: Json, *, where: str = "query", **more: Json) -> Fragment:
    """Return a document whose one operation has a parameter of this schema."""
    return get({"parameters": [{"name": "a", "in": where, "required": True, "schema": schema, **more}]})


def headed(schema: Json) -> Fragment:
    """Return a document whose one operation answers a header of this schema."""
    return get({"responses": {"200": {"headers": {"X-A": {"schema": schema}}}}})


def hooked(schema: Json) -> Fragment:
    """Return a document that sends this schema to a webhook."""
    return api(webhooks={"new": {"post": {"requestBody": {"content": {"application/json": {"schema": schema}}}}}})


def ref(name: str) -> Json:
    """Return a reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def record(**properties: Json) -> Json:
    """Return an object whose properties must all be there."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def without(word: str, **properties: Json) -> Json:
    """Return an object whose ``id``, which must be there, is ``word``."""
    return record(id={"type": "string", word: True}, **properties)


NARROWED_REQUEST, WIDENED_REQUEST = "breaks schema request", "weakens schema request"
NARROWED_RESPONSE, WIDENED_RESPONSE = "informs schema response", "breaks schema response"

DIRECTIONS = [
    ("a narrower body", sent(TEXT), sent(SHORT), [NARROWED_REQUEST]),
    ("a wider body", sent(SHORT), sent(TEXT), [WIDENED_REQUEST]),
    ("a narrower answer", answered(TEXT), answered(SHORT), [NARROWED_RESPONSE]),
    ("a wider answer", answered(SHORT), answered(TEXT), [WIDENED_RESPONSE]),
    ("a narrower query", told(TEXT), told(SHORT), [NARROWED_REQUEST]),
    ("a wider cookie", told(SHORT, where="cookie"), told(TEXT, where="cookie"), [WIDENED_REQUEST]),
    ("a wider header that is answered", headed(SHORT), headed(TEXT), [WIDENED_RESPONSE]),
    ("a wider webhook: its receivers are sent more", hooked(SHORT), hooked(TEXT), [WIDENED_RESPONSE]),
    ("a narrower webhook", hooked(TEXT), hooked(SHORT), [NARROWED_RESPONSE]),
    ("no schema any more", answered(SHORT), answered(ANY), [WIDENED_RESPONSE]),
    (
        "an error that its class told of",
        answered(SHORT, status="4XX"),
        answered(TEXT, status="4xx"),
        [WIDENED_RESPONSE],
    ),
    (
        "a parameter's media type",
        get({"parameters": [{"name": "a", "in": "query", "content": {"application/json": {"schema": TEXT}}}]}),
        get({"parameters": [{"name": "a", "in": "query", "content": {"application/json": {"schema": SHORT}}}]}),
        [NARROWED_REQUEST],
    ),
    (
        "a media type that its kind told of",
        get({"requestBody": {"content": {"application/*": {"schema": TEXT}}}}),
        get({"requestBody": {"content": {"application/json": {"schema": SHORT}, "application/*": {"schema": TEXT}}}}),
        [NARROWED_REQUEST],
    ),
    (
        "a status that the default told of",
        get({"responses": {"default": {"content": {"a/b": {"schema": SHORT}}}}}),
        get(
            {
                "responses": {
                    "404": {"content": {"a/b": {"schema": TEXT}}},
                    "default": {"content": {"a/b": {"schema": SHORT}}},
                }
            }
        ),
        [WIDENED_RESPONSE],
    ),
]

TEXTUAL = [
    ("integers become texts", told(WHOLE), told(TEXT), [WIDENED_REQUEST]),
    ("texts become integers", told(TEXT), told(WHOLE), [NARROWED_REQUEST]),
    ("one becomes a list of them", told(WHOLE), told(LIST), [WIDENED_REQUEST]),
    ("a list becomes one of them", told(LIST), told(WHOLE), [NARROWED_REQUEST]),
    ("one becomes a list of texts", told(WHOLE), told({"type": "array", "items": TEXT}), [WIDENED_REQUEST]),
    ("of a path", told(WHOLE, where="path"), told(TEXT, where="path"), [WIDENED_REQUEST]),
    ("not so a path without its schema", told(TEXT, where="path"), told(TEXT, where="path"), []),
]

REFERENCES = [
    ("into a component", sent(SHORT), sent(ref("A"), A=SHORT), []),
    ("out of a component", answered(record(a=ref("A")), A=SHORT), answered(record(a=SHORT)), []),
    ("another name", answered(record(a=ref("A")), A=SHORT), answered(record(a=ref("B")), B=SHORT), []),
    ("another name, and wider", answered(ref("A"), A=SHORT), answered(ref("B"), B=TEXT), [WIDENED_RESPONSE]),
    (
        "names that change places",
        sent(record(a=ref("A"), b=ref("B")), A=TEXT, B=WHOLE),
        sent(record(a=ref("B"), b=ref("A")), A=WHOLE, B=TEXT),
        [],
    ),
    (
        "written out in one place and changed in another",
        get(
            {"requestBody": {"content": {"a/b": {"schema": record(a=ref("A"))}, "a/c": {"schema": ref("A")}}}},
            components={"schemas": {"A": SHORT}},
        ),
        get(
            {"requestBody": {"content": {"a/b": {"schema": record(a=SHORT)}, "a/c": {"schema": ref("A")}}}},
            components={"schemas": {"A": TEXT}},
        ),
        [WIDENED_REQUEST],
    ),
    (
        "a list of itself",
        answered(ref("A"), A=record(a=TEXT, b={"type": "array", "items": ref("A")})),
        answered(ref("A"), A=record(a=SHORT, b={"type": "array", "items": ref("A")})),
        [NARROWED_RESPONSE],
    ),
    (
        "two that hold each other, of which one is wider",
        answered(ref("A"), A={"properties": {"b": ref("B")}}, B={"properties": {"a": ref("A"), "x": SHORT}}),
        answered(ref("A"), A={"properties": {"b": ref("B")}}, B={"properties": {"a": ref("A"), "x": TEXT}}),
        [WIDENED_RESPONSE],
    ),
    ("what nobody uses", sent(ANY, A=SHORT), sent(ANY, A=TEXT), []),
    ("a description", sent(ref("A"), A=SHORT), sent(ref("A"), A={**SHORT, "description": "Short"}), []),  # type: ignore[dict-item]
    (
        "a component that narrows below not",
        answered({"not": ref("A")}, A=TEXT),
        answered({"not": ref("A")}, A=SHORT),
        [WIDENED_RESPONSE],
    ),
    (
        "a component that narrows below not, in a component",
        answered(ref("A"), A={"not": ref("B")}, B=TEXT),
        answered(ref("A"), A={"not": ref("B")}, B=SHORT),
        [WIDENED_RESPONSE],
    ),
    (
        "a component that narrows below oneOf, where another branch is no longer in its way",
        answered({"oneOf": [ref("A"), {"const": "longer"}]}, A=TEXT),
        answered({"oneOf": [ref("A"), {"const": "longer"}]}, A=SHORT),
        ["breaks"],
    ),
    (
        "a component that narrows below oneOf, whose arms are told apart by a constant",
        answered({"oneOf": [ref("A"), ref("B")]}, A=record(kind={"const": "a"}, a=TEXT), B=record(kind={"const": "b"})),
        answered(
            {"oneOf": [ref("A"), ref("B")]}, A=record(kind={"const": "a"}, a=SHORT), B=record(kind={"const": "b"})
        ),
        [NARROWED_RESPONSE],
    ),
    (
        "a component that says more, so that less is left unevaluated",
        answered({"allOf": [ref("A")], "unevaluatedProperties": False}, A={"type": "object"}),
        answered(
            {"allOf": [ref("A")], "unevaluatedProperties": False}, A={"type": "object", "properties": {"a": TEXT}}
        ),
        ["breaks"],
    ),
    (
        "a component beside other words",
        answered({"$ref": "#/components/schemas/A", "maxLength": 3}, A=TEXT),
        answered({"$ref": "#/components/schemas/A", "maxLength": 4}, A=TEXT),
        [WIDENED_RESPONSE],
    ),
    (
        "words beside a reference, which say nothing in 3.0",
        answered({"$ref": "#/components/schemas/A", "maxLength": 3}, A=TEXT, version="3.0.3"),
        answered({"$ref": "#/components/schemas/A", "maxLength": 4}, A=TEXT, version="3.0.3"),
        [],
    ),
    (
        "deeper into a component",
        answered({"$ref": "#/components/schemas/A/properties/a"}, A=record(a=TEXT, b=TEXT)),
        answered({"$ref": "#/components/schemas/A/properties/a"}, A=record(a=TEXT, b=SHORT)),
        [],
    ),
]

VERSIONS = [
    (
        "null, in both ways to say it",
        sent({"type": "string", "nullable": True}, version="3.0.3"),
        sent({"type": ["string", "null"]}),
        [],
    ),
    (
        "null",
        answered(TEXT, version="3.0.3"),
        answered({"type": "string", "nullable": True}, version="3.0.3"),
        [WIDENED_RESPONSE],
    ),
    (
        "a word that 3.1 no longer knows",
        answered({"type": "string", "nullable": True}, version="3.0.3"),
        answered({"type": "string", "nullable": True}),
        [NARROWED_RESPONSE],
    ),
    (
        "a bound that is left out, in both ways to say it",
        sent({"type": "number", "minimum": 1, "exclusiveMinimum": True}, version="3.0.3"),
        sent({"type": "number", "exclusiveMinimum": 1}),
        [],
    ),
    (
        "a document that says its schemas are of draft 7, which knows nothing of prefixItems",
        {**sent(ref("A"), A={"prefixItems": [TEXT]}), "jsonSchemaDialect": "http://json-schema.org/draft-07/schema#"},
        {**sent(ref("A"), A={"prefixItems": [SHORT]}), "jsonSchemaDialect": "http://json-schema.org/draft-07/schema#"},
        [],
    ),
    (
        "the same component in another version",
        sent(ref("A"), version="3.0.3", A={"type": "string", "nullable": True}),
        sent(ref("A"), A={"type": "string", "nullable": True}),
        [NARROWED_REQUEST],
    ),
]

ONE_WAY = [
    (
        "readOnly is no part of requests",
        sent(without("readOnly")),
        sent(
            without(
                "readOnly",
            )
        ),
        [],
    ),
    (
        "a readOnly property changes",
        sent(record(id={**TEXT, "readOnly": True})),
        sent(record(id={**WHOLE, "readOnly": True})),
        [],
    ),  # type: ignore[dict-item]
    (
        "a readOnly property changes, and is answered",
        answered(record(id={**SHORT, "readOnly": True})),  # type: ignore[dict-item]
        answered(record(id={**TEXT, "readOnly": True})),  # type: ignore[dict-item]
        [WIDENED_RESPONSE],
    ),
    ("a required readOnly property is not required in a request", sent(record()), sent(without("readOnly")), []),
    (
        "required all the same, if it is no longer readOnly",
        sent(without("readOnly")),
        sent(record(id=TEXT)),
        [NARROWED_REQUEST],
    ),
    (
        "a writeOnly property changes",
        answered(without("writeOnly")),
        answered(record(id={**WHOLE, "writeOnly": True})),
        [],
    ),  # type: ignore[dict-item]
    (
        "a writeOnly property changes, and is sent",
        sent(without("writeOnly")),
        sent(record(id={**SHORT, "writeOnly": True})),  # type: ignore[dict-item]
        [NARROWED_REQUEST],
    ),
    (
        "readOnly through a reference, in a component",
        sent(ref("A"), A=record(id=ref("Id")), Id={**TEXT, "readOnly": True}),  # type: ignore[dict-item]
        sent(ref("A"), A=record(id=ref("Id")), Id={**WHOLE, "readOnly": True}),  # type: ignore[dict-item]
        [],
    ),
    (
        "a property of that name",
        sent(record(readOnly=TEXT)),
        sent(record(readOnly=SHORT)),
        [NARROWED_REQUEST],
    ),
]

ROWS = [
    (f"{what}: {name}", old, new, expected)
    for what, rows in (
        ("direction", DIRECTIONS),
        ("textual", TEXTUAL),
        ("reference", REFERENCES),
        ("version", VERSIONS),
        ("one way", ONE_WAY),
    )
    for name, old, new, expected in rows
]
