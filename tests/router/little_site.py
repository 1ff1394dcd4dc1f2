"""A web server of a few pages under the router's own policy, for the browser's side of them alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

from router import policy

RUNTIME = Path(policy.__file__).with_name("assets") / "lockstep.js"
START = """\
import { start } from "/ui/lockstep.js";
import counted from "./counted.js";
const broken = () => { throw new Error("a broken behaviour"); };
const told = (element, { announce }) => {
  window.there = document.activeElement.id;
  element.addEventListener("focusin", () => (window.heard = true));
  if (element.dataset.says) announce(element.dataset.says);
};
start({ broken, counted, told });
"""
COUNTED = """\
export default function (element, { visit, announce }) {
  window.mounts = (window.mounts ?? 0) + 1;
  const go = () => visit(element.dataset.to).catch((error) => announce(error.message));
  element.addEventListener("click", go);
  return () => { window.unmounts = (window.unmounts ?? 0) + 1; };
}
"""


@dataclass(frozen=True)
class Answer:
    """What one address answers.

    ``location`` makes it a redirect, ``gate`` is waited for, ``broken`` hangs up on scripts.
    """

    body: str = ""
    status: int = 200
    type: str = "text/html; charset=utf-8"
    location: str = ""
    gate: threading.Event | None = None
    broken: bool = False


@dataclass
class Site:
    """A running site: ``answers`` by method and path; ``asked`` are (method, path with query, body) in their order."""

    address: str = ""
    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    def get(self, path: str, answer: Answer) -> None:
        """Set what GET answers."""
        self.answers["GET", path] = answer

    def post(self, path: str, answer: Answer) -> None:
        """Set what POST answers."""
        self.answers["POST", path] = answer

    def times(self, path: str) -> int:
        """Return how often ``path`` was asked for."""
        return sum(asked.partition("?")[0] == path for _, asked, _ in self.asked)

    def bodies(self, path: str) -> list[str]:
        """Return what was sent to ``path``."""
        return [body for method, asked, body in self.asked if method == "POST" and asked == path]


def document(title: str, body: str, *, lang: str = "en", sheet: str = "/ui/sheet.css") -> str:
    """Return a page as markup.py writes them."""
    return (
        f'<!doctype html><html lang="{lang}" dir="ltr"><head><meta charset="utf-8"><title>{title}</title>'
        f'<link rel="stylesheet" href="{sheet}"><script type="module" src="/ui/start.js"></script></head>'
        f"<body>{body}</body></html>"
    )


@contextmanager
def served() -> Iterator[Site]:
    """Yield a site that runs."""
    site = Site()
    handler = type("Handler", (_Handler,), {"site": site})
    for path, text in {
        "/ui/lockstep.js": RUNTIME.read_text(),
        "/ui/start.js": START,
        "/ui/counted.js": COUNTED,
    }.items():
        site.get(path, Answer(text, type="text/javascript"))
    for path in ("/ui/sheet.css", "/ui/other.css"):
        site.get(path, Answer(f'html {{ --sheet: "{path}"; }} body {{ margin: 0; }}', type="text/css"))
    site.get("/favicon.ico", Answer(status=204))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    site.address = f"http://127.0.0.1:{server.server_port}"
    yield site
    for answer in site.answers.values():
        if answer.gate:
            answer.gate.set()
    server.shutdown()
    thread.join()
    server.server_close()


class _Handler(BaseHTTPRequestHandler):
    site: ClassVar[Site]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer("")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

    def _answer(self, sent: str) -> None:
        path = self.path.partition("?")[0]
        answer = self.site.answers.get((self.command, path), Answer(document("Nothing", "<h1>Nothing</h1>"), 404))
        self.site.asked.append((self.command, self.path, sent))
        if answer.broken and self.headers["Sec-Fetch-Mode"] != "navigate":
            self.close_connection = True
            return
        if answer.gate:
            answer.gate.wait(60)
        body = answer.body.encode()
        self.send_response(answer.status)
        headers = {
            **policy.HEADERS,
            "Content-Type": answer.type,
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
        }
        headers |= {"Location": answer.location} if answer.location else {}
        headers |= (
            {"Content-Disposition": 'attachment; filename="file.txt"'} if answer.type.startswith("text/x-kept") else {}
        )
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            self.close_connection = True  # a visit that was given up
