"""Runs the front on a port until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

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


def serve(start: Path, host: str, port: int | None, *, demo: bool, browse: bool = False) -> None:
    """Serve the project at ``start`` until SIGINT or SIGTERM; ``port`` None is 8000, or a free one if that is taken.

    ``browse`` opens the front page in the user's browser once it is there.
    Raises UsageInvalid, KernelUnusable or DatabaseUnavailable when it cannot start.
    """
    settings = open_settings(start)
    log_plainly()
    with stopped_by_signals(), contextlib.closing(listening(host, port)) as listener:
        make_importable(settings.root)
        with database_url(settings.root, os.environ) as url:
            asyncio.run(_serve(settings, url, listener, demo=demo, browse=browse))


async def _serve(settings: Settings, url: str, listener: socket.socket, *, demo: bool, browse: bool) -> None:
    async with running_kernel(settings.kernel, url, demo=demo) as kernel, watching(url) as watch:
        found = load_all(settings.root, settings.kernel)
        features = completed(settings, found, unknown(found, watch.entries))
        front = Front(settings, features, kernel, watch)

        def announce() -> None:
            print(greeting(listener, features, watch), flush=True)  # noqa: T201
            if browse:
                opened(address_of(listener))

        async with following(front, watch, settings):
            await run(front, listener, announce)


def opened(address: str) -> None:
    """Open an address in the user's browser, if there is one; some take their time, and none may hold the server."""
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


async def run(
    front: ASGIApp,
    listener: socket.socket,
    started: Callable[[], None],
    stopping: Callable[[], None] = lambda: None,
) -> None:
    """Answer on ``listener`` until a signal comes; call ``started`` once requests are taken.

    ``stopping`` is called when no more are taken and those under way have to end.
    """
    config = uvicorn.Config(
        front,
        access_log=False,
        log_config=None,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
    )
    await _Announcing(config, started, stopping).serve(sockets=[listener])


class _Announcing(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, started: Callable[[], None], stopping: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = started
        self._stopping = stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._announce()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stopping()
        await super().shutdown(sockets)


def listening(host: str, port: int | None, default: int = DEFAULT_PORT) -> socket.socket:
    """Return a listening socket: on ``port``; when that is None on ``default``, or a free port if that is taken.

    Raises UsageInvalid when a port that was asked for by number is not to be had.
    """
    try:
        return _bound(host, default if port is None else port)
    except (OSError, OverflowError) as error:
        if port is None and isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            return _bound(host, 0)
        raise UsageInvalid(
            f"cannot listen on {host}:{default if port is None else port}: {error}. Choose another --port."
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


def address_of(listener: socket.socket) -> str:
    """Return where a browser finds the server."""
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def greeting(listener: socket.socket, features: tuple[Feature, ...], watch: Watch) -> str:
    """Return what is printed once requests are taken: the address first, then what answers there."""
    address = address_of(listener)
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


def log_plainly() -> None:
    """Log to stderr: ours from INFO on, everybody else's from WARNING on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("lockstep").setLevel(logging.INFO)
