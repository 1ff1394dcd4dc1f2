"""What is costly to find out about this machine, kept until it changes: versions, digests of large files."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from generator.canonical import pretty_json

_MOST = 1_000  # rows; the rest is forgotten
_LARGEST = 1 << 20  # bytes


def remembered(file: Path, what: str, state: str, find: Callable[[], str]) -> str:
    """Return what ``find`` found when ``what`` was last in this ``state``, as ``file`` notes it; find it if need be.

    Notes that cannot be read or written are done without.
    """
    notes = _read(file)
    if notes.get(what, ["", ""])[0] == state:
        return notes[what][1]
    found = find()
    notes.pop(what, None)
    _write(file, {**dict(list(notes.items())[-_MOST:]), what: [state, found]})
    return found


def state_of(path: str) -> str:
    """Return what changes when the file at ``path`` does: its real place, size and times."""
    place = os.path.realpath(path)
    try:
        seen = os.stat(place)  # noqa: PTH116  # one call, on a plain string
    except OSError:
        return f"{place} absent"
    return f"{place} {seen.st_size} {seen.st_mtime_ns} {seen.st_ctime_ns} {seen.st_ino}"


def _read(file: Path) -> dict[str, list[str]]:
    try:
        with file.open("rb") as opened:
            told = json.loads(opened.read(_LARGEST))
    except (OSError, ValueError):
        return {}
    rows = told.items() if isinstance(told, dict) else ()
    return {str(what): row for what, row in rows if isinstance(row, list) and len(row) == 2 and _are_texts(row)}


def _are_texts(row: list[object]) -> bool:
    return all(isinstance(part, str) for part in row)


def _write(file: Path, notes: dict[str, list[str]]) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(handle, "wb") as opened:
            opened.write(pretty_json(notes))
        Path(name).replace(file)
    except OSError:
        return
