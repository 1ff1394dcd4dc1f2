"""A story's page with its stylesheets and icons inside of it, so that it shows alike wherever the report is read."""

from __future__ import annotations

import re
from collections.abc import Callable

_HTML = re.compile(r"<html[^>]*>")
_SHEET = re.compile(r'<link rel="stylesheet" href="(/ui/[a-z0-9_]+/v[0-9]+/[A-Za-z0-9_./-]+\.css)">')
_ICON = re.compile(r'href="(/ui/[a-z0-9_]+/v[0-9]+/icons\.svg)#')
# A font or picture would have to be fetched, and a report fetches nothing.
_FONT = re.compile(r"@font-face\s*\{[^}]*\}", re.IGNORECASE)
_IMPORT = re.compile(r"@import[^;]*;", re.IGNORECASE)
_FOREIGN = re.compile(r"""url\(\s*(?!["']?(?:data:|#))[^)]*\)""", re.IGNORECASE)
_PICTURE = re.compile(r"<(?:img|image|source)\b[^>]*>", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b[^>]*>.*?</script>", re.IGNORECASE | re.DOTALL)


def standalone(document: str, read: Callable[[str], bytes | None]) -> str:
    """Return ``document`` (a bundle's own page) with what its head refers to put in; ``read`` takes a path in the tree.

    The markup stays a stranger's: it is to be shown in a frame in which nothing runs.
    """
    head, _, rest = document.partition("</head>")
    body = _PICTURE.sub("", _SCRIPT.sub("", rest.partition("<body>")[2].rpartition("</body>")[0]))
    sheets = "\n".join(_style(_resource(read, path)) for path in _SHEET.findall(head))
    icons = dict.fromkeys(_ICON.findall(body))
    symbols = "".join(_symbols(_resource(read, path)) for path in icons)
    root = _HTML.search(head)
    body = _ICON.sub('href="#', body)
    return (
        f"<!doctype html>{root[0] if root else '<html>'}<head><meta charset='utf-8'>"
        f"<meta name='color-scheme' content='light dark'>{sheets}</head>"
        f"<body>{symbols}{body}</body></html>"
    )


def _resource(read: Callable[[str], bytes | None], address: str) -> str:
    """Return what the router would serve at ``address``: /ui/<feature>/v<N>/<path> lies in generated/."""
    _, _, feature, version, path = address.split("/", 4)
    found = None if ".." in path else read(f"generated/{feature}/{version}/ui/{path}")
    return (found or b"").decode("utf-8", "replace")


def _style(sheet: str) -> str:
    for pattern in (_FONT, _IMPORT):
        sheet = pattern.sub("", sheet)
    inert = _FOREIGN.sub("none", sheet).replace("</", "<\\/")
    return f"<style>{inert}</style>"


def _symbols(icons: str) -> str:
    return f"<svg hidden style='display:none'>{icons[icons.find('<svg') :]}</svg>" if "<svg" in icons else ""
