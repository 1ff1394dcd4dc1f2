"""Problems for people: whoever prefers a page to JSON gets the same problem, with the same status, as a page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from router.problems import MEDIA_TYPE
from router.rendering import render

_STANDARD = frozenset({"type", "title", "status", "detail", "instance", "errors"})
_AGAIN = "Go back, change what the message names, and try again."
_NEXT: Mapping[int, str] = {
    400: "Go back and try again. If a link brought you here, it may have been cut off on its way.",
    403: "Open the page on this site first, and send the form from there.",
    404: "Check the address for a slip, or start again from the front page.",
    405: "Start again from the front page.",
    408: "Send it once more; your connection may have been slow.",
    413: "Go back and send less.",
    415: "Start again from the front page.",
    422: "Go back, mend what is named here, and send it again.",
    500: "Try again in a moment. If it happens again, report the instance named below.",
    503: "Wait a moment, then load this page again.",
}


class ProblemPages:
    """ASGI middleware around everything that may answer with a problem document."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; only a problem's body is held until it is whole."""
        wants_page = prefers_html(Headers(scope=scope).get("accept", ""))
        start: Message | None = None
        body = b""

        async def translated(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and _is_problem(message):
                MutableHeaders(scope=message).add_vary_header("Accept")
                start = message if wants_page else None
            if start is None:
                await send(message)
            elif message["type"] == "http.response.body":
                body += message.get("body", b"")
                if not message.get("more_body"):
                    page = render_problem(start["status"], _document(body)).encode("utf-8", "replace")
                    MutableHeaders(scope=start).update(
                        {"content-type": "text/html; charset=utf-8", "content-length": str(len(page))}
                    )
                    await send(start)
                    await send({"type": "http.response.body", "body": page})

        await self._app(scope, receive, translated)


def render_problem(status: int, document: Mapping[str, Any]) -> str:
    """Return a problem document as a page."""
    facts = {name: text for name, value in document.items() if name not in _STANDARD and (text := _text(value))}
    if "instance" in document:
        facts["instance"] = _text(document["instance"])
    return render(
        "problem.html",
        status=status,
        title=str(document.get("title", "Error")),
        detail=str(document.get("detail", "")),
        advice=_NEXT.get(status, _NEXT[500] if status >= 500 else _AGAIN),
        errors=[(_place(error), str(error.get("detail", ""))) for error in _errors(document)],
        facts=facts,
        document=json.dumps(document, ensure_ascii=False, indent=2),
    )


def prefers_html(accept: str) -> bool:
    """Say whether an Accept header ranks text/html above JSON; a wildcard counts for JSON, as programs send it."""
    html = json_ = 0.0
    for part in accept.split(","):
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = _quality(parameters)
        if kind in {"text/html", "application/xhtml+xml"}:
            html = max(html, quality)
        elif kind in {"*/*", "application/*", "application/json", MEDIA_TYPE}:
            json_ = max(json_, quality)
    return html > json_


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def _is_problem(start: Message) -> bool:
    return Headers(raw=start["headers"]).get("content-type", "").partition(";")[0] == MEDIA_TYPE


def _document(body: bytes) -> Mapping[str, Any]:
    """Return the JSON object, an empty one for what generated code may have sent in its place."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _errors(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    errors = document.get("errors")
    return [error for error in errors if isinstance(error, dict)] if isinstance(errors, list) else []


def _place(error: Mapping[str, Any]) -> str:
    """Return where in the request an error lies, as a person would say it."""
    if "pointer" in error:
        return str(error["pointer"]).removeprefix("#").removeprefix("/").replace("~1", "/").replace("~0", "~")
    return str(error.get("parameter", ""))


def _text(value: object) -> str:
    """Return a member's value as people read it, empty for one of many parts: that is for programs."""
    if isinstance(value, list):
        return ", ".join(texts) if all(texts := [_text(each) for each in value]) else ""
    if isinstance(value, str):
        return value
    return "" if isinstance(value, dict) else json.dumps(value)
