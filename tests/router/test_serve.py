from __future__ import annotations

import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from router.serve import listening
from tests.router.toys import make_bundle


class Server:
    """A running ``lockstep-router serve`` and what it printed."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout is not None
        self.greeting = ""
        while "Stop with" not in self.greeting:
            line = process.stdout.readline()
            assert line, f"it ended early, after {self.greeting!r}"
            self.greeting += line
        found = re.search(r"http://\S+?:(\d+)", self.greeting)
        assert found is not None
        self.address, self.port = found[0], int(found[1])

    def version(self, path: str = "/v1/notes", **headers: str) -> tuple[str, str]:
        """Return which version answers, and why."""
        answer = httpx.get(f"{self.address}{path}", headers=headers)
        return answer.headers["lockstep-version"], answer.headers["lockstep-reason"]


@contextmanager
def serving(root: Path, *options: str, stop: int = signal.SIGTERM) -> Iterator[Server]:
    """Serve a root, and check that a signal stops it in order."""
    command = [sys.executable, "-m", "router", "serve", "--root", str(root), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=without_database()) as process:
        try:
            yield Server(process)
            process.send_signal(stop)
            assert process.wait(30) == 0
        finally:
            process.kill()


def without_database() -> dict[str, str]:
    """Return our environment without DATABASE_URL."""
    return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}


def router(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run ``lockstep-router`` to its end."""
    command = [sys.executable, "-m", "router", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=without_database())


def until(holds: Callable[[], bool]) -> float:
    """Wait for something to hold, thirty seconds at most, and return the seconds that it took."""
    start = time.monotonic()
    while not holds():
        assert time.monotonic() - start < 30, "it never happened"
        time.sleep(0.02)
    return time.monotonic() - start


def test_a_canary_is_rolled_out_and_taken_back_while_two_processes_serve(root: Path):
    """The whole story: serve twice, send everybody to v2, take it back, without a restart of either."""
    for version in (1, 2):
        make_bundle(root, version=version)
    assert router("rollout", "set", "notes", "--stable", "v1", "--root", root).stdout == "notes: stable v1\n"
    with serving(root, "--demo", "--port", "0") as one, serving(root, "--port", "0", stop=signal.SIGINT) as two:
        assert "notes  v1 (stable), stable v1" in one.greeting
        assert f"API page: {one.address}/docs" in one.greeting
        assert httpx.get(f"{one.address}/v1/notes").json() == {"notes": [{"text": "welcome", "version": "v1"}]}
        assert httpx.get(f"{two.address}/readyz").status_code == 200
        set_it = router(
            "rollout", "set", "notes", "--stable", "v1", "--canary", "v2", "--weight", "100", "--root", root
        )
        assert set_it.stdout == "notes: stable v1, canary v2 at 100 %\n"
        for server in (one, two):
            until(lambda server=server: server.version() == ("v2", "canary"))
        shown = json.loads(router("rollout", "show", "--format", "json", "--root", root).stdout)
        assert shown["rollouts"]["notes"]["canary"] == "v2"
        aborted = router("rollout", "abort", "notes", "--root", root).stdout
        assert aborted == "notes: canary v2 taken back, all clients get stable v1\n"
        for server in (one, two):
            until(lambda server=server: server.version() == ("v1", "aborted"))
    assert not (root / ".lockstep/postgres/postmaster.pid").exists()
    assert not list((root / "generated").rglob("__pycache__"))


