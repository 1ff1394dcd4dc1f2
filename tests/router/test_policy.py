from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.router.faces import make_face
from tests.router.sites import Site
from tests.router.toys import make_bundle

pytestmark = pytest.mark.usefixtures("importable")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'; require-trusted-types-for 'script'; "
    "trusted-types lockstep"
)
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("path", ["/cards", "/cards/a?day=1", "/nowhere", "/cards/a"])
def test_every_page_carries_the_policy(root: Path, path: str):
    """Pages of bundles and of ours, problems as well; a bundle cannot loosen it."""
    make_face(root)
    answer = Site(root).ask("GET", path, headers=BROWSER)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers.get_list("content-security-policy") == [POLICY]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"


def test_the_api_page_keeps_its_own_policy(root: Path):
    """Swagger writes style attributes, which no other page may."""
    make_bundle(root)
    policy = Site(root).ask("GET", "/docs").headers.get_list("content-security-policy")
    assert (len(policy), "style-src 'self' 'unsafe-inline'" in policy[0]) == (1, True)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": ""}, 403),
        ({"Origin": "http://test"}, 200),
        ({"Origin": "http://test.evil.example"}, 403),
        ({"Origin": "http://test:81"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "http://test", "Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
def test_a_form_of_another_site_is_refused(root: Path, headers: dict[str, str], status: int):
    """The browser's own word decides, and where it gives none the origin; programs send neither."""
    make_face(root)
    answer = Site(root).ask("POST", "/cards", content="text=a", headers={**FORM, **headers})
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["title"] == "Forbidden"


def test_reading_and_following_a_link_from_elsewhere_is_fine(root: Path):
    """Only what changes something is held against where it comes from."""
    make_face(root)
    answer = Site(root).ask("GET", "/cards", headers={"Sec-Fetch-Site": "cross-site", "Origin": "http://evil.example"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("content", "kind", "status", "pointers"),
    [
        ("text=a&tags=x&tags=y", FORM, 200, []),
        ("text=a+%C3%BC", {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}, 200, []),
        ("", FORM, 422, ["#/text"]),
        ("tags=x", FORM, 422, ["#/text"]),
        ("text=a&more=1", FORM, 422, ["#/more"]),
        ("text=%00", FORM, 422, ["#/text"]),
        ("text=a\0", FORM, 422, ["#/text"]),
        ("text=%ED%A0%80", FORM, 422, ["#/text"]),
        ("text=%FF", FORM, 422, ["#/text"]),
        ("text=a&%00=1", FORM, 422, ["#"]),
        ("text=a&b=1;c=%00", FORM, 422, ["#/b"]),
        ("text=a&text=b", FORM, 400, []),
        ("text=a&tags=x&text=a", FORM, 400, []),
        ("text=ü".encode(), FORM, 400, []),
        ("tags=a&" * 300, FORM, 413, []),
        (b"text=" + b"a" * 300_000, FORM, 413, []),
        ('{"text": "a"}', {"content-type": "application/json"}, 415, []),
        ("text=a", {"content-type": "text/plain"}, 415, []),
        ("text=a", {"content-type": "multipart/form-data; boundary=x"}, 415, []),
        ("text=a", {}, 415, []),
    ],
)
def test_forms_are_held_to_limits(
    root: Path, content: str | bytes, kind: dict[str, str], status: int, pointers: list[str]
):
    """Size, number of fields, bytes that are no text and other kinds of bodies are refused before any handler."""
    make_face(root)
    answer = Site(root).ask("POST", "/cards", content=content, headers=kind)
    assert answer.status_code == status, answer.text
    if status != 200:
        assert [error["pointer"] for error in answer.json().get("errors", [])] == pointers


def test_a_json_operation_takes_no_form(root: Path):
    """What an operation takes is what its description says."""
    make_bundle(root)
    more: dict[str, Any] = {"content": "text=a", "headers": {**FORM, "Idempotency-Key": "k"}}
    answer = Site(root).ask("POST", "/v1/notes", **more)
    assert (answer.status_code, "application/json" in answer.json()["detail"]) == (415, True)
