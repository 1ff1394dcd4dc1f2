"""What changed in ``generated/``, short enough to be read after each run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.cli.colour import bold, counts, painted
from generator.outcomes import Result

SHOWN = 40
"""Lines of hunks that one unit may take."""
_HUNK = re.compile(r"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@")
_DIGESTS = "bundle.json"  # changes with every other file, and says nothing to people


@dataclass(slots=True)
class FileChange:
    """One file of a unit: its path in the bundle, how many lines came and went, and its hunks."""

    path: str
    is_new: bool
    is_gone: bool = False
    added: int = 0
    removed: int = 0
    hunks: list[str] = field(default_factory=list)


def changes(diff: str, unit: str) -> list[FileChange]:
    """Read a unified diff of ``unit``; counts tell a removed ``-- comment`` from a header."""
    files: list[FileChange] = []
    old = new = 0
    before = ""
    for line in diff.removesuffix("\n").split("\n"):
        if old <= 0 and new <= 0 and line.startswith("--- "):
            before = line[4:]
        elif old <= 0 and new <= 0 and line.startswith("+++ "):
            gone = line[4:] == "/dev/null"
            path = (before if gone else line[4:])[2:].removeprefix(f"generated/{unit}/")
            files.append(FileChange(path, before == "/dev/null", gone))
        elif old <= 0 and new <= 0 and (hunk := _HUNK.match(line)):
            old, new = (1 if count is None else int(count) for count in hunk.groups())
            files[-1].hunks.append(line)
        elif files:
            files[-1].hunks.append(line)
            files[-1].added += line.startswith("+")
            files[-1].removed += line.startswith("-")
            old -= line.startswith(("-", " "))
            new -= line.startswith(("+", " "))
    return files


def summarised(result: Result, width: int, *, colour: bool) -> Iterator[str]:
    """Yield what changed in one unit, no wider than ``width``: a line a file, then its hunks as far as they fit."""
    files = changes(result.diff, str(result.unit))
    longest = min(max((len(file.path) for file in files), default=0), max(8, width - 22))
    for file in files:
        kind = " (new)" if file.is_new else " (gone)" if file.is_gone else ""
        path = _cut(file.path, longest)
        yield f"  {path:<{longest}}  {counts(file.added, file.removed, colour=colour)}{kind}"
    # A file that is new or gone is better read where it stands, or stood.
    told = [file for file in files if file.path != _DIGESTS and not file.is_new and not file.is_gone]
    left, room = sum(len(file.hunks) for file in told), SHOWN
    for file in told:
        if room <= 0:
            break
        shown = file.hunks[:room]
        room, left = room - len(shown), left - len(shown)
        yield bold(_cut(file.path, width), colour=colour)
        yield from painted((_cut(line, width) for line in shown), colour=colour)
    if left:
        yield f"{left} {'line' if left == 1 else 'lines'} more: git diff generated/{result.unit}"


def _cut(line: str, width: int) -> str:
    text = line.expandtabs(4)
    return text if len(text) <= width else f"{text[: max(1, width - 1)]}…"
