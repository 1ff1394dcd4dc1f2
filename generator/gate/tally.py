"""What happened to stories, in words and numbers: the same on the first screen, over a unit, and in the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.gate.looked import Looked, LookedAt, PictureState
from generator.gate.report import OF_BROWSERS, Report, UnitResult, is_blocking

_KINDS = {
    "changed": "changed",
    "new": "new",
    "gone": "gone",
    "found": "as accepted, with findings",
    "accepted": "accepted by this change",
}


def kind_of(story: LookedAt) -> str:
    """Return the one word for a story: ``changed``, ``new``, ``gone``, ``accepted``, ``found`` (findings alone)."""
    states = {picture.state for picture in story.pictures}
    tree_open = story.tree_changed and not story.tree_accepted
    if PictureState.changed in states or (tree_open and None not in (story.tree_old, story.tree_new)):
        return "changed"
    if PictureState.missing in states or (tree_open and story.tree_old is None):
        return "new"
    if PictureState.unused in states or tree_open:
        return "gone"
    return "accepted" if PictureState.accepted in states or story.tree_changed else "found"


@dataclass(frozen=True, slots=True)
class Column:
    """What a table has one column for: one family of checks, or all that look at stories in browsers."""

    name: str
    families: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one column says of one unit, or of several: how many findings block, and how many are notes."""

    blocking: int
    notes: int


def columns(report: Report) -> tuple[Column, ...]:
    """Return a report's columns. All of browsers' families have one: a finding's id says which of them it is."""
    here = report.families
    plain = tuple(Column(family, (family,)) for family in here if family not in OF_BROWSERS)
    looks = tuple(family for family in here if family in OF_BROWSERS)
    return (*plain, Column("stories", looks)) if looks else plain


def cell(column: Column, units: Iterable[UnitResult]) -> Cell | None:
    """Return what ``column`` says of ``units``; None where none of its families ran."""
    checks = [check for unit in units for check in unit.checks if check.family in column.families]
    if not checks:
        return None
    blocking = [is_blocking(finding) for check in checks for finding in check.findings]
    return Cell(sum(blocking), len(blocking) - sum(blocking))


def counted_by_kind(looked: Looked) -> dict[str, int]:
    """Return how many stories there are of each kind, for programs; ``looked_at`` are all."""
    kinds = [kind_of(story) for story in looked.stories if story.is_telling]
    found = {kind: kinds.count(kind) for kind in _KINDS}
    unrecorded = sum(map(_is_unrecorded, looked.stories))
    return {"looked_at": _count(looked), **found, "unrecorded": unrecorded}


def tally(stories: Iterable[LookedAt]) -> str:
    """Return how many stories changed, are new, are gone: ``3 changed, 1 new``; empty where there are none."""
    kinds = [kind_of(story) for story in stories if story.is_telling]
    return ", ".join(f"{kinds.count(kind):,} {said}" for kind, said in _KINDS.items() if kind in kinds)


def what_happened(looked: Looked) -> str:
    """Return one sentence on all stories, empty where no browser looked at any."""
    count = _count(looked)
    if not count:
        return ""
    head = f"{count:,} {'story' if count == 1 else 'stories'} looked at"
    unrecorded = sum(_is_unrecorded(story) for story in looked.stories)
    words = [tally(looked.stories) or ("none changed" if not unrecorded else "")]
    words += [f"{unrecorded:,} without an accepted picture of this browser"] if unrecorded else []
    return f"{head}: {', '.join(filter(None, words))}."


def who_looked(looked: Looked) -> str:
    """Return the browsers, the absent ones too: ``chromium 156, firefox-esr absent``."""
    return ", ".join(viewer.said for viewer in looked.viewers)


def _count(looked: Looked) -> int:
    return max(looked.count, len(looked.stories))


def _is_unrecorded(story: LookedAt) -> bool:
    return any(picture.state is PictureState.unrecorded for picture in story.pictures)
