"""The gallery of stories: a server of the router's, in a process of its own."""

from __future__ import annotations

import queue
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from generator.children import started
from generator.programs import environment, last_words, mortal

_SECONDS = 30.0  # to say where it is


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the gallery is to show, and how.

    ``only`` are features and versions (all when empty), ``before`` a folder with what stood before a run, ``port`` None
    is the usual one or a free one, and ``browse`` opens the user's browser.
    """

    only: tuple[str, ...] = ()
    before: Path | None = None
    port: int | None = None
    browse: bool = False

    def arguments(self, root: Path) -> list[str]:
        """Return the command line of the server."""
        only = [word for name in self.only for word in ("--only", name)]
        before = ["--before", str(self.before)] if self.before else []
        port = [] if self.port is None else ["--port", str(self.port)]
        return mortal("router", "stories", "--root", str(root), *only, *before, *port, *["--open"] * self.browse)


def has_components(root: Path) -> bool:
    """Say whether any unit of the project asks for components."""
    return any(root.glob("prompts/*/v*/ui.prompt"))


def serve(root: Path, wanted: Wanted, say: Callable[[str], None]) -> int:
    """Serve the stories of the project until an interrupt, and return the server's exit code.

    ``say`` is told where they are; errors go to stderr.
    """
    unbuffered = environment(PYTHONUNBUFFERED="1")
    with started(wanted.arguments(root), folder=root, environment=unbuffered, stderr=sys.stderr.fileno()) as server:
        assert server.stdout is not None  # noqa: S101  # it was asked for
        try:
            for line in server.stdout:
                say(line.decode(errors="replace").rstrip())
            return server.wait()
        except KeyboardInterrupt:  # the way to end it
            return 0


@contextmanager
def gallery(root: Path, say: Callable[[str], None], wanted: Wanted) -> Iterator[None]:
    """Serve the stories of the project during the block, and say where; without them the block runs all the same."""
    with (
        tempfile.TemporaryFile() as said,
        started(
            wanted.arguments(root), folder=root, environment=environment(PYTHONUNBUFFERED="1"), stderr=said
        ) as server,
    ):
        assert server.stdout is not None  # noqa: S101  # it was asked for
        address = _address(server.stdout)
        if address:
            say(f"Stories on {address} (open pages reload by themselves)")
        else:
            why = last_words(said, 1)
            say(f"No stories{f': {why}' if why else ''}. Watching goes on; --no-stories leaves them out.")
        yield


def _address(stream: IO[bytes]) -> str:
    """Return the first address that the server names, nothing when it ends or takes too long; read on for ever."""
    found: queue.SimpleQueue[str] = queue.SimpleQueue()

    def read() -> None:
        for line in stream:
            for word in line.decode(errors="replace").split():
                if word.startswith("http"):
                    found.put(word)
        found.put("")

    threading.Thread(target=read, daemon=True).start()
    try:
        return found.get(timeout=_SECONDS)
    except queue.Empty:
        return ""
