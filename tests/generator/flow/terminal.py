"""Running the command line on a pseudo-terminal of a given size, and reading what it draws."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 120  # seconds, only against hanging for ever
_SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
# The terminal becomes the command's own, so that Control-C interrupts it, even where the tests ignore interrupts.
_START = (
    "import fcntl, signal, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from generator.cli import main; sys.exit(main())"
)


@dataclass(frozen=True, slots=True)
class Shown:
    """All that a command drew: ``raw`` with control sequences, ``text`` without."""

    code: int
    raw: str

    @property
    def text(self) -> str:
        """What can be read, with every frame that was drawn over."""
        return _SEQUENCE.sub("", self.raw).replace("\r", "")


@dataclass(slots=True)
class Session:
    """A command that runs on a terminal of its own."""

    process: subprocess.Popen[bytes]
    master: int
    raw: str = ""
    _bytes: bytearray = field(default_factory=bytearray)

    def until(self, seen: Callable[[str], bool]) -> str:
        """Read until what was drawn so far is as it should be; return it without control sequences."""
        late = time.monotonic() + PATIENCE
        while not seen(self.text):
            assert time.monotonic() < late, self.text
            assert self._read(0.1), self.text
        return self.text

    @property
    def text(self) -> str:
        """What can be read of what was drawn so far."""
        return Shown(0, self.raw).text

    def type(self, keys: str) -> None:
        """Press keys; character 3 is Control-C."""
        os.write(self.master, keys.encode())

    def end(self) -> Shown:
        """Read to the end."""
        late = time.monotonic() + PATIENCE
        while self._read(0.1):
            assert time.monotonic() < late, self.text
        return Shown(self.process.wait(PATIENCE), self.raw)

    def _read(self, seconds: float) -> bool:
        if select.select([self.master], [], [], seconds)[0]:
            try:
                chunk = os.read(self.master, 1 << 16)
            except OSError:  # Linux says so when the other end is closed
                return False
            self._bytes += chunk
            self.raw = self._bytes.decode(errors="replace")
            return bool(chunk)
        return True


@contextmanager
def session(folder: Path, *arguments: str, columns: int = 80, rows: int = 24, **environment: str) -> Iterator[Session]:
    """Start ``lockstep`` on a terminal; whatever happens, it does not outlive the block."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "COLUMNS", "LINES", "CI"}}
    process = subprocess.Popen(
        [sys.executable, "-c", _START, *arguments],
        cwd=folder,
        env={**kept, "TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8", **environment},
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
    )
    os.close(slave)
    try:
        yield Session(process, master)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(master)


def on_a_terminal(folder: Path, *arguments: str, columns: int = 80, rows: int = 24, **environment: str) -> Shown:
    """Run ``lockstep`` on a terminal to its end."""
    with session(folder, *arguments, columns=columns, rows=rows, **environment) as started:
        return started.end()
