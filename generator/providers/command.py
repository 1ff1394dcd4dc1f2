"""Any program as the model: the prompt on its standard input, the answer on its standard output."""

from __future__ import annotations

import os
import selectors
import shlex
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from generator.canonical import pretty_json
from generator.children import answering
from generator.errors import ProviderFailed, UsageInvalid
from generator.providers.patience import DEFAULT_TIMEOUT_S, VARIABLE, timeout_s
from generator.providers.reading import as_text
from generator.requests import Completion, Request, Source

LARGEST_OUTPUT = 8 * 1024 * 1024
"""Bytes on standard output; a program that writes more is not answering."""
_STDERR_KEPT = 2000
_TICK_S = 0.5


@dataclass(frozen=True, slots=True)
class Command:
    """Runs ``argv`` in ``folder`` for each request, without a shell.

    The program finds the whole request as JSON in the file named by ``LOCKSTEP_REQUEST``. ``now`` is a monotonic
    clock in seconds, ``timeout_s`` the time that one answer may take.
    """

    argv: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    timeout_s: float = DEFAULT_TIMEOUT_S
    now: Callable[[], float] = time.monotonic
    largest_output: int = LARGEST_OUTPUT

    @property
    def name(self) -> str:
        """The program's name without its folder: what recordings call the model."""
        return Path(self.argv[0]).name

    def complete(self, request: Request, on_progress: Callable[[int], None]) -> Completion:
        """Return what the program wrote, as it came.

        Raises ProviderFailed when it cannot be started, takes too long, ends in failure, or writes too much or
        something that is not UTF-8.
        """
        with tempfile.TemporaryDirectory(prefix="lockstep-") as scratch:
            prompt = Path(scratch, "prompt.md")
            payload = Path(scratch, "request.json")
            prompt.write_bytes(as_text(request).encode())
            payload.write_bytes(pretty_json({"request_digest": request.digest, "request": request.payload()}))
            process = self._start(prompt, payload)
            with process, answering(process):
                try:
                    out, err = self._read(process, on_progress)
                finally:
                    _end(process)
        if process.returncode != 0:
            raise self._failed(f"ended with {_status(process.returncode)}", err)
        try:
            return Completion(out.decode("utf-8"), self.name, Source.model)
        except UnicodeDecodeError as error:
            raise self._failed(
                f"wrote something that is not UTF-8 ({error.reason} at byte {error.start})", err
            ) from error

    def _start(self, prompt: Path, payload: Path) -> subprocess.Popen[bytes]:
        # A file as standard input: a program that reads its input late, or never, cannot block us.
        with prompt.open("rb") as stdin:
            try:
                return subprocess.Popen(  # noqa: S603 - the user names the program; no shell is involved
                    self.argv,
                    stdin=stdin,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    cwd=self.folder,
                    env={**self.environment, "LOCKSTEP_REQUEST": str(payload)},
                    start_new_session=True,  # so that a time-out also reaches what the program started
                )
            except (OSError, ValueError) as error:
                raise self._failed(f"could not be started ({error})", b"") from error

    def _read(self, process: subprocess.Popen[bytes], on_progress: Callable[[int], None]) -> tuple[bytes, bytes]:
        """Read both pipes until they close and the program ends; return standard output and the tail of the other."""
        deadline = self.now() + self.timeout_s
        out, err = bytearray(), bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(_pipe(process.stdout), selectors.EVENT_READ, out)
            selector.register(_pipe(process.stderr), selectors.EVENT_READ, err)
            while selector.get_map():
                ready = selector.select(_TICK_S)
                if not ready and process.poll() is not None:
                    break  # it ended, and something it left behind keeps the pipes open
                for key, _ in ready:
                    if not _drain(key, selector):
                        continue
                    if len(out) > self.largest_output:
                        raise self._failed(f"wrote more than {self.largest_output} bytes", err)
                    del err[:-_STDERR_KEPT]
                    on_progress(len(out) // 4)
                if self.now() > deadline:
                    raise self._failed(f"did not answer within {self.timeout_s:g} s ({VARIABLE})", err)
        try:
            process.wait(max(0.0, deadline - self.now()))
        except subprocess.TimeoutExpired as error:
            raise self._failed(f"closed its output but did not end within {self.timeout_s:g} s", err) from error
        return bytes(out), bytes(err)

    def _failed(self, what: str, stderr: bytes | bytearray) -> ProviderFailed:
        tail = bytes(stderr[-_STDERR_KEPT:]).decode("utf-8", "replace").strip()
        said = f" Its last words on standard error:\n{tail}" if tail else ""
        return ProviderFailed(
            f"the command {shlex.join(self.argv)} {what}. It must read a prompt on standard input and write one JSON "
            f"object to standard output; try it by hand, then run again.{said}"
        )


def command_from_line(line: str, folder: Path) -> Command:
    """Return the provider for ``command:LINE``. Raises UsageInvalid when the line's quotes do not close."""
    try:
        argv = tuple(shlex.split(line))
    except ValueError as error:
        raise UsageInvalid(f"command:{line}: {error}. Quote it as you would for a shell.") from error
    if not argv or not argv[0]:
        raise UsageInvalid(f"command:{line}: names no program.")
    return Command(argv, folder, os.environ, timeout_s(os.environ))


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None, "both pipes are asked for"  # noqa: S101 - our own bug if not
    return stream


def _drain(key: selectors.SelectorKey, selector: selectors.BaseSelector) -> bool:
    """Move what is ready into the key's buffer; return False and stop listening at the end of the stream."""
    chunk = os.read(key.fd, 65536)
    if not chunk:
        selector.unregister(key.fileobj)
        return False
    key.data.extend(chunk)
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    """Leave nothing running, whatever made us stop reading."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _status(code: int) -> str:
    if code >= 0:
        return f"exit status {code}"
    with suppress(ValueError):
        return f"signal {signal.Signals(-code).name}"
    return f"signal {-code}"
