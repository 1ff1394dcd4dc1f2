"""Which operations are the same one, and what it means when one is gone."""

from __future__ import annotations

import pytest

from generator.canonical import Json
from generator.changes.openapi import compare_documents, reach
from generator.errors import UsageInvalid
from tests.generator.changes.openapi.documents import Fragment, api, found, get

FINE: Json = {"responses": {"200": {"description": "Fine"}}}
KEY: Json = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}


def called(name: str) -> Json:
    """Return an operation with a path parameter of this name."""
    return {"parameters": [{**KEY, "name": name}], **FINE}  # type: ignore[dict-item]


ROWS: list[tuple[str, Fragment, Fragment, list[str]]] = [
    ("nothing", api({"/a": {"get": FINE}}), api({"/a": {"get": FINE}}), []),
    (
        "removed",
        api({"/a": {"get": FINE, "put": FINE}}),
        api({"/a": {"get": FINE}}),
        ["breaks operation-removed operation"],
    ),
    (
        "added",
        api({"/a": {"get": FINE}}),
        api({"/a": {"get": FINE, "put": FINE}}),
        ["informs operation-added operation"],
    ),
    (
        "deprecated, then removed",
        api({"/a": {"get": {**FINE, "deprecated": True}}}),  # type: ignore[dict-item]
        api(),
        ["breaks operation-removed operation"],
    ),
    ("renamed parameter", api({"/a/{id}": {"get": called("id")}}), api({"/a/{key}": {"get": called("key")}}), []),
    (
        "renamed parameter, declared for the path",
        api({"/a/{id}": {"parameters": [KEY], "get": FINE}}),
        api({"/a/{key}": {"get": called("key")}}),
        [],
    ),
    (
        "renamed parameters that change places",
        api({"/a/{x}/b/{y}": {"get": {"parameters": [{**KEY, "name": "x"}, {**KEY, "name": "y"}], **FINE}}}),  # type: ignore[dict-item]
        api({"/a/{y}/b/{x}": {"get": {"parameters": [{**KEY, "name": "x"}, {**KEY, "name": "y"}], **FINE}}}),  # type: ignore[dict-item]
        [],
    ),
    (
        "two templates that differ in names only",
        api({"/a/{id}": {"get": called("id")}, "/a/{key}": {"get": called("key")}}),
        api({"/a/{key}": {"get": called("key")}}),
        ["breaks operation-removed operation"],
    ),
    (
        "another path",
        api({"/a": {"get": FINE}}),
        api({"/b": {"get": FINE}}),
        ["breaks operation-removed operation", "informs operation-added operation"],
    ),
    (
        "a path item behind a reference",
        api({"/a": {"get": FINE}}),
        api({"/a": {"$ref": "#/components/pathItems/A"}}, components={"pathItems": {"A": {"get": FINE}}}),
        [],
    ),
    (
        "an operation renamed for generated clients",
        get({"operationId": "list"}),
        get({"operationId": "listThings"}),
        ["informs operation-renamed operation"],
    ),
    ("words only", get({"summary": "a", "tags": ["x"]}), get({"description": "b"}), []),
    (
        "servers",
        api(servers=[{"url": "https://a.example"}]),
        api(servers=[{"url": "https://b.example"}]),
        ["informs servers-changed operation"],
    ),
    (
        "a webhook that is no longer sent",
        api(webhooks={"new": {"post": FINE}}),
        api(webhooks={}),
        ["breaks operation-removed operation"],
    ),
    (
        "a webhook whose body became required: its receivers get more than before",
        api(webhooks={"new": {"post": {"requestBody": {"content": {}}, **FINE}}}),  # type: ignore[dict-item]
        api(webhooks={"new": {"post": {"requestBody": {"content": {}, "required": True}, **FINE}}}),  # type: ignore[dict-item]
        ["informs body-required response"],
    ),
    (
        "a callback that accepts one status less",
        get({"callbacks": {"done": {"{$request.body#/url}": {"post": {"responses": {"200": {}, "204": {}}}}}}}),
        get({"callbacks": {"done": {"{$request.body#/url}": {"post": {"responses": {"200": {}}}}}}}),
        ["breaks status-removed request"],
    ),
    (
        "a callback that accepts one status more",
        get({"callbacks": {"done": {"{$request.body#/url}": {"post": {"responses": {"200": {}}}}}}}),
        get({"callbacks": {"done": {"{$request.body#/url}": {"post": {"responses": {"200": {}, "204": {}}}}}}}),
        ["weakens status-added request"],
    ),
    ("links", get({"responses": {"200": {"links": {"a": {}}}}}), get({"responses": {"200": {}}}), []),
    (
        "a reference to a file that nobody gave",
        api({"/a": {"get": {"responses": {"200": {"$ref": "more.yaml#/a"}}}}}),
        api({"/a": {"get": {"responses": {"200": {"$ref": "more.yaml#/a"}}}}}),
        ["unknown reference-missing operation"],
    ),
    (
        "a reference that leads back to itself",
        api({"/a": {"get": {"responses": {"200": {"$ref": "#/paths/~1a/get/responses/200"}}}}}),
        api({"/a": {"get": {"responses": {"200": {}}}}}),
        ["unknown reference-missing operation"],
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_operations(name: str, old: Fragment, new: Fragment, expected: list[str]) -> None:  # noqa: ARG001  # the id
    """Each row: an old document, a new one, and all that is found between them."""
    assert found(old, new) == expected


def test_pointers_lead_to_what_changed_in_each_document() -> None:
    """The pointers of a change are JSON pointers, escaped as such; None where a side has nothing."""
    (change,) = compare_documents(api({"/a/{id}": {"get": FINE}}), api())
    assert change.operation == "GET /a/{id}"
    assert change.old_pointer == "/paths/~1a~1{id}/get"
    assert change.new_pointer is None


def test_a_shared_response_that_lost_a_header_is_told_once() -> None:
    """A change of a component is one change, with the operations that it reaches."""

    def document(headers: Json) -> Fragment:
        operation: Json = {"responses": {"200": {"$ref": "#/components/responses/Fine"}}}
        paths: Fragment = {f"/{number}": {"get": operation} for number in range(5)}
        return api(paths, components={"responses": {"Fine": {"headers": headers}}})

    (change,) = compare_documents(document({"X-Rate": {"schema": {}}}), document({}))
    assert change.old_pointer == "/components/responses/Fine/headers/X-Rate"
    assert change.operations == ("GET /0", "GET /1", "GET /2", "GET /3", "GET /4")
    assert reach(change) == "GET /0, GET /1, GET /2 and 2 more"


def test_direction_leaves_out_the_other_side() -> None:
    """Asked about requests only, nothing is said of responses, and the other way about."""
    old, new = get({"parameters": [{"name": "a", "in": "query"}]}), get({"responses": {"204": {}}})
    rules = {
        direction: {change.rule.value for change in compare_documents(old, new, direction=direction)}  # type: ignore[arg-type]
        for direction in ("both", "request", "response")
    }
    assert rules == {
        "both": {"parameter-removed", "status-removed", "status-added"},
        "request": {"parameter-removed"},
        "response": {"status-removed", "status-added"},
    }


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ({"swagger": "2.0", "paths": {}}, "Swagger 2.0"),
        ({"openapi": "3.2.0", "paths": {}}, "only 3.0 and 3.1"),
        ({"openapi": "3.10.0", "paths": {}}, "only 3.0 and 3.1"),
        ({"openapi": 3.1, "paths": {}}, "no \"openapi\""),
        ({"paths": {}}, "no \"openapi\""),
        ([], "its root is no object"),
        (api({"/a": []}), "#/paths/~1a is not an object"),
        (get({"parameters": {}}), "#/paths/~1things/get/parameters is not a list"),
        (get({"parameters": [{"name": 5, "in": "query"}]}), "parameters/0/name is not a text"),
        (get({"requestBody": {"required": "yes"}}), "required is neither true nor false"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_is_no_openapi_document_is_refused_with_its_place(document: Json, reason: str) -> None:
    """A document that cannot be compared is refused, in words that name the place."""
    with pytest.raises(UsageInvalid, match=reason):
        compare_documents(document, get({"summary": "sound"}))


def test_a_document_that_nests_deeper_than_can_be_read_is_refused() -> None:
    """Depth ends in a clear error and not in a traceback."""
    deep: Json = {}
    for _ in range(100_000):
        deep = {"not": deep}
    old = get({"parameters": [{"name": "a", "in": "query", "schema": deep}]})
    with pytest.raises(UsageInvalid, match="nest deeper"):
        compare_documents(old, get({}))


def test_statuses_that_yaml_read_as_numbers_are_statuses() -> None:
    """``200:`` without quotes is the status 200."""
    old = get({"responses": {"200": {}, "404": {}}})
    new = get({"responses": {200: {}}})  # type: ignore[dict-item]
    assert [change.words for change in compare_documents(old, new)] == ["the status 404 was removed"]
