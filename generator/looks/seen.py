"""What came of looking at one story in one browser, as values that go from one process to another."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from generator.looks.flaws import Flaw
from generator.looks.modes import Mode
from generator.looks.stop import Stop


@dataclass(frozen=True, slots=True)
class Sighting:
    """A flaw, and the mode in which it was seen."""

    mode: Mode
    flaw: Flaw


@dataclass(frozen=True, slots=True)
class Seen:
    """What one story showed.

    ``tree`` is the text that is accepted as ``.aria.yaml``; ``pictures`` are PNGs by mode (Chromium's alone);
    ``path`` is the keyboard's way forward; ``spent`` are milliseconds by step of the work.
    """

    sightings: tuple[Sighting, ...] = ()
    tree: str = ""
    pictures: Mapping[Mode, bytes] = field(default_factory=dict)
    path: tuple[Stop, ...] = ()
    spent: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "sightings": [{"mode": each.mode, "flaw": asdict(each.flaw)} for each in self.sightings],
            "tree": self.tree,
            "pictures": {mode: b64encode(data).decode() for mode, data in self.pictures.items()},
            "path": [asdict(stop) for stop in self.path],
            "spent": dict(self.spent),
        }


def from_json(told: Mapping[str, Any]) -> Seen:
    """Read what :meth:`Seen.to_json` wrote."""
    return Seen(
        tuple(Sighting(Mode(each["mode"]), Flaw(**each["flaw"])) for each in told["sightings"]),
        told["tree"],
        {Mode(mode): b64decode(data) for mode, data in told["pictures"].items()},
        tuple(Stop(**stop) for stop in told["path"]),
        told["spent"],
    )
