"""What changed in each unit: against the merge base where it has landed, against the version before where it is new."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum

from generator.errors import LockstepError
from generator.front_matter import RENDERED
from generator.gate.page.difference import Difference, difference
from generator.gate.page.fields import PartChange, field_changes, schema_changes
from generator.gate.page.origin import Origin, origin
from generator.gate.page.promised import Asked, Promised, promised
from generator.gate.page.stories import NOTHING, Drawn, StoryChange, drawn, story_changes
from generator.gate.page.trees import Trees, inside, text_of
from generator.gate.scope import Scope
from generator.project import Project
from generator.prompts import load
from generator.units import Unit

MOST = 60
"""How many versions are said in full. Who changes more at once reads none of them."""

_FEW = 40
_LONGEST = 1_000_000  # bytes; nobody reads a longer file in a report


class State(StrEnum):
    """How a unit stands to what it is compared with."""

    same = "same"
    new = "new"
    changed = "changed"
    removed = "removed"


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file that differs. ``difference`` is None for one that is no text; ``command`` shows all of it."""

    name: str
    kind: str
    command: str
    difference: Difference | None = None


@dataclass(frozen=True, slots=True)
class PromptChange:
    """One prompt that differs: ``asked`` is what its new version says of itself, None where that cannot be read."""

    file: FileChange
    asked: Asked | None


@dataclass(frozen=True, slots=True)
class UnitChange:
    """All that differs in one unit.

    ``against`` names the other side, empty when there is none; ``undrawn`` says why stories are missing, ``wrong`` what
    else cannot be read.
    """

    unit: Unit
    state: State
    against: str = ""
    prompts: tuple[PromptChange, ...] = ()
    declared: tuple[PartChange, ...] = ()
    schemas: tuple[PartChange, ...] = ()
    code: tuple[FileChange, ...] = ()
    rendered: tuple[FileChange, ...] = ()
    stories: tuple[StoryChange, ...] = ()
    undrawn: str = ""
    origin: Origin = field(default_factory=Origin)
    generated: bool = True
    wrong: str = ""


def changes(scope: Scope, trees: Trees, units: Sequence[Unit], differing: Mapping[Unit, object]) -> list[UnitChange]:
    """Return what changed in ``units``; ``differing`` holds those that are not as the merge base has them.

    Of those beyond :data:`MOST` no more than that they differ.
    """
    looked_at = [unit for unit in units if differing.get(unit)][:MOST]
    return [
        _change(scope, trees, unit) if unit in looked_at else _brief(scope, trees, unit, differing) for unit in units
    ]


def whys(project: Project, units: Sequence[Unit]) -> dict[str, str]:
    """Return why the latest version of each feature was written; where there are many, of none: nobody reads them."""
    latest = {unit.feature: unit for unit in sorted(units)}
    found = {}
    for feature, unit in latest.items() if len(latest) <= _FEW else ():
        with suppress(LockstepError):
            found[feature] = " ".join(prompt.head.lockstep.why for prompt in load(project, unit))
    return found


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of the comparison: whose files, where ``git diff`` finds them, and what they promise."""

    unit: Unit
    files: Mapping[str, bytes]
    promised: Promised
    commit: str = ""
    drawn: Drawn = NOTHING


def _brief(scope: Scope, trees: Trees, unit: Unit, differing: Mapping[Unit, object]) -> UnitChange:
    if not differing.get(unit):
        return UnitChange(unit, State.same)
    if scope.has_landed(unit):
        return UnitChange(unit, State.changed if trees.stands(unit) else State.removed, "the merge base")
    before = scope.version_before(unit)
    return UnitChange(unit, State.new, f"v{before.version}" if before else "")


def _change(scope: Scope, trees: Trees, unit: Unit) -> UnitChange:
    now = _working(scope, trees, unit)
    if scope.has_landed(unit):
        state = State.changed if trees.stands(unit) else State.removed
        return _compared(unit, state, "the merge base", _committed(scope, trees, unit), now)
    before = scope.version_before(unit)
    if before is None:
        return _compared(unit, State.new, "", _Side(unit, {}, Promised()), now)
    if trees.stands(before):
        return _compared(unit, State.new, f"v{before.version}", _working(scope, trees, before), now)
    was = _committed(scope, trees, before)
    return _compared(unit, State.new, f"v{before.version} of the merge base", was, now)


def _working(scope: Scope, trees: Trees, unit: Unit) -> _Side:
    files = trees.working(unit)
    if not files:
        return _Side(unit, {}, Promised())
    looks = drawn(scope.project, unit, files, trees.working_file)
    return _Side(unit, files, promised(scope.project, unit, files), "", looks)


def _committed(scope: Scope, trees: Trees, unit: Unit) -> _Side:
    files, commit = trees.committed(unit), scope.base.comparison.commit or ""
    looks = drawn(scope.project, unit, files, trees.committed_file)
    return _Side(unit, files, promised(scope.project, unit, files), commit, looks)


def _compared(unit: Unit, state: State, against: str, was: _Side, now: _Side) -> UnitChange:
    made, made_before = (
        origin(inside(side.files, "generated", side.unit).get("bundle.json", b"")) for side in (now, was)
    )
    rendered = RENDERED | made.rendered | made_before.rendered
    generated = bool(inside(now.files, "generated", unit))
    code = tuple(_files(was, now, "generated")) if generated or state is State.removed else ()
    return UnitChange(
        unit,
        state,
        against,
        tuple(PromptChange(each, now.promised.asked.get(each.name)) for each in _files(was, now, "prompts")),
        tuple(_declared(was.promised, now.promised)),
        schema_changes(was.promised.schemas, now.promised.schemas),
        tuple(each for each in code if each.name not in rendered),
        tuple(each for each in code if each.name in rendered and each.name != "bundle.json"),
        story_changes(was.drawn, now.drawn) if generated else (),
        now.drawn.wrong or was.drawn.wrong,
        made,
        generated or state is State.removed,
        now.promised.wrong or was.promised.wrong,
    )


def _declared(was: Promised, now: Promised) -> Iterator[PartChange]:
    for name, declared in (now.declared or was.declared).items():
        old = was.declared.get(name, {})
        if fields := tuple(field_changes(old, declared if now.declared else {})):
            yield PartChange("changed", name, fields)


def _files(was: _Side, now: _Side, folder: str) -> Iterator[FileChange]:
    old, new = inside(was.files, folder, was.unit), inside(now.files, folder, now.unit)
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) == new.get(name):
            continue
        kind = "added" if name not in old else "removed" if name not in new else "changed"
        yield FileChange(name, kind, _command(was, now, folder, name), _difference(old.get(name), new.get(name)))


def _difference(old: bytes | None, new: bytes | None) -> Difference | None:
    if max(len(old or b""), len(new or b"")) > _LONGEST:
        return None
    was, now = text_of(old or b""), text_of(new or b"")
    return None if was is None or now is None else difference(was, now)


def _command(was: _Side, now: _Side, folder: str, name: str) -> str:
    """Return what shows the whole difference in a terminal."""
    old, new = f"{folder}/{was.unit}/{name}", f"{folder}/{now.unit}/{name}"
    if was.commit and was.unit == now.unit:
        return f"git diff {was.commit[:12]} -- {shlex.quote(new)}"
    if was.commit:
        return f"git show {was.commit[:12]}:{shlex.quote(old)}"
    if not was.files:
        return f"cat {shlex.quote(new)}"
    return f"git diff --no-index {shlex.quote(old)} {shlex.quote(new)}"
