"""Pages keep to their budget over the wire."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.browser import Browser
from tests.stories.checkout import copy_to
from tests.stories.test_a_visitor_books import free, once, wanted
from tests.weight import BUDGET, TYPED, weighed


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a fresh clone with demonstration data."""
    checkout = copy_to(tmp_path_factory.mktemp("light") / "clone")
    with checkout.serving("lockstep-router", "serve", "--demo", "--port", "0") as served:
        yield served


@pytest.fixture(scope="module")
def known(address: str) -> dict[str, str]:
    """What the addresses of pages are made of: a free start far enough ahead to have a full day, and a booking."""
    with httpx.Client(base_url=address, timeout=30) as client:
        booked = client.post("/v1/bookings", json=wanted(free(client)[0]), headers=once())
        start = free(client)[-1]
    return {"booking": booked.json()["id"], "start": start, "day": start[:10], "month": start[:7]}


@pytest.mark.parametrize("name", TYPED)
def test_a_page_transfers_less_than_60_kilobytes(
    address: str, known: dict[str, str], browser: Browser, name: str
) -> None:
    """With nothing cached, scripts and sheets and icons counted, fonts not."""
    with browser.opened(locale="en-US", timezone_id="Europe/Berlin") as page, weighed(page) as weight:
        page.goto(f"{address}{TYPED[name].format(**known)}", wait_until="networkidle")
    assert weight.requests >= 2
    assert 0 < weight.bytes < BUDGET, name
