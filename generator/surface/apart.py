"""Surfaces of a stranger's Python: read and compared in the quarantine's child, so that hostile text only ends that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.canonical import Json
from generator.quarantine import EndedEarly, answered
from generator.surface.changes import Change, Kind
from generator.surface.modules import SurfaceUnreadable
from generator.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Files:
    """The Python files of a bundle by path, and those of them whose names are public (None: all)."""

    texts: Mapping[str, str]
    public: frozenset[str] | None = None


def surface_of(files: Files) -> dict[str, Json]:
    """Return what ``surface.json`` holds. Raises SurfaceUnreadable for what is no Python, or too much of it."""
    said = _asked(files, None)["surface"]
    assert isinstance(said, dict)  # noqa: S101 - our own bug if not
    return said


def changes(old: Files, new: Files) -> tuple[Change, ...]:
    """Return what changed between two bundles. Raises SurfaceUnreadable as above."""
    rows = _asked(new, old)["changes"]
    assert isinstance(rows, list)  # noqa: S101 - our own bug if not
    return tuple(_change(row) for row in rows if isinstance(row, dict))


def changes_of_module(old: str, new: str, path: str = "module.py") -> tuple[Change, ...]:
    """Return what changed between two texts of one module, which is called ``path`` in the result."""
    return changes(Files({path: old}), Files({path: new}))


def _asked(files: Files, before: Files | None) -> dict[str, Json]:
    said = answered(
        {
            "task": "surface",
            "files": dict(files.texts),
            "public": _listed(files.public),
            "before": None if before is None else dict(before.texts),
            "public_before": None if before is None else _listed(before.public),
        }
    )
    if isinstance(said, EndedEarly):
        raise SurfaceUnreadable(said.at, 0, "cannot be read within the limits of time and memory")
    assert isinstance(said, dict)  # noqa: S101 - our own bug if not
    if isinstance(lost := said.get("unreadable"), list):
        path, line, message = lost
        raise SurfaceUnreadable(str(path), int(str(line)), str(message))
    return said


def _listed(public: Iterable[str] | None) -> list[str] | None:
    return None if public is None else sorted(public)


def _change(row: dict[str, Json]) -> Change:
    values = row | {"kind": Kind(str(row["kind"])), "verdict": Verdict(str(row["verdict"]))}
    return Change(**values)  # type: ignore[arg-type]  # the child wrote them with asdict
