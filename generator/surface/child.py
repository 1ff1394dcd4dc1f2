"""What the quarantine's child answers about surfaces (:mod:`generator.surface.apart` asks)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from generator.surface import SurfaceUnreadable, as_json, compare_surfaces, read_surface
from generator.surface.declarations import Surface


def answer(asked: Mapping[str, object]) -> dict[str, object]:
    """Return the surface of ``files``, and its changes if there are files ``before``; or what could not be read."""
    try:
        now = _read(asked["files"], asked["public"])
        if asked["before"] is None:
            return {"surface": as_json(now)}
        before = _read(asked["before"], asked["public_before"])
        return {"changes": [asdict(change) for change in compare_surfaces(before, now)]}
    except SurfaceUnreadable as error:
        return {"unreadable": [error.path, error.line, error.message]}


def _read(files: object, public: object) -> Surface:
    assert isinstance(files, dict)  # noqa: S101 - our own bug if not
    assert public is None or isinstance(public, list)  # noqa: S101 - as above
    return read_surface(files, public)
