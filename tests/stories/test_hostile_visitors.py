"""Visitors who mean harm fill in every form and every query: it is shown as text, laid out, and nothing of it runs."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
from playwright.sync_api import Page

from tests.browser import Browser
from tests.stories.checkout import copy_to
from tests.stories.strangers import TEXTS, shown, unharmed, visiting
from tests.stories.test_a_visitor_books import free, once, wanted

HTML = {"Accept": "text/html"}
every_text = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)


def each_third(first: int) -> pytest.MarkDecorator:
    """Return a mark that tries every third text from ``first`` on: together the forms and queries see all of them."""
    names = list(TEXTS)[first::3]
    return pytest.mark.parametrize("text", [TEXTS[name] for name in names], ids=names)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a fresh clone with demonstration data."""
    checkout = copy_to(tmp_path_factory.mktemp("hostile") / "clone")
    with checkout.serving("lockstep-router", "serve", "--demo", "--port", "0") as served:
        yield served


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    """A client that follows no redirect."""
    with httpx.Client(base_url=address, timeout=30, headers=HTML) as opened:
        yield opened


def booked(client: httpx.Client, **attendee: str) -> str:
    """Book a free start by the JSON API and return where its page is."""
    body = wanted(free(client)[0])
    texts = {"notes": attendee.pop("notes", "")}
    answer = client.post("/v1/bookings", json=body | texts | {"attendee": body["attendee"] | attendee}, headers=once())
    assert answer.status_code == 201, answer.text
    return f"/booked/demo/{answer.json()['id']}"


def details(client: httpx.Client) -> str:
    """Return the address of the form for a start that is free by now."""
    return str(client.base_url.join(f"/book/demo/intro-call/details?{urlencode({'start': free(client)[0]})}"))


def opened(page: Page, href: str) -> None:
    """Open an address; whatever it is, the server is not at its wits' end, and the page is unharmed."""
    answer = page.goto(href)
    assert answer is not None
    assert answer.status < 500, href[:200]
    unharmed(page)


def typed(page: Page, form: str, **values: str) -> None:
    """Write texts into a form's fields, hidden ones too, as somebody would who has the developer's tools open."""
    page.evaluate(
        """([form, values]) => {
          const { elements } = document.querySelector(form);
          for (const [name, text] of Object.entries(values)) if (elements[name]) elements[name].value = text;
        }""",
        [form, values],
    )


def sent(page: Page, form: str) -> None:
    """Send a form past all that scripts would say of it, and look at what comes."""
    with page.expect_navigation() as coming:
        page.evaluate("(form) => HTMLFormElement.prototype.submit.call(document.querySelector(form))", form)
    assert coming.value is not None
    assert coming.value.status < 500, coming.value.url
    unharmed(page)


@each_third(0)
def test_every_field_of_the_form_that_books_takes_any_text(
    address: str, client: httpx.Client, browser: Browser, text: str
) -> None:
    """Typed and sent with scripts, and past them: refused or booked, but shown as the text that it is."""
    with visiting(browser, address) as page:
        opened(page, details(client))
        for label in ("Name", "Email", "Notes"):
            page.get_by_label(label).fill(text)
        page.get_by_role("button", name="Book").click()
        page.wait_for_load_state("networkidle")
        unharmed(page)
        opened(page, details(client))
        typed(page, ".booking-form", name=text, email=text, notes=text)
        sent(page, ".booking-form")
        opened(page, details(client))
        typed(page, ".booking-form", name=text, email="ada@example.com", notes=text, key=text)
        sent(page, ".booking-form")
        opened(page, details(client))
        typed(page, ".booking-form", name="Ada", email="ada@example.com", start=text)
        sent(page, ".booking-form")


@each_third(1)
def test_a_form_that_is_refused_keeps_what_was_typed(client: httpx.Client, browser: Browser, text: str) -> None:
    """Sent without an address for mail, the form comes again with every other character that was typed."""
    with visiting(browser, str(client.base_url)) as page:
        opened(page, details(client))
        typed(page, ".booking-form", name=text, email="", notes=f"\n{text}")
        kept = page.evaluate("document.querySelector('#booking-form-notes').value")
        sent(page, ".booking-form")
        if "\0" in text:
            return  # no database keeps it, so it is refused before any form is read
        now = page.evaluate("document.querySelector('#booking-form-notes').value")
        assert now == "".join("\ufffd" if each in "\x01\x08\x1b\x7f" else each for each in kept)


@each_third(2)
def test_every_field_of_the_forms_of_a_booking_takes_any_text(
    address: str, client: httpx.Client, browser: Browser, text: str
) -> None:
    """Cancelled in the dialog and on the page, restored and moved, with the text in every field there is."""
    place = f"{address}{booked(client)}"
    with visiting(browser, address) as page:
        opened(page, place)
        page.locator("#booking-details-cancel").click()
        page.locator("dialog textarea").fill(text)
        page.locator("dialog button[type=submit]").click()
        page.wait_for_load_state("networkidle")
        unharmed(page)
        opened(page, f"{place}/cancel")
        if page.locator(".cancel-form").count():
            typed(page, ".cancel-form", reason=text[:400].replace("\0", ""), key=text)
            sent(page, ".cancel-form")
        opened(page, place)
        if page.locator(".booking-details-restore").count():
            typed(page, ".booking-details-restore", key=text)
            sent(page, ".booking-details-restore")
        for values in ({"key": text}, {"start": text}):
            opened(page, f"{place}/move?{urlencode({'start': free(client)[-1]})}")
            if page.locator(".move-form").count():
                typed(page, ".move-form", **values)
                sent(page, ".move-form")
        opened(page, place)


