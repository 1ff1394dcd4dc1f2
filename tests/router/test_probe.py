from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.router.toys import make_bundle


def probe(folder: Path, *options: str) -> tuple[int, Any]:
    """Run a probe to its end; return its exit code and the JSON on its stdout."""
    command = [sys.executable, "-m", "router", "probe", str(folder), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.count("\n") == 1, done
    return done.returncode, json.loads(done.stdout)


def test_openapi_is_what_the_bundle_serves(root: Path):
    """The document has the routes of the code under the feature's name and version; nothing is left in the folder."""
    folder = make_bundle(root)
    before = sorted(root.rglob("*"))
    code, document = probe(folder, "--openapi")
    assert code == 0
    assert document["info"] == {"title": "notes", "version": "v1"}
    assert sorted(document["paths"]) == ["/v1/notes", "/v1/notes/latest", "/v1/notes/{name}"]
    assert sorted(root.rglob("*")) == before


TRIES = {
    "network": "import socket\nsocket.create_connection(('127.0.0.1', 9))\n",
    "datagram": "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))\n",
    "name": "import socket\nsocket.getaddrinfo('example.org', 80)\n",
    "process": "import subprocess\nsubprocess.run(['true'])\n",
    "fork": "import os\nos.fork()\n",
    "shell": "import os\nos.system('true')\n",
    "writing": "open('/tmp/lockstep-escaped', 'w')\n",
    "low writing": "import os\nos.open('/tmp/lockstep-escaped', os.O_CREAT | os.O_WRONLY)\n",
    "removing": "import os\nos.remove(__file__)\n",
    "killing": "import os\nos.kill(os.getppid(), 9)\n",
}


@pytest.mark.parametrize("name", TRIES)
def test_generated_code_has_no_way_out(root: Path, name: str):
    """Connections, names, processes and writing are refused, and the refusal fails the load."""
    code, said = probe(make_bundle(root, files={"api.py": TRIES[name]}), "--openapi")
    assert (code, said["error"]) == (3, "load")
    assert "PermissionError: the sandbox" in str(said["detail"])


@pytest.mark.parametrize(
    ("text", "options", "error", "detail"),
    [
        ("1 / 0\n", (), "load", "ZeroDivisionError"),
        ("while True: pass\n", ("--seconds", "1.5"), "timeout", "longer than 1.5 seconds"),
        ("import time\ntime.sleep(60)\n", ("--seconds", "1.5"), "timeout", "longer than 1.5 seconds"),
        ("x = bytearray(10**10)\n", (), "load", "MemoryError"),
        ("import os, signal\nsignal.raise_signal(signal.SIGSEGV)\n", (), "crash", "signal 11"),
        ("import os\nos._exit(7)\n", (), "crash", "exit code 7"),
        ("import os\nos._exit(0)\n", (), "crash", "no result"),
        ("print('noise')\nraise ValueError\n", (), "load", "ValueError"),
    ],
)
def test_code_that_fails_is_told_apart(root: Path, text: str, options: tuple[str, ...], error: str, detail: str):
    """A failing import, a hang, a crash and a memory hog each have their word, on stdout, with exit 3."""
    code, said = probe(make_bundle(root, files={"api.py": text}), "--openapi", *options)
    assert (code, said["error"]) == (3, error)
    assert detail in str(said["detail"])


def test_secrets_in_the_environment_stay_outside(root: Path):
    """Generated code sees neither tokens nor DATABASE_URL."""
    text = "import os\nassert sorted(os.environ) == [], sorted(os.environ)\n"
    folder = make_bundle(root, files={"api.py": text})
    environment = {**os.environ, "OPENAI_API_KEY": "k", "DATABASE_URL": "postgresql://u:p@h/d"}
    command = [sys.executable, "-m", "router", "probe", str(folder), "--openapi"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    seen = json.loads(done.stdout)["detail"]
    assert "AssertionError" in seen
    assert "OPENAI_API_KEY" not in seen
    assert "DATABASE_URL" not in seen


@contextmanager
def served(folder: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Serve a bundle on a socket of ours; yield its address and the process."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        command = [sys.executable, "-m", "router", "probe", str(folder), "--fd", str(listener.fileno()), *options]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, pass_fds=[listener.fileno()]) as process:
            try:
                yield f"http://127.0.0.1:{listener.getsockname()[1]}", process
            finally:
                process.kill()


def test_a_served_bundle_has_the_kernel_and_a_database_of_its_own(root: Path):
    """Requests may be sent at once; demonstration data is there; SIGTERM ends it with 0 and drops the database."""
    with served(make_bundle(root)) as (address, process):
        answer = httpx.get(f"{address}/v1/notes", timeout=60)
        assert (answer.status_code, answer.json()) == (200, {"notes": [{"text": "welcome", "version": "v1"}]})
        assert httpx.get(f"{address}/nowhere").headers["content-type"] == "application/problem+json"
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert process.stdout is not None
        assert process.stdout.read() == '{"ready": true}\n'
    assert not (root / ".lockstep/postgres/postmaster.pid").exists()


def test_a_bundle_that_does_not_load_is_not_served(root: Path, postgres: str):
    """The failure comes on stdout with exit 3, as for --openapi."""
    folder = make_bundle(root, files={"api.py": "1 / 0\n"})
    with served(folder, "--database", postgres) as (_, process):
        assert process.wait(60) == 3
        assert process.stdout is not None
        assert json.loads(process.stdout.read())["error"] == "load"


def test_a_database_on_the_network_is_refused(root: Path):
    """The sandbox could not reach it, and the message says what would do."""
    command = [sys.executable, "-m", "router", "probe", str(make_bundle(root)), "--fd", "0"]
    done = subprocess.run(
        [*command, "--database", "postgresql://127.0.0.1/x"],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 64
    assert "Unix socket" in done.stderr


def test_stories_are_every_state_as_a_page(root: Path):
    """Each story comes with its whole document; a story that cannot be drawn says why, and the others are drawn."""
    from tests.router.faces import STORIES, make_face  # noqa: PLC0415  # the toys of this test alone

    broken = {"name": "broken", "summary": "No text.", "view": {"locale": "en"}, "props": {}}
    code, told = probe(make_face(root, stories=[*STORIES, broken]), "--stories")
    assert code == 0
    assert [(row["component"], row["name"]) for row in told] == [
        ("card", "short"),
        ("card", "lang"),
        ("card", "broken"),
    ]
    assert '<p class="card">Hello</p>' in told[0]["document"]
    assert "&lt;b&gt;Hallo" in told[1]["document"]
    assert told[2]["wrong"] == "ValidationError: #/text Field required"
    assert probe(make_bundle(root), "--stories") == (0, [])
