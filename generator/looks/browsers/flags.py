"""What Chromium is told when it is started."""

from __future__ import annotations

DRAWING = (
    "--disable-gpu",  # Debian's start script asks for one; where there is none, drawing as if there were is slow
    "--disable-partial-raster",  # a reused page keeps pixels of the page before it otherwise
    "--disable-lcd-text",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
)
"""What Chromium is told about drawing: pictures taken with other words are not compared."""

QUIET = (
    "--no-sandbox",  # containers run this as root, and Chromium's sandbox does not
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
"""What keeps it from asking anybody for anything by itself."""
