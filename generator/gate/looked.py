"""What the gate saw of stories in browsers, as frozen values: what every form of the report says of them.

Only stories with something to tell need to be here with their pictures: one of which nothing is new says nothing, and
the page passes over it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from generator.canonical import sha256
from generator.findings import Finding
from generator.looks.stop import Stop


class PictureState(StrEnum):
    """How a picture stands to what was accepted.

    ``missing`` has not been accepted yet; ``unused`` was accepted, and nothing shows it any more; ``unrecorded`` was
    taken by a browser that no accepted picture is of; ``accepted`` is as it was accepted, by this very change: the
    merge base has another one, or none.
    """

    same = "same"
    changed = "changed"
    missing = "missing"
    unused = "unused"
    unrecorded = "unrecorded"
    accepted = "accepted"


OPEN = frozenset({PictureState.changed, PictureState.missing, PictureState.unused})
"""The states of what is to be looked at, and then accepted or mended."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One story in one mode (``light``, ``dark``, ``320``, ...), as PNG.

    ``old`` is what it is compared with, None where there is nothing; ``new`` is what is shown now, None where nothing
    is; ``said`` says what differs: how many pixels, and where.
    """

    mode: str
    old: bytes | None = field(repr=False)
    new: bytes | None = field(repr=False)
    state: PictureState
    said: str = ""


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One story: what it looked like, what assistive technology was told, where the keyboard went, what is wrong.

    ``tree_old`` and ``tree_new`` are the texts of its ``.aria.yaml``; ``path`` was walked in the first of its
    ``pictures`` that is there (light, as a rule), whose corner lies at ``origin`` (CSS pixels from the page's corner)
    and which has ``scale`` pixels for each CSS pixel. ``frozen``: it stands on the merge base and cannot be accepted.
    What this change has accepted itself is compared with what ``against`` names: the merge base, or the version
    before. That goes for a picture whose state is ``accepted``, and for the tree where ``tree_accepted``.
    """

    unit: str
    component: str
    story: str
    summary: str = ""
    pictures: tuple[Picture, ...] = ()
    tree_old: str | None = None
    tree_new: str | None = None
    path: tuple[Stop, ...] = ()
    findings: tuple[Finding, ...] = ()
    frozen: bool = False
    against: str = "the merge base"
    tree_accepted: bool = False
    origin: tuple[float, float] = (0.0, 0.0)
    scale: float = 1.0

    @property
    def name(self) -> str:
        """Return ``component/story``."""
        return f"{self.component}/{self.story}"

    @property
    def tree_changed(self) -> bool:
        """Whether the accessibility tree is another one, there for the first time, or gone."""
        return self.tree_old != self.tree_new

    @property
    def is_open(self) -> bool:
        """Whether something of it is not as it was accepted."""
        return (self.tree_changed and not self.tree_accepted) or any(each.state in OPEN for each in self.pictures)

    @property
    def is_telling(self) -> bool:
        """Whether a reviewer should see it: a machine that cannot compare pictures is no reason."""
        return bool(
            self.findings
            or self.is_open
            or self.tree_changed
            or any(each.state is PictureState.accepted for each in self.pictures)
        )


@dataclass(frozen=True, slots=True)
class Viewer:
    """One browser that stories are looked at with; ``version`` is None where it is not there.

    ``name`` is the program's (``chromium``, ``firefox-esr``); ``remedy`` is what to do where it is absent.
    """

    name: str
    version: str | None = None
    remedy: str = ""

    @property
    def said(self) -> str:
        """Return ``chromium 156`` or ``firefox-esr absent``."""
        return f"{self.name} {'absent' if self.version is None else self.version.partition('.')[0]}".strip()


@dataclass(frozen=True, slots=True)
class Looked:
    """All that was seen: with which browsers, how many stories (those known to be unchanged included), and which."""

    viewers: tuple[Viewer, ...] = ()
    count: int = 0
    stories: tuple[LookedAt, ...] = ()

    @property
    def absent(self) -> tuple[Viewer, ...]:
        """The browsers that should have been there."""
        return tuple(viewer for viewer in self.viewers if viewer.version is None)

    @property
    def digests(self) -> list[str]:
        """What the pictures are, in order: their bytes are no part of how the values print."""
        sides = (side for story in self.stories for picture in story.pictures for side in (picture.old, picture.new))
        return ["" if side is None else sha256(side) for side in sides]
