"""Draws every story of an answer in a child process with limits, and says what is wrong with the markup.

Templates that passed :func:`generator.ui.examine` can do no harm, but they can loop for long and fail for some data.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generator import children
from generator.canonical import Json
from generator.findings import Finding
from generator.interface import STORIES, TEMPLATE, Component, Interface
from generator.looks.stories import KEYS
from generator.ui import stories
from generator.ui.drawing import PACKAGE

SECONDS = 10
"""Processor time of one child, and one second more for each story; four times as long by the clock on the wall."""

_START = "import sys; sys.path[:0] = sys.argv[1:]; from generator.ui.drawing import main; main()"


def check(
    files: dict[str, str], python: dict[str, str], interface: Interface, place: Callable[[str], str], unit: str
) -> tuple[Finding, ...]:
    """Return what is wrong with what the stories become.

    ``files`` must have passed :func:`generator.ui.examine`; ``python`` maps the bundle's rendered modules to texts:
    ``models.py``, ``components.py`` and what they import. Components without template or stories are left out.
    """
    drawn = [each for each in interface.components if {_path(each, TEMPLATE), _path(each, STORIES)} <= set(files)]
    if not drawn:
        return ()
    with tempfile.TemporaryDirectory(prefix="lockstep-") as folder:
        for path, text in {"__init__.py": "", **python, **files}.items():
            file = Path(folder) / PACKAGE / path
            file.parent.mkdir(parents=True, exist_ok=True)
            told = _told(text) if file.name == STORIES else text
            file.write_text(told, encoding="utf-8", newline="")
        components = [_asked(each, files) for each in drawn]
        seconds = SECONDS + sum(len(each["stories"]) for each in components)
        rows = _ask({"folder": folder, "seconds": seconds, "components": list(components)}, seconds)
    return tuple(_finding(row, place, unit) for row in rows)


def _told(text: str) -> str:
    """Return stories as a bundle's own code reads them: without what is for those who look at them."""
    listed = [each.document for each in stories.read(text)]
    return json.dumps([{key: value for key, value in each.items() if key not in KEYS} for each in listed])


def _path(component: Component, name: str) -> str:
    return f"ui/{component.name}/{name}"


def _asked(component: Component, files: dict[str, str]) -> dict[str, Any]:
    listed: list[Json] = [each.document for each in stories.read(files[_path(component, STORIES)])]
    return {
        "name": component.name,
        "css_class": component.css_class,
        "slots": list(component.slots),
        "schema": component.schema,
        "stories": listed,
    }


def _ask(asked: dict[str, Any], seconds: int) -> list[dict[str, Json]]:
    """Run one child; it says on stdout which component it is at, and at the end what it found."""
    command = [sys.executable, "-I", "-B", "-c", _START, str(Path(__file__).parents[2])]
    try:
        done = children.run(command, said=json.dumps(asked).encode(), seconds=4 * seconds)
        lines, said_wrong = done.stdout.splitlines(), done.stderr
    except subprocess.TimeoutExpired as late:
        lines, said_wrong = (late.stdout or b"").splitlines(), b""
    said: list[Json] = [json.loads(line) for line in lines if line.endswith(b"}")]
    last = said[-1] if said else None
    assert isinstance(last, dict), f"the drawing did not start: {said_wrong.decode(errors='replace')}"  # noqa: S101 - our own bug if not
    rows = last.get("result")
    if isinstance(rows, list):
        return [row for row in rows if isinstance(row, dict)]
    return [
        {
            "rule": "code/too-complex",
            "path": last["at"],
            "message": "drawing its stories crashes, or runs out of time or memory",
            "remedy": "Show less: shorter lists in the stories, fewer loops inside loops.",
        }
    ]


def _finding(row: dict[str, Json], place: Callable[[str], str], unit: str) -> Finding:
    line, pointer = row.get("line"), row.get("pointer")
    return Finding(
        rule=str(row["rule"]),
        message=str(row["message"]),
        path=place(str(row["path"])),
        unit=unit,
        line=line if isinstance(line, int) else None,
        pointer=pointer if isinstance(pointer, str) else None,
        remedy=str(row["remedy"]),
    )
