"""What is sent and what comes back: parameters, bodies, statuses, media types and headers, schemas apart."""

from __future__ import annotations

import pytest

from generator.canonical import Json
from generator.changes.openapi import compare_documents
from tests.generator.changes.openapi.documents import Fragment, api, found, get

TEXT: Json = {"type": "string"}
LIST: Json = {"type": "array"}


def told(name: str = "a", *, where: str = "query", **more: Json) -> Fragment:
    """Return a document whose one operation has this parameter."""
    return get({"parameters": [{"name": name, "in": where, "schema": TEXT, **more}]})


def sent(*media: str, required: Json = None, **more: Json) -> Fragment:
    """Return a document whose one operation has a body of these media types."""
    return get({"requestBody": {"content": {name: {"schema": TEXT, **more} for name in media}, "required": required}})


def answered(*statuses: str) -> Fragment:
    """Return a document whose one operation answers these statuses."""
    return get({"responses": {status: {"description": status} for status in statuses}})


def typed(*media: str) -> Fragment:
    """Return a document whose one operation answers these media types."""
    return get({"responses": {"200": {"content": {name: {"schema": TEXT} for name in media}}}})


def headed(**headers: Json) -> Fragment:
    """Return a document whose one operation answers these headers."""
    return get({"responses": {"200": {"headers": {name.replace("_", "-"): it for name, it in headers.items()}}}})


PARAMETERS: list[tuple[str, Fragment, Fragment, list[str]]] = [
    ("a new one, optional", get({}), told(), ["weakens parameter-added request"]),
    ("a new one, required", get({}), told(required=True), ["breaks parameter-added request"]),
    ("one less", told(), get({}), ["breaks parameter-removed request"]),
    ("required", told(), told(required=True), ["breaks parameter-required request"]),
    ("optional", told(required=True), told(required=False), ["weakens parameter-optional request"]),
    (
        "in another place",
        told(),
        told(where="header"),
        ["breaks parameter-removed request", "weakens parameter-added request"],
    ),
    ("a header in other letters", told("X-A", where="header"), told("x-a", where="header"), []),
    ("a cookie in other letters", told("A", where="cookie"), told("A", where="cookie", description="x"), []),
    ("a header without effect", told("Accept", where="header"), get({}), []),
    (
        "another style",
        told(schema=LIST),
        told(schema=LIST, style="pipeDelimited", explode=True),
        ["breaks parameter-style request"],
    ),
    ("member by member", told(schema=LIST, explode=False), told(schema=LIST), ["breaks parameter-style request"]),
    ("member by member, for one that has none", told(explode=False), told(), []),
    ("the style that is meant anyway", told(schema=LIST), told(schema=LIST, style="form", explode=True), []),
    ("reserved letters", told(), told(allowReserved=True), ["weakens parameter-style request"]),
    ("no reserved letters", told(allowReserved=True), told(), ["breaks parameter-style request"]),
    (
        "in a media type",
        told(),
        get({"parameters": [{"name": "a", "in": "query", "content": {"application/json": {"schema": TEXT}}}]}),
        ["breaks parameter-style request"],
    ),
    (
        "declared for the path",
        told(),
        api(
            {
                "/things": {
                    "parameters": [{"name": "a", "in": "query", "schema": TEXT}],
                    "get": {"responses": {"200": {}}},
                }
            }
        ),
        [],
    ),
    (
        "declared for the path and again for the operation, which counts",
        told(),
        api(
            {
                "/things": {
                    "parameters": [{"name": "a", "in": "query", "schema": TEXT, "required": True}],
                    "get": {"parameters": [{"name": "a", "in": "query", "schema": TEXT}], "responses": {"200": {}}},
                }
            }
        ),
        [],
    ),
    (
        "behind a reference",
        told(),
        get(
            {"parameters": [{"$ref": "#/components/parameters/A"}]},
            components={"parameters": {"A": {"name": "a", "in": "query", "schema": TEXT}}},
        ),
        [],
    ),
]

