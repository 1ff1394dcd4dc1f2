"""``lockstep stories``: the gallery alone, for work on components. No database; what changes is loaded anew.

Two folders can be seen beside each other: the project's, and one with the bundles that stood before a run, which looks
like a project's (``generated/...``) and tells in ``round.json`` how the run went.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from router import files, stories
from router.gallery import rounds
from router.gallery.alone import Drawings
from router.gallery.shelves import PLACE_BEFORE, Work
from router.gallery.standing import Standing
from router.kernel import make_importable
from router.layers import layered
from router.problems import Problem
from router.serve import address_of, listening, log_plainly, opened, run
from router.settings import Settings, open_settings
from router.signals import stopped_by_signals
from router.watch import Watch

DEFAULT_PORT = 8001
_INTERVAL = 0.3  # seconds between two looks
_PULSE = 15.0  # seconds after which a silent stream says that it is alive
_ELSEWHERE = "This server shows stories only. The whole app: lockstep-router serve"


@dataclass(frozen=True, slots=True)
class Sought:
    """What is to be shown: of the project at ``start`` the bundles ``only`` (empty: all), and what stood ``before``."""

    start: Path
    only: tuple[str, ...] = ()
    before: Path | None = None


def serve(sought: Sought, host: str, port: int | None, *, browse: bool) -> None:
    """Serve the gallery until SIGINT or SIGTERM.

    ``port`` None is 8001, or a free one. Raises UsageInvalid when it cannot start.
    """
    settings = open_settings(sought.start)
    log_plainly()
    with stopped_by_signals(), contextlib.closing(listening(host, port, DEFAULT_PORT)) as listener:
        make_importable(settings.root)
        asyncio.run(_serve(Workshop(settings, sought), listener, browse=browse))


async def _serve(workshop: Workshop, listener: socket.socket, *, browse: bool) -> None:
    address = f"{address_of(listener)}/stories{workshop.entrance}"

    def announce() -> None:
        print(f"Stories on {address}\nPages reload when a bundle changes. Stop with Ctrl-C.", flush=True)  # noqa: T201
        if browse:
            opened(address)

    async with workshop.following():
        await run(workshop, listener, announce, workshop.close)


class Workshop:
    """The ASGI application: bundles as they lie on the disk now, and a stream that says when they changed."""

    def __init__(self, settings: Settings, sought: Sought) -> None:
        self._settings = settings
        self._sought = sought
        self._now = Standing(settings.root, settings.kernel)
        self._before = Standing(sought.before, settings.kernel) if sought.before else None
        self._round: rounds.Round | None = None
        self._drawings = Drawings()
        self._changed = asyncio.Event()
        self._closed = False
        self._outermost = layered(self._answer)
        for standing in self._standings:
            standing.take_over(*standing.looked())

    @property
    def entrance(self) -> str:
        """The end of the address that is opened first."""
        return "?against=before" if self._before else ""

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
                self._file(scope)
                or stories.answer(self._now.features, Watch(), scope, self._work)
                or Problem(404, _ELSEWHERE).response()
            )
        await answer(scope, receive, send)

    @property
    def _work(self) -> Work:
        before = self._before.features if self._before else None
        return Work(self._drawings, self._sought.only, before, self._round)

    @property
    def _standings(self) -> tuple[Standing, ...]:
        return (self._now, self._before) if self._before else (self._now,)

    def _file(self, scope: Scope) -> Response | None:
        place = f"/ui/{PLACE_BEFORE}/"
        if self._before and scope["path"].startswith(place):
            scope = {**scope, "path": f"/ui/{scope['path'].removeprefix(place)}"}
            return files.answer(self._settings.root, self._before.features, scope)
        return files.answer(self._settings.root, self._now.features, scope)

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
            await self._told_of_a_round()
            for standing in self._standings:
                await self._caught_up(standing)
            await asyncio.sleep(_INTERVAL)

    async def _caught_up(self, standing: Standing) -> None:
        marks = await asyncio.to_thread(standing.marks)
        if not standing.is_behind(marks):
            return
        await asyncio.sleep(_INTERVAL)
        # A bundle that is still being written is left in peace.
        if marks == await asyncio.to_thread(standing.marks):
            standing.take_over(*await asyncio.to_thread(standing.looked))
            self._tell()

    async def _told_of_a_round(self) -> None:
        if self._sought.before:
            found = await asyncio.to_thread(rounds.read, self._sought.before)
            if found != self._round:
                self._round = found
                self._tell()
