"""The schema files of one unit as one document."""

from __future__ import annotations

import jsonschema
import pytest

from generator.canonical import Json
from generator.gate.places import Place, PlaceLost, at, document, place_in, resolved, said

SCHEMAS: dict[str, Json] = {
    "page.schema.json": {"$schema": "x", "type": "array", "items": {"$ref": "a%20note~.schema.json"}},
    "a note~.schema.json": {
        "properties": {
            "next": {"$ref": "#"},
            "kind": {"$ref": "#/$defs/a~1kind"},
            "$ref": {"$ref": "./other.schema.json"},
        },
        "$defs": {"a/kind": {"enum": [{"$ref": "data"}]}},
    },
    "other.schema.json": {"$ref": "a%20note~.schema.json#/$defs/a~1kind"},
    "loop.schema.json": {"$ref": "loop.schema.json"},
    "yes.schema.json": True,
}
KIND: Json = {"$ref": "data"}
VALUES: list[tuple[Json, bool]] = [
    ([{"next": {"next": {"kind": KIND}}, "$ref": KIND}], True),
    ([{"next": {"next": {"kind": "data"}}}], False),
    ([{"$ref": "data"}], False),
    ({}, False),
]


@pytest.mark.parametrize(("value", "valid"), VALUES)
def test_one_document_takes_what_the_files_took(value: Json, valid: bool) -> None:  # noqa: FBT001  # a column
    """References between files, inside one, to the whole of one, and through names that must be escaped, are kept."""
    whole = {**document(SCHEMAS), "$ref": "#/$defs/page"}
    assert "$schema" not in str(whole)  # which dialect it is, is said once, by whoever asks
    assert jsonschema.Draft202012Validator(whole).is_valid(value) is valid


@pytest.mark.parametrize("place", [Place("a ~.schema.json", "/$defs/a~1"), Place("x/y.schema.json")])
def test_a_place_is_found_again(place: Place) -> None:
    """A pointer into the one document says which file it means."""
    assert place_in(place.inside_document) == place


def test_a_reference_is_followed_to_a_schema_of_its_own() -> None:
    """Over several files; one that refers to itself, or to nothing, is lost and said to be."""
    kind = resolved(SCHEMAS, Place("other.schema.json"))
    assert at(SCHEMAS, kind) == {"enum": [KIND]}
    beside = {"one.schema.json": {"$ref": "yes.schema.json", "type": "string", "title": "One"}, **SCHEMAS}
    assert resolved(beside, Place("one.schema.json")) == Place("one.schema.json")
    assert at(SCHEMAS, Place("page.schema.json").below("items", "$ref")) == "a%20note~.schema.json"
    for lost in (
        Place("loop.schema.json"),
        Place("none"),
        Place("yes.schema.json", "/a"),
        Place("page.schema.json", "/0"),
    ):
        with pytest.raises(PlaceLost):
            resolved(SCHEMAS, lost)


@pytest.mark.parametrize("schema", [{"$id": "x"}, {"items": {"$anchor": "x"}}, {"$dynamicRef": "#x"}, {"$ref": "#x"}])
def test_a_file_that_says_where_it_is_is_not_moved(schema: Json) -> None:
    """Its references would lead elsewhere, and nobody would know."""
    with pytest.raises(PlaceLost, match=r"one\.json"):
        document({"one.json": schema})


def test_all_that_a_schema_says_is_what_it_leads_to() -> None:
    """What it leads to is part of it, once each; what else stands in the same files is not."""
    tree: Json = {"properties": {"left": {"$ref": "#"}, "leaf": {"$ref": "leaf.json#/$defs/leaf"}}, "title": "Tree"}
    leaf: Json = {"$defs": {"leaf": {"type": "string"}, "other": {"type": "null"}}}
    found = said({"tree.json": tree, "leaf.json": leaf}, Place("tree.json"))
    assert set(found) == {Place(""), Place("tree.json"), Place("leaf.json", "/$defs/leaf")}
    assert found == said({"tree.json": tree, "leaf.json": {"$defs": {"leaf": {"type": "string"}}}}, Place("tree.json"))


def test_data_that_looks_like_a_reference_is_never_taken_for_the_same() -> None:
    """Where it is not clear that two schemas say the same, an engine is asked."""
    with pytest.raises(PlaceLost):
        said(SCHEMAS, Place("page.schema.json"))
