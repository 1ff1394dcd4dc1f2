"""What is looked at: one story of one bundle, with everything that its page needs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.canonical import Json
from generator.looks.probed import Row, probed
from generator.project import Project
from generator.units import Unit


@dataclass(frozen=True, slots=True)
class Subject:
    """One story. ``keys`` is what ``stories.json`` says of it; ``index`` is its place in that file.

    ``declared`` are the patterns that any story of its component declares.
    """

    unit: str
    component: str
    story: str
    index: int
    row: Row
    keys: dict[str, Json]
    declared: tuple[Json, ...] = ()

    @property
    def name(self) -> str:
        """How it is named to people, and its address: ``booker/v1/month_calendar/chosen``."""
        return f"{self.unit}/{self.component}/{self.story}"

    @property
    def selector(self) -> str:
        """What finds the component's root element in the page."""
        return f".{self.component.replace('_', '-')}"

    @property
    def path(self) -> str:
        """The file that tells of it, from the project's root."""
        return f"generated/{self.unit}/ui/{self.component}/stories.json"


def subjects(project: Project, unit: Unit) -> list[Subject] | str:
    """Return all stories of ``unit`` as its bundle draws them now, or a sentence on why there are none."""
    rows = probed(project, project.generated(unit))
    if isinstance(rows, str):
        return rows
    return list(_subjects(project, unit, rows))


def _subjects(project: Project, unit: Unit, rows: list[Row]) -> Iterator[Subject]:
    told: dict[str, list[dict[str, Json]]] = {}
    for row in rows:
        if row.component not in told:
            told[row.component] = _told(project.generated(unit) / "ui" / row.component / "stories.json")
        listed = told[row.component]
        index = next((number for number, each in enumerate(listed) if each.get("name") == row.name), 0)
        keys = listed[index] if listed else {}
        yield Subject(str(unit), row.component, row.name, index, row, keys, tuple(_declared(listed)))


def _declared(listed: list[dict[str, Json]]) -> Iterator[Json]:
    for each in listed:
        patterns = each.get("patterns")
        yield from patterns if isinstance(patterns, list) else ()


def _told(file: Path) -> list[dict[str, Json]]:
    """Return what a component's file says of its stories: it was held to its rules before."""
    try:
        document = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return []
    return [each for each in document if isinstance(each, dict)] if isinstance(document, list) else []
