"""Asking Chromium what Playwright has no words for, by the protocol of its developer tools."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from playwright.sync_api import CDPSession, Page

_OPEN: WeakKeyDictionary[Page, CDPSession] = WeakKeyDictionary()  # opening one costs as much as what it is for


def wire(page: Page) -> CDPSession:
    """Return the session of ``page``, opened when it is first asked for; it ends with the page."""
    session = _OPEN.get(page)
    if session is None:
        session = _OPEN[page] = page.context.new_cdp_session(page)
    return session
