"""The first line of an accepted tree: which browser told it. Another browser's words are not compared with it."""

from __future__ import annotations

_SIGN = "# "


def headed(browser: str, text: str) -> str:
    """Return ``text`` under a line that names the browser, as ``chromium 156``."""
    return f"{_SIGN}{browser}\n{text}"


def parted(text: str) -> tuple[str, str]:
    """Return the browser that a text names, empty for none, and the text below."""
    first, _, rest = text.partition("\n")
    return (first.removeprefix(_SIGN), rest) if first.startswith(_SIGN) else ("", text)
