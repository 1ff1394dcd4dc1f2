"""Looking at one story with everything we have: trees, axe, layout, pictures on one page, then keys on fresh ones."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from generator.looks import keyboard, patterns
from generator.looks.axe import check as axe
from generator.looks.browsers.found import Engine
from generator.looks.browsers.settled import settle
from generator.looks.browsers.shaped import shape
from generator.looks.flaws import Flaw
from generator.looks.layout import check as layout
from generator.looks.modes import Mode
from generator.looks.seen import Seen, Sighting
from generator.looks.steps import take
from generator.looks.stories import Deed, StoryLook
from generator.looks.trees.drawn import drawn
from generator.looks.trees.headed import headed
from generator.looks.visual.taken import pictures as taken

Fresh = Callable[[], AbstractContextManager[Page]]
"""Opens the same page anew."""

_MOST_ERRORS = 20


@dataclass(slots=True)
class Clock:
    """Adds up what each step of the work takes, in milliseconds."""

    spent: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def measuring(self, step: str) -> Iterator[None]:
        """Add the time of the block to ``step``."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.spent[step] = self.spent.get(step, 0.0) + (time.perf_counter() - begun) * 1000


def look_at_story(page: Page, context: BrowserContext, engine: Engine, url: str, story: StoryLook) -> Seen:
    """Look at the story at ``url`` on ``page``, which may be a used one, and on fresh pages of ``context``.

    Where axe is ready in ``page`` it need not be put there.
    """
    clock, found = Clock(), _Found()
    with clock.measuring("open"):
        found.add(Mode.light, opened(page, url, story))
    with clock.measuring("tree"):
        tree = headed(_teller(page, engine), drawn(page, engine))
    with clock.measuring("axe"):
        found.add(Mode.light, axe.check(page, whole=False))
    with clock.measuring("patterns"):
        found.add(Mode.light, patterns.undeclared(page, story.declared))
    pictures: dict[Mode, bytes] = {}
    for mode, picture in _pictures(page, story, clock) if engine is Engine.chromium else ():
        pictures[mode] = picture
        found.add(mode, _in_mode(page, mode, clock, whole=False))
    if engine is Engine.chromium:
        shape(page, Mode.reduced)
        found.add(Mode.reduced, _in_mode(page, Mode.reduced, clock, whole=False))
        shape(page, Mode.light)
    with clock.measuring("walk"):
        walked = keyboard.walk(freshly(context, url, story, keyboard.PREPARE), engine)
        found.add(Mode.light, walked.flaws)
    with clock.measuring("patterns"):
        for pattern in story.patterns:
            found.add(Mode.light, patterns.check(freshly(context, url, story), pattern))
    return Seen(tuple(found.sightings), tree, pictures, walked.path, clock.spent)


def show_story(page: Page, engine: Engine, url: str, story: StoryLook) -> Seen:
    """Return what is accepted of the story at ``url``: its tree and its pictures, and whether its steps were taken."""
    clock, found = Clock(), _Found()
    with clock.measuring("open"):
        found.add(Mode.light, opened(page, url, story))
    tree = headed(_teller(page, engine), drawn(page, engine))
    pictures = dict(_pictures(page, story, clock)) if engine is Engine.chromium else {}
    return Seen(tuple(found.sightings), tree, pictures, spent=clock.spent)


def _teller(page: Page, engine: Engine) -> str:
    """Return who tells a page's tree: ``chromium 156``."""
    browser = page.context.browser
    return f"{engine} {browser.version.partition('.')[0] if browser else ''}".strip()


def _pictures(page: Page, story: StoryLook, clock: Clock) -> Iterator[tuple[Mode, bytes]]:
    """Yield the picture of each mode that has one, while the page is in that mode."""
    *_, hovered = (
        "",
        *(step.at if step.deed is Deed.hover else "" for step in story.steps if step.deed is not Deed.expect),
    )
    each = taken(page, [mask.at for mask in story.masks], hovered=hovered)
    while True:
        with clock.measuring("picture"):
            picture = next(each, None)
        if picture is None:
            return
        yield picture


def look_at_page(page: Page, context: BrowserContext, engine: Engine, url: str) -> Seen:
    """Look at any page: everything but what would need something accepted to compare with."""
    clock, found, plain = Clock(), _Found(), StoryLook("")
    with clock.measuring("open"):
        found.add(Mode.light, opened(page, url, plain, errors=False))
    with clock.measuring("axe"):
        found.add(Mode.light, axe.check(page, whole=True))
    with clock.measuring("patterns"):
        by_roles = patterns.found(page)
    if engine is Engine.chromium:
        for mode in Mode:
            shape(page, mode)
            found.add(mode, _in_mode(page, mode, clock, whole=True))
    with clock.measuring("walk"):
        walked = keyboard.walk(freshly(context, url, plain, keyboard.PREPARE), engine)
        found.add(Mode.light, walked.flaws)
    with clock.measuring("patterns"):
        for pattern in by_roles:
            found.add(Mode.light, patterns.check(freshly(context, url, plain), pattern))
    return Seen(tuple(found.sightings), path=walked.path, spent=clock.spent)


@dataclass(slots=True)
class _Found:
    sightings: list[Sighting] = field(default_factory=list)

    def add(self, mode: Mode, flaws: Iterable[Flaw]) -> None:
        """Remember what was seen in a mode."""
        self.sightings += [Sighting(mode, flaw) for flaw in flaws]


def _in_mode(page: Page, mode: Mode, clock: Clock, *, whole: bool) -> Iterator[Flaw]:
    """Yield what is wrong in one mode that was not looked for in light."""
    with clock.measuring("layout"):
        yield from layout.check(page, mode)
    if mode is not Mode.light:
        with clock.measuring("axe"):
            yield from axe.check(page, whole=whole, mode=mode)


def opened(page: Page, url: str, story: StoryLook, *, errors: bool = True) -> Iterator[Flaw]:
    """Open a story and take its steps; yield the step that could not be taken, and the ``errors`` that it logs."""
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and len(said) < _MOST_ERRORS:
            said.append(_with_place(message))

    def thrown(error: Exception) -> None:
        if len(said) < _MOST_ERRORS:
            said.append(str(error))

    page.on("console", hear)
    page.on("pageerror", thrown)
    try:
        page.goto(url)
        settle(page)
        failed = take(page, story.steps)
        if story.steps:
            settle(page)
    finally:
        page.remove_listener("console", hear)
        page.remove_listener("pageerror", thrown)
    if failed:
        yield failed
    for each in dict.fromkeys(said if errors else ()):
        yield Flaw("stories/error", f"the page logs an error: {each[:300]}")


def _with_place(message: ConsoleMessage) -> str:
    """Return what a page logs; of what could not be loaded the browser's text leaves out what it was."""
    url = message.location["url"]
    return f"{message.text} ({url})" if url and url not in message.text else message.text


def freshly(context: BrowserContext, url: str, story: StoryLook, before: str = "") -> Fresh:
    """Return what opens the story in a page of its own each time, with its steps taken; ``before`` runs first."""

    @contextmanager
    def fresh() -> Iterator[Page]:
        page = context.new_page()
        try:
            if before:
                page.add_init_script(before)
            page.goto(url)
            settle(page)
            take(page, story.steps)
            yield page
        finally:
            page.close()

    return fresh
