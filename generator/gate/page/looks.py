"""Stories as browsers showed them: which of them have something to tell, and all that the page says of each."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.findings import Finding
from generator.gate.looked import Looked, LookedAt, PictureState
from generator.gate.page.changes import FileChange
from generator.gate.page.difference import difference
from generator.gate.page.pictures import Album, Shot, mode_name, state_name
from generator.gate.page.walked import Way, way
from generator.gate.tally import kind_of, tally

MOST = 24
"""How many stories of one unit are shown with their pictures; the others are named."""

_ROOM = 20_000_000  # bytes of pictures on one page, a third more as text: a browser opens as much at once
_OPEN = 3  # stories of one unit that stand open
_NAMED = 200
_RANK = ("changed", "gone", "new", "found", "accepted")


@dataclass(frozen=True, slots=True)
class StoryLook:
    """One story: ``id`` is its own on the page, ``said`` its line, ``same`` the modes that are as they were accepted.

    ``tree`` is what became of its accessibility tree, None where nothing did; ``accept`` is what is typed to accept it,
    empty where there is nothing to accept, or it cannot be.
    """

    id: str
    story: LookedAt
    said: str
    shots: tuple[Shot, ...]
    same: str
    tree: FileChange | None
    way: Way | None
    accept: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class UnitLook:
    """The stories of one unit that have something to tell; ``named`` are those for which there was no room.

    ``left_out`` counts those that are not even named; ``accept`` accepts all at once, empty where that makes no sense.
    """

    unit: str
    said: str
    stories: tuple[StoryLook, ...]
    named: tuple[tuple[str, str], ...] = ()
    left_out: int = 0
    accept: str = ""

    @property
    def count(self) -> int:
        """How many stories have something to tell."""
        return len(self.stories) + len(self.named) + self.left_out


def unit_looks(looked: Looked, most: int = MOST, room: int = _ROOM) -> tuple[UnitLook, ...]:
    """Return what there is to tell of each unit: at most ``most`` stories with pictures, and ``room`` bytes in all."""
    by_unit: dict[str, list[LookedAt]] = {}
    for story in looked.stories:
        if story.is_telling:
            by_unit.setdefault(story.unit, []).append(story)
    album = Album(room)
    return tuple(
        _unit_look(unit, sorted(stories, key=_rank), album, f"look-{number}", most)
        for number, (unit, stories) in enumerate(by_unit.items(), 1)
    )


def with_pictures(looked: Looked) -> frozenset[tuple[str, str, str]]:
    """Return unit, component and name of each story that is told by its pictures: no frames are drawn of it."""
    return frozenset(
        (story.unit, story.component, story.story)
        for story in looked.stories
        if story.is_telling and any(picture.new or picture.old for picture in story.pictures)
    )


def anchors(looks: Iterable[UnitLook]) -> dict[tuple[str, str, str], str]:
    """Return where each story is shown: unit, component and name → id."""
    return {
        (each.story.unit, each.story.component, each.story.story): each.id for look in looks for each in look.stories
    }


def place_key(finding: Finding, place: str) -> tuple[str, str, str]:
    """Return whose story a finding's ``place`` is: ``chosen (firefox light)`` below ``.../ui/month_grid/...``."""
    folder = finding.path.partition(f"{finding.unit}/ui/")[2]
    return finding.unit, folder.partition("/")[0], place.partition(" (")[0]


def accept_command(unit: str, story: LookedAt | None = None) -> str:
    """Return what is typed to accept all stories of ``unit``, or one."""
    name = f" {shlex.quote(story.name.replace('_', '-'))}" if story else ""
    return f"lockstep accept {shlex.quote(unit)}{name}"


def _unit_look(unit: str, stories: Sequence[LookedAt], album: Album, prefix: str, most: int) -> UnitLook:
    shown: list[StoryLook] = []
    named: list[tuple[str, str]] = []
    for story in stories:
        if len(shown) < most and album.fits(*_shown_of(story)):
            shown.append(_story_look(story, album, f"{prefix}-{len(shown) + 1}", is_open=len(shown) < _OPEN))
        else:
            named.append((story.name, _said(story)))
    at_once = sum(story.is_open and not story.frozen for story in stories) > 1
    return UnitLook(
        unit,
        tally(stories),
        tuple(shown),
        tuple(named[:_NAMED]),
        max(len(named) - _NAMED, 0),
        accept_command(unit) if at_once else "",
    )


def _story_look(story: LookedAt, album: Album, id_: str, *, is_open: bool) -> StoryLook:
    told = [picture for picture in story.pictures if picture.state is not PictureState.same]
    shots = tuple(album.shot(picture, story.against) for picture in told)
    ground = _ground(story)
    same = [mode_name(picture.mode) for picture in story.pictures if picture.state is PictureState.same]
    return StoryLook(
        id_,
        story,
        _said(story),
        shots,
        ", ".join(same),
        _tree(story) if story.tree_changed else None,
        way(story, album.side(ground)),
        accept_command(story.unit, story) if story.is_open and not story.frozen else "",
        is_open,
    )


def _tree(story: LookedAt) -> FileChange:
    kind = "added" if story.tree_old is None else "removed" if story.tree_new is None else "changed"
    name = f"{story.component}/{story.story}.aria.yaml"
    command = f"{accept_command(story.unit, story)} --diff"
    if story.tree_accepted:
        command = f"cat {shlex.quote(f'snapshots/{story.unit}/ui/{name}')}"
    return FileChange(name, kind, command, difference(story.tree_old or "", story.tree_new or ""))


def _ground(story: LookedAt) -> bytes | None:
    """Return the picture that the keyboard's way is drawn on."""
    there = (picture.new for picture in story.pictures if picture.new is not None)
    return next(there, None) if story.path else None


def _shown_of(story: LookedAt) -> Iterator[bytes | None]:
    yield _ground(story)
    for picture in story.pictures:
        if picture.state is not PictureState.same:
            yield from (picture.old, picture.new)


def _rank(story: LookedAt) -> tuple[int, int]:
    return _RANK.index(kind_of(story)), -len(story.findings)


def _said(story: LookedAt) -> str:
    """Return one line on a story: ``changed: light, dark; tree changed; 1 finding``."""
    return "; ".join(_words(story))


def _words(story: LookedAt) -> Iterator[str]:
    modes: dict[PictureState, list[str]] = {}
    for picture in story.pictures:
        modes.setdefault(picture.state, []).append(mode_name(picture.mode))
    for state, names in modes.items():
        if state is not PictureState.same:
            yield f"{state_name(state)}: {', '.join(names)}" if len(modes) > 1 else state_name(state)
    if story.tree_changed:
        yield "tree is new" if story.tree_old is None else "tree is gone" if story.tree_new is None else "tree changed"
    if story.findings:
        yield f"{len(story.findings)} {'finding' if len(story.findings) == 1 else 'findings'}"
