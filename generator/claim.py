"""One ``regenerate`` at a time in one project: an advisory lock that ends with the process, however it ends."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import UsageInvalid
from generator.project import Project

WAIT_SECONDS = 10.0
_PAUSE_SECONDS = 0.05


@contextmanager
def claim(
    project: Project, *, wait: float = WAIT_SECONDS, pause: Callable[[float], None] = time.sleep
) -> Iterator[None]:
    """Hold ``.lockstep/regenerate.lock`` for the block.

    Waits up to ``wait`` seconds for whoever holds it, then raises UsageInvalid that names the process.
    """
    project.private.mkdir(parents=True, exist_ok=True)
    file = project.private / "regenerate.lock"
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _lock(handle, file, round(wait / _PAUSE_SECONDS), pause)
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)  # closing lets go of the lock; the file stays, or two could hold "the" lock on two files


def _lock(handle: int, file: Path, attempts: int, pause: Callable[[float], None]) -> None:
    for attempt in range(attempts + 1):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if attempt < attempts:
                pause(_PAUSE_SECONDS)
        else:
            return
    holder = file.read_text(encoding="ascii", errors="replace").strip() or "unknown"
    raise UsageInvalid(
        f"another `lockstep regenerate` is at work in this project (process {holder}). "
        "Wait until it has ended, then run again."
    )
