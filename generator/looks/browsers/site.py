"""The only thing that a browser of ours can reach: pages held in memory, at ``http://localhost/``.

The browser is told that this is its proxy for everything, so whatever a page asks for comes here. What is not one of
the pages is refused and remembered. ``http://localhost`` is a secure context, and the same on every machine.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

ORIGIN = "http://localhost"
"""What every page of ours has as its origin."""

_MOST_REFUSED = 1_000


@dataclass(frozen=True, slots=True)
class Resource:
    """What is answered at one address."""

    body: bytes
    content_type: str
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


Answer = Callable[[str], Resource | None]
"""Path and query, from the first slash → what is there."""


def _nothing(path: str) -> Resource | None:
    del path
    return None


@dataclass(slots=True)
class Site:
    """A running site. ``answer`` may be exchanged at any time; ``refused`` collects what was refused, 1,000 at most."""

    port: int
    answer: Answer = _nothing
    refused: list[str] = field(default_factory=list)


@contextmanager
def site() -> Iterator[Site]:
    """Serve on loopback until the end of the block."""
    found = Site(0)
    server = _Server(found)
    found.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, found: Site) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.found = found

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that went away."""


class _Connection(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = 60

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name for it
        """Say nothing: of requests, and of connections that a busy browser did not use in time."""

    def parse_request(self) -> bool:
        """Let one method answer whatever is asked: the library looks for one by the verb's name."""
        if super().parse_request():
            self._answer()
        return False

    def _answer(self) -> None:
        address = urlsplit(self.path)
        is_ours = f"{address.scheme}://{address.netloc}" in {ORIGIN, f"{ORIGIN}:80"}
        if not is_ours or self.command not in {"GET", "HEAD"}:  # a page that is only looked at sends nothing
            if len(self.server.found.refused) < _MOST_REFUSED:
                self.server.found.refused.append(f"{self.command} {self.path}")
            self.close_connection = True
            self._send(Resource(b"", "text/plain", {"Connection": "close"}, status=403))
            return
        place = (address.path or "/") + (f"?{address.query}" if address.query else "")
        self._send(self.server.found.answer(place) or Resource(b"", "text/plain", status=404))

    def _send(self, resource: Resource) -> None:
        self.send_response_only(resource.status)
        headers = {"Content-Type": resource.content_type, "Cache-Control": "no-store", **resource.headers}
        for name, value in (headers | {"Content-Length": str(len(resource.body))}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(resource.body)
            self.wfile.flush()
