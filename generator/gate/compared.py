"""Each story beside what it is compared with: what was accepted, or what the merge base or the version before has."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.findings import Finding
from generator.gate.browsing import Browsed, is_recorded
from generator.gate.looked import LookedAt, Picture, PictureState
from generator.gate.scope import Scope
from generator.gate.viewers import Viewers
from generator.looks.browsers.found import Engine
from generator.looks.modes import PICTURED
from generator.looks.seen import Seen
from generator.project import Project
from generator.suite.names import PICTURE, TREE
from generator.suite.pixels import difference, same
from generator.units import Unit


@dataclass(frozen=True, slots=True)
class _Side:
    """Where accepted files are read: this tree, or the merge base; ``unit`` may be the version before."""

    scope: Scope
    unit: Unit
    on_base: bool = False

    def read(self, name: str) -> bytes | None:
        """Return an accepted file, by its path below ``snapshots/<unit>/``."""
        path = f"snapshots/{self.unit}/{name}"
        if self.on_base:
            return self.scope.base.tree.read([path]).get(path) if self.scope.base.tree else None
        file = self.scope.project.root / path
        return file.read_bytes() if file.is_file() else None


def compared(
    scope: Scope, unit: Unit, browsed: Browsed | None, viewers: Viewers, findings: Mapping[str, Sequence[Finding]]
) -> Iterator[LookedAt]:
    """Yield each story of ``unit`` that there is something to tell of; ``findings`` are those of each, by its name."""
    before = None if scope.has_landed(unit) else _before(scope, unit)
    if browsed is None and before is None:
        return  # it is what was accepted, and that cannot have changed
    for component, story, summary in stories_of(scope.project, unit):
        name = f"{unit}/{component}/{story}"
        chromium = browsed.seen.get((name, Engine.chromium)) if browsed else None
        recorded = is_recorded(scope.project, unit, viewers)
        sides = _Sides(_Side(scope, unit), before, chromium if isinstance(chromium, Seen) else None, recorded)
        pictures = tuple(sides.pictures(f"ui/{component}", story, viewers))
        tree = sides.compared(f"ui/{component}/{story}{TREE}", sides.seen.tree.encode() if sides.seen else None)
        told = tuple(findings.get(name, ()))
        if told or tree.old != tree.new or any(picture.state is not PictureState.same for picture in pictures):
            yield LookedAt(
                unit=str(unit),
                component=component,
                story=story,
                summary=summary,
                pictures=pictures,
                tree_old=_text(tree.old),
                tree_new=_text(tree.new),
                path=sides.seen.path if sides.seen else (),
                findings=told,
                frozen=scope.has_landed(unit),
                against=str(before.unit) if before else "the merge base",
                tree_accepted=tree.state is PictureState.accepted,
            )
    yield from _gone(scope, unit, viewers)


@dataclass(frozen=True, slots=True)
class _Sides:
    """What was accepted of a story here, what the version ``before`` has, and what was just ``seen``.

    Where none of this browser's pictures were ever ``recorded``, there is nothing that a picture could miss.
    """

    accepted: _Side
    before: _Side | None
    seen: Seen | None
    recorded: bool = True

    def pictures(self, folder: str, story: str, viewers: Viewers) -> Iterator[Picture]:
        """Yield the story in each mode, as the browser here draws it."""
        if not viewers.key:
            return
        for mode in PICTURED:
            new = self.seen.pictures.get(mode) if self.seen else None
            if self.recorded:
                yield self.compared(f"{folder}/{viewers.key}/{story}.{mode}{PICTURE}", new, mode)
            elif new is not None:
                yield Picture(mode, None, new, PictureState.unrecorded)

    def compared(self, path: str, new: bytes | None, mode: str = "") -> Picture:
        """Return one file beside what it is compared with: what was accepted, else what stood before."""
        old = self.accepted.read(path)
        if new is not None and not same(old, new):
            return Picture(
                mode, old, new, PictureState.missing if old is None else PictureState.changed, difference(old, new)
            )
        before = self.before.read(path) if self.before else old
        if old is None or same(before, old):
            return Picture(mode, old, old, PictureState.same)
        return Picture(mode, before, old, PictureState.accepted, difference(before, old))


def _text(data: bytes | None) -> str | None:
    return None if data is None else data.decode("utf-8", "replace")


def _before(scope: Scope, unit: Unit) -> _Side | None:
    """Return where the version before was accepted: it stands here, or on the merge base alone."""
    other = scope.version_before(unit)
    if other is None:
        return None
    return _Side(scope, other, on_base=not scope.project.snapshots(other).is_dir())


def _gone(scope: Scope, unit: Unit, viewers: Viewers) -> Iterator[LookedAt]:
    """Yield the stories that were accepted and are no longer told of."""
    told = {(component, story) for component, story, _ in stories_of(scope.project, unit)}
    for file in sorted((scope.project.snapshots(unit) / "ui").glob(f"*/*{TREE}")):
        component, story = file.parent.name, file.name.removesuffix(TREE)
        if (component, story) in told:
            continue
        side, key = _Side(scope, unit), viewers.key
        old = [(mode, side.read(f"ui/{component}/{key}/{story}.{mode}{PICTURE}")) for mode in PICTURED if key]
        pictures = tuple(Picture(mode, data, None, PictureState.unused) for mode, data in old if data is not None)
        tree = _text(file.read_bytes())
        landed = scope.has_landed(unit)
        yield LookedAt(str(unit), component, story, "", pictures, tree_old=tree, tree_new=None, frozen=landed)


def stories_of(project: Project, unit: Unit) -> Iterator[tuple[str, str, str]]:
    """Yield component, name and summary of each story, as the bundle's files tell."""
    for file in sorted((project.generated(unit) / "ui").glob("*/stories.json")):
        try:
            told = json.loads(file.read_bytes())
        except (OSError, ValueError):
            continue  # said by the rules for answers
        for each in told if isinstance(told, list) else []:
            if isinstance(each, dict):
                yield file.parent.name, str(each.get("name", "")), str(each.get("summary", ""))
