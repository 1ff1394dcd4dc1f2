"""The gallery of stories while somebody watches: a server of the router's, in a process of its own."""

from __future__ import annotations

import queue
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from generator.children import started
from generator.programs import environment, last_words, mortal

_SECONDS = 30.0  # to say where it is


def has_components(root: Path) -> bool:
    """Say whether any unit of the project asks for components."""
    return any(root.glob("prompts/*/v*/ui.prompt"))


@contextmanager
def gallery(root: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Serve the stories of the project during the block, and say where; without them the block runs all the same."""
    command = mortal("router", "stories", "--root", str(root))
    with (
        tempfile.TemporaryFile() as said,
        started(command, folder=root, environment=environment(PYTHONUNBUFFERED="1"), stderr=said) as server,
    ):
        assert server.stdout is not None  # noqa: S101  # it was asked for
        address = _address(server.stdout)
        if address:
            say(f"Stories on {address}; open pages reload by themselves.")
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
