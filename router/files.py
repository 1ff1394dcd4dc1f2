"""Files for browsers: our own, those of bundles, and those of the project's assets folder."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from router.features import Feature

LARGEST_FILE = 4 * 1024 * 1024  # bytes
_OURS = Path(__file__).parent / "assets"
_TYPES: Mapping[str, str] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".txt": "text/plain; charset=utf-8",
}
_OF_A_BUNDLE = frozenset({".css", ".js", ".svg"})
_OF_A_PROJECT = frozenset({".woff2", ".svg", ".png", ".ico", ".txt"})
_RARELY_CHANGED = frozenset({".woff2"})  # a font that came twice would make every page flicker
# A picture that is opened by its own address is a document, and could bring scripts.
_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def answer(root: Path, features: Iterable[Feature], scope: Scope) -> Response | None:
    """Return the file at a request's path below /ui/ or /assets/, None when there is none.

    ``root`` is the project's folder. What a bundle serves are the bytes that its manifest was held against.
    """
    path: str = scope["path"]
    if path.startswith("/assets/"):
        data = _asset(root / "assets", path.removeprefix("/assets/"))
    elif path.startswith("/ui/"):
        inner = path.removeprefix("/ui/")
        data = _own(root, inner) if "/" not in inner else _of_bundle(features, inner)
    else:
        return None
    return None if data is None else _response(data, Path(path).suffix, scope)


def _own(root: Path, name: str) -> bytes | None:
    data = _shipped().get(name)
    if name == "front.css" and data and (root / "assets/fonts/figtree.woff2").is_file():
        return _shipped()["figtree.css"] + data  # only then: a font that is not there would be an error in the console
    return data


@cache
def _shipped() -> Mapping[str, bytes]:
    return {file.name: file.read_bytes() for file in _OURS.iterdir() if file.suffix in _OF_A_BUNDLE}


def _of_bundle(features: Iterable[Feature], path: str) -> bytes | None:
    name, _, rest = path.partition("/")
    version, _, inner = rest.partition("/")
    if Path(inner).suffix not in _OF_A_BUNDLE:
        return None
    for feature in features:
        for number, bundle in feature.bundles.items():
            if (feature.name, f"v{number}") == (name, version):
                return bundle.files.get(f"ui/{inner}")
    return None


def _asset(folder: Path, path: str) -> bytes | None:
    """Return a file of the folder, None for a hidden, too large or strange one, and for a link that leads out."""
    parts = path.split("/")
    if Path(path).suffix not in _OF_A_PROJECT or any(not part or part[0] == "." or "\0" in part for part in parts):
        return None
    try:
        place = Path(os.path.realpath(folder / path, strict=True))
        if not place.is_relative_to(os.path.realpath(folder)) or not place.is_file():
            return None
        with place.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError):  # also a name that no file system can hold
        return None
    return data if len(data) <= LARGEST_FILE else None


def _response(data: bytes, suffix: str, scope: Scope) -> Response:
    # Weak, because the same bytes may leave compressed.
    etag = f'W/"{hashlib.sha256(data).hexdigest()[:32]}"'
    age = "public, max-age=86400" if suffix in _RARELY_CHANGED else "no-cache"
    headers = {"ETag": etag, "Cache-Control": age, "X-Content-Type-Options": "nosniff"}
    if suffix == ".svg":
        headers["Content-Security-Policy"] = _PICTURE_POLICY
    known = Headers(scope=scope).get("if-none-match", "")
    if known.strip() == "*" or etag.removeprefix("W/") in {one.strip().removeprefix("W/") for one in known.split(",")}:
        return Response(None, 304, headers)
    return Response(data, headers=headers, media_type=_TYPES[suffix])
