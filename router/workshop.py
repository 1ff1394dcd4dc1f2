"""``lockstep-router stories``: the gallery alone, for work on components. No database; what changes is loaded anew."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from router import files, loader, manifests, stories
from router.features import Feature, gathered
from router.kernel import make_importable
from router.layers import layered
from router.loader import Bundle
from router.manifests import Refusal
from router.problems import Problem
from router.serve import address_of, listening, log_plainly, opened, run
from router.settings import Settings, open_settings
from router.signals import stopped_by_signals
from router.watch import Watch

DEFAULT_PORT = 8001
_INTERVAL = 0.3  # seconds between two looks
_PULSE = 15.0  # seconds after which a silent stream says that it is alive
_ELSEWHERE = "This server shows stories only. The whole app: lockstep-router serve"

Mark = frozenset[tuple[str, int, int]]  # path, time of change and size of every file of one bundle


def serve(start: Path, host: str, port: int | None, *, browse: bool) -> None:
    """Serve the gallery of the project at ``start`` until SIGINT or SIGTERM.

    ``port`` None is 8001, or a free one. Raises UsageInvalid when it cannot start.
    """
    settings = open_settings(start)
    log_plainly()
    with stopped_by_signals(), contextlib.closing(listening(host, port, DEFAULT_PORT)) as listener:
        make_importable(settings.root)
        asyncio.run(_serve(Workshop(settings), listener, browse=browse))


async def _serve(workshop: Workshop, listener: socket.socket, *, browse: bool) -> None:
    address = f"{address_of(listener)}/stories"

    def announce() -> None:
        print(f"Stories on {address}\nPages reload when a bundle changes. Stop with Ctrl-C.", flush=True)  # noqa: T201
        if browse:
            opened(address)

    async with workshop.following():
        await run(workshop, listener, announce, workshop.close)


class Workshop:
    """The ASGI application: bundles as they lie on the disk now, and a stream that says when they changed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._marks: Mapping[Path, Mark] = {}
        self._loaded: dict[Path, Bundle | Refusal] = {}
        self._features: tuple[Feature, ...] = ()
        self._changed = asyncio.Event()
        self._closed = False
        self._outermost = layered(self._answer)
        self._take_over(*self._looked())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            await self._outermost(scope, receive, send)

    def close(self) -> None:
        """End the streams, so that nobody waits for them."""
        self._closed = True
        self._tell()

    @asynccontextmanager
    async def following(self) -> AsyncIterator[None]:
        """Keep up with the disk until the end."""
        task = asyncio.create_task(self._follow())
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET":
            answer: Response = Problem(405, headers={"Allow": "GET, HEAD"}).response()
        elif scope["path"] == "/":
            answer = RedirectResponse("/stories")
        elif scope["path"] == "/stories/events":
            answer = StreamingResponse(
                self._events(), headers={"Cache-Control": "no-store"}, media_type="text/event-stream"
            )
        else:
            answer = (
                files.answer(self._settings.root, self._features, scope)
                or stories.answer(self._features, Watch(), scope, live=True)
                or Problem(404, _ELSEWHERE).response()
            )
        await answer(scope, receive, send)

    async def _events(self) -> AsyncIterator[str]:
        yield "retry: 500\n\n"
        while not self._closed:
            changed = self._changed
            try:
                await asyncio.wait_for(changed.wait(), _PULSE)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            if not self._closed:
                yield "event: changed\ndata: bundles\n\n"

    def _tell(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(_INTERVAL)
            before = await asyncio.to_thread(_marks, self._settings.root)
            if before == self._marks:
                continue
            await asyncio.sleep(_INTERVAL)
            # A bundle that is still being written is left in peace.
            if before == await asyncio.to_thread(_marks, self._settings.root):
                self._take_over(*await asyncio.to_thread(self._looked))
                self._tell()

    def _looked(self) -> tuple[Mapping[Path, Mark], dict[Path, Bundle | Refusal]]:
        """Return what lies on the disk: bundles that did not change as they are, the others loaded anew."""
        marks = _marks(self._settings.root)
        loaded = {
            folder: self._loaded[folder]
            if self._marks.get(folder) == mark
            else loader.load(folder, self._settings.kernel)
            for folder, mark in marks.items()
        }
        return marks, loaded

    def _take_over(self, marks: Mapping[Path, Mark], loaded: dict[Path, Bundle | Refusal]) -> None:
        gone = [old for folder, old in self._loaded.items() if loaded.get(folder) is not old]
        self._marks, self._loaded = marks, loaded
        self._features = gathered(loaded.values())
        for old in gone:
            if isinstance(old, Bundle):
                loader.unload(old)


def _marks(root: Path) -> dict[Path, Mark]:
    """Return what the bundles that have an interface look like now; the others would only cost time."""
    return {folder: frozenset(_files(folder)) for folder in manifests.find(root) if (folder / "ui").is_dir()}


def _files(folder: Path) -> Iterator[tuple[str, int, int]]:
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):  # it went away while we looked
                found = (Path(place) / name).stat()
                yield f"{place}/{name}", found.st_mtime_ns, found.st_size
