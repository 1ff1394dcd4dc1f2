"""Cursors: where the next page starts, and of which question it is a page.

A cursor is opaque to callers, and what comes back may be forged: it is checked like any other stranger's value. It
holds no secret and gives no access, since the tenant is never part of it.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import replace

from scheduling.checks import invalid
from scheduling.fingerprints import fingerprint
from scheduling.values import BookingQuery, Search

_LONGEST = 200


def question(asked: Search | BookingQuery) -> str:
    """Return a digest of what is asked, page aside."""
    return fingerprint(type(asked).__name__, replace(asked, limit=1, cursor=None))[:16]


def encode(asked: Search | BookingQuery, position: int, tie: str = "") -> str:
    """Return the cursor that goes on after ``position`` (microseconds or minutes since 1970) and ``tie``."""
    body = json.dumps([question(asked), position, tie], separators=(",", ":"))
    return base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")


def decode(asked: Search | BookingQuery, cursor: str) -> tuple[int, str]:
    """Return position and tie of a cursor of the same question; raises InvalidRequest for any other text."""
    refusal = invalid("cursor", "is not a next_cursor of this question; leave it out to start from the first page")
    if not isinstance(cursor, str) or len(cursor) > _LONGEST:
        raise refusal
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        body = json.loads(base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        raise refusal from None
    match body:
        case [str(of), int(position), str(tie)] if of == question(asked) and 0 <= position < 2**60:
            return position, tie
    raise refusal
