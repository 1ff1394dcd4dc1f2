"""Stories of this project for benchmarks in browsers, and what processes spend on them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.looks import files
from generator.looks.browsers import found
from generator.looks.browsers.found import Engine
from generator.looks.browsers.site import ORIGIN, Resource, Site, site
from generator.looks.browsers.started import Started, started
from generator.looks.subjects import Subject, subjects
from generator.project import open_project

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Shown:
    """One story: its name, and the page under the policy that the router serves it with."""

    name: str
    document: str
    policy: str


def stories() -> list[Shown]:
    """Return all stories of all interfaces, as their bundles draw them now."""
    project = open_project(ROOT)
    units = [unit for unit in project.units() if (project.prompts(unit) / "ui.prompt").is_file()]
    drawn = [subjects(project, unit) for unit in units]
    rows: list[Subject] = [subject for each in drawn if isinstance(each, list) for subject in each]
    return [Shown(each.name, each.row.document, each.row.policy) for each in rows if each.row.document]


@contextmanager
def browser(engine: Engine) -> Iterator[Started]:
    """Yield a browser that can reach what :func:`address` serves."""
    there = found.find(engine)
    assert there is not None, found.remedy(engine)
    with site() as served, started(there, served) as running:
        yield running


def address(served: Site, shown: Shown) -> str:
    """Serve one story with all that it links, and return where."""
    path = f"/stories/{shown.name}"
    page = Resource(shown.document.encode(), "text/html; charset=utf-8", {"Content-Security-Policy": shown.policy})
    served.answer = lambda asked: page if asked == path else files.resource(ROOT, asked)
    return ORIGIN + path


def spent() -> float:
    """Return how many seconds of processor time this process and all below it have used, those that ended included."""
    rows: dict[int, tuple[int, int]] = {}
    for each in Path("/proc").iterdir():
        if each.name.isdigit():
            try:
                fields = (each / "stat").read_text().rpartition(")")[2].split()
            except OSError:  # it ended just now
                continue
            rows[int(each.name)] = int(fields[1]), sum(map(int, fields[11:15]))
    own = {os.getpid()}
    while more := {number for number, (parent, _) in rows.items() if parent in own} - own:
        own |= more
    return sum(rows[number][1] for number in own if number in rows) / os.sysconf("SC_CLK_TCK")
