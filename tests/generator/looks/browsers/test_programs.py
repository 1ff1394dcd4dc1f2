from __future__ import annotations

from pathlib import Path

import pytest

from generator.looks.browsers.programs import program

SCRIPTS = {
    "as Debian writes it": 'APPNAME=real\nLIBDIR={folder}/$APPNAME\n  exec $LIBDIR/$APPNAME $FLAGS "$@"\n',
    "as Chrome writes it": 'HERE="`dirname "$0"`"\nexec -a "$0" "$HERE/real/real" "$@"\n',
    "with braces": 'export PLACE="{folder}/real"\nexec "${{PLACE}}/real" "$@"\n',
    "straight": "exec {folder}/real/real\n",
}
LOST = {
    "an endless name": "A=$A/x\nexec $A\n",
    "no program": "exec {folder}/nothing\n",
    "another script": "exec {folder}/browser\n",
    "nothing at all": "",
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_a_wrapper_is_followed_to_the_program(tmp_path: Path, script: str):
    """What a distribution's script starts is found, also through a link."""
    made(tmp_path, script)
    (tmp_path / "link").symlink_to("browser")
    assert program(str(tmp_path / "link")) == str(tmp_path / "real/real")


@pytest.mark.parametrize("script", LOST.values(), ids=LOST.keys())
def test_a_wrapper_that_cannot_be_followed_stands_for_itself(tmp_path: Path, script: str):
    """A script in other words is what is digested then: never another program than the one that it starts."""
    made(tmp_path, script)
    assert program(str(tmp_path / "browser")) == str(tmp_path / "browser")


def test_a_program_is_itself(tmp_path: Path):
    """A binary, and a name that is nothing, come back as they are."""
    made(tmp_path, "")
    assert program(str(tmp_path / "real/real")) == str(tmp_path / "real/real")
    assert program(str(tmp_path / "nothing")) == str(tmp_path / "nothing")


def made(folder: Path, script: str) -> None:
    """Write a program and a script that is to start it."""
    (folder / "real").mkdir()
    (folder / "real/real").write_bytes(b"\x7fELF and so on")
    (folder / "real/real").chmod(0o755)
    (folder / "browser").write_text(f"#!/bin/sh\n{script.format(folder=folder)}", encoding="utf-8")
