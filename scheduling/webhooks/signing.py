"""Signing: ``webhook-id``, ``webhook-timestamp`` and ``webhook-signature`` (Standard Webhooks, symmetric, v1)."""

from __future__ import annotations

import binascii
import hmac
from base64 import b64decode, b64encode
from datetime import datetime
from hashlib import sha256

from scheduling.checks import invalid

PREFIX = "whsec_"


def secret(random_bytes: bytes) -> str:
    """Return a secret in its written form; the specification wants 24 to 64 random bytes."""
    return PREFIX + b64encode(random_bytes).decode()


def checked(written: str) -> str:
    """Check a secret that somebody brings along; raises InvalidRequest."""
    if not written.startswith(PREFIX) or not 24 <= len(_key(written)) <= 64:
        raise invalid("secret", f"must be {PREFIX} and the base64 of 24 to 64 bytes")
    return written


def _key(written: str) -> bytes:
    try:
        return b64decode(written.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return b""


def headers(written_secret: str, message: str, at: datetime, body: bytes) -> dict[str, str]:
    """Return the three headers of a message sent at a time; the id stays the same whenever it is sent again."""
    seconds = str(int(at.timestamp()))
    content = b".".join((message.encode(), seconds.encode(), body))
    signature = b64encode(hmac.new(_key(written_secret), content, sha256).digest()).decode()
    return {"webhook-id": message, "webhook-timestamp": seconds, "webhook-signature": f"v1,{signature}"}
