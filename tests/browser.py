"""A browser for tests: Debian's Chromium, started once a session, with nothing of one test left for the next.

``page`` is what most tests want. A test with wishes of its own (no JavaScript, another zone, dark, a phone) takes
``browser`` and opens a page itself. Either way the test fails when a page threw, logged an error or broke its policy.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser as Playwrights
from playwright.sync_api import ConsoleMessage, Page, Playwright, sync_playwright

from generator.looks.browsers.flags import QUIET
from generator.looks.browsers.found import Engine, find, remedy
from generator.looks.browsers.programs import program

SECONDS = 20
"""How long a page may take for what a test waits for: a machine under load is no failure."""

# Chromium logs every answer of 400 and more to a script, though a form that is refused kindly is no error of the page.
_REFUSED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d ")


@dataclass(frozen=True)
class Browser:
    """A running browser, and the event loop that Playwright drives it by."""

    started: Playwrights
    loop: asyncio.AbstractEventLoop

    @contextmanager
    def opened(self, *, errors: list[str] | None = None, **options: Any) -> Iterator[Page]:  # noqa: ANN401  # Playwright's
        """Yield an empty page in a context of its own, made with Playwright's ``options`` for one.

        Motion is reduced unless they say otherwise. What pages log as errors is collected in ``errors``; without such
        a list the test fails when there was any.
        """
        found: list[str] = [] if errors is None else errors
        with lent(self.loop):
            context = self.started.new_context(**{"reduced_motion": "reduce", **options})
            context.set_default_timeout(SECONDS * 1000)
            context.on("console", lambda message: found.extend(_error(message)))
            context.on("weberror", lambda error: found.append(str(error.error)))
            yield context.new_page()
            context.close()
        assert errors is not None or found == []


def _error(message: ConsoleMessage) -> list[str]:
    return [message.text] if message.type == "error" and not _REFUSED.match(message.text) else []


@contextmanager
def lent(loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """Let Playwright's loop be the running one of this thread, and afterwards what was: none, as other tests expect."""
    before = asyncio._get_running_loop()
    asyncio._set_running_loop(loop)
    try:
        yield
    finally:
        asyncio._set_running_loop(before)


def executable() -> str:
    """Return the path of the browser's program: the one that pages are looked at with."""
    found = find(Engine.chromium)
    if found is None:
        pytest.fail(f"There is no Chromium here. {remedy(Engine.chromium)}", pytrace=False)
    return program(found.path)


@dataclass(frozen=True)
class Driver:
    """The one Playwright that this thread can run, and its event loop."""

    playwright: Playwright
    loop: asyncio.AbstractEventLoop


@pytest.fixture(scope="session")
def driver() -> Iterator[Driver]:
    """What drives every browser of the session."""
    playwright = sync_playwright().start()
    loop = asyncio.get_running_loop()
    asyncio._set_running_loop(None)
    yield Driver(playwright, loop)
    with lent(loop):
        playwright.stop()


@pytest.fixture(scope="session")
def browser(driver: Driver) -> Iterator[Browser]:
    """The browser of the whole session."""
    path = executable()
    with lent(driver.loop):
        started = driver.playwright.chromium.launch(executable_path=path, args=list(QUIET))
    yield Browser(started, driver.loop)
    with lent(driver.loop):
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page of English visitors in Berlin, where nothing moves."""
    with browser.opened(locale="en-US", timezone_id="Europe/Berlin") as opened:
        yield opened
