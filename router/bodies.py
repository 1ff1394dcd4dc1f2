"""Reads a request's body once, with limits, and refuses JSON and forms that no handler should have to think about."""

from __future__ import annotations

import asyncio
import json
import math
import re
from collections.abc import Iterator, Set
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope

from router.problems import Problem, pointer

LARGEST_BODY = 1024 * 1024  # bytes
LARGEST_FORM = 256 * 1024  # bytes; percent-encoding makes up to twelve of one character
MOST_FIELDS = 200
DEEPEST = 64  # nested arrays and objects
FORM = "application/x-www-form-urlencoded"
_PATIENCE = 30.0  # seconds for the whole body
_WITH_CONTENT = {"POST", "PUT", "PATCH"}
_LINE_END = re.compile(rb"(?:%0[Dd]|\r)(?:%0[Aa]|\n)?")


async def read_body(scope: Scope, receive: Receive) -> bytes | Problem:
    """Return the body, or why it is not taken. Raises ClientDisconnect when it breaks off."""
    largest = LARGEST_FORM if media_type(scope) == FORM else LARGEST_BODY
    announced = _header(scope, b"content-length")
    if announced.isdigit() and int(announced) > largest:
        return _too_large(largest)
    chunks: list[bytes] = []
    try:
        async with asyncio.timeout(_PATIENCE):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise ClientDisconnect
                chunks.append(message.get("body", b""))
                if sum(map(len, chunks)) > largest:
                    return _too_large(largest)
                if not message.get("more_body"):
                    return b"".join(chunks)
    except TimeoutError:
        return Problem(408, headers={"Connection": "close"})


def as_typed(scope: Scope, body: bytes) -> tuple[Scope, bytes]:
    """Return a form's request with each line end one LF; every other request is returned as it is.

    Browsers send CRLF for whatever ends a line in a text field. With it, limits on lengths would count each end twice
    and refuse what the page's own ``maxlength`` let people type.
    """
    if media_type(scope) != FORM or not _LINE_END.search(body):
        return scope, body
    body = _LINE_END.sub(b"%0A", body)
    length = str(len(body)).encode()
    headers = [(name, length if name == b"content-length" else value) for name, value in scope["headers"]]
    return {**scope, "headers": headers}, body


def replayed(body: bytes, receive: Receive) -> Receive:
    """Return a ``receive`` that gives ``body`` once and then what the connection says."""
    waiting = [body]

    async def again() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return again


def media_type(scope: Scope) -> str:
    """Return the media type that a request says its body has, in lower case and without parameters."""
    kind = _header(scope, b"content-type").partition(b";")[0].strip().lower()
    return kind.decode("latin-1")


def _too_large(largest: int) -> Problem:
    detail = f"The body is larger than {largest} bytes."
    return Problem(413, detail, extensions={"limit": largest}, headers={"Connection": "close"})


def _header(scope: Scope, name: bytes) -> bytes:
    return next((value for key, value in scope["headers"] if key == name), b"")


def unacceptable(scope: Scope, body: bytes, takes: Set[str], single: Set[str] = frozenset()) -> Problem | None:
    """Return why a request cannot be handed to any handler, None when it can.

    ``takes`` are the media types that the operation takes; without any, JSON passes and is not looked at. ``single``
    are the fields of its form that hold one value each. Broken JSON, repeated names and too deep nesting are 400, as
    are broken forms; any other body is 415; values that JSON and forms can write but no text or number of ours can
    hold (NUL, half a surrogate pair, 1e999) are 422.
    """
    if b"%00" in scope["query_string"] or b"\0" in scope["query_string"]:
        return _unprocessable(
            [{"in": "query", "parameter": "", "detail": "The query must not contain a NUL character."}]
        )
    kind = media_type(scope)
    if not body:
        return None
    if kind == FORM and FORM in takes:
        return _unacceptable_form(body, single)
    is_json = kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))
    if is_json and takes != {FORM}:
        return _unacceptable_json(body)
    return _unsupported(takes) if scope["method"] in _WITH_CONTENT else None


def _unsupported(takes: Set[str]) -> Problem:
    if FORM in takes:
        return Problem(415, f"The request's body must be a form, sent as {FORM}.")
    return Problem(415)


def _unacceptable_form(body: bytes, single: Set[str]) -> Problem | None:
    if not body.isascii():
        return Problem(400, "The form is not percent-encoded.")
    try:
        fields = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="surrogateescape", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        detail = f"The form has more than {MOST_FIELDS} fields."
        return Problem(413, detail, extensions={"limit": MOST_FIELDS})
    names = [name for name, _ in fields]
    # Whoever reads the first of two values and whoever reads the last would not be speaking of the same thing.
    if twice := next((name for name in sorted(single) if names.count(name) > 1), None):
        return Problem(400, f"The field {twice!r} stands in the form more than once.")
    errors = []
    for name, value in fields:
        if _unstorable(name):
            errors.append({"pointer": "#", "detail": "A name must be valid Unicode without NUL characters."})
        elif _unstorable(value):
            errors.append({"pointer": pointer([name]), "detail": "Text must be valid Unicode without NUL characters."})
    return _unprocessable(errors) if errors else None


def _unacceptable_json(body: bytes) -> Problem | None:
    try:
        value = json.loads(body.decode("utf-8"), parse_constant=_refuse_constant, object_pairs_hook=_unique)
    except RecursionError:
        return _too_deep()
    except ValueError as error:  # also what is not UTF-8, and integers of thousands of digits
        return Problem(400, f"The body is not JSON: {error}.")
    errors = []
    for path, detail in _unwelcome(value):
        if len(path) > DEEPEST:
            return _too_deep()
        errors.append({"pointer": pointer(path), "detail": detail})
    return _unprocessable(errors) if errors else None


def _too_deep() -> Problem:
    return Problem(400, f"The body is nested deeper than {DEEPEST} levels.")


def _unprocessable(errors: list[dict[str, str]]) -> Problem:
    return Problem(422, extensions={"errors": errors[:20]})


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the name {twice[:80]!r} stands twice in one object")
    return found


def _unwelcome(value: object) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the place of each value that must not get through, walking without recursion."""
    waiting: list[tuple[tuple[str | int, ...], object]] = [((), value)]
    while waiting:
        path, item = waiting.pop()
        if len(path) > DEEPEST:
            yield path, "nested too deep"
            return
        if isinstance(item, dict):
            waiting.extend(((*path, _printable(name)), inner) for name, inner in item.items())
            if any(_unstorable(name) for name in item):
                yield path, "A name must be valid Unicode without NUL characters."
        elif isinstance(item, list):
            waiting.extend(((*path, index), inner) for index, inner in enumerate(item))
        elif isinstance(item, str) and _unstorable(item):
            yield path, "Text must be valid Unicode without NUL characters."
        elif isinstance(item, float) and not math.isfinite(item):
            yield path, "The number is out of range."


def _unstorable(text: str) -> bool:
    return "\0" in text or any("\ud800" <= character <= "\udfff" for character in text)


def _printable(name: str) -> str:
    return name.encode("utf-8", "replace").decode()
