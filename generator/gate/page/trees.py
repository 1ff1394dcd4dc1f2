"""The files of two trees, the working one and the merge base's: which of them differ, and what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator.disk import file_digest, file_names, read
from generator.gate.git import CommitTree
from generator.units import Unit

FOLDERS = ("prompts", "schemas", "generated")
"""What a version is made of. Snapshots follow from these."""


@dataclass(frozen=True)
class Trees:
    """The working tree at ``root`` and the merge base's ``base``; ``base`` is None where there is none."""

    root: Path
    base: CommitTree | None

    def differing(self, unit: Unit) -> dict[str, str]:
        """Return the unit's files that are not what the merge base holds: path → digest, empty for one that is gone.

        Without a merge base these are all its files.
        """
        here = set(self._here(unit))
        there = set(self._there(unit))
        same = {path for path in here & there if self.base and self.base.has_same(path, self.root / path)}
        return {path: file_digest(str(self.root / path)) or "" for path in sorted((here | there) - same)}

    def stands(self, unit: Unit) -> bool:
        """Say whether the working tree has a prompt folder of ``unit``."""
        return (self.root / "prompts" / unit.place).is_dir()

    def working(self, unit: Unit) -> dict[str, bytes]:
        """Return the unit's files in the working tree: path from the root → bytes."""
        return {path: data for path in sorted(self._here(unit)) if (data := read(str(self.root / path))) is not None}

    def committed(self, unit: Unit) -> dict[str, bytes]:
        """Return the unit's files on the merge base."""
        return self.base.read(self._there(unit)) if self.base else {}

    def working_file(self, path: str) -> bytes | None:
        """Return one file of the working tree, None when it is not there."""
        return read(str(self.root / path))

    def committed_file(self, path: str) -> bytes | None:
        """Return one file of the merge base, None when it is not there."""
        return self.base.read([path]).get(path) if self.base else None

    def _here(self, unit: Unit) -> Iterable[str]:
        for folder in FOLDERS:
            place = f"{folder}/{unit}"
            yield from (f"{place}/{name}" for name in file_names(str(self.root / place)))

    def _there(self, unit: Unit) -> list[str]:
        return self._landed.get(str(unit), [])

    @cached_property
    def _landed(self) -> dict[str, list[str]]:
        """The merge base's files by unit: looked up for every unit, so gathered once."""
        found: dict[str, list[str]] = {}
        for path in sorted(self.base.entries) if self.base else ():
            folder, *names = path.split("/", 3)
            if folder in FOLDERS and len(names) == 3:
                found.setdefault(f"{names[0]}/{names[1]}", []).append(path)
        return found


def text_of(data: bytes) -> str | None:
    """Return a file's text, None where it is none."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def inside(files: Mapping[str, bytes], folder: str, unit: Unit) -> dict[str, bytes]:
    """Return the files in one of the unit's folders, named from there."""
    place = f"{folder}/{unit}/"
    return {path.removeprefix(place): data for path, data in files.items() if path.startswith(place)}
