"""What all tests may ask for."""

from __future__ import annotations

from tests.browser import browser, driver, page

__all__ = ["browser", "driver", "page"]
