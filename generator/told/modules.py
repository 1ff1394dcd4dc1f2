"""Two Python modules, compared by what others may call and read."""

from __future__ import annotations

from pathlib import PurePosixPath

from generator.errors import UsageInvalid
from generator.sides import ModuleSide
from generator.surface import Change, SurfaceUnreadable
from generator.surface.apart import Files, changes_of_module, surface_of
from generator.told import Direction, Named, Row, Snippet, Told
from generator.verdicts import Verdict


def modules(old: ModuleSide, new: ModuleSide, direction: Direction) -> Told:
    """Compare two states of one module, whatever their files are called. Raises UsageInvalid for what is no Python."""
    if direction != "both":
        raise UsageInvalid(f"--direction {direction}: a function is called and answers. Leave it out for modules.")
    path = PurePosixPath(new.place).name
    try:
        changes = changes_of_module(old.source, new.source, path)
    except SurfaceUnreadable as error:
        raise UsageInvalid(_unreadable(old, new, error)) from error
    return Told(
        kind="module",
        verdict=_verdict(changes),
        blocked=any(change.blocks for change in changes),
        direction=direction,
        old=Named(old.spelled, old.place),
        new=Named(new.spelled, new.place),
        rows=tuple(_row(change) for change in changes),
    )


def _verdict(changes: tuple[Change, ...]) -> str:
    """Return whom the changes hurt, in the words of an API: a module is one."""
    blocking = [change.verdict for change in changes if change.blocks]
    if any(verdict is not Verdict.unknown for verdict in blocking):
        return "breaks"
    return "unknown" if blocking else "informs" if changes else "equal"


def _row(change: Change) -> Row:
    return Row(
        rule=change.kind.value,
        moved=change.verdict.value,
        blocks=change.blocks,
        words=change.words,
        old_pointer=None,
        new_pointer=None,
        old=None if change.old is None else Snippet(change.old),
        new=None if change.new is None else Snippet(change.new),
        reason=change.reason,
        name=change.name,
        part=change.part,
        line=change.line or None,
        is_old=change.is_old,
    )


def _unreadable(old: ModuleSide, new: ModuleSide, error: SurfaceUnreadable) -> str:
    """Return what is wrong and where: of the old side, if that alone cannot be read either."""
    side = new
    try:
        surface_of(Files({error.path: old.source}))
    except SurfaceUnreadable as found:
        side, error = old, found
    return f"{side.place}:{error.line}: {error.message}. Compare modules that Python can read."
