"""Is a unit what its inputs say? Answered from bytes and digests alone, without rendering anything.

This is the path that every no-op ``regenerate`` and ``--check`` takes for every unit, so it imports the standard
library only and works on plain strings: a thousand units are read, hashed and compared within a fraction of a second.
It keeps no cache on disk: a cache would be one more thing that can be wrong.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from generator.canonical import digest
from generator.disk import file_digest, file_names, read
from generator.project import Project
from generator.units import Unit, version_number

LOCK_VERSION = 1


class Why(StrEnum):
    """Why a unit is not unchanged."""

    not_generated = "has not been generated yet"
    unreadable = "cannot be read as a manifest"
    forged = "does not match its own bundle_id"
    input_changed = "changed"
    input_added = "is new"
    input_removed = "was removed"
    parent_changed = "the version before it was regenerated"
    file_edited = "was edited by hand"
    file_missing = "is missing"
    file_extra = "was added by hand"


_BY_HAND = frozenset({Why.file_edited, Why.file_missing, Why.file_extra})


@dataclass(frozen=True, slots=True)
class Reason:
    """One difference: ``path`` is relative to the project's root."""

    why: Why
    path: str

    def __str__(self) -> str:
        return self.why.value if self.why is Why.parent_changed else f"{self.path} {self.why.value}"


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Inputs, files and manifest agree."""

    bundle_id: str


@dataclass(frozen=True, slots=True)
class Changed:
    """Something differs; ``reasons`` holds at least one, inputs first, each group sorted by path."""

    reasons: tuple[Reason, ...]

    @property
    def by_hand(self) -> tuple[Reason, ...]:
        """What somebody did inside ``generated/``."""
        return tuple(reason for reason in self.reasons if reason.why in _BY_HAND)

    @property
    def only_by_hand(self) -> bool:
        """Whether the inputs are as they were, and only ``generated/`` differs."""
        return len(self.by_hand) == len(self.reasons)

    @property
    def only_parent(self) -> bool:
        """Whether nothing differs but the ``bundle_id`` of the version before."""
        return all(reason.why is Why.parent_changed for reason in self.reasons)


State = Unchanged | Changed


@dataclass(slots=True)
class Disk:
    """What was read of one project during one run: files that many units share are hashed once."""

    root: str
    shared: dict[str, str | None] = field(default_factory=dict)
    bundle_ids: dict[Unit, str | None] = field(default_factory=dict)
    versions: dict[str, list[int]] = field(default_factory=dict)

    def shared_digest(self, relative: str) -> str | None:
        """Return the SHA-256 of a file that lies outside the unit, None when there is none."""
        if relative not in self.shared:
            self.shared[relative] = file_digest(f"{self.root}/{relative}")
        return self.shared[relative]

    def parent_of(self, unit: Unit) -> Unit | None:
        """Return the version before ``unit`` that has a bundle, None when there is none."""
        if unit.feature not in self.versions:
            self.versions[unit.feature] = generated_versions(self.root, unit.feature)
        before = [number for number in self.versions[unit.feature] if number < unit.version]
        return Unit(unit.feature, max(before)) if before else None

    def parent_id(self, unit: Unit) -> str | None:
        """Return the ``bundle_id`` of the version before, None when there is none or it cannot be read."""
        parent = self.parent_of(unit)
        if parent is None:
            return None
        if parent not in self.bundle_ids:
            lock = _lock(f"{self.root}/generated/{parent}/bundle.json")
            self.bundle_ids[parent] = None if isinstance(lock, Why) else lock.bundle_id
        return self.bundle_ids[parent]

    def landing(self, unit: Unit, bundle_id: str) -> None:
        """Count ``unit`` as generated with this ``bundle_id``: its bundle is about to be put in place."""
        self.parent_of(unit)  # so that the versions on disk are known
        self.versions[unit.feature].append(unit.version)
        self.bundle_ids[unit] = bundle_id


def state(project: Project, unit: Unit) -> State:
    """Compare one unit with its manifest."""
    return _state(Disk(str(project.root)), unit)


def states(project: Project, units: Iterable[Unit]) -> Iterator[tuple[Unit, State]]:
    """Compare many units with their manifests; files that they share are read once."""
    disk = Disk(str(project.root))
    for unit in units:
        yield unit, _state(disk, unit)


def interrupted(project: Project) -> bool:
    """Say whether an earlier run was stopped after it began to stage: :func:`bundles.recover` ends or clears it."""
    left = (f"{project.root}/.lockstep/journal.json", f"{project.root}/.lockstep/staging")
    return any(os.path.exists(path) for path in left)  # noqa: PTH110  # asked by every no-op run


def generated_versions(root: str, feature: str) -> list[int]:
    """Return the numbers of the versions of ``feature`` that have a bundle, ascending."""
    try:
        names = os.listdir(f"{root}/generated/{feature}")  # noqa: PTH208  # pathlib costs the no-op path a third
    except (FileNotFoundError, NotADirectoryError):
        return []
    numbers = sorted(number for name in names if (number := version_number(name)) is not None)
    return [n for n in numbers if os.path.isfile(f"{root}/generated/{feature}/v{n}/bundle.json")]  # noqa: PTH113


def _state(disk: Disk, unit: Unit) -> State:
    folder = f"generated/{unit}"
    lock = _lock(f"{disk.root}/{folder}/bundle.json")
    if isinstance(lock, Why):
        return Changed((Reason(lock, folder if lock is Why.not_generated else f"{folder}/bundle.json"),))
    disk.bundle_ids[unit] = lock.bundle_id
    reasons = [*_inputs(disk, unit, lock), *_files(disk.root, folder, lock.files)]
    if lock.parent != disk.parent_id(unit):
        reasons.append(Reason(Why.parent_changed, folder))
    return Changed(tuple(reasons)) if reasons else Unchanged(lock.bundle_id)


@dataclass(frozen=True, slots=True)
class _Lock:
    """The part of a manifest that this module compares."""

    bundle_id: str
    parent: str | None
    inputs: dict[str, str]
    files: dict[str, str]


def _lock(path: str) -> _Lock | Why:
    data = read(path)
    if data is None:
        return Why.not_generated
    try:
        manifest = json.loads(data)
        bundle_id = manifest.pop("bundle_id")
        if manifest["lock_version"] != LOCK_VERSION:
            return Why.unreadable
        inputs = dict(manifest["inputs"])
        if manifest["waivers"] is not None:
            inputs[f"schemas/{manifest['feature']}/v{manifest['version']}/widens.toml"] = manifest["waivers"]
        files = {name: row["written"] for name, row in manifest["files"].items()}
        if digest(manifest) != bundle_id:
            return Why.forged
        return _Lock(bundle_id, manifest["parent"], inputs, files)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Why.unreadable


def _inputs(disk: Disk, unit: Unit, lock: _Lock) -> Iterator[Reason]:
    """Compare the unit's own folders and every file that its manifest names, with the bytes on disk."""
    own = {
        f"{folder}/{unit}/{name}"
        for folder in ("prompts", "schemas")
        for name in file_names(f"{disk.root}/{folder}/{unit}")
    }
    for path in sorted(own | lock.inputs.keys()):
        locked = lock.inputs.get(path)
        found = file_digest(f"{disk.root}/{path}") if path in own else disk.shared_digest(path)
        if found != locked:
            yield Reason(
                Why.input_added if locked is None else Why.input_removed if found is None else Why.input_changed, path
            )


def _files(root: str, folder: str, locked: dict[str, str]) -> Iterator[Reason]:
    """Compare what stands in ``generated/`` with what was written there."""
    names = file_names(f"{root}/{folder}") - {"bundle.json"}
    for name in sorted(names | locked.keys()):
        path = f"{folder}/{name}"
        if name not in names:
            yield Reason(Why.file_missing, path)
        elif name not in locked:
            yield Reason(Why.file_extra, path)
        elif file_digest(f"{root}/{path}") != locked[name]:
            yield Reason(Why.file_edited, path)
