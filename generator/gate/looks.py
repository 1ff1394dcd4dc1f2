"""``visual``, ``aria``, ``axe``, ``keyboard``, ``patterns``, ``layout``, ``stories``: what browsers showed, judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.findings import Finding
from generator.gate.browsing import Browsed, is_recorded, place
from generator.gate.scope import Scope, not_run
from generator.gate.snapshots import Row, story_of_row
from generator.gate.viewers import Viewers
from generator.looks.alike import alike, summed_up
from generator.looks.browsers.found import Engine
from generator.looks.criteria import CRITERIA
from generator.looks.flaws import Flaw
from generator.looks.seen import Seen
from generator.looks.subjects import Subject
from generator.looks.trees.compare import compare
from generator.looks.trees.headed import parted
from generator.rules import RULES
from generator.units import Unit

_NAMED = 4  # stories in one command
_MESSAGES = {
    "missing": "nobody has accepted this yet",
    "changed": "what is shown is not what was accepted",
    "unused": "it was accepted, and no story shows it any more",
}


@dataclass(frozen=True, slots=True)
class Sight:
    """One flaw of one story, and how it was seen: ``where`` is the engine or mode, empty for any."""

    component: str
    story: str
    where: str
    flaw: Flaw


def not_looked(browsed: Browsed, viewers: Viewers, scope: Scope) -> Iterator[Finding]:
    """Yield what kept stories of one unit from being looked at, and that its pictures are of other browsers."""
    unit = browsed.unit
    if browsed.wrong:
        yield not_run(unit, "stories", browsed.wrong)
    for (name, engine), seen in browsed.seen.items():
        if isinstance(seen, str):
            yield not_run(unit, f"{name} in {engine}", seen)
    if viewers.key and browsed.subjects and not is_recorded(scope.project, unit, viewers):
        message = f"no pictures of {viewers.key} were accepted: pictures were not compared, all else was"
        yield Finding("visual/unrecorded", message, f"snapshots/{unit}/ui", str(unit), remedy=_record(unit.feature))


def sights(scope: Scope, browsed: Browsed, rows: Sequence[Row]) -> list[Sight]:
    """Return all flaws of one unit's stories; ``rows`` is what the suite says of their accepted files."""
    found = [sight for subject in browsed.subjects for sight in _of_subject(scope, browsed, subject)]
    return found + [sight for row in rows if row.unit == str(browsed.unit) for sight in _of_row(row)]


def _of_subject(scope: Scope, browsed: Browsed, subject: Subject) -> Iterator[Sight]:
    if subject.row.wrong:
        yield _sight(subject, "", Flaw("stories/undrawn", f"cannot be drawn: {subject.row.wrong}"))
    for engine in Engine:
        seen = browsed.of(subject, engine)
        if seen is None:
            continue
        for each in seen.sightings:
            yield _sight(subject, f"{engine} {each.mode}", each.flaw)
        yield from _tree(scope, browsed, subject, engine, seen)


def _tree(scope: Scope, browsed: Browsed, subject: Subject, engine: Engine, seen: Seen) -> Iterator[Sight]:
    """Yield how the tree of a story differs from the accepted one, which is Chromium's."""
    file = scope.project.snapshots(browsed.unit) / f"{place(subject)}.aria.yaml"
    accepted = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else None
    (teller, was), (now_by, now) = parted(accepted or ""), parted(seen.tree)
    if engine is Engine.chromium and accepted is not None and teller != now_by:
        message = f"the accepted tree was told by {teller or 'nobody'}, not by {now_by}: its words were not compared"
        yield _sight(subject, "", Flaw("aria/unrecorded", message))
        engine = Engine.firefox  # what is the same in every engine is compared all the same
    for flaw in compare(None if accepted is None else was, now, engine):
        yield _sight(subject, engine, replace(flaw, old=None, new=None))  # whole texts, which the page shows


def _of_row(row: Row) -> Iterator[Sight]:
    """Yield what the suite says of one accepted file of a story; how trees differ is told closer up."""
    name = story_of_row(row)
    is_picture = row.path.endswith(".png")
    if not name or row.state not in _MESSAGES or (not is_picture and row.state != "unused"):
        return
    _, _, component, story = name.split("/")
    family, mode = ("visual", row.path.rsplit(".", 2)[1]) if is_picture else ("aria", "")
    said = row.said.strip() if row.state == "changed" else ""
    yield Sight(component, story, mode, Flaw(f"{family}/{row.state}", said or _MESSAGES[row.state]))


def grouped(browsed: Browsed, seen: Iterable[Sight], *, frozen: bool = False) -> Iterator[Finding]:
    """Yield one finding for each flaw of a component, however many stories, modes and browsers it was seen in.

    ``frozen``: the unit stands on the merge base, so nothing of it can be accepted.
    """
    unit = browsed.unit
    index = {(subject.component, subject.story): subject.index for subject in browsed.subjects}
    groups: dict[tuple[str, ...], list[Sight]] = {}
    for sight in seen:
        groups.setdefault((sight.component, *alike(sight.flaw)), []).append(sight)
    for members in groups.values():
        first = members[0]
        component, flaw = first.component, first.flaw
        is_compared = flaw.rule.startswith(("visual/", "aria/"))
        yield Finding(
            flaw.rule,
            f"{component}: {flaw.message}{f' ({flaw.selector})' if flaw.selector else ''}",
            f"generated/{unit}/ui/{component}/stories.json",
            str(unit),
            pointer=f"/{index.get((component, first.story), 0)}",
            old=flaw.old,
            new=flaw.new,
            remedy=_accept(unit, members, frozen=frozen) if is_compared else flaw.remedy,
            link=flaw.link or (CRITERIA[flaw.rule].url if flaw.rule in CRITERIA else ""),
            places=summed_up((each.story, each.where) for each in members),
        )


def _sight(subject: Subject, where: str, flaw: Flaw) -> Sight:
    return Sight(subject.component, subject.story, where, flaw)


def _accept(unit: Unit, members: Sequence[Sight], *, frozen: bool) -> str:
    """Return what to do about stories that do not look as they were accepted."""
    if frozen:
        return RULES["lock/frozen"].remedy.replace("FEATURE", unit.feature)
    names = dict.fromkeys(f"{each.component}/{each.story}" for each in members)
    named = " ".join(["", *names]) if len(names) <= _NAMED else ""  # who has more accepts the unit
    return f"Look at {'it' if len(names) == 1 else 'them'}, then run: lockstep accept {unit}{named}"


def _record(feature: str) -> str:
    return f"Record them on this machine: lockstep accept {feature}"
