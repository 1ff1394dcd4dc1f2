"""What a visitor of the booking pages does and sees, and the shop behind them as its JSON API tells of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx
from playwright.sync_api import Page, expect

from tests.browser import SECONDS
from tests.stories.checkout import Checkout

expect.set_options(timeout=SECONDS * 1000)
TENANT = {"Tenant": "demo"}
BERLIN = {"locale": "en-US", "timezone_id": "Europe/Berlin"}
"""Playwright's options for an English visitor in Berlin, as ``page`` is one."""


@dataclass(frozen=True)
class Shop:
    """The served demonstration, and what others do there meanwhile; instants are RFC 3339 in UTC."""

    address: str

    def url(self, *path: str, **query: str) -> str:
        """Return the address of a booking page, ``url("mentoring", day="2026-12-01")``, or of the list of events."""
        return str(httpx.URL("/".join([self.address, "book/demo", *path]), params=query or None))

    def between(self, event: str, start: datetime, end: datetime) -> list[str]:
        """Return the free starts of an event in a stretch of time."""
        window = {"event": event, "start": start.isoformat(), "end": end.isoformat(), "limit": "500"}
        slots: list[dict[str, str]] = self._asked("GET", "/v1/availability", params=window)["slots"]
        return [slot["start"] for slot in slots]

    def free(self, event: str, days: int) -> list[str]:
        """Return the free starts of the week that begins ``days`` from now: each test takes days of its own."""
        start = datetime.now(UTC) + timedelta(days=days)
        return self.between(event, start, start + timedelta(days=7))

    def on(self, event: str, day: date, zone: str) -> list[str]:
        """Return the free starts of one date in a zone."""
        start, end = (
            datetime.combine(each, datetime.min.time(), ZoneInfo(zone)) for each in (day, day + timedelta(days=1))
        )
        return self.between(event, start.astimezone(UTC), end.astimezone(UTC))

    def next_three(self, event: str, start: str) -> list[str]:
        """Return the three free starts from one on."""
        first = instant(start)
        return self.between(event, first, first + timedelta(days=14))[:3]

    def booking(self, page: Page) -> dict[str, Any]:
        """Return the booking whose page is shown."""
        found = re.search(r"/booked/demo/([0-9a-f-]{36})", page.url)
        assert found, page.url
        return self._asked("GET", f"/v1/bookings/{found[1]}")

    def taken(self, event: str, start: str) -> dict[str, Any]:
        """Have somebody else book a time."""
        other = {"name": "Charles Babbage", "email": "charles@example.com"}
        return self._asked("POST", "/v1/bookings", json={"event": event, "start": start, "attendee": other})

    def _asked(self, method: str, path: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401  # httpx's own
        headers = TENANT | {"Idempotency-Key": str(uuid4())}
        answer = httpx.request(method, self.address + path, headers=headers, timeout=30, **more)
        assert answer.is_success, answer.text
        body: dict[str, Any] = answer.json()
        return body


def open_far_ahead(checkout: Checkout) -> None:
    """Let the group class be booked a year ahead.

    The demonstration's 90 days need not hold any clock's next shift; a year holds those of the studio and of visitors.
    """
    demo = checkout.root / "scheduling/demo.py"
    text, short = demo.read_text(encoding="utf-8"), "max_advance_min=90 * DAY)"
    assert text.count(short) == 1, "the demonstration limits how far ahead it can be booked in another way now"
    far = 'max_advance_min=(366 if name == "group-class" else 90) * DAY)'
    demo.write_text(text.replace(short, far), encoding="utf-8")


def instant(text: str) -> datetime:
    """Read an instant of the API."""
    return datetime.fromisoformat(text)


def local(text: str, zone: str = "Europe/Berlin") -> datetime:
    """Return what a zone's clock shows at an instant of the API."""
    return instant(text).astimezone(ZoneInfo(zone))


def shown_times(page: Page) -> dict[str, str]:
    """Return the listed times by their instants."""
    listed = page.locator(".slot-list-time time")
    pairs = listed.evaluate_all("all => all.map(one => [one.dateTime, one.textContent])")
    return dict(pairs)


def go_to_day(page: Page, day: date) -> None:
    """Turn the calendar's leaves until a day is there, and click it."""
    cell = page.locator(f"#month-calendar-{day}")
    month = page.locator("#month-calendar-title")
    while not cell.count():
        before = month.inner_text()
        page.locator("#month-calendar-next").click()
        expect(month).not_to_have_text(before)
    cell.click()
    expect(page.locator(f"[aria-selected=true] > #month-calendar-{day}")).to_have_count(1)


def choose(page: Page, start: str, zone: str = "Europe/Berlin") -> None:
    """Choose the day and then the time of a start."""
    go_to_day(page, local(start, zone).date())
    page.locator(f'.slot-list-time:has(time[datetime="{start}"])').click()


def detected(page: Page, zone: str) -> None:
    """Wait until the page shows the times of the browser's zone, which it finds out by a script."""
    expect(page).to_have_url(re.compile(f"[?&]tz={zone.replace('/', '%2F')}(&|$)"))
    expect(page.locator("body")).not_to_have_attribute("aria-busy", "true")


def fill(page: Page, name: str, email: str, notes: str = "") -> None:
    """Fill in the English form."""
    page.get_by_label("Name").fill(name)
    page.get_by_label("Email").fill(email)
    page.get_by_label("Notes").fill(notes)


def book(
    page: Page, shop: Shop, event: str, start: str, name: str = "Ada Lovelace", email: str = "ada@example.com"
) -> None:
    """Book a start from its details on; the confirmation is shown then."""
    page.goto(shop.url(event, "details", start=start, tz="Europe/Berlin"))
    fill(page, name, email)
    page.get_by_role("button", name="Book this time").click()
    title(page, "You are booked")


def title(page: Page, text: str) -> None:
    """Wait until the page's first heading reads so."""
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def focused(page: Page) -> str:
    """Return the id, else the text or the tag, of what has the focus."""
    words = "(one => one.id || one.textContent.trim() || one.tagName)(document.activeElement)"
    return str(page.evaluate(words))


def statuses(page: Page) -> list[int]:
    """Return a list that fills with the statuses of answered forms."""
    heard: list[int] = []
    page.on("response", lambda answer: heard.append(answer.status) if answer.request.method == "POST" else None)
    return heard


def attributes(page: Page, selector: str, *names: str) -> Mapping[str, str | None]:
    """Return some attributes of the one element."""
    element = page.locator(selector)
    return {name: element.get_attribute(name) for name in names}
