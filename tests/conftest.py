"""What all tests may ask for."""

from __future__ import annotations

from tests.browser import browser, page

__all__ = ["browser", "page"]
