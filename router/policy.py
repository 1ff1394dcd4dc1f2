"""What a browser may do with our pages: the one place where security headers are written."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
        "require-trusted-types-for 'script'",
        "trusted-types lockstep",
    )
)
WITH_FRAMES = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
"""For the one page of ours that shows others of this server inside of it."""

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_OURS = frozenset({"same-origin", "none"})  # none: typed, from a bookmark, or not from a page at all


class Policy:
    """ASGI middleware: every HTML answer carries :data:`HEADERS`, unless a page of ours brought a policy of its own.

    No answer of any kind may be taken for another kind than it says.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Content-Type-Options"] = "nosniff"
                if is_html(headers.get("content-type", "")):
                    for name, value in HEADERS.items():
                        headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, protected)


def unpolicied(headers: MutableHeaders) -> None:
    """Remove what generated code may have said of these things: it has no say in them."""
    for name in HEADERS:
        del headers[name]


def is_html(content_type: str) -> bool:
    """Say whether a browser makes a page of this media type."""
    return content_type.partition(";")[0].strip().lower() in {"text/html", "application/xhtml+xml"}


def forged(scope: Scope) -> str:
    """Return why a request that changes something comes from another site's page; empty when it does not.

    Browsers tell with ``Sec-Fetch-Site``, older ones with ``Origin``; programs send neither and are let through, for
    they hold nobody's cookies. What another site may read is closed anyway: we send no CORS headers.
    """
    if scope["method"] in _SAFE:
        return ""
    headers = Headers(scope=scope)
    site = headers.get("sec-fetch-site")
    if site is not None:
        return "" if site.strip().lower() in _OURS else f"The browser says that it comes from elsewhere ({site[:40]})."
    origin = headers.get("origin")
    if origin is None or origin.partition("://")[2] == headers.get("host", ""):
        return ""
    return f"It comes from a page of {origin[:200]}, not from one of this server."
