"""What went wrong on the way to an OpenAI-compatible server, whether trying again can help, and when."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from generator.canonical import Json

_QUOTA_CODES = {"insufficient_quota", "billing_hard_limit_reached"}
_PASSING_CODES = {"", "server_error", "rate_limit_exceeded", "overloaded", "timeout", "api_error", "internal_error"}
_LONGEST_QUOTE = 300


class Failure(Exception):
    """One attempt failed.

    ``what`` continues a sentence that starts with the host's name; ``remedy`` is a sentence; ``again`` says whether
    another attempt can help, ``after_s`` how long the server wants us to wait first (None: it did not say).
    """

    def __init__(self, what: str, remedy: str, *, again: bool = False, after_s: float | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy
        self.again = again
        self.after_s = after_s


class NoSuchEndpoint(Exception):
    """The server does not have the endpoint we called (404, 405 or 501)."""


def of_status(status: int, body: Json, headers: Mapping[str, str], model: str) -> Failure | NoSuchEndpoint:
    """Say what an HTTP status of 300 and above means. ``body`` is decoded JSON, else text, else None."""
    code, message = _error(body)
    if status in (404, 405, 501) and code != "model_not_found":
        return NoSuchEndpoint()
    said = f"answered {status}{f': {message}' if message else ''}"
    again = (status in (408, 409, 429) or status >= 500) and code not in _QUOTA_CODES
    after_s = retry_after_s(headers) if again else None
    return Failure(said, _remedy(status, code, model), again=again, after_s=after_s)


def _remedy(status: int, code: str, model: str) -> str:
    in_words = {
        301: "Set OPENAI_BASE_URL to the address it now has.",
        401: "Set OPENAI_API_KEY to a key that is valid there.",
        403: "Set OPENAI_API_KEY to a key that may use this model there.",
        429: "Wait and run again, or lower --jobs.",
    }
    if code in _QUOTA_CODES:
        return "The account behind the key has no credit left: add some, or use another key."
    if code == "model_not_found":
        return f"It knows no model {model!r}: name another one in the prompt's front matter."
    if status < 400:
        return in_words[301]
    if status >= 500 or status in (408, 409):
        return "Run again later."
    return in_words.get(status, "Change what it names in the prompt's front matter, in a new version of the prompt.")


def of_report(code: str, message: str) -> Failure:
    """Say what an error means that the server reported inside a stream."""
    what = f"broke off its answer: {_short(message)}{f' ({code})' if code else ''}"
    return Failure(what, "Run again later.", again=code in _PASSING_CODES)


def of_content_type(content_type: str) -> Failure:
    """Say what a body means that is no event stream."""
    if "html" in content_type:
        what = "answered with a web page where an event stream belongs"
        return Failure(what, "Check OPENAI_BASE_URL: most servers want a path such as /v1.")
    what = f"answered with {content_type} where an event stream belongs"
    return Failure(what, "Use a server that streams (stream: true).")


def retry_after_s(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Return the seconds a server asks us to wait, None when it does not say so in a way we understand.

    ``Retry-After`` may be seconds or an HTTP date, which is compared with ``now`` (default: the wall clock).
    """
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            seconds = float(headers[name]) * unit
        except (KeyError, ValueError):
            continue
        if math.isfinite(seconds):
            return max(0.0, seconds)
    try:
        date = parsedate_to_datetime(headers["retry-after"])
    except (KeyError, ValueError, IndexError, OverflowError):
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    return max(0.0, (date - (now or datetime.now(UTC))).total_seconds())


def _error(body: Json) -> tuple[str, str]:
    """Return code and message of an error body, as far as it has them."""
    if isinstance(body, str):
        return "", "a web page" if "<html" in body[:2000].lower() or "<!doctype" in body[:200].lower() else _short(body)
    error = body.get("error", body) if isinstance(body, dict) else None
    if isinstance(error, str):
        return "", _short(error)
    if not isinstance(error, dict):
        return "", ""
    code, message = error.get("code"), error.get("message")
    return code if isinstance(code, str) else "", _short(message) if isinstance(message, str) else ""


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_QUOTE else line[:_LONGEST_QUOTE] + "…"
