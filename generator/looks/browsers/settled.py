"""Waiting until a page stands still: fonts loaded, pictures decoded, animations at their end."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

SETTLED = Path(__file__).with_suffix(".js").read_text(encoding="utf-8").strip().removesuffix(";")
"""An async function that brings the page it runs in to rest."""


def settle(page: Page) -> None:
    """Wait until ``page`` stands still, at most some seconds: a page that never does is looked at as it is."""
    page.evaluate(SETTLED)
