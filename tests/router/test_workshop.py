from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.router.faces import STORIES, make_face
from tests.router.toys import seal


@contextmanager
def working_on(root: Path, *options: str, **environment: str) -> Iterator[str]:
    """Run what ``lockstep stories`` starts; yield its address; a signal must stop it at once, open streams or not."""
    command = [sys.executable, "-m", "router", "stories", "--root", str(root), "--port", "0", *options]
    variables = {**os.environ, **environment}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=variables) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"Stories on (http://\S+)/stories", process.stdout.readline())
            assert found is not None
            yield found[1]
            process.send_signal(signal.SIGTERM)
            assert process.wait(4) == 0
        finally:
            process.kill()


def listening_to_changes(address: str) -> socket.socket:
    """Open the stream of changes and read its beginning."""
    host, port = address.removeprefix("http://").split(":")
    stream = socket.create_connection((host, int(port)), 20)
    stream.sendall(b"GET /stories/events HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n")
    until(stream, b"retry:")
    return stream


def until(stream: socket.socket, words: bytes) -> None:
    """Read until ``words`` came."""
    heard = b""
    while words not in heard:
        chunk = stream.recv(4096)
        assert chunk, heard
        heard += chunk


def test_open_pages_hear_of_changes_and_unsound_bundles_say_why(root: Path):
    """A story is changed, a bundle broken and mended, another one made, while the gallery is open; no database."""
    folder = make_face(root)
    with working_on(root) as address, listening_to_changes(address) as stream:
        assert httpx.get(address).headers["location"] == "/stories"
        assert "data-live" in httpx.get(f"{address}/stories").text
        assert "EventSource" in httpx.get(f"{address}/ui/reload.js").text
        story = f"{address}/stories/cards/v1/card/short"
        assert "Hello" in httpx.get(story).text
        assert "reload.js" in httpx.get(story).text

        changed = [{**STORIES[0], "props": {"text": "Good day"}}]
        (folder / "ui/card/stories.json").write_text(json.dumps(changed))
        seal(folder, "cards", 1)
        until(stream, b"event: changed")
        assert "Good day" in httpx.get(story).text

        (folder / "components.py").write_text("raise ValueError('oh dear')\n")
        until(stream, b"event: changed")
        assert "components.py was changed" in httpx.get(f"{address}/stories").text
        seal(folder, "cards", 1)
        until(stream, b"event: changed")
        assert "oh dear" in httpx.get(f"{address}/stories").text
        assert httpx.get(story).status_code == 404

        make_face(root, "tiles")
        until(stream, b"event: changed")
        assert "/stories/tiles/v1/card/short" in httpx.get(f"{address}/stories").text
        assert httpx.post(f"{address}/stories").status_code == 405
        assert "lockstep-router serve" in httpx.get(f"{address}/cards").json()["detail"]


def test_an_empty_project_starts_too_and_soon(root: Path):
    """There is something to look at before the first component, within seconds."""
    start = time.monotonic()
    with working_on(root) as address:
        assert "There are no components yet." in httpx.get(f"{address}/stories").text
        assert time.monotonic() - start < 10


def test_a_browser_is_opened_when_asked_for(root: Path):
    """``--open`` hands the gallery's address to the user's browser once it can be looked at."""
    program, seen = root / "browser", root / "seen"
    program.write_text(f"#!/bin/sh\necho $1 > {seen}.new && mv {seen}.new {seen}\n")
    program.chmod(0o755)
    with working_on(root, "--open", BROWSER=f"{program} %s") as address:
        while not seen.exists():
            time.sleep(0.05)
        assert seen.read_text() == f"{address}/stories\n"
