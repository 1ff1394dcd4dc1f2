"""Hand edits meet a new answer: a three-way merge of one file, by ``git merge-file``.

The common ancestor is the pristine text, as the model and the formatter gave it. A clean merge keeps both; a conflict
is a value that holds both sides, and never reaches ``generated/``.
"""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from generator.errors import UsageInvalid

_TIMEOUT_S = 30
_MOST_CONFLICTS = 127  # git's exit code is the number of conflicts up to here; anything above is an error


@dataclass(frozen=True, slots=True)
class Conflict:
    """A hand edit and a new text that touch the same lines.

    ``marked`` is the merge with conflict markers, for reading; it is None when the pristine text is not known, so that
    nothing could be merged.
    """

    path: str
    edited: str
    new: str
    marked: str | None

    def __str__(self) -> str:
        if self.marked is not None:
            return f"--- {self.path}: both sides\n{self.marked}"
        return f"--- {self.path}: edited by hand\n{self.edited}\n--- {self.path}: new\n{self.new}"


def merge(path: str, *, pristine: str | None, edited: str, new: str) -> str | Conflict:
    """Return ``new`` with the hand edit (``pristine`` to ``edited``) applied, or the conflict between the two.

    Raises UsageInvalid when git is not installed.
    """
    if edited in (new, pristine):
        return new
    if new == pristine:
        return edited
    if pristine is None:
        return Conflict(path, edited, new, None)
    with tempfile.TemporaryDirectory(prefix="lockstep-merge-") as folder:
        # One name a side: the labels below are what people read.
        sides = {"edited": edited, "pristine": pristine, "new": new}
        for name, text in sides.items():
            Path(folder, name).write_text(text, encoding="utf-8", newline="")
        labels = [f"-L{label}" for label in ("edited by hand", "as generated before", "new")]
        done = _git(["merge-file", "-p", "--diff3", *labels, *sides], folder)
    text = done.stdout.decode()
    if done.returncode == 0:
        return text
    if not 0 < done.returncode <= _MOST_CONFLICTS:
        return Conflict(path, edited, new, None)  # git calls it binary: it cannot be merged line by line
    return Conflict(path, edited, new, text)


def _git(arguments: list[str], folder: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603  # fixed arguments, no shell
            ["git", *arguments],  # noqa: S607  # git is found on the PATH like everywhere else
            cwd=folder,
            capture_output=True,
            check=False,
            timeout=_TIMEOUT_S,
        )
    except FileNotFoundError as error:
        raise UsageInvalid(
            "git is needed to merge hand edits, and is not installed. Install it, or run with --discard-edits."
        ) from error
