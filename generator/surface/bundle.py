"""Which files of a bundle make its surface: what a model wrote, and what is rendered for handlers and pages to use."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.canonical import Json, sha256
from generator.disk import file_names
from generator.surface.apart import Files
from generator.surface.modules import SurfaceUnreadable

MANIFEST = "bundle.json"
_RENDERED = frozenset({"models.py", "components.py"})
"""Rendered from the contract for others to call; the rest of what is rendered is the same in every bundle."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """The Python of one bundle, with what its manifest says of it.

    ``rendered`` are the paths that follow from the contract, ``handlers`` the ids of its operations; ``contract`` is a
    digest of the schemas and components that the manifest names.
    """

    files: Files
    rendered: frozenset[str]
    handlers: frozenset[str]
    contract: str


def bundle_of(contents: Mapping[str, bytes]) -> Bundle:
    """Return the bundle whose files are ``contents``, by path. Raises SurfaceUnreadable for a file that is no text."""
    manifest = _manifest(contents.get(MANIFEST, b""))
    texts = {path: _text(path, data) for path, data in contents.items() if path.endswith(".py")}
    rows = _table(manifest.get("files"))
    rendered = frozenset(path for path in texts if _table(rows.get(path)).get("origin") == "rendered")
    public = frozenset(texts) - (rendered - _RENDERED)
    operations = manifest.get("operations")
    handlers = [_table(row).get("id") for row in operations] if isinstance(operations, list) else []
    promised = [manifest.get(key) for key in ("schemas", "ui")]
    digest = sha256(json.dumps(promised, sort_keys=True).encode())
    return Bundle(Files(texts, public), rendered, frozenset(map(str, handlers)), digest)


def read_bundle(folder: Path) -> dict[str, bytes]:
    """Return the Python files of a bundle and its manifest, by path; nothing where there is no bundle."""
    wanted = (name for name in file_names(str(folder)) if name.endswith(".py") or name == MANIFEST)
    return {name: (folder / name).read_bytes() for name in wanted}


def _text(path: str, data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SurfaceUnreadable(path, 0, f"is no UTF-8 text: {error}") from error


def _manifest(data: bytes) -> dict[str, Json]:
    """Return the manifest; an empty one for what cannot be read: then every file counts as a model's."""
    try:
        return _table(json.loads(data))
    except (ValueError, RecursionError):
        return {}


def _table(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}