def test_a_version_made_while_serving_is_promoted_and_taken_back(root: Path):
    """v2 comes to be after the start, is rolled out, promoted and aborted; a further abort says there is nothing."""
    make_bundle(root)
    with serving(root, "--port", "0") as server:
        router("rollout", "set", "notes", "--stable", "v1", "--root", root)
        make_bundle(root, version=2)
        router("rollout", "set", "notes", "--stable", "v1", "--canary", "v2", "--weight", "100", "--root", root)
        until(lambda: server.version() == ("v2", "canary"))
        router("rollout", "set", "notes", "--stable", "v2", "--root", root)
        until(lambda: server.version() == ("v2", "stable"))
        aborted = router("rollout", "abort", "notes", "--format", "json", "--root", root).stdout
        assert json.loads(aborted)["taken_back"] == {"kind": "stable", "version": "v2"}
        until(lambda: server.version() == ("v1", "aborted"))
        again = router("rollout", "abort", "notes", "--root", root)
        assert (again.returncode, again.stdout) == (64, "")
        assert "nothing to take back of 'notes': that was aborted already" in again.stderr
        assert "rollout set notes --stable v<N>" in again.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["set", "notes", "--stable", "v3"], "there is no notes/v3 in generated/. Known: v1, v2."),
        (["set", "nothing", "--stable", "v1"], "Known: none."),
        (["set", "notes", "--stable", "1"], "'1' is no version. Write it like v1."),
        (["set", "notes", "--stable", "v1", "--canary", "v2", "--weight", "101"], "not a percentage"),
        (["set", "notes", "--stable", "v1", "--weight", "5"], "needs a canary"),
        (["set", "notes", "--stable", "v1", "--canary", "v1"], "both stable and canary"),
        (["set", "notes", "--stable", "v1", "--canary", "v2"], "api.py was changed"),
        (["abort", "notes"], "no rollout of 'notes'"),
        (["set", "notes"], "Missing option '--stable'"),
    ],
)
def test_a_rollout_that_makes_no_sense_is_refused(root: Path, words: list[str], message: str):
    """A version that is missing or not sound, a weight that is none: exit 64 and a message with the way out."""
    make_bundle(root)
    (make_bundle(root, version=2) / "api.py").write_text("")
    done = router("rollout", *words, "--root", root)
    assert (done.returncode, done.stdout) == (64, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken(tmp_path: Path):
    """Without --port a free one is found; a port that was asked for by number is an error with a remedy."""
    with listening("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        (tmp_path / "pyproject.toml").write_text('[tool.lockstep]\nkernel = "toykernel"\n')
        done = router("serve", "--root", tmp_path, "--port", str(port))
        assert done.returncode == 64
        assert "Choose another --port" in done.stderr


@pytest.mark.parametrize(
    ("kernel", "message"),
    [("raise ImportError('no')", "cannot be imported"), ("x = 1", "has no lifespan(database_url)")],
)
def test_a_kernel_that_is_none_is_said(root: Path, kernel: str, message: str):
    """What is wrong with the kernel ends the start with one message."""
    (root / "toykernel.py").write_text(kernel)
    done = router("serve", "--root", root, "--port", "0")
    assert (done.returncode, done.stdout) == (1, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (root / ".lockstep/postgres/postmaster.pid").exists()


def test_no_project_no_server(tmp_path: Path):
    """Outside of a project the message says what is missing."""
    done = router("serve", "--root", tmp_path)
    assert done.returncode == 64
    assert "[tool.lockstep]" in done.stderr


def test_racing_clients_get_one_winner(root: Path):
    """Fifty clients write the same note at once: one 201, the rest the kernel's refusal, all whole documents."""
    make_bundle(root)
    statuses: list[int] = []
    with serving(root, "--port", "0") as server:

        def write() -> None:
            headers = {"Idempotency-Key": "k"}
            answer = httpx.post(f"{server.address}/v1/notes", json={"text": "a"}, headers=headers, timeout=60)
            assert answer.json()
            statuses.append(answer.status_code)

        threads = [threading.Thread(target=write) for _ in range(50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(statuses) == [201, *[409] * 49]


def test_bytes_that_are_no_http_leave_the_server_standing(root: Path):
    """Cut, garbled and contradictory requests are answered with 4xx or a closed connection; the next one is served."""
    make_bundle(root)
    chance = random.Random(7)  # noqa: S311 - the same requests every time
    sound = (
        b"POST /v1/notes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b'Content-Length: 12\r\n\r\n{"text":"a"}'
    )
    wires = [
        b"",
        b"\x00" * 50,
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /v1/notes HTTP/1.1\r\nHost: x\r\n" + b"A: " + b"a" * 100_000 + b"\r\n\r\n",
        b"POST /v1/notes HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}",
        b"POST /v1/notes HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST /v1/notes HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n{}",
        b"POST /v1/notes HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n{}",
        b"GET /v1/notes?%zz=%ff HTTP/1.1\r\nHost: x\r\nTenant: \xff\xfe\r\nConnection: close\r\n\r\n",
        b"GET /docs/%2e%2e%2f%2e%2e%2fetc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET http://other/v1/notes HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        *(sound[:cut] for cut in range(0, len(sound), 9)),
    ]
    for _ in range(60):
        wire = bytearray(sound)
        for _ in range(chance.randint(1, 6)):
            wire[chance.randrange(len(wire))] = chance.randrange(256)
        wires.append(bytes(wire))
    with serving(root, "--port", "0") as server:
        for wire in wires:
            with socket.create_connection(("127.0.0.1", server.port), 10) as connection:
                connection.sendall(wire)
                connection.shutdown(socket.SHUT_WR)
                answer = b""
                try:
                    while chunk := connection.recv(65536):
                        answer += chunk
                except ConnectionResetError:
                    pass
            for status in re.findall(rb"^HTTP/1\.1 (\d+)", answer, re.MULTILINE):
                assert int(status) < 500, (wire, answer)
        assert server.version() == ("v1", "only")


def test_a_refused_bundle_is_said_at_the_start(root: Path):
    """The greeting and the log name the refused version and the one that answers in its place."""
    make_bundle(root)
    (make_bundle(root, version=2) / "api.py").write_text("")
    with serving(root, "--port", "0") as server:
        assert "notes  v1 (fallback)" in server.greeting
        assert "v2 refused: api.py was changed" in server.greeting
        assert server.version() == ("v1", "fallback")


def test_help_costs_no_more_than_click():
    """The command line imports nothing heavy before it knows what is asked."""
    script = (
        "import sys; from router.cli import cli\n"
        "try: cli(['--help'])\n"
        "except SystemExit: pass\n"
        "print([name for name in ('fastapi', 'asyncpg', 'uvicorn', 'pydantic', 'asyncio') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
