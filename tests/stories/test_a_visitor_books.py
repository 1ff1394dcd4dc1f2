"""A visitor searches, books, changes their mind twice, and moves; fifty others want the same slot."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.stories.checkout import Checkout, copy_to

TENANT = {"Tenant": "demo"}
ADA = {"name": "Ada Lovelace", "email": "ada@example.com"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a fresh clone with demonstration data."""
    checkout: Checkout = copy_to(tmp_path_factory.mktemp("visitor") / "clone")
    with checkout.serving("lockstep-router", "serve", "--demo", "--port", "0") as served:
        yield served


def once() -> dict[str, str]:
    """Return the headers of one write."""
    return TENANT | {"Idempotency-Key": str(uuid4())}


def free(client: httpx.Client, days: int = 2) -> list[str]:
    """Return grace's free starts in the week that begins ``days`` from now: the same at every hour of the day."""
    start = datetime.now(UTC) + timedelta(days=days)
    window = {"event": "intro-call", "start": start.isoformat(), "end": (start + timedelta(days=7)).isoformat()}
    window |= {"resource": "grace"}
    answer = client.get("/v1/availability", params=window, headers=TENANT)
    assert answer.status_code == 200, answer.text
    return [slot["start"] for slot in answer.json()["slots"]]


def wanted(start: str) -> dict[str, Any]:
    """Return the body of a booking."""
    return {"event": "intro-call", "start": start, "resources": ["grace"], "attendee": ADA}


def test_search_book_cancel_restore_and_move(address: str) -> None:
    """Each step answers with the booking as it then stands, and the list shows the last one."""
    with httpx.Client(base_url=address, timeout=30) as client:
        first, other = free(client)[0], free(client)[-1]
        booked = client.post("/v1/bookings", json=wanted(first), headers=once())
        assert (booked.status_code, booked.json()["status"]) == (201, "confirmed")
        place = f"/v1/bookings/{booked.json()['id']}"

        cancelled = client.post(f"{place}/cancel", json={"reason": "ill"}, headers=once())
        assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")
        assert cancelled.json()["cancellation_reason"] == "ill"
        assert first in free(client)

        restored = client.post(f"{place}/restore", headers=once())
        assert (restored.status_code, restored.json()["status"]) == (200, "confirmed")

        moved = client.post(f"{place}/reschedule", json={"start": other}, headers=once())
        assert (moved.status_code, moved.json()["start"]) == (200, other)
        assert client.get(place, headers=TENANT).json() == moved.json()
        page = client.get("/v1/bookings", params={"status": "confirmed"}, headers=TENANT).json()
        assert moved.json() in page["bookings"]


def test_a_write_sent_twice_is_written_once(address: str) -> None:
    """The same key and body get the same answer; the same key and another body are refused; no key is refused."""
    with httpx.Client(base_url=address, timeout=30) as client:
        start, other = free(client)[:2]
        headers = once()
        first = client.post("/v1/bookings", json=wanted(start), headers=headers)
        again = client.post("/v1/bookings", json=wanted(start), headers=headers)
        assert (again.status_code, again.json()) == (201, first.json())
        assert client.post("/v1/bookings", json=wanted(other), headers=headers).status_code == 422
        unnamed = client.post("/v1/bookings", json=wanted(other), headers=TENANT)
        assert unnamed.status_code == 400
        assert unnamed.headers["Content-Type"] == "application/problem+json"


def test_fifty_clients_race_for_one_slot(address: str) -> None:
    """One gets it; the others are told so and offered three next starts."""
    with httpx.Client(base_url=address, timeout=30) as client:
        start = free(client, days=9)[0]

    async def race() -> list[httpx.Response]:
        async with httpx.AsyncClient(base_url=address, timeout=60) as racing:
            body = wanted(start)
            return await asyncio.gather(*(racing.post("/v1/bookings", json=body, headers=once()) for _ in range(50)))

    answers = asyncio.run(race())
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 49}
    refused = [answer.json() for answer in answers if answer.status_code == 409]
    assert {problem["type"] for problem in refused} == {"/problems/slot-taken"}
    assert all(len(problem["next"]) == 3 for problem in refused)
