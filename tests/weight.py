"""What a page weighs: bytes over the wire, requests and elements, as Chromium's own developer tools count them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

BUDGET = 60_000
"""Bytes that a page may transfer when nothing is cached, without fonts."""
TYPED = {
    "events": "/book/demo",
    "month": "/book/demo/intro-call",
    "times": "/book/demo/intro-call?month={month}&day={day}",
    "details": "/book/demo/intro-call/details?start={start}",
    "booking": "/booked/demo/{booking}",
    "cancel": "/booked/demo/{booking}/cancel",
    "move": "/booked/demo/{booking}/move?start={start}",
    "not found": "/booked/demo/nothing",
    "front": "/",
    "problem": "/nowhere",
}
"""The main pages."""


@dataclass
class Weight:
    """What came over the wire since the counting began. ``bytes`` are compressed bodies with their headers."""

    bytes: int = 0
    fonts: int = 0
    requests: int = 0
    _kinds: dict[str, str] = field(default_factory=dict)

    def started(self, event: dict[str, Any]) -> None:
        """Count an answer that begins."""
        self._kinds[event["requestId"]] = event["type"]
        self.requests += 1

    def finished(self, event: dict[str, Any]) -> None:
        """Count the bytes of an answer that has come whole."""
        if self._kinds.get(event["requestId"]) == "Font":
            self.fonts += int(event["encodedDataLength"])
        else:
            self.bytes += int(event["encodedDataLength"])


@contextmanager
def weighed(page: Page) -> Iterator[Weight]:
    """Count what a page transfers during the block."""
    weight, tools = Weight(), page.context.new_cdp_session(page)
    tools.on("Network.responseReceived", weight.started)
    tools.on("Network.loadingFinished", weight.finished)
    tools.send("Network.enable")
    yield weight
    tools.detach()
