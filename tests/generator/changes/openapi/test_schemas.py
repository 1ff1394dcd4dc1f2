"""Schemas of messages: where one stands says which way its change is felt."""

from __future__ import annotations

import copy

import pytest

from generator.canonical import Json
from generator.changes import Comparison, compare
from generator.changes.openapi import compare_documents
from generator.containment import Schema
from tests.generator.changes.openapi.documents import Fragment, api, found, said
from tests.generator.changes.openapi.rows import (
    ROWS,
    SHORT,
    TEXT,
    WHOLE,
    WIDENED_RESPONSE,
    answered,
    record,
    ref,
    sent,
    told,
)


@pytest.mark.parametrize(("name", "old", "new", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_schemas(name: str, old: Fragment, new: Fragment, expected: list[str]) -> None:  # noqa: ARG001  # the id
    """Each row: an old document, a new one, and what is found between them (or its worst, in one word)."""
    changes = sorted(set(found(old, new)))
    assert ([change.partition(" ")[0] for change in changes][:1] if expected == ["breaks"] else changes) == expected


def test_pointers_lead_into_the_document_whatever_was_made_of_its_schemas() -> None:
    """A list that takes its single item is read as such, and stands where it stands."""
    (listed, items) = compare_documents(told(WHOLE), told({"type": "array", "items": TEXT}))
    assert listed.new_pointer == "/paths/~1things/get/parameters/0/schema"
    assert items.new_pointer == "/paths/~1things/get/parameters/0/schema/items/type"
    assert items.words == "query parameter a: the value may now also be string or number or boolean"


def counted(asked: list[tuple[Schema, Schema]]) -> object:
    """Return the engine, which writes down what it is asked."""

    def comparing(old: Schema, new: Schema) -> Comparison:
        asked.append((old, new))
        return compare(old, new)

    return comparing


def shared(schema: Json, *, operations: int = 40) -> Fragment:
    """Return an API of many operations, each of which answers lists of one component that all others lead to."""
    page: Json = {"type": "array", "items": ref("A")}
    answer: Json = {"responses": {"200": {"content": {"application/json": {"schema": page}}}}}
    schemas: Fragment = {"A": record(b=ref("B")), "B": record(c=ref("C"), a={"anyOf": [ref("A"), {"type": "null"}]})}
    paths: Fragment = {f"/{number}": {"get": answer} for number in range(operations)}
    return api(paths, components={"schemas": {**schemas, "C": schema}})


def test_a_component_is_asked_about_once_and_told_once() -> None:
    """Whatever the number of operations that lead to it, and however deep it lies."""
    asked: list[tuple[Schema, Schema]] = []
    (change,) = compare_documents(shared(SHORT), shared(TEXT), comparing=counted(asked))  # type: ignore[arg-type]
    assert len(asked) == 1
    assert len(change.operations) == 40
    assert change.old_pointer is not None
    assert change.old_pointer.startswith("/components/schemas/C")
    assert change.new_pointer is None or change.new_pointer.startswith("/components/schemas/C")
    assert change.change is not None
    assert change.change.gained is not None


def test_what_is_the_same_is_not_asked_about() -> None:
    """An API and its copy cost no question."""
    asked: list[tuple[Schema, Schema]] = []
    assert compare_documents(shared(TEXT), copy.deepcopy(shared(TEXT)), comparing=counted(asked)) == ()  # type: ignore[arg-type]
    assert asked == []


def test_what_two_components_do_together_is_not_more_than_both_do() -> None:
    """By itself A takes any ``p`` now that B would refuse; but the old B, which it led to, took everything."""
    old = answered(ref("A"), A={"properties": {"p": ref("B")}}, B={})
    new = answered(ref("A"), A={"properties": {"q": ref("B")}}, B=SHORT)
    assert {change.severity.value for change in compare_documents(old, new)} == {"informs"}


def test_numbers_and_booleans_are_not_the_same() -> None:
    """``1`` and ``true`` are equal to Python and not to JSON."""
    assert found(sent({"enum": [1]}), sent({"enum": [True]})) != []
    assert found(sent({"enum": [1]}), sent({"enum": [1.0]})) == []


def test_schemas_in_another_file_are_followed() -> None:
    """References lead into the given files, by path relative to the document that holds them."""
    old, new = (answered({"$ref": "common.yaml#/Name"}) for _ in range(2))
    others: dict[str, Json] = {"old/common.yaml": {"Name": SHORT}, "new/common.yaml": {"Name": TEXT}}
    changes = compare_documents(old, new, old_uri="old/api.yaml", new_uri="new/api.yaml", others=others)
    assert said(changes) == [WIDENED_RESPONSE]
    assert (changes[0].old_pointer or "").startswith("old/common.yaml#/Name")
    same = {**others, "new/common.yaml": {"Name": SHORT}}
    assert compare_documents(old, new, old_uri="old/api.yaml", new_uri="new/api.yaml", others=same) == ()


def test_clients_made_from_the_document_break_when_a_number_grows() -> None:
    """int32 and int64 take the same JSON, yet not the same variable: told without a witness."""
    old, new = (answered({"type": "integer", "format": f"int{bits}"}) for bits in (32, 64))
    (change,) = compare_documents(old, new)
    assert (change.rule.value, change.severity.value) == ("format-changed", "breaks")
    assert change.change is not None
    assert change.change.gained is None


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"contentEncoding": "base64"}, {"contentEncoding": "base32"}, "breaks content-changed"),
        ({"contentMediaType": "image/png"}, {}, "breaks content-changed"),
        ({}, {"contentMediaType": "image/png"}, "informs content-changed"),
        ({"discriminator": {"propertyName": "a"}}, {}, "breaks discriminator-changed"),
        ({}, {"discriminator": {"propertyName": "b"}}, "informs discriminator-changed"),
    ],
)
def test_notes_that_clients_are_made_by_break_them(old: Json, new: Json, expected: str) -> None:
    """No value is taken or refused by them, yet who reads what is sent goes by them."""
    assert found(answered(old), answered(new)) == [f"{expected} response"]


def test_a_default_that_changes_means_another_request() -> None:
    """Who leaves a parameter out asks for something else now; in a response a default is only said."""
    old, new = ({"type": "integer", "default": default} for default in (10, 20))
    assert found(told(old), told(new)) == ["breaks default-changed request"]
    assert found(answered(old), answered(new)) == ["informs default-changed response"]
