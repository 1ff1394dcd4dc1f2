"""Every error that leaves over HTTP: a problem document (RFC 9457), made in this one place."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("lockstep.router")

MEDIA_TYPE = "application/problem+json"

# The one table of statuses. Titles are HTTP's own words (RFC 9110), as "about:blank" demands; details are the default.
STATUSES: Mapping[int, tuple[str, str]] = {
    400: ("Bad Request", "The request is malformed."),
    403: ("Forbidden", "This request is not taken from a page of another site."),
    404: ("Not Found", "There is nothing at this address."),
    405: ("Method Not Allowed", "This address does not take this method."),
    408: ("Request Timeout", "The request's body did not arrive in time."),
    413: ("Content Too Large", "The request's body is too large."),
    415: ("Unsupported Media Type", "The request's body must be JSON, sent as application/json."),
    422: ("Unprocessable Content", "The request does not satisfy its schema."),
    500: ("Internal Server Error", "Something went wrong on our side. Quote the instance when you report it."),
    503: ("Service Unavailable", "The service cannot answer at the moment."),
}
_MOST_ERRORS = 20  # a body may be wrong in thousands of places; nobody reads them all


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem document; empty texts are filled in from :data:`STATUSES`.

    ``extensions`` are further members of the document and cannot replace the standard ones.
    """

    status: int
    detail: str = ""
    type: str = "about:blank"
    title: str = ""
    instance: str = ""
    extensions: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """Return the JSON object."""
        title, detail = STATUSES.get(self.status, ("Error", "The request could not be answered."))
        document: dict[str, Any] = {
            "type": self.type,
            "title": self.title or title,
            "status": self.status,
            "detail": self.detail or detail,
        }
        if self.instance:
            document["instance"] = self.instance
        return {**document, **{name: value for name, value in self.extensions.items() if name not in document}}

    def response(self) -> Response:
        """Return the document as a response of its own media type."""
        body = json.dumps(self.document(), ensure_ascii=False, default=str).encode("utf-8", "replace")
        return Response(body, self.status, {**self.headers, "Cache-Control": "no-store"}, MEDIA_TYPE)


def from_exception(error: Exception) -> Problem:
    """Return what a client may know of an exception.

    One that follows the kernel's protocol (``status``, ``type``, ``title``, ``detail``, ``extensions``) says so itself.
    Anything else is our bug: it is logged whole under an ``instance`` and the client gets that and no more.
    """
    if isinstance(error, RequestValidationError):
        return from_validation(error.errors())
    if isinstance(error, HTTPException):
        return Problem(error.status_code, str(error.detail or ""), headers=error.headers or {})
    status = getattr(error, "status", None)
    if isinstance(status, int) and 400 <= status <= 599 and isinstance(getattr(error, "type", None), str):
        extensions = getattr(error, "extensions", None)
        return Problem(
            status,
            str(getattr(error, "detail", "") or ""),
            str(error.type),  # type: ignore[attr-defined]  # looked at above
            str(getattr(error, "title", "") or ""),
            extensions=extensions if isinstance(extensions, Mapping) else {},
        )
    instance = uuid.uuid4().urn
    log.error("request failed, instance %s", instance, exc_info=error)
    return Problem(500, instance=instance)


def from_validation(errors: Iterable[Mapping[str, Any]]) -> Problem:
    """Return one problem for all that pydantic found, none of it holding the input itself.

    Broken JSON and missing or wrong headers are 400, what does not satisfy its schema is 422. Places in the body are
    JSON pointers (``#/items/0``); a parameter is named with where it stands (``query``, ``path``, ``header``).
    """
    found = list(errors)
    broken = next((error for error in found if error.get("type") == "json_invalid"), None)
    if broken is not None:
        return Problem(400, f"The body is not JSON: {broken.get('ctx', {}).get('error', 'cannot be parsed')}.")
    places = [error.get("loc") or ("body",) for error in found]
    listed = [_entry(place, str(error.get("msg", ""))) for place, error in zip(places, found, strict=True)]
    in_header = any(place[0] in {"header", "cookie"} for place in places)
    detail = "A header is missing or malformed." if in_header else ""
    return Problem(400 if in_header else 422, detail, extensions={"errors": listed[:_MOST_ERRORS]})


def _entry(place: tuple[object, ...], detail: str) -> dict[str, str]:
    where, *path = (str(step) for step in place)
    if where == "body":
        return {"pointer": pointer(path), "detail": detail}
    return {"in": where, "parameter": "/".join(path), "detail": detail}


def pointer(path: Iterable[object]) -> str:
    """Return a path of names and indexes as a JSON pointer in a URI fragment; the whole document is ``#``."""
    return "#" + "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def said(error: Exception) -> str:
    """Return an exception in one line, for whoever works on the code or the data that raised it."""
    if isinstance(error, ValidationError):
        found = error.errors(include_url=False)[:_MOST_ERRORS]
        return "ValidationError: " + "; ".join(f"{pointer(each['loc'])} {each['msg']}" for each in found)
    return f"{type(error).__name__}: {error}"


def exception_handlers() -> dict[int | type[Exception], Callable[[Request, Exception], Any]]:
    """Return the handlers that replace FastAPI's own."""

    async def handle(request: Request, error: Exception) -> Response:
        del request
        return from_exception(error).response()

    return {HTTPException: handle, RequestValidationError: handle}


class Guard:
    """ASGI middleware around one application: whatever it raises leaves as a problem document."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; an exception after the first byte can only close the connection, and is logged."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except ClientDisconnect:
            return  # nobody is left to read an answer
        except Exception as error:
            problem = from_exception(error)
            if started:
                raise
            await problem.response()(scope, receive, send)
