"""Processes that are killed at a chosen moment: SIGKILL at the n-th time they touch the file system.

Run as a program, it forks one child for each moment, so that libraries are imported once and not fifty times.
"""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
from collections.abc import Callable
from functools import partial

from generator.cli import main as lockstep

# What Python announces before it touches a file, and before it starts another program.
_TOUCHES = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.truncate", "subprocess.Popen")


def killed_at(moment: int, body: Callable[[], None]) -> int | None:
    """Run ``body`` in a forked child that dies at its ``moment``-th touch, and return None.

    A child that ends before must end well: then the number of its touches is returned.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        touches = _die_at(moment)
        try:
            body()
            os.write(writing, str(touches[0]).encode())
        except BaseException:  # noqa: BLE001  # a child must never come back into the test
            os._exit(70)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return None
    assert status == 0, f"the child failed by itself: {status}"
    return int(said)


def _die_at(moment: int) -> list[int]:
    """Arm this process; the one number in the list counts its touches."""
    touches = [0]

    def touch(event: str, _arguments: tuple[object, ...]) -> None:
        if event in _TOUCHES:
            touches[0] += 1
            if touches[0] == moment:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(touch)
    return touches


def main() -> None:
    """``crashing.py WARM FOLDER MOMENT [FOLDER MOMENT]...``: run ``lockstep regenerate`` in each folder, killed then.

    WARM is a project whose regeneration loads every library before the first fork. Prints a line a folder: ``killed``,
    or ``ended`` and how often it touched the disk.
    """
    _regenerate(sys.argv[1], "--fresh")
    for folder, moment in zip(sys.argv[2::2], sys.argv[3::2], strict=True):
        touches = killed_at(int(moment), partial(_regenerate, folder))
        sys.stdout.write("killed\n" if touches is None else f"ended {touches}\n")
        sys.stdout.flush()


def _regenerate(folder: str, *options: str) -> None:
    with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
        assert lockstep(["regenerate", "--jobs", "1", *options]) == 0


if __name__ == "__main__":
    main()
