"""Serves one bundle in the router's sandbox on a loopback port, and has another child ask it everything."""

from __future__ import annotations

import json
import select
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from generator import children
from generator.programs import command, environment, last_words, mortal, running
from generator.project import Project
from generator.units import Unit

REFUSED = 3
"""Exit code of the probe when it is the bundle's fault."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long each step may take, in seconds of wall-clock time, and how much is asked of each operation."""

    loading: int = 60
    starting: int = 90
    asking: int = 600
    examples: int = 20
    chains: int = 30
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Ended:
    """How the bundle's server ended on its own: ``kind`` is ``load``, ``crash`` or ``timeout``, ``said`` tells more."""

    kind: str
    said: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of the asking.

    ``failures`` and ``errors`` are rows of :mod:`generator.gate.fuzz`; ``ended`` says how the server ended, if it did;
    ``unfinished`` says why not everything was asked, if so.
    """

    failures: tuple[Mapping[str, Any], ...] = ()
    errors: tuple[Mapping[str, Any], ...] = ()
    ended: Ended | None = None
    unfinished: str = ""


def ask(project: Project, unit: Unit, document: Mapping[str, Any], limits: Limits) -> Answered:
    """Serve the bundle of ``unit`` with a database of its own and ask what ``document`` (OpenAPI) describes."""
    with tempfile.TemporaryFile() as said, _listening() as listener:
        folder = project.relative(project.generated(unit))
        options = ("--database", "embedded", "--seconds", str(limits.asking + limits.starting))
        serve = mortal("router", "probe", folder, "--fd", str(listener.fileno()), *options)
        with running(serve, project.root, said, (listener.fileno(),)) as server:
            port = int(listener.getsockname()[1])
            listener.close()  # the server's copy is the only one left: when it dies, connections are refused
            first = _line(server, limits.starting)
            if first != {"ready": True}:
                return _not_ready(server, first, said, limits)
            answered = _asked(document, port, limits)
            if server.poll() is None:
                return answered
            return replace(answered, ended=_ended(server, _line(server, 1), said))


@contextmanager
def _listening() -> Iterator[socket.socket]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        yield listener


def _line(server: subprocess.Popen[bytes], seconds: float) -> Mapping[str, Any] | None:
    """Return the next line that the server writes, as JSON; None when none comes in time or it is something else."""
    stream = server.stdout
    if stream is None or not select.select([stream], [], [], seconds)[0]:
        return None
    try:
        value = json.loads(stream.readline())
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _not_ready(
    server: subprocess.Popen[bytes], first: Mapping[str, Any] | None, said: IO[bytes], limits: Limits
) -> Answered:
    try:
        server.wait(5)
    except subprocess.TimeoutExpired:
        return Answered(ended=Ended("timeout", f"the bundle was not up within {limits.starting} s: {last_words(said)}"))
    if first is None and server.returncode != REFUSED:
        return Answered(unfinished=f"the probe ended with {server.returncode}: {last_words(said)}")
    return Answered(ended=_ended(server, first, said))


def _ended(server: subprocess.Popen[bytes], line: Mapping[str, Any] | None, said: IO[bytes]) -> Ended:
    if line is not None and line.get("error") in {"load", "crash", "timeout"}:
        last = last_words(said, 1)
        return Ended(str(line["error"]), f"{line.get('detail', '')}{f'; its last words: {last}' if last else ''}")
    return Ended("crash", f"the bundle's server ended with {server.returncode}: {last_words(said)}")


def _asked(document: Mapping[str, Any], port: int, limits: Limits) -> Answered:
    effort = {"examples": limits.examples, "chains": limits.chains, "seed": limits.seed}
    asked = {"base_url": f"http://127.0.0.1:{port}", "openapi": document, **effort}
    with tempfile.TemporaryDirectory(prefix="lockstep-asking-") as folder:
        try:
            done = children.run(
                command("generator.gate.fuzz"),
                folder=folder,
                environment=environment(HYPOTHESIS_STORAGE_DIRECTORY=str(Path(folder) / "hypothesis")),
                said=json.dumps(asked).encode(),
                seconds=limits.asking,
            )
        except subprocess.TimeoutExpired as expired:
            return _rows(expired.stdout or b"", f"asking took more than {limits.asking} s")
    said = done.stderr.decode(errors="replace").strip().splitlines()[-3:]
    return _rows(done.stdout, f"the asking child ended with {done.returncode}: {' '.join(said)}")


def _rows(told: bytes, unless_done: str) -> Answered:
    rows = [json.loads(line) for line in told.splitlines() if line.endswith(b"}")]
    done = any(row["kind"] == "done" for row in rows)
    return Answered(
        failures=tuple(row for row in rows if row["kind"] == "failure"),
        errors=tuple(row for row in rows if row["kind"] == "error"),
        unfinished="" if done else unless_done,
    )
