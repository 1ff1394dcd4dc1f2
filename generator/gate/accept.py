"""Accepting snapshots: everything that is shown, but nothing that has landed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.errors import LockstepError
from generator.gate.base import find_base
from generator.gate.snapshots import Row, SuiteFailed, run_suite
from generator.project import Project

_DONE = {"created": "accepted (new)", "updated": "accepted (changed)", "removed": "removed (nothing shows it any more)"}
_OPEN = {"missing": "not accepted yet", "changed": "changed", "unused": "nothing shows it any more"}


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of it: one row a picture. ``only_look`` says that nothing was to be written."""

    rows: tuple[Row, ...]
    only_look: bool

    def lines(self) -> Iterator[str]:
        """Yield what to tell people, one line for each picture that is not as it was accepted, and a summary."""
        for row in self.rows:
            if row.state in _DONE:
                yield f"{row.path}: {_DONE[row.state]}"
            elif row.state in _OPEN:
                frozen = "" if self.only_look else "; it stands on the merge base, so it was left as it is"
                yield f"{row.path}: {_OPEN[row.state]}{frozen}"
            elif row.state != "matched":
                yield f"{row.path}: cannot be shown: {row.said or row.state}"
        same, done = (sum(row.state in states for row in self.rows) for states in ({"matched"}, set(_DONE)))
        yield f"{len(self.rows)} snapshots: {same} unchanged, {done} accepted now, {len(self.rows) - same - done} open"

    @property
    def exit_code(self) -> int:
        """0 when all is accepted; else 2 when only looking, 3 when something was left or could not be shown."""
        left = [row for row in self.rows if row.state != "matched" and row.state not in _DONE]
        return 0 if not left else 2 if self.only_look else 3


def accept(project: Project, features: tuple[str, ...], base: str | None, *, only_look: bool) -> Accepted:
    """Accept what ``features`` (all, when none is named) show now.

    Raises UsageInvalid for an unknown feature or ref, LockstepError when the suite does not run.
    """
    project.chosen(features)
    tree = find_base(project.root, base, project.settings.main_branch).tree
    frozen = tree.below("snapshots") if tree is not None else []
    try:
        rows = run_suite(project, features, update=not only_look, frozen=frozen)
    except SuiteFailed as error:
        raise LockstepError(f"the snapshots could not be looked at: {error}") from error
    return Accepted(rows, only_look)
