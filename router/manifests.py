"""Reads ``bundle.json`` and holds the files beside it against it, byte by byte."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE_NAME = "bundle.json"
_LARGEST_FILE = 4 * 1024 * 1024  # bytes; generated code is far smaller, and a manifest is read before it is believed
_FEATURE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*\Z")
_VERSION = re.compile(r"v([1-9][0-9]*)\Z")


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation that a bundle serves: its id, upper-case method, path template and success status."""

    id: str
    method: str
    path: str
    status: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest that was found true, with the very bytes that were checked.

    ``files`` maps each path below ``folder`` (forward slashes) to its content: what was verified is what is run,
    even when somebody writes to the folder in between.
    """

    folder: Path
    feature: str
    version: int
    bundle_id: str
    kernel: str
    operations: tuple[Operation, ...]
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one version of one feature is not served; ``version`` and ``feature`` come from the folder's place."""

    feature: str
    version: int
    reason: str
    absent: bool = False  # there is no such folder; somebody only named it

    def __str__(self) -> str:
        return f"{self.feature}/v{self.version} is not served: {self.reason}"


def find(root: Path) -> Iterator[Path]:
    """Yield every ``<root>/generated/<feature>/v<N>`` folder, sorted by feature and number."""
    found = []
    for folder in (root / "generated").glob("*/v*"):
        number = _VERSION.match(folder.name)
        if number and _FEATURE.match(folder.parent.name) and folder.is_dir():
            found.append((folder.parent.name, int(number[1]), folder))
    yield from (folder for _, _, folder in sorted(found))


def locate(root: Path, feature: str, version: int) -> Path | Refusal:
    """Return the folder of one version, or that there is none."""
    folder = root / "generated" / feature / f"v{version}"
    if _FEATURE.match(feature) and folder.is_dir():
        return folder
    reason = f"a rollout names it, but it is not in generated/. Deploy it and set the rollout of {feature} again"
    return Refusal(feature, version, reason, absent=True)


def read(folder: Path) -> Manifest | Refusal:
    """Return the manifest of one bundle folder if every digest in it is true, else why it is refused."""
    feature, version = _named_by(folder)
    try:
        manifest = _parsed(folder)
    except _Untrue as untrue:
        return Refusal(
            feature, version, f"{untrue}. Restore it from Git, or run: lockstep regenerate {feature} --discard-edits"
        )
    if (manifest.feature, manifest.version) != (feature, version):
        return Refusal(feature, version, f"its manifest is the one of {manifest.feature}/v{manifest.version}")
    return manifest


def _named_by(folder: Path) -> tuple[str, int]:
    number = _VERSION.match(folder.absolute().name)
    return folder.absolute().parent.name, int(number[1]) if number else 0


class _Untrue(Exception):
    """A manifest or a file is not what it says; the message is a clause."""


def _parsed(folder: Path) -> Manifest:
    table = _table(_content(folder, FILE_NAME))
    claimed = table.pop("bundle_id", None)
    canonical = json.dumps(table, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    computed = hashlib.sha256(canonical).hexdigest()
    if claimed != computed:
        raise _Untrue(f"{FILE_NAME} was changed: its bundle_id is {claimed!r:.14}, its content says {computed[:12]}")
    try:
        operations = tuple(
            Operation(str(row["id"]), str(row["method"]).upper(), str(row["path"]), int(row["status"]))
            for row in table["operations"]
        )
        written = {str(path): str(row["written"]) for path, row in table["files"].items()}
        feature, version, kernel = str(table["feature"]), int(table["version"]), str(table["kernel"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _Untrue(f"{FILE_NAME} lacks or misspells {error}") from error
    return Manifest(folder, feature, version, str(claimed), kernel, operations, _verified(folder, written))


def _table(data: bytes) -> dict[str, Any]:
    try:
        table = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _Untrue(f"{FILE_NAME} is not JSON ({error})") from error
    if not isinstance(table, dict) or table.get("lock_version") != 1:
        raise _Untrue(f"{FILE_NAME} is not of lock_version 1, the one that this router reads")
    return table


def _verified(folder: Path, written: Mapping[str, str]) -> dict[str, bytes]:
    found = set(_files_below(folder)) - {FILE_NAME}
    if extra := sorted(found - set(written)):
        raise _Untrue(f"{extra[0]} is not in {FILE_NAME}")
    files = {}
    for path, digest in sorted(written.items()):
        if path not in found:  # also keeps a manifest from naming a path outside of its folder
            raise _Untrue(f"{path} is missing")
        files[path] = _content(folder, path)
        if hashlib.sha256(files[path]).hexdigest() != digest:
            raise _Untrue(f"{path} was changed: it is not the file that {FILE_NAME} locks")
    return files


def _files_below(folder: Path) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in names:
            yield (Path(place) / name).relative_to(folder).as_posix()


def _content(folder: Path, path: str) -> bytes:
    try:
        with (folder / path).open("rb") as file:
            data = file.read(_LARGEST_FILE + 1)
    except OSError as error:
        raise _Untrue(f"{path} cannot be read ({error.strerror})") from error
    if len(data) > _LARGEST_FILE:
        raise _Untrue(f"{path} is larger than {_LARGEST_FILE} bytes")
    return data
