"""Sending: one request to somebody's server, which is a stranger's: slow, endless or hostile as it may be."""

from __future__ import annotations

import asyncio
import ssl
from functools import lru_cache

import httpcore

from scheduling.webhooks.addresses import AddressRefused, PublicOnly

PATIENCE = 10.0
"""Seconds for all of it: name, connection, request and answer."""


class NotDelivered(Exception):
    """The other server was not reached, or did not say that it has the message."""


@lru_cache(maxsize=1)
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()


async def send(url: str, headers: dict[str, str], body: bytes, *, to_private: bool) -> int:
    """Send a message and return the answer's status, 200 to 299 or 410; raises NotDelivered for anything else.

    No redirect is followed, no proxy of the environment is used, and what the answer says is not read.
    """
    wanted = {"content-type": "application/json", "user-agent": "Lockstep-Webhooks", "connection": "close", **headers}
    pool = httpcore.AsyncConnectionPool(
        ssl_context=_trusted(), network_backend=PublicOnly(to_private=to_private), max_connections=1
    )
    try:
        async with (
            asyncio.timeout(PATIENCE),
            pool,
            pool.stream("POST", url, headers=list(wanted.items()), content=body) as answer,
        ):
            status: int = answer.status
    except TimeoutError:
        raise NotDelivered(f"no answer within {PATIENCE:.0f} seconds") from None
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as error:
        raise NotDelivered(f"{type(error).__name__}: {error}") from None
    except AddressRefused as error:
        raise NotDelivered(str(error)) from None
    if status == 410 or 200 <= status < 300:
        return status
    redirected = "; redirects are not followed, so give the address itself" if 300 <= status < 400 else ""
    raise NotDelivered(f"it answered {status}{redirected}")
