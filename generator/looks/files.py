"""The files that a story's page links: the router's and bundles' below ``/ui/``, the project's below ``/assets/``."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from generator.canonical import digest, sha256
from generator.looks.browsers.site import Resource

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".ico": "image/x-icon",
}
_PLACE = re.compile(r"/(?:ui/([a-z][a-z0-9_]*)/(v[0-9]+)|(assets)|ui)((?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+)\Z")
ICON = "/assets/icon.svg"
"""What every page links, and not every project has."""

_NO_ICON = Resource(b"", "image/svg+xml", status=204)
_BUNDLE = re.compile(r"/ui/([a-z][a-z0-9_]*)/(v[0-9]+)/")
_LARGEST = 4 << 20  # bytes; as the router has it
_LASTING = {"Cache-Control": "max-age=31536000, immutable"}


def resource(root: Path, path: str) -> Resource | None:
    """Return what the router would serve at ``path`` for the project at ``root``; None for anything else.

    A browser keeps it: half of a story's price is asking for the same files again. Whoever looks at a tree that changed
    takes a new context.
    """
    found = _PLACE.match(path.partition("?")[0])
    if found is None:
        return None
    feature, version, assets, inner = found.groups()
    folder = root / "assets" if assets else root / "generated" / feature / version / "ui" if feature else _router()
    file = folder / inner.removeprefix("/")
    kind = _TYPES.get(file.suffix)
    if kind is None or not file.is_file() or not file.resolve().is_relative_to(folder.resolve()):
        return _NO_ICON if path == ICON else None
    data = file.read_bytes()
    return Resource(data, kind, _LASTING) if len(data) <= _LARGEST else None


def surroundings(root: Path, document: str) -> str:
    """Return one digest of all files that a story's page can load: those of the bundles it names, and the assets."""
    folders = {root / "generated" / feature / version / "ui" for feature, version in _BUNDLE.findall(document)}
    return digest([row for folder in sorted({*folders, root / "assets"}) for row in _rows(folder)] + _rows(_router()))


def shared(root: Path) -> str:
    """Return one digest of what pages of all units can load: the assets, and everything of the designs."""
    designs = {file.parent for file in (root / "generated").glob("*/v*/ui/design.css")}
    return digest([row for folder in sorted({*designs, root / "assets"}) for row in _rows(folder)] + _rows(_router()))


def _rows(folder: Path) -> list[list[str]]:
    files = (file for file in sorted(folder.rglob("*")) if file.suffix in _TYPES and file.is_file())
    return [[file.relative_to(folder).as_posix(), sha256(file.read_bytes())] for file in files]


@cache
def _router() -> Path:
    """Return the folder of what the router brings along for every page; it is never imported."""
    spec = find_spec("router")
    places = spec.submodule_search_locations if spec else None
    return Path(places[0] if places else "router") / "assets"
