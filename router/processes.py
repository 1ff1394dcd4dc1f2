"""What can be known about processes that we did not start."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def alive(pid: int) -> bool:
    """Say whether a process exists that has not ended; one that nobody collects (a zombie) has."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][:1] not in {"Z", "X"}
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return False
    except OSError:
        return False
    try:  # a system without /proc
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def is_postgres(pid: int) -> bool:
    """Say whether ``pid`` is a living Postgres; a number used again by another program is not."""
    with suppress(OSError):
        return alive(pid) and Path(f"/proc/{pid}/comm").read_text().strip() == "postgres"
    return alive(pid) and not Path("/proc/self").exists()


def inhabited(folder: Path) -> bool:
    """Say whether any process has ``folder`` as its working folder, as every process of a Postgres has its data."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (process / "cwd").samefile(folder):
                return True
    return False
