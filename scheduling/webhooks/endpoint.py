"""Endpoint: where a tenant wants to be told of what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, get_args
from urllib.parse import urlsplit

from scheduling import checks
from scheduling.checks import invalid
from scheduling.webhooks import signing

EventKind = Literal["booking.created", "booking.cancelled", "booking.restored", "booking.rescheduled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEndpoint:
    """Where to tell; ``kinds`` empty means of everything, ``secret`` None that one is made up."""

    url: str
    kinds: tuple[EventKind, ...] = ()
    secret: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """An endpoint as it stands; one that answered 410 is no longer ``active``."""

    id: str
    url: str
    kinds: tuple[EventKind, ...]
    secret: str
    active: bool
    created_at: datetime


def checked(new: NewEndpoint, *, to_private: bool) -> NewEndpoint:
    """Check an endpoint to be made; ``to_private`` allows plain http too. Raises InvalidRequest."""
    url = checks.text("url", new.url, longest=2_000)
    schemes = {"https", "http"} if to_private else {"https"}
    try:
        parts = urlsplit(url)
        sound = parts.scheme in schemes and parts.hostname and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        sound = False
    if not sound or not url.isascii() or " " in url or parts.fragment:
        wanted = " or ".join(f"{scheme}://" for scheme in sorted(schemes, reverse=True))
        raise invalid("url", f"must be {wanted} and a host, without a user, a password or a fragment")
    unknown = set(new.kinds) - set(get_args(EventKind))
    if unknown:
        raise invalid("kinds", f"must be some of {', '.join(get_args(EventKind))}")
    secret = None if new.secret is None else signing.checked(new.secret)
    return replace(new, kinds=tuple(dict.fromkeys(new.kinds)), secret=secret)
