"""Children of ours that an interrupt ends: started in a group of their own, ended with all that they started.

An interrupt reaches the main thread alone, and what other threads wait for would keep the process alive. So every
child is known here while it runs. The programs that answer for a model are told apart: they are worth waiting for.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

GRACE_SECONDS = 10.0
"""How long a child that is not wanted any more has to stop in, before it is stopped for good."""
_HASTE_SECONDS = 2.0  # the same when somebody waits at the keyboard
_PAUSE_SECONDS = 0.02

_lock = threading.Lock()
_running: set[subprocess.Popen[bytes]] = set()
_answering: set[subprocess.Popen[bytes]] = set()
_ending = threading.Event()


class Interrupted(Exception):
    """The run is being interrupted: this child was ended, or was not started any more."""


def run(
    arguments: Sequence[str],
    *,
    seconds: float,
    said: bytes | None = None,
    folder: Path | str | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run a program of ours to its end and return what it wrote; ``said`` is its standard input.

    Raises subprocess.TimeoutExpired, which holds what was written so far, and Interrupted.
    """
    with started(arguments, folder=folder, environment=environment, stdin=said) as child:
        try:
            out, err = child.communicate(said, seconds)
        except subprocess.TimeoutExpired as late:
            _end(child, 0.0)
            out, err = child.communicate()
            raise subprocess.TimeoutExpired(child.args, seconds, out, err) from late
    go_on()
    return subprocess.CompletedProcess(child.args, child.returncode, out, err)


@contextmanager
def started(
    arguments: Sequence[str],
    *,
    folder: Path | str | None = None,
    environment: Mapping[str, str] | None = None,
    stdin: bytes | None = None,
    stderr: IO[bytes] | int = subprocess.PIPE,
    descriptors: tuple[int, ...] = (),
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a child in a group of its own, and end the whole group afterwards. Its stdout is a pipe to us.

    It can read nothing unless ``stdin`` says that it will be told something. Raises Interrupted.
    """
    with _lock:
        go_on()
        child = subprocess.Popen(  # noqa: S603  # our own programs and fixed words, no shell
            arguments,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            pass_fds=descriptors,
            start_new_session=True,
        )
        _running.add(child)
    grace = GRACE_SECONDS
    try:
        yield child
    except KeyboardInterrupt:
        grace = _HASTE_SECONDS
        raise
    finally:
        _end(child, _HASTE_SECONDS if _ending.is_set() else grace)
        with _lock:
            _running.discard(child)


@contextmanager
def answering(child: subprocess.Popen[bytes]) -> Iterator[None]:
    """Know ``child``, the leader of its group, as a program that answers for a model; its starter ends it."""
    with _lock:
        _answering.add(child)
    try:
        yield
    finally:
        with _lock:
            _answering.discard(child)


def end_all(*, and_answers: bool = False) -> None:
    """End every child that runs, and let no other start until :func:`may_start`.

    What answers for a model goes on unless its answer, too, is given up.
    """
    with _lock:
        _ending.set()
        children = [*_running, *(_answering if and_answers else ())]
    for child in children:
        _signal(child, signal.SIGTERM)
    late = time.monotonic() + _HASTE_SECONDS
    while time.monotonic() < late and any(child.poll() is None for child in children):
        time.sleep(_PAUSE_SECONDS)
    for child in children:
        _signal(child, signal.SIGKILL)


def may_start() -> None:
    """Let children start again: whoever was interrupted has come to an end."""
    _ending.clear()


def go_on() -> None:
    """Raise Interrupted when it is no use to wait any longer."""
    if _ending.is_set():
        raise Interrupted


def _signal(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    if child.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, number)


def _end(child: subprocess.Popen[bytes], grace: float) -> None:
    _signal(child, signal.SIGTERM)
    try:
        child.wait(grace)
    except subprocess.TimeoutExpired:
        pass
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # whatever it has left behind, too
        child.wait()
        for stream in (child.stdin, child.stdout, child.stderr):
            if stream is not None:
                with suppress(BrokenPipeError):
                    stream.close()
