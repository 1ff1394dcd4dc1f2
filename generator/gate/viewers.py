"""Which browsers the gate looks at stories with, and what it says of those that are not there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from generator.findings import Finding
from generator.gate.looked import Looked, LookedAt, Viewer
from generator.gate.report import CheckResult
from generator.looks.browsers.found import Browser, Engine, find, remedy, wanted
from generator.looks.visual.key import key
from generator.project import Project
from generator.units import Unit


@dataclass(frozen=True, slots=True)
class Choice:
    """What to look with: ``engines`` by name (none: what the environment says), all ``required`` or not."""

    engines: tuple[str, ...] = ()
    required: bool = False


ANY = Choice()
"""Whatever is there."""


@dataclass(frozen=True, slots=True)
class Viewers:
    """The browsers that are there, the engines that are ``absent``; ``key`` names what Chromium's pictures are of."""

    browsers: tuple[Browser, ...] = ()
    absent: tuple[Engine, ...] = ()
    key: str = ""
    required: bool = False

    @property
    def name(self) -> list[str]:
        """What tells these browsers from any others."""
        return [f"{browser.engine} {browser.path} {browser.version}" for browser in self.browsers] + [self.key]

    def looked(self, stories: tuple[LookedAt, ...], count: int) -> Looked:
        """Return what the report says was seen, and with what."""
        there = [Viewer(str(browser.engine), browser.version) for browser in self.browsers]
        missing = [Viewer(str(engine), None, remedy(engine)) for engine in self.absent]
        return Looked((*there, *missing), count, stories)


def viewers(units: Collection[Unit], choice: Choice, project: Project) -> Viewers:
    """Return what there is to look at ``units`` with: nothing where there are none."""
    if not units:
        return Viewers()
    engines = wanted(choice.engines)
    notes = project.private / "browsers.json"
    there = [browser for engine in engines if (browser := find(engine, notes)) is not None]
    absent = tuple(engine for engine in engines if engine not in {browser.engine for browser in there})
    drawn_by = [key(browser, notes).name for browser in there if browser.engine is Engine.chromium]
    return Viewers(tuple(there), absent, "".join(drawn_by), choice.required)


def check_viewers(found: Viewers) -> list[CheckResult]:
    """Return a finding for each browser that should be there and is not: an error where it is required."""
    rule = "gate/not-run" if found.required else "gate/no-browser"
    findings = [
        Finding(rule, f"there is no {engine} here: nothing was looked at with it", "", remedy=remedy(engine))
        for engine in found.absent
    ]
    return [CheckResult("stories", tuple(findings))] if findings else []
