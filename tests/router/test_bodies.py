from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from router.bodies import FORM, as_typed
from tests.router.faces import make_face
from tests.router.sites import Site
from tests.router.toys import make_bundle

pytestmark = pytest.mark.usefixtures("importable")


def raw(
    site: Site, method: str, path: str, chunks: list[bytes], query: bytes = b"", key: bytes = b"k", length: bytes = b""
) -> list[dict[str, Any]]:
    """Send one request in ASGI's own words, mended by no client; return the messages of the answer."""
    headers = [(b"content-type", b"application/json"), (b"idempotency-key", key)]
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode("utf-8", "replace"),
        "query_string": query,
        "root_path": "",
        "headers": [*headers, (b"content-length", length)] if length else headers,
        "client": None,
        "server": ("test", 80),
        "scheme": "http",
        "http_version": "1.1",
        "asgi": {"version": "3.0"},
    }
    sent: list[dict[str, Any]] = []
    waiting = [*chunks]

    async def receive() -> dict[str, Any]:
        if not waiting:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(site.front(scope, receive, send))
    return sent


def test_limits_hold_for_what_is_announced_and_for_what_comes(root: Path):
    """A large length is refused before the first byte is read, and a body without a length when it has become large."""
    make_bundle(root)
    site = Site(root)
    assert raw(site, "POST", "/v1/notes", [], length=b"9999999999")[0]["status"] == 413
    assert raw(site, "POST", "/v1/notes", [b" " * 65536] * 17)[0]["status"] == 413
    assert raw(site, "POST", "/v1/notes", [b'{"te', b'xt":"', b'a"}'])[0]["status"] == 201


def test_a_client_that_went_away_is_not_answered(root: Path):
    """Nothing is sent, logged or raised when the body breaks off."""
    make_bundle(root)
    assert raw(Site(root), "POST", "/v1/notes", []) == []


def test_the_body_of_an_answer_to_head_is_kept_back(root: Path):
    """The front itself sends no content, whatever the server below it would do."""
    make_bundle(root)
    start, *rest = raw(Site(root), "HEAD", "/v1/notes", [b""])
    assert (start["status"], b"".join(message["body"] for message in rest)) == (200, b"")


@pytest.mark.parametrize(
    ("kind", "sent", "handed_on"),
    [
        (FORM, b"text=a%0D%0Ab", b"text=a%0Ab"),
        (FORM, b"text=a%0d%0a%0d%0Ab&more=%0D%0A", b"text=a%0A%0Ab&more=%0A"),
        (FORM, b"text=a%0Db%0D%0D%0A", b"text=a%0Ab%0A%0A"),
        (FORM, b"text=a%0Ab%0A%0D", b"text=a%0Ab%0A%0A"),
        (FORM, b"text=a\r\nb\r%0Ac%0D\nd\r", b"text=a%0Ab%0Ac%0Ad%0A"),
        (FORM, b"text=%250D%250A&a%0D%0Ab=%0", b"text=%250D%250A&a%0Ab=%0"),
        (FORM, b"text=a+b&tags=", b"text=a+b&tags="),
        (FORM, b"", b""),
        (f"{FORM.upper()}; charset=utf-8", b"text=%0D%0A", b"text=%0A"),
        ("application/json", b'"%0D%0A\r\n"', b'"%0D%0A\r\n"'),
        ("text/plain", b"%0D%0A", b"%0D%0A"),
        ("", b"%0D%0A", b"%0D%0A"),
    ],
)
def test_a_line_of_a_form_ends_as_it_was_typed(kind: str, sent: bytes, handed_on: bytes):
    """Forms get LF for CRLF and for a lone CR, and the length that fits; other bodies stay."""
    headers = [(b"content-type", kind.encode()), (b"content-length", str(len(sent)).encode()), (b"x", b"y")]
    scope, body = as_typed({"headers": headers, "path": "/"}, sent)
    fitting = [(b"content-type", kind.encode()), (b"content-length", str(len(handed_on)).encode()), (b"x", b"y")]
    assert (scope, body) == ({"headers": fitting, "path": "/"}, handed_on)
    assert as_typed({"headers": headers[:1]}, sent) == ({"headers": headers[:1]}, handed_on)


@pytest.mark.parametrize(("lines", "status"), [(25, 200), (26, 422)])
def test_lengths_of_forms_count_what_was_typed(root: Path, lines: int, status: int):
    """A line's end is one of the fifty characters that the toy takes, though browsers send two."""
    make_face(root)
    answer = Site(root).ask("POST", "/cards", data={"text": "a\r\n" * lines})
    assert (answer.status_code, "\r" in answer.text) == (status, False)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(["GET", "POST", "PUT", "HEAD", "TRACE"]),
    path=st.one_of(
        st.sampled_from(["/v1/notes", "/v1/notes/x"]), st.text(max_size=20).map(lambda text: f"/v1/notes/{text}")
    ),
    query=st.binary(max_size=30),
    body=st.one_of(
        st.binary(max_size=60),
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "weight", "x"]), inner)
            ),
            max_leaves=6,
        ).map(lambda value: json.dumps(value).encode()),
    ),
    header=st.binary(max_size=10),
)
def test_no_request_whatever_makes_a_crash(
    root: Path, method: str, path: str, query: bytes, body: bytes, header: bytes
):
    """Whatever bytes come in, what goes out is below 500, and a problem document when it is an error."""
    if not (root / "generated").exists():
        make_bundle(root)
        SITES[root] = Site(root)
    sent = raw(SITES[root], method, path, [body], query, header)
    headers = dict(sent[0]["headers"])
    assert sent[0]["status"] < 500
    if sent[0]["status"] >= 400:
        assert headers[b"content-type"] == b"application/problem+json"


SITES: dict[Path, Site] = {}
