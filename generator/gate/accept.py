"""Accepting snapshots: everything that is shown, but nothing that has landed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from generator.errors import LockstepError, UsageInvalid
from generator.gate.base import find_base
from generator.gate.browsing import Browsed, browse, laid_out
from generator.gate.snapshots import Row, SuiteFailed, run_suite
from generator.gate.viewers import ANY, Choice, check_viewers, viewers
from generator.project import Project
from generator.rules import remedy_of

_DONE = {"created": "accepted (new)", "updated": "accepted (changed)", "removed": "removed (nothing shows it any more)"}
_UNIT = re.compile(r"/v[0-9]+\Z")
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


def accept(  # one parameter an option of the command line
    project: Project,
    named: tuple[str, ...],
    base: str | None,
    *,
    only_look: bool,
    browsers: Choice = ANY,
    say: Callable[[str], None] = lambda _words: None,
) -> Accepted:
    """Accept what is ``named`` (features, units, and ``component/story``; all, when nothing is) shows now.

    Raises UsageInvalid for what there is none of, LockstepError when the suite does not run.
    """
    features, stories = _told_apart(project, named)
    units = project.chosen(features)
    found = find_base(project.root, base, project.settings.main_branch)
    frozen = found.tree.below("snapshots") if found.tree is not None else []
    with_stories = [unit for unit in units if (project.prompts(unit) / "ui.prompt").is_file()]
    seen_with = viewers(with_stories, browsers, project)
    for finding in (finding for check in check_viewers(seen_with) for finding in check.findings):
        say(f"{finding.message}. {remedy_of(finding)}")
    browsed = browse(project, with_stories if seen_with.browsers else [], seen_with, None, say, stories)
    names = [f"{unit}/{story}" for unit in units for story in stories]
    _are_there(names, browsed, stories)
    with ExitStack() as ends:
        listing = ends.enter_context(laid_out(project, browsed, seen_with, recording=True)) if browsed else None
        try:
            rows = run_suite(project, features, update=not only_look, frozen=frozen, looks=listing, stories=names)
        except SuiteFailed as error:
            raise LockstepError(f"the snapshots could not be looked at: {error}") from error
    return Accepted((*rows, *_unseen(browsed)), only_look)


def _told_apart(project: Project, named: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the features and units among what was named, and the stories: ``slot-picker/selected`` is one."""
    known = {name for unit in project.units() for name in (unit.feature, str(unit))}
    stories = [name for name in named if "/" in name and name not in known and not _UNIT.search(name)]
    return tuple(name for name in named if name not in stories), tuple(_story(name) for name in stories)


def _story(name: str) -> str:
    component, _, story = name.partition("/")
    return f"{component.replace('-', '_')}/{story}"


def _are_there(names: Sequence[str], browsed: Sequence[Browsed], stories: Sequence[str]) -> None:
    there = {subject.name for each in browsed for subject in each.subjects}
    wrong = [f"{each.unit}: {each.wrong}" for each in browsed if each.wrong]
    if stories and wrong:
        raise LockstepError(f"the stories could not be drawn. {wrong[0]}")
    for story in stories:
        if not any(name in there for name in names if name.endswith(f"/{story}")):
            like = sorted(name for name in there if name.split("/")[2] == story.partition("/")[0])
            remedy = f"It has {', '.join(name.split('/')[3] for name in like)}." if like else "See: lockstep stories"
            raise UsageInvalid(f"{story}: there is no such story among what was looked at. {remedy}")


def _unseen(browsed: Sequence[Browsed]) -> Iterator[Row]:
    """Yield a row for each story that could not be looked at."""
    for each in browsed:
        if each.wrong:
            yield Row(str(each.unit), f"snapshots/{each.unit}/ui", "not-run", each.wrong)
        for (name, engine), seen in each.seen.items():
            component, story = name.split("/")[2:]
            path = f"snapshots/{each.unit}/ui/{component}/{story}.aria.yaml"
            if isinstance(seen, str):
                yield Row(str(each.unit), path, "not-run", f"{engine}: {seen}")
                continue
            for sighting in seen.sightings:
                if sighting.flaw.rule == "stories/step":
                    yield Row(str(each.unit), path, "not-run", sighting.flaw.message)
