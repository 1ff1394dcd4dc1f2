"""Forms that no page of ours would send: from another site, in another shape, with too little or too much in them."""

from __future__ import annotations

import http.server
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
import pytest

from tests.browser import Browser
from tests.stories.checkout import copy_to
from tests.stories.test_a_visitor_books import TENANT, free, once, wanted

HTML = {"Accept": "text/html,application/xhtml+xml"}
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a fresh clone with demonstration data."""
    checkout = copy_to(tmp_path_factory.mktemp("refused") / "clone")
    with checkout.serving("lockstep-router", "serve", "--demo", "--port", "0") as served:
        yield served


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    """A client that follows no redirect and wants pages."""
    with httpx.Client(base_url=address, timeout=30, headers=HTML) as opened:
        yield opened


def booked(client: httpx.Client) -> str:
    """Book a free start and return the booking's id."""
    answer = client.post("/v1/bookings", json=wanted(free(client)[0]), headers=once())
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def actions(client: httpx.Client, booking: str) -> list[str]:
    """Return every address of ours that a form is sent to."""
    described: dict[str, Any] = client.get("/openapi.json").json()["paths"]
    known = {"tenant": "demo", "event": "intro-call", "booking_id": booking}
    taken = {path: ways.get("post", {}).get("requestBody", {}).get("content", {}) for path, ways in described.items()}
    forms = [path for path, content in taken.items() if FORM in content]
    assert len(forms) >= 4
    return [path.format(**known) for path in forms]


def kind(answer: httpx.Response) -> tuple[int, str]:
    """Return the status and the media type."""
    return answer.status_code, answer.headers.get("content-type", "").partition(";")[0]


def is_friendly(answer: httpx.Response) -> bool:
    """Say whether an answer is a page with a heading, a language and at least one way onward, and no traceback."""
    heading = re.search(r"<h1[^>]*>[^<]{4,}", answer.text)
    return bool(heading and '<html lang="' in answer.text and "<a " in answer.text and "Traceback" not in answer.text)


@contextmanager
def another_site(action: str) -> Iterator[str]:
    """Serve, at another host's name, a page that sends its form to us."""
    form = f'<form method="post" action="{action}"><input name="key" value="k"><button>Win</button></form>'

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"<!doctype html>{form}".encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_form_that_another_site_sends_changes_nothing(address: str, client: httpx.Client, browser: Browser) -> None:
    """The browser says where it comes from; the visitor reads why it was refused, and the booking stands."""
    booking = booked(client)
    with another_site(f"{address}/booked/demo/{booking}/cancel") as evil, browser.opened() as page:
        page.goto(evil)
        with page.expect_navigation() as coming:
            page.get_by_role("button", name="Win").click()
        assert coming.value is not None
        assert (coming.value.status, urlsplit(page.url).netloc) == (403, urlsplit(address).netloc)
        assert page.get_by_role("heading", level=1).count() == 1
        assert page.get_by_role("link", name="Front page").count() == 1
    assert client.get(f"/v1/bookings/{booking}", headers=TENANT).json()["status"] == "confirmed"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "same-origin-ish", "Origin": "https://evil.test"},
    ],
    ids=lambda headers: " ".join(headers.values()),
)
def test_no_form_of_ours_is_taken_from_elsewhere(client: httpx.Client, headers: dict[str, str]) -> None:
    """Each address that forms are sent to refuses what browsers mark as another site's."""
    fields = {"start": free(client)[0], "name": "Eve", "email": "eve@example.com"}
    for action in actions(client, booked(client)):
        answer = client.post(action, data=fields, headers=headers)
        assert kind(answer) == (403, "text/html"), action
        assert is_friendly(answer), action


