"""Any difference that is not provably none is a change."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.canonical import Json
from generator.gate.compare import Change, compare, normal, reachable
from generator.gate.promises import Promise, Promises
from tests.generator.gate.desk import V1

OPERATION: dict[str, Json] = {
    "method": "GET",
    "path": "/v1/notes",
    "parameters": {"query": "query.schema.json"},
    "body": None,
    "response": "page.schema.json",
    "status": 200,
    "errors": [404, 422],
}
PAGE: dict[str, Json] = {
    "title": "Page",
    "type": "object",
    "properties": {"items": {"type": "array", "items": {"$ref": "note.schema.json"}, "maxItems": 9}},
    "required": ["items"],
}
NOTE: dict[str, Json] = {
    "type": "object",
    "properties": {
        "title": {"type": "string"},
        "kind": {"enum": ["a", "b"]},
        "when": {"anyOf": [{"type": "null"}, {}]},
    },
    "required": ["title", "kind"],
}
SCHEMAS: dict[str, Json] = {"query.schema.json": {"type": "object"}, "page.schema.json": PAGE, "note.schema.json": NOTE}


def promises(operation: Mapping[str, Json] = OPERATION, schemas: Mapping[str, Json] = SCHEMAS) -> Promises:
    """Return a contract of one operation."""
    promise = Promise("prompts/notes/v1/api.prompt", "/lockstep/operations/0", operation)
    return Promises(V1, "schemas/notes/v1", {"list_notes": promise}, schemas)


def with_note(**changes: Json) -> dict[str, Json]:
    """Return the schemas with a changed note."""
    return {**SCHEMAS, "note.schema.json": {**NOTE, **changes}}


TITLE: Json = {"type": "string"}
SAME = {
    "another description": with_note(description="A note.", examples=[1], **{"$comment": "x"}),
    "another title": with_note(title="Other"),
    "the order of keys": with_note(properties=dict(reversed(NOTE["properties"].items()))),  # type: ignore[union-attr, call-overload]
    "the order of required": with_note(required=["kind", "title"]),
    "the order of enum": with_note(properties={**NOTE["properties"], "kind": {"enum": ["b", "a"]}}),  # type: ignore[dict-item]
    "the order of anyOf": with_note(properties={**NOTE["properties"], "when": {"anyOf": [{}, {"type": "null"}]}}),  # type: ignore[dict-item]
    "a description inside": with_note(
        properties={**NOTE["properties"], "title": {"type": "string", "description": "T"}}
    ),  # type: ignore[dict-item]
    "a schema nobody uses": {**SCHEMAS, "other.schema.json": {}},
    "a whole number with a point": {**SCHEMAS, "page.schema.json": json.loads(json.dumps(PAGE).replace("9", "9.0"))},
}


@pytest.mark.parametrize("schemas", SAME.values(), ids=SAME.keys())
def test_what_says_the_same_is_no_change(schemas: dict[str, Json]) -> None:
    """Words, order and spelling of numbers promise nothing."""
    assert list(compare(promises(), promises(schemas=schemas))) == []
    assert list(compare(promises(schemas=schemas), promises())) == []


NOTE_AT, PAGE_AT = "schemas/notes/v1/note.schema.json", "schemas/notes/v1/page.schema.json"
CHANGED: list[tuple[str, dict[str, Json], tuple[str, str, str | None, str | None]]] = [
    ("a bound", {"maxItems": 10}, (PAGE_AT, "/properties/items/maxItems", "9", "10")),
    ("a bound that is gone", {"maxItems": None}, (PAGE_AT, "/properties/items/maxItems", "9", None)),
    ("a bound that is new", {"minItems": 1}, (PAGE_AT, "/properties/items/minItems", None, "1")),
]


@pytest.mark.parametrize(("_name", "change", "expected"), CHANGED, ids=[row[0] for row in CHANGED])
def test_a_changed_keyword_is_found_at_its_pointer(
    _name: str, change: dict[str, Json], expected: tuple[str, str, str | None, str | None]
) -> None:
    """The change names file, pointer, old and new."""
    page = copy.deepcopy(PAGE)
    for key, value in change.items():
        items = page["properties"]["items"]  # type: ignore[index, call-overload]
        items.pop(key, None) if value is None else items.update({key: value})  # type: ignore[union-attr, call-overload, arg-type]
    (found,) = compare(promises(), promises(schemas={**SCHEMAS, "page.schema.json": page}))
    assert (found.path, found.pointer, found.old, found.new) == expected


def test_a_property_called_title_is_no_title() -> None:
    """Only keywords are passed over, never properties that share their names."""
    properties = {key: value for key, value in NOTE["properties"].items() if key != "title"}  # type: ignore[union-attr]
    (found,) = compare(promises(), promises(schemas=with_note(properties=properties)))
    assert (found.pointer, found.new) == ("/properties/title", None)


def test_a_schema_reached_through_a_reference_counts() -> None:
    """References lead to other files, and what is there is promised too."""
    assert reachable(promises()) == {"query.schema.json", "page.schema.json", "note.schema.json"}
    (found,) = compare(promises(), promises(schemas=with_note(type="array")))
    assert (found.path, found.pointer) == (NOTE_AT, "/type")


@pytest.mark.parametrize(
    ("change", "pointer", "old", "new"),
    [
        ({"method": "POST"}, "method", '"GET"', '"POST"'),
        ({"path": "/v2/notes"}, "path", '"/v1/notes"', '"/v2/notes"'),
        ({"status": 201}, "status", "200", "201"),
        ({"errors": [404]}, "errors", "[404,422]", "[404]"),
        ({"body": "note.schema.json"}, "body", "null", '"note.schema.json"'),
    ],
)
def test_a_changed_operation_is_found(change: dict[str, Json], pointer: str, old: str, new: str) -> None:
    """Every part of what an operation promises is compared."""
    (found,) = compare(promises(), promises({**OPERATION, **change}))
    assert (found.pointer, found.old, found.new) == (f"/lockstep/operations/0/{pointer}", old, new)


def test_operations_come_and_go_as_one_change_each() -> None:
    """A new or removed operation is said once."""
    none = Promises(V1, "schemas/notes/v1", {}, {})
    assert [change.what for change in compare(none, promises(schemas={}))] == ["operation list_notes is new"]
    assert [change.what for change in compare(promises(schemas={}), none)] == ["operation list_notes was removed"]


NAMES = st.sampled_from(["a", "b", "title", "description", "items"])
SCHEMA = st.recursive(
    st.fixed_dictionaries(
        {}, optional={"type": st.sampled_from(["string", "null"]), "description": st.text(max_size=3)}
    ),
    lambda inner: st.fixed_dictionaries(
        {},
        optional={
            "properties": st.dictionaries(NAMES, inner, max_size=3),
            "required": st.lists(NAMES, unique=True),
            "enum": st.lists(st.integers(0, 3) | st.booleans(), max_size=3),
            "anyOf": st.lists(inner, min_size=1, max_size=3),
            "items": inner,
            "title": st.text(max_size=3),
        },
    ),
    max_leaves=8,
)


@given(SCHEMA, st.randoms(use_true_random=False))
def test_shuffling_what_has_no_order_changes_nothing(schema: Json, chance: random.Random) -> None:
    """Law: a schema equals itself with its keys and sets in any order."""
    assert normal(shuffled(schema, chance)) == normal(schema)


@given(SCHEMA, SCHEMA)
def test_no_change_means_one_normal_form(old: Json, new: Json) -> None:
    """Law: compare is silent exactly when both have one normal form."""
    silent = not list(changes_of(old, new))
    assert silent == (json.dumps(normal(old), sort_keys=True) == json.dumps(normal(new), sort_keys=True))


def changes_of(old: Json, new: Json) -> list[Change]:
    """Compare two contracts whose only difference is one schema."""
    return list(
        compare(
            promises(schemas={**SCHEMAS, "query.schema.json": old}),
            promises(schemas={**SCHEMAS, "query.schema.json": new}),
        )
    )


def shuffled(value: Json, chance: random.Random, key: str = "") -> Json:
    """Return a schema with keys and sets in another order."""
    if isinstance(value, dict):
        items = list(value.items())
        chance.shuffle(items)
        return {name: shuffled(item, chance, name) for name, item in items}
    if isinstance(value, list):
        mixed = [shuffled(item, chance) for item in value]
        if key in {"required", "enum", "anyOf"}:
            chance.shuffle(mixed)
        return mixed
    return value
