"""A server that is told of bookings: written from the specification's text, knowing nothing of the sender."""

from __future__ import annotations

import asyncio
import json
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any


@dataclass
class Receiver:
    """Answers with what ``answers`` says, then with 204; keeps what came, and whether it was signed as it should be."""

    secret: str
    url: str = ""
    answers: list[bytes] = field(default_factory=list)
    got: list[tuple[dict[str, str], Any]] = field(default_factory=list)
    forged: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take one request."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        lines = head.split("\r\n")[1:-2]
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        body = await reader.readexactly(int(headers["content-length"]))
        if not self.is_signed(headers, body):
            self.forged += 1
        self.got.append((headers, json.loads(body)))
        writer.write(self.answers.pop(0) if self.answers else answer(204))
        await writer.drain()
        writer.close()

    def is_signed(self, headers: dict[str, str], body: bytes) -> bool:
        """Say whether one of the signatures is ours: HMAC as RFC 2104 writes it down, from two hashes."""
        content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        key = b64decode(self.secret.removeprefix("whsec_")).ljust(64, b"\0")
        inner = sha256(bytes(one ^ 0x36 for one in key) + content).digest()
        outer = sha256(bytes(one ^ 0x5C for one in key) + inner).digest()
        return f"v1,{b64encode(outer).decode()}" in headers["webhook-signature"].split(" ")

    @property
    def told(self) -> list[str]:
        """The types of what came, in order."""
        return [body["type"] for _, body in self.got]

    async def until(self, count: int) -> None:
        """Wait until so many came; the test's own time limit ends the wait."""
        while len(self.got) < count:
            await asyncio.sleep(0.01)


def answer(status: int, *headers: str) -> bytes:
    """Return an answer without a body."""
    lines = [f"HTTP/1.1 {status} X", "content-length: 0", "connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


@asynccontextmanager
async def receiving(secret: str) -> AsyncIterator[Receiver]:
    """Run a receiver on this machine."""
    receiver = Receiver(secret)
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    receiver.url = f"http://localhost:{port}/hooks?of=bookings"
    async with server:
        yield receiver
