"""Who may call an operation, before and after."""

from __future__ import annotations

import pytest

from generator.canonical import Json
from generator.changes.openapi import compare_documents
from tests.generator.changes.openapi.documents import Fragment, api, found, get

KEY: Json = {"type": "apiKey", "in": "header", "name": "X-Key"}
LOGIN: Json = {"type": "http", "scheme": "bearer"}
FLOW: Json = {"tokenUrl": "https://a.example/token", "scopes": {"read": "", "write": ""}}
OAUTH: Json = {"type": "oauth2", "flows": {"clientCredentials": FLOW}}
SCHEMES: Json = {"securitySchemes": {"key": KEY, "login": LOGIN, "oauth": OAUTH}}
DROPPED, LOOSER, TIGHTER = (
    "weakens security-dropped security",
    "weakens security-loosened security",
    "breaks security-tightened security",
)


def asks(security: Json, *, schemes: Json = SCHEMES) -> Fragment:
    """Return a document whose one operation has this security."""
    return get({"security": security}, components=schemes)


def schemes(**named: Json) -> Json:
    """Return components with these security schemes."""
    return {"securitySchemes": named}


ROWS: list[tuple[str, Fragment, Fragment, list[str]]] = [
    ("the same", asks([{"key": []}]), asks([{"key": []}]), []),
    ("a key is no longer needed", asks([{"key": []}]), asks([]), [DROPPED]),
    ("nobody is an alternative", asks([{"key": []}]), asks([{"key": []}, {}]), [DROPPED]),
    ("the word is gone", asks([{"key": []}]), get({}, components=SCHEMES), [DROPPED]),
    ("a key is needed", asks([]), asks([{"key": []}]), [TIGHTER]),
    ("another alternative", asks([{"key": []}]), asks([{"key": []}, {"login": []}]), [LOOSER]),
    ("an alternative less", asks([{"key": []}, {"login": []}]), asks([{"login": []}]), [TIGHTER]),
    ("the order of alternatives", asks([{"key": []}, {"login": []}]), asks([{"login": []}, {"key": []}]), []),
    ("both are needed", asks([{"key": []}]), asks([{"key": [], "login": []}]), [TIGHTER]),
    ("one of two is enough", asks([{"key": [], "login": []}]), asks([{"login": []}]), [LOOSER]),
    ("an alternative that lets in nobody new", asks([{"key": []}]), asks([{"key": []}, {"key": [], "login": []}]), []),
    ("a scope is dropped", asks([{"oauth": ["read", "write"]}]), asks([{"oauth": ["read"]}]), [LOOSER]),
    ("a scope is added", asks([{"oauth": ["read"]}]), asks([{"oauth": ["write", "read"]}]), [TIGHTER]),
    ("another scope", asks([{"oauth": ["read"]}]), asks([{"oauth": ["write"]}]), [LOOSER, TIGHTER]),
    (
        "the general rule is dropped",
        get({}, security=[{"key": []}], components=SCHEMES),
        get({}, components=SCHEMES),
        [DROPPED],
    ),
    (
        "the general rule moves into the operation",
        get({}, security=[{"key": []}], components=SCHEMES),
        get({"security": [{"key": []}]}, components=SCHEMES),
        [],
    ),
    (
        "the operation turns the general rule off",
        get({}, security=[{"key": []}], components=SCHEMES),
        get({"security": []}, security=[{"key": []}], components=SCHEMES),
        [DROPPED],
    ),
    (
        "a scheme is renamed",
        asks([{"key": []}]),
        asks([{"token": []}], schemes=schemes(token=KEY)),
        [],
    ),
    (
        "a scheme of the same name is another",
        asks([{"key": []}]),
        asks([{"key": []}], schemes=schemes(key={"type": "apiKey", "in": "query", "name": "X-Key"})),
        [LOOSER, TIGHTER],
    ),
    (
        "the same kind of scheme under another name is another, if both stand there",
        asks([{"admin": []}], schemes=schemes(admin=LOGIN, user=LOGIN)),
        asks([{"user": []}], schemes=schemes(admin=LOGIN, user=LOGIN)),
        [LOOSER, TIGHTER],
    ),
    (
        "a header is the same in other letters, and a description says nothing",
        asks([{"key": []}]),
        asks([{"key": []}], schemes=schemes(key={**KEY, "name": "x-key", "description": "A key"})),  # type: ignore[dict-item]
        [],
    ),
    (
        "one more way to a token",
        asks([{"oauth": []}]),
        asks([{"oauth": []}], schemes=schemes(oauth={**OAUTH, "flows": {"clientCredentials": FLOW, "password": FLOW}})),  # type: ignore[dict-item]
        [LOOSER],
    ),
    (
        "the general rule says nothing of those whom the API calls",
        api(webhooks={"new": {"post": {}}}, security=[{"key": []}], components=SCHEMES),
        api(webhooks={"new": {"post": {}}}, components=SCHEMES),
        [],
    ),
    (
        "tokens come from elsewhere",
        asks([{"oauth": []}]),
        asks(
            [{"oauth": []}],
            schemes=schemes(oauth={**OAUTH, "flows": {"clientCredentials": {"tokenUrl": "https://b.example"}}}),  # type: ignore[dict-item]
        ),
        [LOOSER, TIGHTER],
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_security(name: str, old: Fragment, new: Fragment, expected: list[str]) -> None:  # noqa: ARG001  # the id
    """Each row: an old document, a new one, and all that is found between them."""
    assert sorted(found(old, new)) == sorted(expected)


def test_a_general_rule_that_is_dropped_is_told_once() -> None:
    """However many operations it reaches."""
    paths: Fragment = {f"/{number}": {"get": {"responses": {}}} for number in range(50)}
    old = api(paths, security=[{"key": []}], components=SCHEMES)
    (change,) = compare_documents(old, api(paths, components=SCHEMES))
    assert change.words == "nothing is needed any more to call it (it was: key)"
    assert len(change.operations) == 50


def test_words_say_what_a_scheme_is_where_its_name_does_not_tell() -> None:
    """A redefined scheme keeps its name, so the name alone would say nothing."""
    (first, second) = compare_documents(asks([{"key": []}]), asks([{"key": []}], schemes=schemes(key=LOGIN)))
    assert first.words == "key http bearer is enough now to call it (it was: key apiKey header x-key)"
    assert second.words == "key apiKey header x-key is no longer enough to call it (it is: key http bearer)"


def test_more_alternatives_than_can_be_told_apart_are_compared_as_a_whole() -> None:
    """A hostile list of alternatives costs little and lets nothing through."""
    many: Json = [{f"s{number}": [], f"t{number}": []} for number in range(2_000)]
    assert found(asks(many), asks(many)) == []
    assert found(asks(many), asks(many[1:])) == [TIGHTER, LOOSER]  # type: ignore[index]
