"""What one look at a story costs, against what one would write without thinking of it.

Run: ``python -m tests.benchmarks.looks [--stories 50]``. Naive is a new context for each story, axe put into the page
and run, Playwright's screenshot and aria snapshot, and the full accessibility tree. All rows are of the same stories in
one run, two processes at once; the last is what a gate without changes pays. Processor time is of all processes, the
browsers' included: it tells more than the clock where a machine is not idle. Asserts nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from generator.gate.cache import Cache, files_of, open_cache
from generator.gate.viewers import ANY, viewers
from generator.looks import keyboard, looking
from generator.looks.axe import check as axe
from generator.looks.browsers.found import Engine
from generator.looks.browsers.started import Started
from generator.looks.files import shared
from generator.looks.modes import PICTURED, Mode
from generator.looks.stories import StoryLook
from generator.looks.trees.drawn import drawn
from generator.looks.visual.taken import pictures
from generator.project import open_project
from generator.units import Unit
from tests.benchmarks._shown import ROOT, Shown, address, browser, spent, stories

PROCESSES = 2
WARM = 2
"""How many stories each process looks at before the clock starts."""

TARGETS = {"ours": 50, "ours, with the walk": 80, "ours, unchanged": 1}


def naive(running: Started, _: Page, shown: Shown) -> None:
    """Look at one story as the documentation of each tool has it."""
    with running.context() as context:
        page = context.new_page()
        page.goto(address(running.site, shown))
        page.evaluate("document.fonts.ready.then(() => true)")
        Axe().run(page)
        page.screenshot(full_page=True, animations="disabled", caret="hide")
        page.locator("body").aria_snapshot()
        context.new_cdp_session(page).send("Accessibility.getFullAXTree")


def ours(running: Started, page: Page, shown: Shown) -> None:
    """Look at one story in light: picture, tree, axe."""
    list(looking.opened(page, address(running.site, shown), StoryLook(shown.name)))
    drawn(page, Engine.chromium)
    axe.check(page, whole=False)
    list(pictures(page, modes=[Mode.light]))


def in_all_modes(running: Started, page: Page, shown: Shown) -> None:
    """Look at one story in every mode: pictures, and of axe what a mode can change."""
    list(looking.opened(page, address(running.site, shown), StoryLook(shown.name)))
    drawn(page, Engine.chromium)
    for mode, _ in pictures(page, modes=PICTURED):
        axe.check(page, whole=False, mode=mode)


def walked(running: Started, page: Page, shown: Shown) -> None:
    """Look at one story in light, and walk through it."""
    ours(running, page, shown)
    with running.context() as context:
        fresh = looking.freshly(context, address(running.site, shown), StoryLook(shown.name), keyboard.PREPARE)
        keyboard.walk(fresh, Engine.chromium)


ARMS: dict[str, Callable[[Started, Page, Shown], None]] = {
    "naive": naive,
    "ours": ours,
    "ours, in all modes": in_all_modes,
    "ours, with the walk": walked,
}


def timed(arm: str, shown: list[Shown]) -> tuple[float, float]:
    """Return seconds by the clock and of processors for looking at stories, the browser's start left out."""
    with browser(Engine.chromium) as running, running.context() as context:
        axe.ready(context)
        page = context.new_page()
        for each in shown[:WARM]:
            ARMS[arm](running, page, each)
        begun, used = time.perf_counter(), spent()
        for each in shown:
            ARMS[arm](running, page, each)
        return time.perf_counter() - begun, spent() - used


def row(arm: str, shown: list[Shown]) -> tuple[float, float]:
    """Return milliseconds a story, by the clock and of processors, with all processes at work."""
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        parts = [shown[number::PROCESSES] for number in range(PROCESSES)]
        done = list(pool.map(timed, [arm] * PROCESSES, parts))
    return max(wall for wall, _ in done) / len(shown) * 1000, sum(used for _, used in done) / len(shown) * 1000


def unchanged() -> tuple[float, float]:
    """Return milliseconds a story, by the clock and of processors, of what the gate asks where no file has changed."""
    project = open_project(ROOT)
    units = list(project.units())
    drawn_ = [unit for unit in units if (project.prompts(unit) / "ui.prompt").is_file()]

    def key(cache: Cache, unit: Unit) -> str:
        with_what = viewers(units, ANY, project).name
        return cache.key("looks", str(unit), files_of(ROOT, unit), shared(ROOT), with_what)

    with tempfile.TemporaryDirectory() as folder:
        cache = replace(open_cache(project, fresh=False), folder=Path(folder))
        for unit in drawn_:
            cache.keep(key(cache, unit))
        begun, used = time.perf_counter(), spent()
        assert all(cache.has(key(cache, unit)) for unit in drawn_), "not all are known"
        wall, busy = time.perf_counter() - begun, spent() - used
    count = sum(len(json.loads(file.read_bytes())) for file in (ROOT / "generated").glob("*/*/ui/*/stories.json"))
    return wall / count * 1000, busy / count * 1000


def main() -> None:
    """Measure, and print one table."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--stories", type=int, default=50)
    count = given.parse_args().stories
    shown = stories()
    shown = shown[:: max(1, len(shown) // count)][:count]
    rows = {arm: row(arm, shown) for arm in ARMS}
    rows["ours, unchanged"] = unchanged()
    sys.stdout.write(f"{len(shown)} stories (unchanged: all), {PROCESSES} processes. Milliseconds a story.\n")
    head = ("", "clock", "against naive", "processors", "against naive", "target")
    sys.stdout.write(f"{head[0]:22}" + "".join(f"{cell:>15}" for cell in head[1:]) + "\n")
    for arm, (by_clock, used) in rows.items():
        ratios = [rows["naive"][0] / by_clock, rows["naive"][1] / max(used, 0.01)]
        cells = [f"{by_clock:.1f}", f"{ratios[0]:.1f}x", f"{used:.1f}", f"{ratios[1]:.1f}x", str(TARGETS.get(arm, ""))]
        sys.stdout.write(f"{arm:22}" + "".join(f"{cell:>15}" for cell in cells) + "\n")


if __name__ == "__main__":
    main()
