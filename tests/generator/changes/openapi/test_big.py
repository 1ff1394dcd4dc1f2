"""An API as big as the biggest public ones: what did not change costs no question, what did is told once."""

from __future__ import annotations

import copy

from generator.canonical import Json
from generator.changes import Comparison, compare
from generator.changes.openapi import compare_documents
from generator.containment import Schema
from tests.generator.changes.openapi.documents import Fragment, api

DEFINITIONS, OPERATIONS = 450, 600


def ref(number: int) -> Json:
    """Return a reference to one of the definitions."""
    return {"$ref": f"#/components/schemas/thing{number % DEFINITIONS}"}


def definition(number: int) -> Json:
    """Return an object that leads to five others, so that nearly every one leads to every other."""
    properties: Fragment = {
        f"field{field}": {"type": "string", "description": f"Field {field} of thing {number}", "maxLength": 10 * field}
        for field in range(1, 25)
    }
    for step in (1, 7, 31, 101, 211):
        properties[f"thing{step}"] = {"anyOf": [ref(number + step), {"type": "string", "maxLength": 5000}]}
    properties["all"] = {"type": "array", "items": ref(number * 3)}
    return {"type": "object", "properties": properties, "required": ["field1", "thing1"]}


def operation(number: int) -> Json:
    """Return an operation that takes a form and answers one of the definitions."""
    form: Json = {"type": "object", "properties": {f"field{field}": {"type": "string"} for field in range(10)}}
    page: Json = {"type": "object", "properties": {"data": {"type": "array", "items": ref(number)}}}
    return {
        "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}],
        "requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": form}}},
        "responses": {
            "200": {"content": {"application/json": {"schema": page}}},
            "default": {"content": {"application/json": {"schema": ref(0)}}},
        },
    }


def big() -> Fragment:
    """Return the API, 3 MB of it as JSON."""
    return api(
        {f"/v1/things{number}/{{id}}": {"post": operation(number)} for number in range(OPERATIONS)},
        version="3.0.3",
        components={"schemas": {f"thing{number}": definition(number) for number in range(DEFINITIONS)}},
    )


def test_one_deep_change_in_a_big_api_is_one_question_and_one_change() -> None:
    """Each of 600 operations leads to 450 definitions that hold each other; one of them takes a longer text."""
    old = big()
    new = copy.deepcopy(old)
    new["components"]["schemas"]["thing200"]["properties"]["field7"]["maxLength"] = 71  # type: ignore[index, call-overload]
    asked: list[str] = []

    def comparing(before: Schema, after: Schema) -> Comparison:
        asked.append(after.pointer)
        return compare(before, after)

    (change,) = compare_documents(old, new, comparing=comparing)
    assert len(asked) == 1
    assert len(change.operations) == OPERATIONS
    assert (change.old_pointer or "").startswith("/components/schemas/thing200/properties/field7")
    assert change.severity.value == "breaks"
