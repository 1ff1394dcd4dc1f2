"""Addresses in markup and styles: they stay on this server, whatever a browser makes of odd characters."""

from __future__ import annotations

import html
import re

URL_ATTRIBUTES = frozenset({"href", "src", "action", "formaction"})
"""The attributes of allowed elements that hold an address."""

_TAIL = r"[A-Za-z0-9._~!$'()*+,;=:@%/?&#\[\]-]"
# A second character may be neither / nor \\, which lead to another server, nor one that browsers drop before they look.
_LOCAL = re.compile(rf"(/|/[A-Za-z0-9._~?#-]{_TAIL}*|[?#]{_TAIL}*)\Z")
_BEFORE_VALUE = re.compile(rf"(/[A-Za-z0-9._~?#-]{_TAIL}*|[?#]{_TAIL}*)\Z")
_AFTER_VALUE = re.compile(rf"[?#&]{_TAIL}*\Z")
_ASSET = re.compile(r"/assets/[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*\Z")
_FOREIGN = re.compile(r"(?i)\A\s*(//|/\\|\\)|[a-z][a-z0-9+.-]*://|\b(javascript|vbscript|data|blob|file|mailto):")


def is_local(text: str) -> bool:
    """Say whether ``text``, as it stands in markup, is surely a path, query or fragment on this server."""
    return _matches(_LOCAL, text)


def opens_locally(text: str) -> bool:
    """Say whether an address that begins with ``text`` stays here, whatever comes after it."""
    return _matches(_BEFORE_VALUE, text)


def goes_on(text: str) -> bool:
    """Say whether ``text`` may follow a value that is an address on this server: ``/`` and ``/x`` would lead away."""
    return _matches(_AFTER_VALUE, text)


def _matches(pattern: re.Pattern[str], text: str) -> bool:
    """Match ``text`` with ``&amp;`` read; any other character reference hides what is meant and matches nothing."""
    plain = text.replace("&amp;", "&")
    return html.unescape(plain) == plain and pattern.match(plain) is not None


def is_asset(text: str) -> bool:
    """Say whether ``text`` is a file of the project's assets."""
    return _ASSET.match(text) is not None


def looks_foreign(text: str) -> bool:
    """Say whether ``text`` could be an address elsewhere, or one that runs."""
    return _FOREIGN.search(re.sub(r"[\s\x00-\x1f]", "", text)) is not None
