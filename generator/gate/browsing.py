"""The gate's looking: every story of every interface in every browser, but for those known to be clean."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from generator.canonical import pretty_json, sha256
from generator.gate.cache import Cache
from generator.gate.viewers import Viewers
from generator.looks.browsers.found import Engine
from generator.looks.files import surroundings
from generator.looks.modes import PICTURED, Mode
from generator.looks.seen import Seen
from generator.looks.subjects import Subject, subjects
from generator.looks.workers import Task, look_at
from generator.project import Project
from generator.suite.names import PICTURE
from generator.units import Unit

Say = Callable[[str], None]
_SAID_EVERY = 25


@dataclass(slots=True)
class Browsed:
    """What came of looking at the stories of one unit.

    ``wrong`` says why they could not be drawn. ``seen`` holds, by story and engine, what it showed, or a sentence on
    why it could not be looked at; stories in ``known`` were clean before, and nothing of them has changed since.
    """

    unit: Unit
    subjects: tuple[Subject, ...] = ()
    wrong: str = ""
    known: frozenset[str] = frozenset()
    seen: dict[tuple[str, Engine], Seen | str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    def accepted(self, subject: Subject) -> Seen | None:
        """Return what may be accepted of a story; None where its steps could not be taken."""
        seen = self.of(subject, Engine.chromium)
        return None if seen is None or any(each.flaw.rule == "stories/step" for each in seen.sightings) else seen

    def of(self, subject: Subject, engine: Engine) -> Seen | None:
        """Return what a story showed in one browser; None when it was not looked at there."""
        seen = self.seen.get((subject.name, engine))
        return seen if isinstance(seen, Seen) else None


def place(subject: Subject) -> str:
    """Return where a story's accepted files begin, from ``snapshots/<unit>/``."""
    return f"ui/{subject.component}/{subject.story}"


def picture_place(subject: Subject, key: str, mode: Mode) -> str:
    """Return the accepted file of one picture, from ``snapshots/<unit>/``."""
    return f"ui/{subject.component}/{key}/{subject.story}.{mode}.png"


def browse(  # what to look at, with what, and whom to tell
    project: Project,
    units: Sequence[Unit],
    viewers: Viewers,
    cache: Cache | None,
    say: Say,
    only: Sequence[str] = (),
) -> list[Browsed]:
    """Look at the stories of ``units``; without ``cache`` at all of them, for no more than what is accepted of them.

    ``only`` names stories (``component/story``), where not all are wanted.
    """
    found = [_drawn(project, unit, viewers, cache) for unit in units]
    by_name = {subject.name: browsed for browsed in found for subject in browsed.subjects}
    wanted = [
        subject
        for browsed in found
        for subject in browsed.subjects
        if subject.name not in browsed.known and (not only or f"{subject.component}/{subject.story}" in only)
    ]
    browsers = [each for each in viewers.browsers if cache or each.engine is Engine.chromium]
    drawn = [subject for subject in wanted if subject.row.document]
    work = [Task(subject, browser, cache is None) for browser in browsers for subject in drawn]
    if not work:
        return found
    say(f"{len(wanted)} stories in {' and '.join(browser.engine for browser in browsers)}")
    count, lock = 0, threading.Lock()

    def told(task: Task, seen: Seen | str) -> None:
        nonlocal count
        with lock:
            by_name[task.name].seen[task.name, task.browser.engine] = seen
            count += 1
            if count % _SAID_EVERY == 0:
                say(f"  {count} of {len(work)} looks")

    look_at(project.root, work, told)
    return found


def _drawn(project: Project, unit: Unit, viewers: Viewers, cache: Cache | None) -> Browsed:
    drawn = subjects(project, unit)
    if isinstance(drawn, str):
        return Browsed(unit, wrong=drawn)
    around: dict[str, str] = {}
    keys = {subject.name: _key(project, unit, subject, viewers, cache, around) for subject in drawn} if cache else {}
    known = frozenset(name for name, key in keys.items() if cache and cache.has(key))
    return Browsed(unit, tuple(drawn), known=known, keys=keys)


def _key(project: Project, unit: Unit, subject: Subject, viewers: Viewers, cache: Cache, around: dict[str, str]) -> str:
    """Return the name of a story's result: everything that it depends on."""
    head = subject.row.document.partition("</head>")[0]
    if head not in around:  # most stories of a unit link the same files
        around[head] = surroundings(project.root, head)
    folder = project.snapshots(unit)
    files = sorted(file for file in (folder / "ui" / subject.component).rglob(f"{subject.story}.*") if file.is_file())
    accepted = [[file.relative_to(folder).as_posix(), sha256(file.read_bytes())] for file in files]
    known = folder / "ui" / "known.toml"
    granted = sha256(known.read_bytes()) if known.is_file() else ""
    told = [subject.name, subject.row.document, subject.row.policy, subject.keys]
    return cache.key("look", told, around[head], viewers.name, accepted, granted)


@contextmanager
def laid_out(project: Project, browsed: Sequence[Browsed], viewers: Viewers, *, recording: bool) -> Iterator[Path]:
    """Yield a file for the suite: unit → path below ``snapshots/<unit>/`` → the file that holds what is shown now.

    A path with no file is one that was not looked at again. Pictures are left out where none of this browser was ever
    accepted, unless ``recording``.
    """
    with tempfile.TemporaryDirectory(prefix="lockstep-looks-") as place_:
        folder = Path(place_)
        listing: dict[str, dict[str, str | None]] = {}
        for each in (each for each in browsed if not each.wrong):  # of what cannot be drawn nothing is unused
            rows: dict[str, str | None] = listing.setdefault(str(each.unit), {})
            for path, data in files(project, each, viewers, recording=recording):
                rows[path] = None
                if data is not None:
                    file = folder / f"{len(rows)}-{each.unit.feature}-{each.unit.version}"
                    file.write_bytes(_worth_keeping(data) if recording and path.endswith(PICTURE) else data)
                    rows[path] = str(file)
        place = folder / "looks.json"
        place.write_bytes(pretty_json(listing))
        yield place


def _worth_keeping(picture: bytes) -> bytes:
    from generator.looks.visual.decoded import smaller  # noqa: PLC0415  # a clean gate must not pay for numpy

    return smaller(picture)


def files(
    project: Project, browsed: Browsed, viewers: Viewers, *, recording: bool
) -> Iterator[tuple[str, bytes | None]]:
    """Yield every file below ``snapshots/<unit>/`` that a unit's stories ask for, and what it should hold.

    None: it is as it was, or cannot be said now.
    """
    with_pictures = recording or is_recorded(project, browsed.unit, viewers)
    for subject in browsed.subjects:
        seen = browsed.accepted(subject)
        yield f"{place(subject)}.aria.yaml", seen.tree.encode() if seen else None
        for mode in PICTURED if with_pictures and viewers.key else ():
            yield picture_place(subject, viewers.key, mode), seen.pictures.get(mode) if seen else None


def is_recorded(project: Project, unit: Unit, viewers: Viewers) -> bool:
    """Say whether pictures of this browser were ever accepted for ``unit``."""
    if not viewers.key:
        return False
    return any((project.snapshots(unit) / "ui").glob(f"*/{viewers.key}/*.png"))


def kept(browsed: Browsed, cache: Cache, flawed: Collection[str]) -> None:
    """Remember the stories that were looked at, but for those that something was found in."""
    looked_at = {name for name, _ in browsed.seen}
    for name, key in browsed.keys.items():
        if name in looked_at and name not in flawed:
            cache.keep(key)
