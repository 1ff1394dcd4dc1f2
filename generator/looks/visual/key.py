"""Which machine a picture is of: all that draws a page and is no part of the project.

Two machines with one key draw the same pixels; a machine with a key that no accepted picture has is not compared with
them. The project's own fonts, styles and scripts are no part of the key: when one of those changes, the pictures must.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.canonical import digest
from generator.looks.browsers.flags import DRAWING
from generator.looks.browsers.found import Browser
from generator.looks.browsers.programs import program
from generator.looks.browsers.remembered import remembered, state_of
from generator.looks.modes import PICTURED, SHAPES, TALLEST
from generator.looks.visual.fonts import file_digest, fonts

NAME = re.compile(r"(?P<engine>chromium)-(?P<version>[0-9.]*)-(?P<digest>[0-9a-f]{8})\Z")
"""What the folder of a key's pictures is called."""

_METHOD = 1
"""Raise it when pictures are taken in another way, so that old ones are not compared with new ones."""

# What Debian's Chromium draws letters and photographs with, where it does not bring its own.
_LIBRARY = re.compile(r"=> (\S*/lib(?:freetype|harfbuzz|jpeg|lcms2|m)\.so[.\d]*) ")


@dataclass(frozen=True, slots=True)
class Key:
    """One way of drawing: ``digest`` is of the browser's program and libraries, the machine's fonts and our flags."""

    engine: str
    version: str
    digest: str

    @property
    def name(self) -> str:
        """``chromium-156.0.8078.79-3f2a91c0``: a folder's name, and what people are told."""
        return f"{self.engine}-{self.version}-{self.digest[:8]}"


def key(browser: Browser, notes: Path, environment: Mapping[str, str] = os.environ) -> Key:
    """Return the key of a browser on this machine. ``notes`` is the file in which what is costly is remembered."""
    real = program(browser.path)
    libraries = remembered(notes, f"libraries {real}", state_of(real), lambda: "\n".join(_libraries(real)))
    drawn_by = [file_digest(path, notes) for path in (real, *libraries.splitlines())]
    asked = [list(DRAWING), TALLEST, [[mode, repr(SHAPES[mode])] for mode in PICTURED], _METHOD]
    whole = digest([platform.machine(), drawn_by, fonts(notes, environment), asked])
    return Key(browser.engine, browser.version, whole)


def _libraries(real: str) -> list[str]:
    """Return the system's libraries that a program draws with, nothing where it brings them itself."""
    try:
        done = subprocess.run(  # noqa: S603  # it only lists, and the program is about to be started anyway
            ["ldd", real],  # noqa: S607  # wherever the system has it
            capture_output=True,
            timeout=60,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return sorted(_LIBRARY.findall(done.stdout.decode(errors="replace")))
