"""Which browsers this machine has: Debian's Chromium and Firefox ESR, or what the environment names."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from generator.errors import UsageInvalid
from generator.looks.browsers.programs import program
from generator.looks.browsers.remembered import remembered, state_of


class Engine(StrEnum):
    """A browser engine."""

    chromium = "chromium"
    firefox = "firefox"


NAMES = {
    Engine.chromium: ("chromium", "chromium-browser", "google-chrome"),
    Engine.firefox: ("firefox-esr",),
}
"""The programs looked for on the PATH, in order."""

CHOICE = "LOCKSTEP_BROWSERS"
"""The environment's list of the engines to use, by commas: ``chromium,firefox`` by default; ``none`` uses none."""

_VERSION = re.compile(r"\d+(?:\.\d+)+")


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser that is there: its ``path``, and the ``version`` that it says of itself (empty if it says none)."""

    engine: Engine
    path: str
    version: str


def wanted(named: Iterable[str] = ()) -> tuple[Engine, ...]:
    """Return the engines to use: those ``named``, else what the environment says. Raises UsageInvalid."""
    names = list(named) or [name.strip() for name in os.environ.get(CHOICE, "").split(",") if name.strip()]
    if not names:
        return tuple(Engine)
    if names == ["none"]:
        return ()
    if unknown := [name for name in names if name not in set(Engine)]:
        raise UsageInvalid(f"{CHOICE}: {unknown[0]!r} is no engine. Write {' or '.join(Engine)}, or none.")
    return tuple(engine for engine in Engine if engine in names)


def find(engine: Engine, notes: Path | None = None) -> Browser | None:
    """Return the browser of an engine: ``LOCKSTEP_CHROMIUM`` or ``LOCKSTEP_FIREFOX``, else the first on the PATH.

    To ask a browser for its version takes longer than all else; ``notes`` is a file in which it is remembered.
    """
    named = os.environ.get(f"LOCKSTEP_{engine.upper()}")
    path = named or next(filter(None, map(shutil.which, NAMES[engine])), None)
    if path is None or not os.access(path, os.X_OK):
        return None
    real = program(path)
    if notes is None:
        return Browser(engine, path, _version(real))
    return Browser(engine, path, remembered(notes, f"version {real}", state_of(real), lambda: _version(real)))


def remedy(engine: Engine) -> str:
    """Return what to do where a browser is not there."""
    return f"Run: apt-get install {NAMES[engine][0]} (or set LOCKSTEP_{engine.upper()} to the program's path)."


def _version(path: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603  # the program that we are about to start
            [path, "--version"], capture_output=True, timeout=60, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = _VERSION.search(done.stdout.decode(errors="replace"))
    return found[0] if found else ""
