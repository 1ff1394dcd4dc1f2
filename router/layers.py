"""What every answer goes through on its way out, whatever made it."""

from __future__ import annotations

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from router.policy import Policy
from router.problem_pages import ProblemPages
from router.problems import Guard

_SMALLEST_COMPRESSED = 1024  # bytes; below, the header costs what the compression saves


def layered(answer: ASGIApp) -> ASGIApp:
    """Return ``answer`` with HEAD, compression, the policy of pages, problems as pages, and no exception left over."""
    return _Heads(GZipMiddleware(Policy(ProblemPages(Guard(answer))), _SMALLEST_COMPRESSED, compresslevel=6))


class _Heads:
    """ASGI middleware: HEAD is GET, with the body kept back."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def silent(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        if scope["method"] == "HEAD":
            await self._app({**scope, "method": "GET"}, receive, silent)
        else:
            await self._app(scope, receive, send)
