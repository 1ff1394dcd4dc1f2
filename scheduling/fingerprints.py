"""Fingerprints: a digest of an operation and its input, the same for the same meaning."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256

from scheduling.holds import NewHold
from scheduling.values import BookingQuery, NewBooking, Search

Input = NewBooking | NewHold | Search | BookingQuery | datetime | str | tuple[str, ...]


def fingerprint(operation: str, *values: Input) -> str:
    """Return 64 hex digits that stand for an operation and its checked input; times count as instants."""
    plain = [value if isinstance(value, str | tuple | datetime) else asdict(value) for value in values]
    body = json.dumps([operation, *plain], sort_keys=True, separators=(",", ":"), default=_instant)
    return sha256(body.encode()).hexdigest()


def _instant(value: object) -> str:
    if not isinstance(value, datetime):
        raise TypeError(f"{value!r} is no input of an operation")
    return value.astimezone(UTC).isoformat()
