"""Runs the front on a port until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import uvicorn

from router.app import Front
from router.errors import UsageInvalid
from router.features import Feature, load_all
from router.kernel import make_importable, running_kernel
from router.latecomers import completed, following, unknown
from router.pages import stable
from router.postgres import database_url
from router.settings import Settings, open_settings
from router.signals import stopped_by_signals
from router.watch import Watch, describe, watching

DEFAULT_PORT = 8000
_GRACE = 5  # seconds for requests that are under way when the server is told to stop


def serve(start: Path, host: str, port: int | None, *, demo: bool) -> None:
    """Serve the project at ``start`` until SIGINT or SIGTERM; ``port`` None is 8000, or a free one if that is taken.

    Raises UsageInvalid, KernelUnusable or DatabaseUnavailable when it cannot start.
    """
    settings = open_settings(start)
    _log_plainly()
    with stopped_by_signals(), contextlib.closing(listening(host, port)) as listener:
        make_importable(settings.root)
        with database_url(settings.root, os.environ) as url:
            asyncio.run(_serve(settings, url, listener, demo=demo))


async def _serve(settings: Settings, url: str, listener: socket.socket, *, demo: bool) -> None:
    async with running_kernel(settings.kernel, url, demo=demo) as kernel, watching(url) as watch:
        found = load_all(settings.root, settings.kernel)
        features = completed(settings, found, unknown(found, watch.entries))
        front = Front(settings, features, kernel, watch)
        async with following(front, watch, settings):
            await run(front, listener, lambda: print(greeting(listener, features, watch), flush=True))  # noqa: T201


async def run(front: Front, listener: socket.socket, started: Callable[[], None]) -> None:
    """Answer on ``listener`` until a signal comes; call ``started`` once requests are taken."""
    config = uvicorn.Config(
        front,
        access_log=False,
        log_config=None,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
    )
    await _Announcing(config, started).serve(sockets=[listener])


class _Announcing(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._announce()


def listening(host: str, port: int | None) -> socket.socket:
    """Return a listening socket. Raises UsageInvalid when a port that was asked for by number is not to be had."""
    try:
        return _bound(host, DEFAULT_PORT if port is None else port)
    except (OSError, OverflowError) as error:
        if port is None and isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            return _bound(host, 0)
        raise UsageInvalid(
            f"cannot listen on {host}:{port or DEFAULT_PORT}: {error}. Choose another --port."
        ) from error


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(1024)
    except BaseException:
        listener.close()
        raise
    return listener


def greeting(listener: socket.socket, features: tuple[Feature, ...], watch: Watch) -> str:
    """Return what is printed once requests are taken: the address first, then what answers there."""
    host, port = listener.getsockname()[:2]
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    width = max((len(feature.name) for feature in features), default=0)
    lines = [f"Serving {len(features)} features on {address}", f"API page: {address}/docs"]
    for feature in features:
        decision = stable(feature, watch)
        answer = f"v{decision.version} ({decision.reason})" if decision else "no sound version"
        entry = watch.entries.get(feature.name)
        more = f", {describe(entry)}" if entry else ""
        lines.append(f"  {feature.name:<{width}}  {answer}{more}")
        lines.extend(f"  {'':<{width}}  v{refusal.version} refused: {refusal.reason}" for refusal in feature.refusals)
    return "\n".join([*lines, "Stop with Ctrl-C."])


def _log_plainly() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("lockstep").setLevel(logging.INFO)