BODIES: list[tuple[str, Fragment, Fragment, list[str]]] = [
    ("a new one, optional", get({}), sent("text/plain"), ["weakens body-added request"]),
    ("a new one, required", get({}), sent("text/plain", required=True), ["breaks body-added request"]),
    ("none any more", sent("text/plain"), get({}), ["breaks body-removed request"]),
    ("required", sent("a/b"), sent("a/b", required=True), ["breaks body-required request"]),
    ("optional", sent("a/b", required=True), sent("a/b", required=False), ["weakens body-optional request"]),
    ("one media type more", sent("a/b"), sent("a/b", "a/c"), ["weakens media-type-added request"]),
    ("one media type less", sent("a/b", "a/c"), sent("a/b"), ["breaks media-type-removed request"]),
    ("all media types of a kind", sent("a/b"), sent("a/*"), ["weakens media-type-added request"]),
    ("one of a kind only", sent("a/*"), sent("a/b"), ["breaks media-type-removed request"]),
    ("another charset and other letters", sent("A/B;charset=utf-8"), sent("a/b"), []),
    ("the order of media types", sent("a/b", "a/c"), sent("a/c", "a/b"), []),
    (
        "another parameter of the media type",
        sent("a/b;v=1"),
        sent("a/b;v=2"),
        ["breaks media-type-removed request", "weakens media-type-added request"],
    ),
    (
        "another encoding of a part",
        sent("multipart/form-data"),
        sent("multipart/form-data", encoding={"a": {"contentType": "image/png"}}),
        ["breaks encoding-changed request"],
    ),
]

RESPONSES: list[tuple[str, Fragment, Fragment, list[str]]] = [
    ("one status more", answered("200"), answered("200", "404"), ["breaks status-added response"]),
    ("one status less", answered("200", "404"), answered("200"), ["breaks status-removed response"]),
    ("a status that the default told of", answered("200", "default"), answered("200", "404", "default"), []),
    ("a status that its class told of", answered("200", "4XX"), answered("200", "404", "4xx"), []),
    (
        "a status that the default tells of",
        answered("200", "404"),
        answered("200", "default"),
        ["breaks status-added response"],
    ),
    ("a class", answered("200", "404"), answered("200", "404", "4XX"), ["breaks status-added response"]),
    ("one media type more", typed("a/b"), typed("a/b", "a/c"), ["breaks media-type-added response"]),
    ("one media type less", typed("a/b", "a/c"), typed("a/b"), ["breaks media-type-removed response"]),
    ("media types where nothing was said", answered("200"), typed("a/b"), ["informs media-type-added response"]),
    ("a header more", headed(), headed(X_A={}), ["informs header-added response"]),
    ("a header less", headed(X_A={}), headed(), ["breaks header-removed response"]),
    (
        "a header that may be missing",
        headed(X_A={"required": True}),
        headed(X_A={}),
        ["breaks header-optional response"],
    ),
    (
        "a header that is always there",
        headed(X_A={}),
        headed(X_A={"required": True}),
        ["informs header-required response"],
    ),
    ("a header in other letters", headed(X_A={}), headed(x_a={}), []),
    ("a header whose name begins like an extension", headed(x_a={}), headed(), ["breaks header-removed response"]),
]

ROWS = [
    (f"{what}: {name}", old, new, expected)
    for what, rows in (("parameter", PARAMETERS), ("body", BODIES), ("response", RESPONSES))
    for name, old, new, expected in rows
]


@pytest.mark.parametrize(("name", "old", "new", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_messages(name: str, old: Fragment, new: Fragment, expected: list[str]) -> None:  # noqa: ARG001  # the id
    """Each row: an old document, a new one, and all that is found between them."""
    assert found(old, new) == expected


def test_words_name_what_a_person_would_look_for() -> None:
    """The parameter, the status, the media type: by their names in the document."""
    old = get(
        {"parameters": [{"name": "limit", "in": "query"}], "responses": {"200": {"content": {"a/b": {}, "a/c": {}}}}}
    )
    new = get({"parameters": [{"name": "size", "in": "query"}], "responses": {"200": {"content": {"a/b": {}}}}})
    assert [change.words for change in compare_documents(old, new)] == [
        "the query parameter limit was removed: who sends it is no longer heard",
        "the optional query parameter size was added",
        "200 response: the media type a/c was removed",
    ]
