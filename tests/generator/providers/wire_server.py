"""A small server on the loopback that speaks the OpenAI wire protocol, and breaks it on demand.

    with WireServer([answer('{"files": []}')]) as server:
        ...  # OPENAI_BASE_URL=server.base_url, OPENAI_API_KEY=anything
        assert server.requests[0].body["model"] == "gpt-5"

A script is a sequence of replies, one a call, of which the last is repeated; or a function from the call to its reply.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

from tests.generator.providers import wire_dialects

MODEL = "gpt-5-2026-01-01"


@dataclass(frozen=True)
class Call:
    """What a client sent: ``path`` below the base URL, headers with lower-case names, decoded JSON body."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """What to send back.

    ``stream(path)`` yields the bytes of the body, sent one HTTP chunk each; ``cut`` closes the socket after them
    without ending the body; ``hang`` keeps it open without a byte until the client leaves.
    """

    stream: Callable[[str], Iterator[bytes]]
    status: int = 200
    content_type: str = "text/event-stream; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    hang: bool = False


Script = Sequence[Reply] | Callable[[Call], Reply]


def answer(
    text: str,
    *,
    finish: str = "stop",
    kind: str = "output_text",
    usage: tuple[int, int] = (120, 45),
    model: str = MODEL,
    size: int = 5,
) -> Reply:
    """Answer well, in the dialect that was asked for; ``finish`` is ``stop``, ``length`` or ``filter``."""

    def stream(path: str) -> Iterator[bytes]:
        speak = wire_dialects.responses if path == "/responses" else wire_dialects.chat
        for event in speak(text, model=model, kind=kind, finish=finish, usage=usage, size=size):
            yield encoded(event)
        if path != "/responses":
            yield b"data: [DONE]\n\n"

    return Reply(stream)


def refusal(text: str) -> Reply:
    """Refuse to answer, as a model does."""
    return answer(text, kind="refusal")


def cut(text: str, events: int) -> Reply:
    """Send the first events of an answer, then drop the connection."""
    return Reply(_first(answer(text), events), cut=True)


def ends_early(text: str, events: int) -> Reply:
    """Send the first events of an answer, then end the body as if that were all."""
    return Reply(_first(answer(text), events))


def error(status: int, message: str = "no", *, code: str | None = None, **headers: str) -> Reply:
    """Answer with an error body; headers as keywords: ``retry_after="2"``."""
    body = json.dumps({"error": {"message": message, "type": "api_error", "param": None, "code": code}})
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return raw(body, status=status, content_type="application/json", headers=named)


def raw(
    body: str | bytes,
    *,
    status: int = 200,
    content_type: str = "text/event-stream",
    headers: dict[str, str] | None = None,
) -> Reply:
    """Send ``body`` as it is."""
    data = body.encode() if isinstance(body, str) else body
    return Reply(lambda _: iter([data]), status, content_type, headers or {})


def events(*values: object) -> Reply:
    """Stream any JSON values as events: for shapes that no server should send."""
    return Reply(lambda _: (encoded(value) for value in values))


def web_page(status: int = 200) -> Reply:
    """Answer with HTML, as a proxy or a wrong address does."""
    return raw("<!doctype html><html><body>Sign in</body></html>", status=status, content_type="text/html")


def hang() -> Reply:
    """Answer with headers and then nothing, until the client gives up."""
    return Reply(lambda _: iter(()), hang=True)


def keep_alive(comments: int = 5_000) -> Reply:
    """Send comments that keep the connection alive and never an event."""
    return Reply(lambda _: iter([b": still here\n\n"] * comments))


def encoded(event: object) -> bytes:
    """Return one server-sent event; Responses events carry their name as well."""
    name = event.get("type") if isinstance(event, dict) else None
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json.dumps(event)}\n\n".encode()


def _first(reply: Reply, count: int) -> Callable[[str], Iterator[bytes]]:
    def stream(path: str) -> Iterator[bytes]:
        yield from (chunk for _, chunk in zip(range(count), reply.stream(path), strict=False))

    return stream


class WireServer:
    """Serves while the context is open.

    ``base_url`` ends in ``/v1``. ``requests`` holds every call to an endpoint, in order. Without ``responses`` or
    ``chat`` the server lacks that endpoint and answers its calls with ``missing`` (404, 405, 501), outside the script.
    """

    def __init__(self, script: Script, *, responses: bool = True, chat: bool = True, missing: int = 404) -> None:
        self.requests: list[Call] = []
        self.closing = threading.Event()
        self._script = script
        self._endpoints = {"/responses": responses, "/chat/completions": chat}
        self._missing = missing
        self._played = 0
        self._lock = threading.Lock()
        self._http = _Server(("127.0.0.1", 0), _Handler, self)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)

    @property
    def host(self) -> str:
        """``127.0.0.1:PORT``."""
        return f"127.0.0.1:{self._http.server_address[1]}"

    @property
    def base_url(self) -> str:
        """What OPENAI_BASE_URL should hold."""
        return f"http://{self.host}/v1"

    def __enter__(self) -> WireServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._http.shutdown()
        self._thread.join(5)
        self._http.server_close()

    def reply_to(self, call: Call) -> Reply:
        """Note the call and return what the script says."""
        with self._lock:
            self.requests.append(call)
            if not self._endpoints.get(call.path, False):
                return error(self._missing, f"no such endpoint: {call.path}")
            if callable(self._script):
                return self._script(call)
            self._played += 1
            return self._script[min(self._played, len(self._script)) - 1]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler], wire: WireServer) -> None:
        super().__init__(address, handler)
        self.wire = wire

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients that leave in the middle are what half of these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("content-length", "0"))))
        headers = {name.lower(): value for name, value in self.headers.items()}
        path = self.path.removeprefix("/v1")
        reply = self.server.wire.reply_to(Call(path, headers, body))
        with suppress(ConnectionError):
            self._send(reply, path)

    def _send(self, reply: Reply, path: str) -> None:
        self.send_response(reply.status)
        self.send_header("content-type", reply.content_type)
        self.send_header("transfer-encoding", "chunked")
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        for chunk in reply.stream(path):
            self.wfile.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))
            self.wfile.flush()
        if reply.hang:
            self.server.wire.closing.wait(30)
        if reply.cut or reply.hang:
            self.close_connection = True
            return
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Keep quiet."""
