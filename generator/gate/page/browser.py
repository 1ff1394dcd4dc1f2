"""Opening a file in whatever browser there is, where there is one that has a window."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path


def show(page: Path) -> bool:
    """Open ``page`` in the browser, and say whether there was one.

    Without a screen the module of Python's would take a browser for terminals, which would take this one.
    """
    has_screen = sys.platform in {"darwin", "win32"} or any(
        map(os.environ.get, ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"))
    )
    try:
        return has_screen and webbrowser.open(page.as_uri())
    except (webbrowser.Error, OSError):
        return False
