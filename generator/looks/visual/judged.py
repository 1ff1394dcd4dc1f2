"""What the rules say of a picture, beside the one that was accepted."""

from __future__ import annotations

from generator.looks.flaws import Flaw
from generator.looks.modes import Mode
from generator.looks.visual.compare import compare
from generator.looks.visual.described import describe

_IN_WORDS = {
    Mode.light: "in light",
    Mode.dark: "in dark",
    Mode.narrow: "at 320 pixels",
    Mode.zoomed: "at 200 % zoom",
    Mode.forced: "in forced colours",
    Mode.reduced: "without motion",
}


def judge(mode: Mode, old: bytes | None, new: bytes | None) -> Flaw | None:
    """Return what is to be said of a picture: ``old`` was accepted, ``new`` is shown now. Raises LockstepError."""
    seen = _IN_WORDS[mode]
    if new is None:
        return None if old is None else Flaw("visual/unused", f"{seen}: nothing is shown any more")
    if old is None:
        return Flaw("visual/missing", f"{seen}: there is no accepted picture")
    difference = compare(old, new)
    return None if difference is None else Flaw("visual/changed", f"{seen}: {describe(difference)}")


def unrecorded(key: str) -> Flaw:
    """Return the note that no accepted picture is of this machine's browser and fonts, which are named ``key``."""
    return Flaw("visual/unrecorded", f"no picture is of {key}: pictures were not compared, all else was")
