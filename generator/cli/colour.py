"""Whether to speak in colour, and how a diff looks in it. Standard library only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TextIO

_END = "\x1b[m"
_BOLD, _RED, _GREEN, _CYAN = "\x1b[1m", "\x1b[31m", "\x1b[32m", "\x1b[36m"
_SIGNS = {"+": _GREEN, "-": _RED, "@": _CYAN}
# Text in a diff came from a model: what it writes must not reach a terminal's controls. Tabs are text.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def wanted(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Say whether ``stream`` should be written in colour: a terminal, unless NO_COLOR; anywhere with CLICOLOR_FORCE."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("CLICOLOR_FORCE", "0") not in {"", "0"}:
        return True
    return stream.isatty() and environment.get("TERM") != "dumb" and environment.get("CLICOLOR") != "0"


def bold(text: str, *, colour: bool) -> str:
    """Return ``text``, in bold where there is colour."""
    return f"{_BOLD}{text}{_END}" if colour else text


def counts(added: int, removed: int, *, colour: bool) -> str:
    """Return ``+12 -3``, without what is nothing."""
    green, red, end = (_GREEN, _RED, _END) if colour else ("", "", "")
    parts = [f"{green}+{added}{end}"] if added else []
    return " ".join([*parts, *([f"{red}-{removed}{end}"] if removed else [])])


def painted(lines: Iterable[str], *, colour: bool) -> Iterator[str]:
    """Yield the lines of a unified diff in Git's colours, and without control characters."""
    for line in lines:
        clean = _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", line)
        paint = _BOLD if clean.startswith(("--- ", "+++ ")) else _SIGNS.get(clean[:1], "")
        yield f"{paint}{clean}{_END}" if colour and paint else clean
