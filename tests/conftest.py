"""What all tests may ask for."""

from __future__ import annotations

import os

from tests.browser import browser, driver, page

__all__ = ["browser", "driver", "page"]

# Gates that are run for something else do not look at stories; tests that want browsers say so.
os.environ["LOCKSTEP_BROWSERS"] = "none"
