"""``lockstep-router probe``: one bundle, loaded by the very loader that serves it, in a child process with limits.

For whoever wants to look at a bundle from outside (the gate does), as a subprocess::

    python -m router probe FOLDER --openapi            [--seconds 60] [--memory 1024] [--root PROJECT]
    python -m router probe FOLDER --stories            (same options)
    python -m router probe FOLDER --fd N [--database embedded|URL]      (same options)

``FOLDER`` is ``.../<feature>/v<N>`` anywhere; ``--root`` names the project whose kernel and embedded database are used
(default: the project that FOLDER lies in). ``--seconds`` is wall-clock time for everything, and processor time as well.

``--openapi`` prints the OpenAPI document as JSON on stdout, exit 0.

``--stories`` prints every story of every component as JSON on stdout, exit 0: a list of objects with ``component``,
``name``, ``summary``, ``document`` (the whole page) and the ``policy`` that it is served under, or ``wrong`` (what kept
it from being drawn) in the place of both.

``--fd N`` serves the bundle, and it alone, behind the whole front (problem documents, limits, headers) on an inherited
*listening* socket, with the kernel's lifespan and demonstration data in a database that is made for this run and
dropped after it. Connect at once: requests wait until the bundle is up. When it is, one line ``{"ready": true}`` comes
on stdout. Send SIGTERM to stop; the exit code is then 0.

Failure is exit 3 and one JSON line ``{"error": ..., "detail": ...}`` on stdout, where ``error`` is

* ``load``: the manifest is not true, or the code does not import or has no router;
* ``crash``: the child died of a signal or ran out of memory (a ``load`` failure may also say ``MemoryError``);
* ``timeout``: it took longer than ``--seconds``.

64 is a command line that makes no sense, 1 a kernel or database that cannot be had. What generated code prints goes to
stderr. The child has no network (a network namespace of its own where the system lets us, and an audit hook that
refuses every connection but Unix sockets, every new process and every opening of a file for writing).
"""

from __future__ import annotations

import asyncio
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from router.errors import KernelUnusable, UsageInvalid
from router.postgres import create_database, database_url, drop_database, normal_url
from router.settings import open_settings
from router.signals import stopped_by_signals

EXIT_REFUSED = 3
READY = b'{"ready": true}\n'


@dataclass(frozen=True, slots=True)
class Limits:
    """What the child may use: seconds of wall-clock and processor time, MiB of address space."""

    seconds: float = 60.0
    memory_mib: int = 1024


@dataclass(frozen=True, slots=True)
class Errand:
    """What the child is told on its stdin, as JSON.

    Without ``fd`` the OpenAPI document is wanted, or the ``stories``; ``url`` is empty then.
    """

    folder: str
    root: str
    result: int
    seconds: float
    memory_mib: int
    fd: int | None = None
    url: str = ""
    stories: bool = False


def probe(folder: Path, root: Path, limits: Limits, *, fd: int | None, database: str, stories: bool = False) -> int:
    """Run the probe, print its result, and return the process's exit code.

    Raises UsageInvalid, DatabaseUnavailable or KernelUnusable when it is not the bundle's fault.
    """
    deadline = time.monotonic() + limits.seconds
    errand = Errand(
        str(folder.absolute()), str(root.absolute()), -1, limits.seconds, limits.memory_mib, fd, stories=stories
    )
    with stopped_by_signals(), ExitStack() as stack:
        if fd is not None:
            errand = replace(errand, url=stack.enter_context(_empty_database(root, database)))
        return _outcome(errand, deadline)


@contextmanager
def _empty_database(root: Path, database: str) -> Iterator[str]:
    with ExitStack() as stack:
        if database == "embedded":
            url = stack.enter_context(database_url(open_settings(root).root, {}))
        else:
            url = normal_url(database)
        if not parse_qs(urlsplit(url).query).get("host", [""])[0].startswith("/"):
            raise UsageInvalid("the probe has no network: --database must be a URL over a Unix socket (?host=/folder).")
        empty = asyncio.run(create_database(url))
        try:
            yield empty
        finally:
            asyncio.run(drop_database(empty, url))


def _outcome(errand: Errand, deadline: float) -> int:
    """Run the child until its end or the deadline; pass on what it says."""
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb", buffering=0) as result:
        child = _started(replace(errand, result=writing))
        os.close(writing)
        try:
            said = b""
            while chunk := _read(result.fileno(), deadline):
                said += chunk
                if errand.fd is not None and said.startswith(READY):
                    print(said[: len(READY)].decode().strip(), flush=True)  # noqa: T201
                    said = said[len(READY) :]
            child.wait(max(0.1, deadline - time.monotonic()))
        except (TimeoutError, subprocess.TimeoutExpired):
            return _refused("timeout", f"it took longer than {errand.seconds:g} seconds")
        finally:
            _ended(child)
    return _verdict(child.returncode, said, wants_result=errand.fd is None)


def _verdict(code: int, said: bytes, *, wants_result: bool) -> int:
    """Turn how the child ended and what it said last into our own answer."""
    if code == 0 and not said and wants_result:
        return _refused("crash", "the process ended with no result")
    if code == 0 and not wants_result:
        return 0
    if code == 0:
        print(said.decode("utf-8", "replace").strip())  # noqa: T201
        return 0
    try:
        last = json.loads(said)
        error, detail = str(last["error"]), str(last["detail"])
    except (ValueError, KeyError, TypeError):
        if code == -signal.SIGXCPU:
            return _refused("timeout", "it used up its processor time")
        return _refused("crash", f"signal {-code}" if code < 0 else f"the process ended with exit code {code}")
    if error == "kernel":
        raise KernelUnusable(detail)
    return _refused(error, detail)


def _refused(error: str, detail: str) -> int:
    print(json.dumps({"error": error, "detail": detail}))  # noqa: T201
    return EXIT_REFUSED


def _started(errand: Errand) -> subprocess.Popen[bytes]:
    # Only what Python needs: a stranger's code has no business with tokens and passwords in the environment.
    environment = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LANG", "TZ") if name in os.environ}
    inherited = (errand.result,) if errand.fd is None else (errand.result, errand.fd)
    child = subprocess.Popen(
        [sys.executable, "-B", "-m", "router.sandboxed"],
        stdin=subprocess.PIPE,
        stdout=sys.stderr.fileno(),
        pass_fds=inherited,
        env=environment,
    )
    assert child.stdin is not None  # noqa: S101 - it was asked for
    with suppress(BrokenPipeError), child.stdin:
        child.stdin.write(json.dumps(asdict(errand)).encode())
    return child


def _read(descriptor: int, deadline: float) -> bytes:
    """Return the next bytes, none at the end. Raises TimeoutError at the deadline."""
    ready, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
    if not ready:
        raise TimeoutError
    return os.read(descriptor, 1 << 16)


def _ended(child: subprocess.Popen[bytes]) -> None:
    """Make sure that the child is gone: asked first, then made."""
    if child.poll() is not None:
        return
    child.terminate()
    try:
        child.wait(5)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