PART = b'--x\r\nContent-Disposition: form-data; name="start"%s\r\n\r\n2030-01-01T00:00:00Z\r\n--x--\r\n'
BODIES: dict[str, tuple[str | None, bytes]] = {
    "JSON": ("application/json", b'{"start": "2030-01-01T00:00:00Z"}'),
    "plain text": ("text/plain", b"start=2030-01-01T00:00:00Z"),
    "many parts": ("multipart/form-data; boundary=x", PART % b""),
    "a file": ("multipart/form-data; boundary=x", PART % b'; filename="../a"'),
    "no boundary": ("multipart/form-data", b"start=x"),
    "markup": ("text/html", b"<script>window.__hit=1</script>"),
    "a broken kind": (";;;/", b"start=x"),
    "no kind": (None, b"start=x"),
}


@pytest.mark.parametrize(("media_type", "body"), BODIES.values(), ids=BODIES)
def test_only_forms_are_taken_for_forms(client: httpx.Client, media_type: str | None, body: bytes) -> None:
    """Any other body is 415, told on a page."""
    headers = {} if media_type is None else {"Content-Type": media_type}
    for action in actions(client, booked(client)):
        answer = client.post(action, content=body, headers=headers)
        assert kind(answer) == (415, "text/html"), action
        assert is_friendly(answer), action


START = "start=2030-01-01T00%3A00%3A00Z"
FIELDS = {
    "a field that nobody asked for": f"{START}&admin=1",
    "the key twice": f"{START}&key=a&key=b",
    "the start twice": f"{START}&{START}",
    "a null byte": f"{START}&key=%00",
    "a name that is null": f"{START}&%00=1",
    "half a character": f"{START}&key=%ff%fe",
    "half a pair": f"{START}&key=%ed%a0%80",
    "a list": f"{START}&key[]=a&key[b]=c",
    "a dotted name": f"{START}&__proto__.polluted=1&constructor=1",
    "no pair": "&&&====&;;",
    "a start that is none": "start=%3Cscript%3E",
    "a start without zone": "start=2030-01-01T00:00:00",
    "a start beyond all years": "start=99999-01-01T00:00:00Z",
    "five thousand characters as a key": f"{START}&key={'W' * 5_000}",
    "three hundred fields": "&".join(f"f{number}=1" for number in range(300)),
    "more than is read": f"{START}&key={'a' * 300_000}",
    "letters not encoded": f"{START}&key=ü",
}


@pytest.mark.parametrize("body", FIELDS.values(), ids=FIELDS)
def test_fields_that_no_page_sends_are_refused(client: httpx.Client, body: str) -> None:
    """Refused with a page that says so, by each address that forms are sent to; nothing is booked, and none is lost."""
    booking = booked(client)
    for action in actions(client, booking):
        answer = client.post(action, content=body.encode(), headers={"Content-Type": FORM})
        assert (400 <= answer.status_code < 500, kind(answer)[1]) == (True, "text/html"), (action, answer.status_code)
        assert is_friendly(answer), action
    assert client.get(f"/v1/bookings/{booking}", headers=TENANT).json()["status"] == "confirmed"


@pytest.mark.parametrize("body", ["", "name=Ada&email=ada%40example.com"], ids=["nothing", "no start"])
def test_what_a_form_needs_must_be_there(client: httpx.Client, body: str) -> None:
    """Without a start nothing is booked and nothing moved; the page names the field."""
    for action in actions(client, booked(client)):
        if action.endswith(("/details", "/move")):
            answer = client.post(action, content=body.encode(), headers={"Content-Type": FORM})
            assert kind(answer) == (422, "text/html"), action
            assert is_friendly(answer), action
            assert "start" in answer.text, action


def test_every_text_field_twice_is_refused(client: httpx.Client) -> None:
    """Two names, two addresses, two numbers of seats: nobody can tell which is meant, so nothing is booked."""
    start = free(client)[0]
    whole = [("start", start), ("name", "Ada"), ("email", "ada@example.com"), ("notes", ""), ("party", "1")]
    for name, value in whole:
        fields = urlencode([*whole, (name, f"{value}x")])
        answer = client.post("/book/demo/intro-call/details", content=fields, headers={"Content-Type": FORM})
        assert (400 <= answer.status_code < 500, is_friendly(answer)) == (True, True), name
    assert start in free(client)