@each_third(0)
def test_what_programs_write_is_shown_as_text(address: str, client: httpx.Client, browser: Browser, text: str) -> None:
    """A name of 200 characters, notes of 2,000 and a reason of 500 stand on the page; controls are refused."""
    name = text[:200].strip()
    if any(unicodedata.category(each) == "Cc" for each in text):
        body = wanted(free(client)[0]) | {"attendee": {"name": name, "email": "ada@example.com"}}
        assert client.post("/v1/bookings", json=body, headers=once()).status_code == 422
        return
    place = booked(client, name=name, notes=text[:2_000])
    with visiting(browser, address) as page:
        opened(page, f"{address}{place}")
        assert shown(page, name)
        assert shown(page, text[:2_000])
        number = place.rpartition("/")[2]
        client.post(f"/v1/bookings/{number}/cancel", json={"reason": text[:500]}, headers=once())
        opened(page, f"{address}{place}?lang=de")
        assert shown(page, text[:500])


def pages_with_queries(client: httpx.Client) -> Iterator[tuple[str, dict[str, str], dict[str, int | None]]]:
    """Yield each page that has an address: its path, the query that it needs, and all it takes with their limits."""
    place = booked(client)
    known = {"tenant": "demo", "event": "intro-call", "booking_id": place.rpartition("/")[2]}
    described: dict[str, Any] = client.get("/openapi.json").json()["paths"]
    for path, methods in described.items():
        asked = methods.get("get", {})
        if "text/html" not in asked.get("responses", {}).get("200", {}).get("content", {}):
            continue
        taken = {one["name"]: one for one in asked.get("parameters", []) if one["in"] == "query"}
        needed = {name: free(client)[0] for name, one in taken.items() if one.get("required")}
        yield path.format(**known), needed, {name: one["schema"].get("maxLength") for name, one in taken.items()}


def questions(path: str, needed: Mapping[str, str], limits: Mapping[str, int | None], text: str) -> Iterator[str]:
    """Yield addresses with a text in each parameter, whole and cut to what is taken; then in all, and in none known."""
    cut = {name: text[:longest] for name, longest in limits.items()}
    for name in limits:
        yield f"{path}?{urlencode({**needed, name: text})}"
        yield f"{path}?{urlencode({**needed, name: cut[name]})}"
    yield f"{path}?{urlencode({**cut, **needed})}"
    yield f"{path}?{urlencode({**needed, text: text})}"


@each_third(1)
def test_every_query_of_every_page_takes_any_text(
    address: str, client: httpx.Client, browser: Browser, text: str
) -> None:
    """In each parameter of each page, as far as it is taken; no answer sends the visitor to another place."""
    every = list(pages_with_queries(client))
    assert len(every) >= 6
    with visiting(browser, address) as page:
        for path, needed, limits in every:
            looked_at: set[int] = set()
            for href in dict.fromkeys(questions(path, needed, limits, text)):
                answer = client.get(href)
                assert (answer.status_code < 500, "location" in answer.headers) == (True, False), href[:200]
                assert "set-cookie" not in answer.headers
                if answer.status_code not in looked_at:  # one page that takes or refuses a text is like the next
                    opened(page, f"{address}{href}")
                looked_at.add(answer.status_code)


@every_text
def test_addresses_and_languages_lead_nowhere_else(client: httpx.Client, text: str) -> None:
    """A text as part of a path, as the language that a browser asks for, as a host or a referrer: told kindly."""
    once_more, twice = quote(text[:2_000], safe=""), quote(quote(text[:200], safe=""), safe="")
    for part in (once_more, twice):
        for path in (f"/book/{part}", f"/book/demo/{part}", f"/booked/demo/{part}", f"/booked/{part}/{part}/cancel"):
            answer = client.get(path)
            assert (400 <= answer.status_code < 500, "location" in answer.headers) == (True, False), path[:200]
            assert answer.headers["content-type"] == "text/html; charset=utf-8"
        for path in (
            f"ui/booker/v1/{part}",
            f"assets/{part}",
            f"stories/booker/v1/{part}/{part}",
            f"/evil.test/{part}",
        ):
            assert 400 <= client.get(f"{client.base_url}/{path}").status_code < 500, path[:200]
    plain = text.encode("utf-8").replace(b"\r", b"").replace(b"\n", b"").replace(b"\0", b"")[:4_000].strip()
    for name in ("Accept-Language", "Referer", "Accept", "Tenant"):
        answer = client.get("/book/demo", headers=[(name.encode(), plain)])
        assert (answer.status_code < 500, "data-hostile" in answer.text) == (True, False), name


def test_the_gallery_takes_any_query(address: str, client: httpx.Client, browser: Browser) -> None:
    """The width and the scheme that stories are shown in are ignored unless they are known."""
    with visiting(browser, address) as page:
        for text in TEXTS.values():
            for path in ("/stories", "/stories/booker/v1", "/stories/booker/v1/notice/taken"):
                href = f"{path}?{urlencode({'width': text, 'scheme': text})}"
                assert client.get(href).status_code < 500
                if "notice" in path:
                    opened(page, f"{address}{href}")
