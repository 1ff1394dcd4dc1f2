"""How often a story looks otherwise than the time before, though nothing changed. It should be never.

Run: ``python -m tests.benchmarks.flakes``. All stories are looked at again and again, each time in another order, on
pages that are used again, by two processes at once. Of every look the pictures in all modes and the accessibility tree
are compared, to the byte, with the first of all processes. ``--busy`` has so many processes do nothing but work.
Asserts nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from generator.looks import looking
from generator.looks.browsers.found import Engine
from generator.looks.stories import StoryLook
from generator.looks.trees.drawn import drawn
from generator.looks.visual.compare import compare
from generator.looks.visual.described import describe
from generator.looks.visual.taken import pictures
from tests.benchmarks._shown import Shown, address, browser, stories

PROCESSES = 2


@dataclass(frozen=True)
class Look:
    """What one look at one story gave: digests of its tree and of its picture in each mode."""

    story: str
    process: int
    parts: dict[str, str]


def look(engine: Engine, shown: list[Shown], process: int, looks: int, folder: str) -> list[Look]:
    """Look at stories, shuffled anew for each round; whatever is seen for the first time is kept in ``folder``."""
    order = random.Random(process)  # noqa: S311  # the same rounds each time
    left = [one for _ in range(math.ceil(looks / len(shown))) for one in order.sample(shown, len(shown))][:looks]
    found = []
    with browser(engine) as running, running.page() as page:
        for one in left:
            list(looking.opened(page, address(running.site, one), StoryLook(one.name)))
            parts = {"tree": kept(drawn(page, engine).encode(), folder)}
            if engine is Engine.chromium:
                parts |= {str(mode): kept(png, folder) for mode, png in pictures(page)}
            found.append(Look(one.name, process, parts))
    return found


def kept(data: bytes, folder: str) -> str:
    """Return the digest of what was seen, and keep it once."""
    name = hashlib.sha256(data).hexdigest()
    file = Path(folder, name)
    if not file.exists():
        file.write_bytes(data)
    return name


def differing(looks: list[Look], folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield story, part and what differs, for each part that was not always the same."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for each in looks:
        for part, digest in each.parts.items():
            seen[each.story, part][digest] += 1
    for (story, part), counts in sorted(seen.items()):
        usual, *others = [digest for digest, _ in counts.most_common()]
        for other in others:
            old, new = (folder / usual).read_bytes(), (folder / other).read_bytes()
            difference = None if part == "tree" else compare(old, new)
            said = describe(difference) if difference else "a tree" if part == "tree" else "in bytes alone"
            yield story, part, f"{counts[other]} of {counts.total()} looks: {said}"


def work() -> None:
    """Keep a processor busy for ever."""
    while True:
        hashlib.sha256(bytes(1 << 20))


@contextmanager
def busy(processes: int) -> Iterator[None]:
    """Have so many processes work during the block."""
    running = [get_context("spawn").Process(target=work, daemon=True) for _ in range(processes)]
    for each in running:
        each.start()
    try:
        yield
    finally:
        for each in running:
            each.kill()
            each.join()


def main() -> None:
    """Look, and print what was not the same."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--looks", type=int, default=1_000, help="at stories, by all processes together")
    given.add_argument("--engine", type=Engine, default=Engine.chromium)
    given.add_argument("--seed", type=int, default=0, help="another one: other orders")
    given.add_argument("--busy", type=int, default=0, metavar="PROCESSES")
    asked = given.parse_args()
    shown, each = stories(), math.ceil(asked.looks / PROCESSES)
    numbers = range(asked.seed * PROCESSES, (asked.seed + 1) * PROCESSES)  # a process's number is its order's seed
    with tempfile.TemporaryDirectory() as folder, busy(asked.busy):
        begun = time.perf_counter()
        with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
            started = [pool.submit(look, asked.engine, shown, number, each, folder) for number in numbers]
            looks = [one for done in started for one in done.result()]
        taken = time.perf_counter() - begun
        rows = list(differing(looks, Path(folder)))
    parts = sum(len(one.parts) for one in looks)
    sys.stdout.writelines(f"{story} {part}: {said}\n" for story, part, said in rows)
    sys.stdout.write(
        f"{asked.engine}: {len(looks)} looks at {len({one.story for one in looks})} stories, {parts} pictures "
        f"and trees, {PROCESSES} processes, {asked.busy} busy ones beside: {len(rows)} differ ({taken:.0f} s)\n"
    )


if __name__ == "__main__":
    main()
