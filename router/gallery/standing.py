"""The bundles of a folder as they stand on the disk now: loaded anew when they change, and only those that did."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from router import loader, manifests
from router.features import Feature, gathered
from router.loader import Bundle
from router.manifests import Refusal

Mark = frozenset[tuple[str, int, int]]  # path, time of change and size of every file of one bundle


@dataclass(slots=True)
class Standing:
    """The bundles below ``root`` that have an interface; the others would only cost time."""

    root: Path
    kernel: str
    features: tuple[Feature, ...] = ()
    _marks: Mapping[Path, Mark] = field(default_factory=dict)
    _loaded: dict[Path, Bundle | Refusal] = field(default_factory=dict)

    def marks(self) -> dict[Path, Mark]:
        """Return what the bundles look like now."""
        return {folder: frozenset(_files(folder)) for folder in manifests.find(self.root) if (folder / "ui").is_dir()}

    def looked(self) -> tuple[Mapping[Path, Mark], dict[Path, Bundle | Refusal]]:
        """Return what lies on the disk: bundles that did not change as they are, the others loaded anew."""
        marks = self.marks()
        loaded = {
            folder: self._loaded[folder] if self._marks.get(folder) == mark else loader.load(folder, self.kernel)
            for folder, mark in marks.items()
        }
        return marks, loaded

    def take_over(self, marks: Mapping[Path, Mark], loaded: dict[Path, Bundle | Refusal]) -> None:
        """Let what :meth:`looked` found be what stands, and forget what it replaces."""
        gone = [old for folder, old in self._loaded.items() if loaded.get(folder) is not old]
        self._marks, self._loaded = marks, loaded
        self.features = gathered(loaded.values())
        for old in gone:
            if isinstance(old, Bundle):
                loader.unload(old)

    def is_behind(self, marks: Mapping[Path, Mark]) -> bool:
        """Say whether ``marks`` are not those of what stands."""
        return marks != self._marks


def _files(folder: Path) -> Iterator[tuple[str, int, int]]:
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):  # it went away while we looked
                found = (Path(place) / name).stat()
                yield f"{place}/{name}", found.st_mtime_ns, found.st_size
