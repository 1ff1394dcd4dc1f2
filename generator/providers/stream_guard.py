"""Limits on what a server may send: neither an endless trickle nor an endless page keeps us busy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from generator.errors import ProviderFailed

if TYPE_CHECKING:
    import httpx2

LARGEST_RESPONSE = 64 * 1024 * 1024
"""Bytes on the wire for one call; an event stream takes about 50 times the bytes of its text."""


def guard(host: str, deadline: float, now: Callable[[], float]) -> Callable[[httpx2.Response], None]:
    """Return a response hook that bounds the body by bytes and by the time ``deadline`` on the clock ``now``.

    A read time-out alone bounds silence only: comments that keep a connection alive would defeat it.
    """
    import httpx2  # noqa: PLC0415 - slow to load

    class Guarded(httpx2.SyncByteStream):
        """The body of one response, checked chunk by chunk."""

        def __init__(self, inner: httpx2.SyncByteStream) -> None:
            self._inner = inner

        def __iter__(self) -> Iterator[bytes]:
            taken = 0
            for chunk in self._inner:
                taken += len(chunk)
                if taken > LARGEST_RESPONSE:
                    raise ProviderFailed(
                        f"{host} sent more than {LARGEST_RESPONSE} bytes for one answer. Check the server."
                    )
                if now() > deadline:
                    raise ProviderFailed(
                        f"{host} did not finish its answer in time. Raise LOCKSTEP_TIMEOUT_S, or run again."
                    )
                yield chunk

        def close(self) -> None:
            self._inner.close()

    def bound(response: httpx2.Response) -> None:
        if isinstance(response.stream, httpx2.SyncByteStream):
            response.stream = Guarded(response.stream)

    return bound
