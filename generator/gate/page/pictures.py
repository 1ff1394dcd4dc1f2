"""Pictures as the page holds them: each PNG once, as an address of its own bytes, and both sides on one canvas."""

from __future__ import annotations

import struct
from base64 import b64encode
from dataclasses import dataclass, field

from generator.canonical import sha256
from generator.gate.looked import Picture, PictureState
from generator.looks.modes import Mode

LARGEST = 4_000_000
"""Bytes of one PNG that is shown; a story's picture has a few ten thousand."""

_LONGEST_SIDE = 20_000  # pixels: browsers draw nothing larger
_HEAD = struct.Struct(">8s4x4sII")
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_NAMES = {
    Mode.light: "light",
    Mode.dark: "dark",
    Mode.narrow: "320 px",
    Mode.zoomed: "200 %",
    Mode.forced: "forced colours",
    Mode.reduced: "reduced motion",
}
_STATES = {
    PictureState.same: "as accepted",
    PictureState.changed: "changed",
    PictureState.missing: "not accepted yet",
    PictureState.unused: "gone",
    PictureState.unrecorded: "not compared",
    PictureState.accepted: "accepted by this change",
}


@dataclass(frozen=True, slots=True)
class Side:
    """One PNG: ``id`` names it on the page; ``address`` is empty where the page has it already, under that name."""

    id: str
    width: int
    height: int
    address: str = ""


@dataclass(frozen=True, slots=True)
class Shot:
    """One mode of one story, ready to be drawn; ``width`` and ``height`` (pixels) have room for both sides.

    ``against`` says what ``old`` is.
    """

    mode: str
    state: str
    said: str
    old: Side | None
    new: Side | None
    against: str = ""
    width: int = 0
    height: int = 0

    @property
    def is_pair(self) -> bool:
        """Whether there are two pictures to compare."""
        return self.old is not None and self.new is not None


@dataclass(slots=True)
class Album:
    """The pictures of one page: ``room`` is how many bytes it may take yet."""

    room: int
    ids: dict[str, str] = field(default_factory=dict)

    def fits(self, *pictures: bytes | None) -> bool:
        """Say whether there is room for ``pictures``."""
        fresh = {key: len(png) for png in pictures if png is not None and (key := sha256(png)) not in self.ids}
        return sum(fresh.values()) <= self.room

    def shot(self, picture: Picture, against: str) -> Shot:
        """Put both sides of ``picture`` in; one that this change has accepted stands against ``against``."""
        old, new = self.side(picture.old), self.side(picture.new)
        sides = [side for side in (old, new) if side]
        return Shot(
            mode_name(picture.mode),
            state_name(picture.state),
            picture.said,
            old,
            new,
            against if picture.state is PictureState.accepted else "accepted",
            max((side.width for side in sides), default=0),
            max((side.height for side in sides), default=0),
        )

    def side(self, png: bytes | None) -> Side | None:
        """Put one PNG in; None for what is none, or too large to show."""
        size = None if png is None else measured(png)
        if png is None or size is None:
            return None
        key = sha256(png)
        if key in self.ids:
            return Side(self.ids[key], *size)
        self.ids[key] = f"png-{len(self.ids) + 1}"
        self.room -= len(png)
        return Side(self.ids[key], *size, f"data:image/png;base64,{b64encode(png).decode()}")


def measured(png: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels, as the PNG's head says; None for what is none, or too large to show."""
    if len(png) < _HEAD.size or len(png) > LARGEST:
        return None
    signature, chunk, width, height = _HEAD.unpack_from(png)
    is_png = signature == _SIGNATURE and chunk == b"IHDR"
    return (width, height) if is_png and 0 < width <= _LONGEST_SIDE and 0 < height <= _LONGEST_SIDE else None


def mode_name(mode: str) -> str:
    """Return what people call a mode."""
    return _NAMES.get(Mode(mode), mode) if mode in set(Mode) else mode


def state_name(state: PictureState) -> str:
    """Return what people call a picture's state."""
    return _STATES[state]
