"""What a run says of itself while its stories are looked at: ``round.json`` beside the bundles that stood before it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

FILE_NAME = "round.json"
_LARGEST = 256 * 1024  # bytes
_MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Round:
    """One run: its ``title``, a line for each thing that it did, or why it was ``refused``."""

    title: str
    lines: tuple[str, ...] = ()
    refused: str = ""


def read(folder: Path) -> Round | None:
    """Return the last round that ``folder`` tells of, None when it tells of none."""
    try:
        with (folder / FILE_NAME).open("rb") as file:
            table = json.loads(file.read(_LARGEST))
        lines = tuple(str(line) for line in table["lines"][:_MOST_LINES])
        return Round(str(table["title"]), lines, str(table["refused"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
