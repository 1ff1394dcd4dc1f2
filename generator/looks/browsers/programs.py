"""The program behind a browser's name: distributions put a shell script before it."""

from __future__ import annotations

import os
import re
from pathlib import Path

_ELF = b"\x7fELF"
_LONGEST = 64 * 1024  # bytes of a script that are read
_VALUE = re.compile(r"^\s*(?:export\s+)?([A-Za-z_]\w*)=\"?([^\s\"';()`]*)\"?\s*$", re.MULTILINE)
_STARTED = re.compile(r"^\s*exec\s+(?:-a\s+\S+\s+)?\"?([^\s\"]+)", re.MULTILINE)
_NAME = re.compile(r"\$\{?(\w+)\}?")
_DEPTH = 5


def program(path: str) -> str:
    """Return the binary that ``path`` starts: its target, or what the shell script there says after ``exec``.

    Where a script cannot be followed it is returned itself.
    """
    place = os.path.realpath(path)
    try:
        with Path(place).open("rb") as file:
            text = file.read(_LONGEST).decode(errors="replace")
    except OSError:
        return place
    if not text.startswith("#!"):
        return place
    values = {**dict(_VALUE.findall(text)), "HERE": str(Path(place).parent)}  # Chrome's own script asks dirname
    named = (_expanded(word, values) for word in _STARTED.findall(text))
    return next((os.path.realpath(one) for one in named if _is_binary(one)), place)


def _expanded(word: str, values: dict[str, str]) -> str:
    for _ in range(_DEPTH):
        word = _NAME.sub(lambda found: values.get(found[1], ""), word)
    return word


def _is_binary(path: str) -> bool:
    try:
        with Path(path).open("rb") as file:
            return file.read(len(_ELF)) == _ELF and os.access(path, os.X_OK)
    except (OSError, ValueError):
        return False
