"""Waiting until somebody saves a prompt or a schema, however their editor writes files.

The system tells us at once that something happened (``watchfiles``); what has changed we see for ourselves, by
content, and look every second besides. So a file that was renamed into place, touched, or written where the system
tells nothing, is noticed as what it is; and what a round writes itself starts no other.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from generator.disk import file_digest

INPUTS = ("prompts", "schemas", "pyproject.toml")
ANSWERS = ("snapshots", ".lockstep/ask")
"""Where an answer may arrive that a round was waiting for; a round writes there, too."""
_QUIET_MS = 80  # without a change, before a burst of them counts as over
_BURST_MS = 1000
_LOOK_MS = 1000

Stamp = tuple[int, int, int]


@dataclass(slots=True)
class Sight:
    """The files below some places, as last seen: stamp and digest of each, by path relative to ``root``."""

    root: Path
    places: tuple[str, ...]
    known: dict[str, tuple[Stamp, str | None]] = field(default_factory=dict)

    def changed(self) -> tuple[str, ...]:
        """Look again; return the paths whose content is new, other or gone, sorted."""
        found = {}
        for path in _files(self.root, self.places):
            stamp = _stamp(self.root / path)
            before = self.known.get(path)
            if stamp is not None:
                same = before is not None and before[0] == stamp
                found[path] = before if before and same else (stamp, file_digest(str(self.root / path)))
        before_all, self.known = self.known, found
        paths = sorted(before_all.keys() | found.keys())
        return tuple(path for path in paths if _digest(before_all, path) != _digest(found, path))


def rounds(root: Path) -> Iterator[tuple[str, ...]]:
    """Yield nothing in particular at once, and then the changed paths each time there are some; never ends.

    What changes in ``ANSWERS`` while the caller works on a round is taken for its own writing.
    """
    inputs, answers = Sight(root, INPUTS), Sight(root, ANSWERS)
    inputs.changed()
    yield ()
    answers.changed()
    for _ in _stirrings(root):
        changed = (*inputs.changed(), *answers.changed())
        if changed:
            yield changed
            answers.changed()


def _stirrings(root: Path) -> Iterator[None]:
    """Yield when something may have happened, and every second."""
    from watchfiles import watch  # noqa: PLC0415  # compiled code that only those who watch should load

    while True:
        yield
        places = _there(root)
        if not places:
            time.sleep(_LOOK_MS / 1000)
            continue
        told = watch(*places, debounce=_BURST_MS, step=_QUIET_MS, rust_timeout=_LOOK_MS, yield_on_timeout=True)
        for _ in told:
            yield
            if _there(root) != places:
                break


def _there(root: Path) -> list[Path]:
    """Return the folders to watch that exist. A single file is not among them: who renames it away takes us along."""
    return [root / place for place in (*INPUTS, *ANSWERS) if (root / place).is_dir()]


def _files(root: Path, places: Iterable[str]) -> Iterator[str]:
    for place in places:
        start = root / place
        for path in (start, *start.rglob("*")):
            relative = path.relative_to(root)
            if path.is_file() and not any(_is_an_editor_s(part) for part in relative.relative_to(place).parts):
                yield relative.as_posix()


def _is_an_editor_s(name: str) -> bool:
    """Whether a file is only there while somebody edits another: hidden, a backup, Vim's test for a writable folder."""
    return name.startswith((".", "#")) or name.endswith(("~", ".tmp", ".swp")) or name.isdigit()


def _stamp(file: Path) -> Stamp | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino)


def _digest(seen: dict[str, tuple[Stamp, str | None]], path: str) -> str | None:
    return seen[path][1] if path in seen else None
