"""What stood before a run that somebody looks at: copies of bundles, and a page of what each round did.

Below ``.lockstep/before/<process>/`` stands what looks like a project (``generated/...``), with a ``round.json`` that
the gallery reads. It lives as long as the command does; what a killed one left behind goes at the next start.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from generator.claim import claim
from generator.project import Project

MOST_BYTES = 256 * 1024 * 1024
"""Of all copies. Bundles are text: a project that comes near holds something else."""


@dataclass(frozen=True, slots=True)
class Before:
    """The folder of the copies."""

    folder: Path

    def tell(self, title: str, lines: Sequence[str], refused: str = "") -> None:
        """Say how a round went: a line for each thing that it did, or why it was refused. Open pages hear of it."""
        file = self.folder / "round.json"
        text = json.dumps({"title": title, "lines": list(lines), "refused": refused}, ensure_ascii=False)
        file.with_suffix(".new").write_text(text, encoding="utf-8")
        file.with_suffix(".new").replace(file)


@contextmanager
def kept(project: Project) -> Iterator[Before]:
    """Keep the bundles with an interface, as they stand now, for as long as the block runs.

    Where they hold more than :data:`MOST_BYTES`, none is kept: everything looks new then.
    """
    folders = project.private / "before"
    before = Before(folders / str(os.getpid()))
    try:
        with claim(project):  # nobody exchanges a bundle while it is copied
            _remove_orphans(folders)
            before.folder.mkdir(parents=True)
            _copy(project, before.folder)
        yield before
    finally:
        shutil.rmtree(before.folder, ignore_errors=True)
        with suppress(OSError):
            folders.rmdir()  # unless somebody else is being looked at


def _copy(project: Project, folder: Path) -> None:
    found = [unit for unit in project.root.glob("generated/*/v*") if (unit / "ui").is_dir()]
    if sum(_size(unit) for unit in found) <= MOST_BYTES:
        for unit in found:
            place = folder / unit.relative_to(project.root)
            shutil.copytree(unit, place, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))


def _size(folder: Path) -> int:
    return sum(file.lstat().st_size for file in folder.rglob("*"))


def _remove_orphans(folders: Path) -> None:
    for folder in folders.glob("*"):
        if not _runs(folder.name):
            shutil.rmtree(folder, ignore_errors=True)


def _runs(process: str) -> bool:
    """Say whether somebody still looks at what a process has kept; one that we may not ask does."""
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return int(process) != os.getpid()  # ours is about to be made: an older process had our number
