"""Trace context (W3C ``traceparent``): which request a job belongs to, wherever it is done."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_SHAPE = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_current: ContextVar[str | None] = ContextVar("traceparent", default=None)


def current() -> str | None:
    """Return the ``traceparent`` of what is being done now, if it has one."""
    return _current.get()


@contextmanager
def carried(traceparent: str | None) -> Iterator[None]:
    """Do something under a ``traceparent``; what is malformed counts as none, as the specification wants it."""
    token = _current.set(traceparent if traceparent and _SHAPE.fullmatch(traceparent) else None)
    try:
        yield
    finally:
        _current.reset(token)


def child(traceparent: str | None, new_span: Callable[[], str]) -> str | None:
    """Return a ``traceparent`` for a part of what another one stands for; ``new_span`` returns 16 hex digits."""
    if traceparent is None or not _SHAPE.fullmatch(traceparent):
        return None
    version, trace, _, flags = traceparent.split("-")
    return f"{version}-{trace}-{new_span()}-{flags}"
