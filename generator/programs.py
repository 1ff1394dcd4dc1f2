"""Starting our own programs as children: the same interpreter, our own packages, and nobody left behind."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import generator
from generator.children import started

# A gate that is killed cannot end its children: the kernel does, where it knows how (PR_SET_PDEATHSIG is Linux's).
_MORTAL = """
import ctypes, runpy, signal, sys
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""


def command(*arguments: str) -> list[str]:
    """Return the command line of ``python -m`` with ``arguments``, in the interpreter we run in."""
    return [sys.executable, "-m", *arguments]


def mortal(*arguments: str) -> list[str]:
    """Return the same command line for a child that ends when we do, however we end."""
    return [sys.executable, "-c", _MORTAL, *arguments]


def environment(**more: str) -> dict[str, str]:
    """Return our environment for a child: it finds our packages wherever it runs, and writes no bytecode."""
    ours = str(Path(generator.__file__).parents[1])
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    path = os.pathsep.join(filter(None, [ours, kept.get("PYTHONPATH")]))
    return {**kept, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8", **more}


@contextmanager
def running(
    arguments: Sequence[str], folder: Path, said: IO[bytes], descriptors: tuple[int, ...] = ()
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a child in a group of its own, and end the whole group afterwards; ``said`` takes its stderr.

    Its stdout is a pipe to us.
    """
    with started(arguments, folder=folder, environment=environment(), stderr=said, descriptors=descriptors) as child:
        yield child


def last_words(said: IO[bytes], lines: int = 6) -> str:
    """Return the end of what a child wrote."""
    said.flush()
    said.seek(0)
    return "\n".join(said.read().decode(errors="replace").strip().splitlines()[-lines:])
