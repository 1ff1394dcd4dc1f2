from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.looks.browsers import found
from generator.looks.browsers.found import Browser, Engine
from generator.looks.visual.key import NAME, key

SETTING = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{folder}</dir>
<match target="{target}"><edit name="antialias" mode="assign"><bool>{smooth}</bool></edit></match>
<cachedir>{kept}</cachedir></fontconfig>"""


def of(browser: Browser, folder: Path, **environment: str) -> str:
    """The name of a browser's key, with nothing remembered."""
    notes = folder / "notes.json"
    notes.unlink(missing_ok=True)
    return key(browser, notes, {**os.environ, **environment}).name


def test_this_machine_has_a_key_that_is_a_folders_name(tmp_path: Path):
    """The browser of this machine has a key: the same when it is asked again, and when all is remembered."""
    notes = tmp_path / "notes.json"
    browser = found.find(Engine.chromium, notes)
    assert browser is not None
    assert browser == found.find(Engine.chromium, notes) == found.find(Engine.chromium)
    first = key(browser, notes).name
    assert NAME.match(first)
    assert first.startswith(f"chromium-{browser.version}-")
    assert first == key(browser, notes).name == of(browser, tmp_path)


def test_another_program_has_another_key(tmp_path: Path):
    """The program counts by its bytes: not by its name, its version or the script before it."""
    real, script = tmp_path / "real", tmp_path / "browser"
    script.write_text(f"#!/bin/sh\nexec {real}\n", encoding="utf-8")
    names = []
    for data in (b"\x7fELF one", b"\x7fELF two", b"\x7fELF one"):
        real.unlink(missing_ok=True)
        real.write_bytes(data)
        real.chmod(0o755)
        names += [of(Browser(Engine.chromium, str(path), "1.2"), tmp_path) for path in (script, real)]
    assert names[0] == names[1] == names[4] == names[5]
    assert names[2] == names[3] != names[0]


@pytest.mark.parametrize("target", ["font", "pattern"])
def test_how_fonts_are_drawn_is_part_of_the_key(tmp_path: Path, target: str):
    """Letters without soft edges are other pixels, in every page."""
    names = set()
    for smooth in ("true", "false"):
        settings = tmp_path / f"{smooth}.conf"
        fonts = Path(__file__).parents[4] / "assets/fonts"
        settings.write_text(
            SETTING.format(folder=fonts, kept=tmp_path / "kept", target=target, smooth=smooth), encoding="utf-8"
        )
        names.add(of(Browser(Engine.chromium, "/nothing", "1"), tmp_path, FONTCONFIG_FILE=str(settings)))
    assert len(names) == 2


def test_a_font_that_is_fallen_back_to_is_part_of_the_key(tmp_path: Path):
    """Other fonts on the machine are another key; none at all is one too."""
    names = set()
    for file in (None, "figtree.woff2", "figtree-ext.woff2"):
        folder = tmp_path / str(file)
        folder.mkdir()
        if file:
            (folder / file).symlink_to(Path(__file__).parents[4] / "assets/fonts" / file)
        settings = tmp_path / "fonts.conf"
        settings.write_text(
            SETTING.format(folder=folder, kept=tmp_path / "kept", target="font", smooth="true"), encoding="utf-8"
        )
        names.add(of(Browser(Engine.chromium, "/nothing", "1"), tmp_path, FONTCONFIG_FILE=str(settings)))
    assert len(names) == 3
