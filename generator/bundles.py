"""Bundles are written beside the tree and swapped in whole, so that a crash leaves the old one or the new one.

A run that changes several units stages them all, writes a journal of what is to be swapped, and swaps them one after
the other. Who finds a journal at the next start finishes what it says: by then every staged tree is complete on disk.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from generator.canonical import pretty_json
from generator.disk import first_link, tree_digest
from generator.errors import HandEdited, UsageInvalid
from generator.exchange import put_in_place, sync_folder
from generator.manifest import FILE_NAME, Manifest
from generator.project import Project
from generator.units import Unit, is_feature_name, version_number

_STAGED = re.compile(r"\.lockstep/staging/[0-9a-f]{32}\Z")


@dataclass(frozen=True, slots=True)
class Staged:
    """One unit's complete new tree, on disk and not yet in place.

    ``folder`` is relative to the root; ``before`` and ``after`` are the digests of the tree that stands in
    ``generated/`` and of the one that is to stand there (None: no tree yet).
    """

    feature: str
    version: int
    folder: str
    before: str | None
    after: str | None

    @property
    def unit(self) -> Unit:
        """The unit whose tree this is."""
        return Unit(self.feature, self.version)


def stage(project: Project, unit: Unit, files: Mapping[str, bytes], manifest: Manifest) -> Staged:
    """Write a unit's files and then its manifest into a new folder below ``.lockstep/staging/``, synced to disk."""
    folder = _staging(project) / uuid.uuid4().hex
    for name, data in sorted(files.items()):
        _write(folder / name, data)
    _write(folder / FILE_NAME, manifest.to_bytes())
    for inner in sorted({(folder / name).parent for name in (*files, FILE_NAME)} | {folder, folder.parent}):
        sync_folder(inner)
    before, after = tree_digest(str(project.generated(unit))), tree_digest(str(folder))
    return Staged(unit.feature, unit.version, project.relative(folder), before, after)


def swap_in(project: Project, staged: Sequence[Staged]) -> None:
    """Put every staged tree in its place. Each swap is atomic, and a crash between two is finished by ``recover``.

    Raises HandEdited, with nothing changed, when a tree in ``generated/`` is no longer the one that was staged for, or
    when a link leads elsewhere from there.
    """
    for one in staged:
        link = first_link(str(project.root), f"generated/{one.feature}")
        if link is not None:
            raise HandEdited(f"{link} is a link: bundles are written to folders only. Remove it: rm {link}")
        if tree_digest(str(project.generated(one.unit))) != one.before:
            raise HandEdited(f"generated/{one.unit} was edited while it was being regenerated. Run again.")
    write_journal(project, staged)
    for one in staged:
        put_in_place(project.root / one.folder, project.generated(one.unit))
    _journal(project).unlink()
    _clear_staging(project)


def write_journal(project: Project, staged: Sequence[Staged]) -> None:
    """Announce what is about to be swapped: from here on a crash is finished, not forgotten."""
    journal = _journal(project)
    _write(journal.with_suffix(".new"), pretty_json([asdict(one) for one in staged]))
    journal.with_suffix(".new").replace(journal)
    sync_folder(journal.parent)


def recover(project: Project) -> tuple[Unit, ...]:
    """Finish the swaps that an interrupted run left, remove what it staged, and return the units moved in.

    A unit that somebody has edited since then is left as it is: the next comparison reports it as edited by hand.
    The caller holds the project's claim, or a run at work would lose its staging.
    """
    moved = tuple(one.unit for one in _read_journal(project) if _finish(project, one))
    _journal(project).unlink(missing_ok=True)
    _clear_staging(project)
    return moved


def _clear_staging(project: Project) -> None:
    shutil.rmtree(_staging(project), ignore_errors=True)


def _finish(project: Project, one: Staged) -> bool:
    new, place = project.root / one.folder, project.generated(one.unit)
    if first_link(str(project.root), f"generated/{one.feature}") or first_link(str(project.root), one.folder):
        return False
    standing = tree_digest(str(place))
    if standing == one.after or standing not in (one.before, None) or tree_digest(str(new)) != one.after:
        return False
    put_in_place(new, place)
    return True


def _read_journal(project: Project) -> list[Staged]:
    """Return what the journal names. It is written in one rename: either whole or absent.

    Raises UsageInvalid for one that no run of ours wrote: it could name any folder.
    """
    journal = _journal(project)
    if not journal.is_file():
        return []
    try:
        staged = [Staged(**row) for row in json.loads(journal.read_bytes())]
        sound = all(_is_sound(one) for one in staged)
    except (ValueError, TypeError):
        sound = False
    if not sound:
        raise UsageInvalid(
            f"{project.relative(journal)} is not what an interrupted run leaves. Delete it, with "
            f"{project.relative(_staging(project))}/, and run again."
        )
    return staged


def _is_sound(one: Staged) -> bool:
    """Whether a row of the journal names a unit and a staged folder, and nothing else on the disk."""
    named = is_feature_name(one.feature) and version_number(f"v{one.version}") == one.version
    digests = all(each is None or isinstance(each, str) for each in (one.before, one.after))
    return named and digests and _STAGED.match(one.folder) is not None


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _staging(project: Project) -> Path:
    return project.private / "staging"


def _journal(project: Project) -> Path:
    return project.private / "journal.json"
