"""The fonts that a machine lends to pages: what is drawn where a page's own font has no letter, or is none."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.canonical import digest
from generator.looks.browsers.remembered import remembered, state_of

_FAMILIES = ("sans-serif", "serif", "monospace", "system-ui", "emoji")
# Drawing follows these settings even in a page's own fonts. Colour fringes are switched off when browsers start.
_SETTINGS = ("antialias", "hinting", "hintstyle", "autohint", "embeddedbitmap", "embolden", "matrix", "pixelsize")
_FORMAT = "%{file}\t%{index}\t" + "\t".join(f"%{{{name}}}" for name in _SETTINGS) + "\n"
_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
_CONFIGURED = ("/etc/fonts", "/usr/share/fontconfig/conf.avail", "~/.config/fontconfig", "~/.fonts.conf")
_VARIABLES = ("FONTCONFIG_FILE", "FONTCONFIG_PATH", "FONTCONFIG_SYSROOT", "FREETYPE_PROPERTIES", "XDG_CONFIG_HOME")
_SECONDS = 60


def fonts(notes: Path, environment: Mapping[str, str]) -> str:
    """Return one digest of the fonts that this machine falls back to, in their order, and of how they are drawn.

    Fonts that add no letter to those before them are no part of it. ``notes`` is where it is remembered.
    """
    return remembered(notes, "fonts", digest(list(_state(environment))), lambda: _found(notes, environment))


def _found(notes: Path, environment: Mapping[str, str]) -> str:
    rows = [row.split("\t") for family in _FAMILIES for row in _matched(family, environment).splitlines()]
    files = {row[0] for row in rows}
    digests = {file: file_digest(file, notes) for file in sorted(files)}
    return digest([[digests[file], *settings] for file, *settings in rows])


def _matched(family: str, environment: Mapping[str, str]) -> str:
    """Return what fontconfig falls back to for a family, a row each; nothing where there is no fontconfig."""
    try:
        done = subprocess.run(  # noqa: S603  # fontconfig's own program, with words of ours
            ["fc-match", "--sort", family, "--format", _FORMAT],  # noqa: S607  # wherever the system has it
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
            env=environment,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode(errors="replace")


def file_digest(path: str, notes: Path) -> str:
    """Return the SHA-256 of a file that may be large; empty when it cannot be read. ``notes`` remembers it."""
    return remembered(notes, f"sha256 {path}", state_of(path), lambda: _digested(path))


def _digested(path: str) -> str:
    try:
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _state(environment: Mapping[str, str]) -> Iterator[str]:
    """Yield what changes when a font or a setting comes or goes: the folders that they lie in."""
    for name in _VARIABLES:
        yield f"{name}={environment.get(name, '')} {state_of(environment.get(name, ''))}"
    for place in map(os.path.expanduser, (*_FOLDERS, *_CONFIGURED)):
        yield state_of(place)
        for folder, _, _ in sorted(os.walk(place)):
            yield state_of(folder)
