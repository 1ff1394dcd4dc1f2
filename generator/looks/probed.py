"""The stories of a bundle as pages, drawn by the router's loader in a sandbox: generated code never runs in here."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator import children
from generator.programs import command, environment
from generator.project import Project

_SECONDS = 180


@dataclass(frozen=True, slots=True)
class Row:
    """One story: the whole ``document`` and the ``policy`` it is served under, or what is ``wrong`` in their place."""

    component: str
    name: str
    summary: str
    document: str = ""
    policy: str = ""
    wrong: str = ""


def probed(project: Project, folder: Path) -> list[Row] | str:
    """Return the stories of the bundle in ``folder``, or a sentence on why there are none."""
    options = ("--stories", "--root", str(project.root), "--seconds", str(_SECONDS))
    try:
        done = children.run(
            command("router", "probe", str(folder), *options),
            folder=project.root,
            environment=environment(),
            seconds=_SECONDS + 30,
        )
    except subprocess.TimeoutExpired:
        return f"the bundle did not draw its stories within {_SECONDS} s"
    try:
        told = json.loads(done.stdout)
    except ValueError:
        return f"the probe ended with {done.returncode}: {done.stderr.decode(errors='replace').strip()[-300:]}"
    if isinstance(told, dict):
        return str(told.get("detail", "the bundle does not load"))
    return [_row(each) for each in told]


def _row(told: Mapping[str, object]) -> Row:
    return Row(**{name: str(told.get(name, "")) for name in Row.__dataclass_fields__})
