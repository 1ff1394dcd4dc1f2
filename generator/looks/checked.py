"""``lockstep ui check``: pages that somebody names, looked at in every browser, and what came of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.errors import UsageInvalid
from generator.findings import Level
from generator.looks.browsers.found import CHOICE, Browser, Engine, find, remedy, wanted
from generator.looks.flaws import Flaw
from generator.looks.modes import Mode
from generator.looks.places import Place, place
from generator.looks.seen import Seen
from generator.looks.workers import Task, look_at
from generator.rules import RULES, family_of


@dataclass(frozen=True, slots=True)
class Seeing:
    """In which browser and which mode a flaw was seen."""

    engine: Engine
    mode: Mode


@dataclass(frozen=True, slots=True)
class PageFinding:
    """One flaw of one page, and everywhere it was seen."""

    flaw: Flaw
    seen: tuple[Seeing, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page: as it was ``named``, what was found, and why it could not be looked at, by engine."""

    named: str
    findings: tuple[PageFinding, ...]
    wrong: tuple[tuple[Engine, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything there is to say. ``absent`` are engines that were wanted and are not there."""

    browsers: tuple[Browser, ...]
    absent: tuple[Engine, ...]
    pages: tuple[Page, ...]

    @property
    def exit_code(self) -> int:
        """3 when a rule that blocks is broken, or a page could not be looked at; else 0."""
        blocking = (one for page in self.pages for one in page.findings if RULES[one.flaw.rule].level is Level.error)
        return 3 if any(blocking) or any(page.wrong for page in self.pages) else 0


def check(
    pages: Sequence[str],
    browsers: Sequence[str],
    rules: Sequence[str],
    *,
    require_browsers: bool,
    say: Callable[[str], None],
) -> Checked:
    """Look at ``pages`` (files and addresses), each once, in the named engines (default: all that are wanted).

    Raises UsageInvalid for a page, engine or rule that there is none of, LockstepError where no browser is there.
    """
    places = list(dict.fromkeys(place(named) for named in pages))
    _known(rules)
    engines = wanted(browsers)
    there = {engine: browser for engine in engines if (browser := find(engine)) is not None}
    absent = tuple(engine for engine in engines if engine not in there)
    for engine in absent:
        say(f"No {engine}: nothing was looked at with it. {remedy(engine)}")
    if not there or (absent and require_browsers):
        said = " ".join(remedy(engine) for engine in absent) or f"{CHOICE} says to use none."
        raise UsageInvalid(f"No browser to look with: {' and '.join(absent) or 'none'}. {said}")
    seen = _looked(places, list(there.values()), say)
    shown = tuple(_page(each, list(there), seen, rules) for each in places)
    return Checked(tuple(there.values()), absent, shown)


def _known(rules: Iterable[str]) -> None:
    families = {family_of(rule) for rule in RULES}
    for rule in rules:
        if rule not in RULES and rule not in families:
            raise UsageInvalid(f"--rule {rule}: there is no such rule and no such family of rules.")


def _looked(
    places: Sequence[Place], browsers: Sequence[Browser], say: Callable[[str], None]
) -> dict[tuple[str, Engine], Seen | str]:
    work = [Task(each, browser) for browser in browsers for each in places]
    found: dict[tuple[str, Engine], Seen | str] = {}
    lock = threading.Lock()

    def told(task: Task, seen: Seen | str) -> None:
        with lock:
            found[task.name, task.browser.engine] = seen
            if len(work) > 2:
                say(f"[{len(found)}/{len(work)}] {task.name} in {task.browser.engine}")

    look_at(Path.cwd(), work, told)
    return found


def _page(
    place: Place, engines: Iterable[Engine], seen: dict[tuple[str, Engine], Seen | str], rules: Sequence[str]
) -> Page:
    found: dict[Flaw, dict[Seeing, None]] = {}
    wrong = []
    for engine in engines:
        told = seen[place.named, engine]
        if isinstance(told, str):
            wrong.append((engine, told))
            continue
        for each in told.sightings:
            if not rules or each.flaw.rule in rules or family_of(each.flaw.rule) in rules:
                found.setdefault(replace(each.flaw, old=None, new=None), {})[Seeing(engine, each.mode)] = None
    findings = tuple(PageFinding(flaw, tuple(seeings)) for flaw, seeings in found.items())
    return Page(place.named, findings, tuple(wrong))
