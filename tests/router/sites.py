"""A front that tests ask in-process."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from starlette.types import ASGIApp

from router.app import Front
from router.features import load_all
from router.kernel import running_kernel
from router.rollout import Rollout
from router.settings import open_settings
from router.store import Entry
from router.watch import Watch
from router.workshop import Sought, Workshop


class Site:
    """A front over what lies in a root, asked in-process."""

    def __init__(self, root: Path, rollout: Rollout | None = None, clock: list[float] | None = None) -> None:
        project = open_settings(root)
        entries = {rollout.feature: Entry(rollout, datetime(2026, 1, 1, tzinfo=UTC), "ann")} if rollout else {}
        self.settings = project
        self.watch = Watch(entries, clock=(lambda: clock[0]) if clock else (lambda: 0.0))
        self.kernel = asyncio.run(self._kernel(project.kernel))
        self.front = Front(project, load_all(root, project.kernel), self.kernel, self.watch)

    async def _kernel(self, name: str) -> object:
        async with running_kernel(name, "postgresql://unused") as kernel:
            return kernel

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own arguments
        """Send one request and return the answer."""

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self.front, raise_app_exceptions=True)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                return await client.request(method, path, **more)

        return asyncio.run(send())


@contextmanager
def served(application: ASGIApp) -> Iterator[str]:
    """Serve an application on a free port in a thread, for clients that are not ours; yield its address."""
    config = uvicorn.Config(application, log_config=None, lifespan="off", access_log=False)
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def at_work(root: Path, *only: str, before: Path | None = None) -> Iterator[str]:
    """Serve the gallery as ``lockstep stories`` does, in a thread; yield its address."""
    workshop = Workshop(open_settings(root), Sought(root, only, before))
    server = uvicorn.Server(uvicorn.Config(workshop, log_config=None, lifespan="off", access_log=False))

    async def serve() -> None:
        async with workshop.following():
            await server.serve(sockets=[listener])

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=asyncio.run, args=(serve(),))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            workshop.close()
            server.should_exit = True
            thread.join()
