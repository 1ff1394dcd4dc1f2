"""Any page that somebody names: a file with what lies beside it, or an address with its own origin, nothing else."""

from __future__ import annotations

import mimetypes
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from generator.canonical import Json
from generator.errors import UsageInvalid
from generator.looks.browsers.site import ORIGIN, Answer, Resource

_LARGEST = 64 << 20  # bytes of one file
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Place:
    """A page: as it was ``named``, its ``url``, the ``folder`` it is served from (empty for an address on the web).

    ``direct`` is ``host:port`` of what the browser may ask itself; empty for files.
    """

    named: str
    url: str
    folder: str = ""
    direct: str = ""

    def to_json(self) -> dict[str, Json]:
        """Return it as JSON."""
        return {name: str(value) for name, value in asdict(self).items()}


def place(named: str) -> Place:
    """Return the page that somebody names. Raises UsageInvalid for what is neither a file nor an address."""
    if named.startswith(("http://", "https://")):
        return _address(named)
    file = Path(named)
    if not file.is_file():
        remedy = "Name a file, or an address that begins with http:// or https://."
        raise UsageInvalid(f"{named}: {'a folder' if file.is_dir() else 'there is no such file'}. {remedy}")
    whole = file.resolve()
    return Place(named, f"{ORIGIN}/{quote(whole.name)}", str(whole.parent))


def _address(named: str) -> Place:
    try:
        parts = urlsplit(named)
        port = parts.port or _PORTS[parts.scheme]
    except ValueError as error:
        raise UsageInvalid(f"{named}: {error}") from error
    if not parts.hostname:
        raise UsageInvalid(f"{named}: the address names no host.")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return Place(named, named, direct=f"{host}:{port}")


def answering(folder: Path) -> Answer:
    """Return what serves ``folder`` and what is below it, and nothing that a link or ``..`` leads out to."""
    root = folder.resolve()

    def answer(path: str) -> Resource | None:
        name = unquote(path.partition("?")[0].lstrip("/"))
        try:
            file = (root / name).resolve()
            if "\0" in name or not file.is_relative_to(root) or not file.is_file() or file.stat().st_size > _LARGEST:
                return None
            return Resource(file.read_bytes(), _kind(file))
        except (OSError, ValueError):
            return None

    return answer


def _kind(file: Path) -> str:
    if file.suffix in {".js", ".mjs"}:
        return "text/javascript; charset=utf-8"
    found = mimetypes.guess_type(file.name)[0] or "text/html"
    return f"{found}; charset=utf-8" if found.startswith("text/") else found
