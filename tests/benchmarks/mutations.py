"""Who finds what when our own stories are broken: ``python -m tests.benchmarks.mutations``.

Looks at each mutation of :mod:`tests.generator.looks.mutations`, and at its story as it was, with everything that the
gate has, in Chromium. Prints each layer's share alone and together, every mutation that nobody found, every one that
was found by others than expected, and every no-op that was found. ``--only TEXT`` takes the rows whose name or story
holds the text, ``--part 2/5`` the second of five parts; ``--each`` prints every row.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.looks.browsers.found import Engine, find, remedy
from generator.looks.browsers.site import site
from generator.looks.browsers.started import started
from tests.benchmarks.mutated.sight import Eyes
from tests.generator.looks.mutations import BROKEN, SAME
from tests.generator.looks.mutations.mutation import Layer, Mutation


@dataclass(slots=True)
class Tally:
    """How many were looked at and found, and by whom; ``alarms`` are no-ops that were found."""

    broken: int = 0
    found: int = 0
    same: int = 0
    alarms: int = 0
    by: Counter[Layer] = field(default_factory=Counter)
    alone: Counter[Layer] = field(default_factory=Counter)

    def add(self, mutation: Mutation, seen: Mapping[Layer, list[str]]) -> str:
        """Count one; return what is to be said of it, empty for nothing."""
        said = "; ".join(f"{layer}: {', '.join(dict.fromkeys(what))}" for layer, what in seen.items())
        if not mutation.layers:
            self.same += 1
            self.alarms += bool(seen)
            return f"FALSE ALARM {mutation.name} ({mutation.story}): {said}" if seen else ""
        self.broken += 1
        self.found += bool(seen)
        self.by.update(list(seen))
        if len(seen) == 1:
            self.alone.update(list(seen))
        expected = ", ".join(sorted(mutation.layers))
        if not seen:
            return f"NOT FOUND {mutation.name} ({mutation.story}): expected of {expected}"
        if not mutation.layers & set(seen):
            return f"found by others {mutation.name} ({mutation.story}): {said}; expected of {expected}"
        return ""

    def table(self) -> str:
        """Return the shares."""
        rows = [f"{layer:9} {_share(self.by[layer], self.broken)}  alone {self.alone[layer]}" for layer in Layer]
        rows.append(f"{'all':9} {_share(self.found, self.broken)}")
        rows.append(f"no-ops    {self.alarms} of {self.same} found")
        return "\n".join(rows)


def main() -> None:
    """Print the shares and what nobody found."""
    parser = argparse.ArgumentParser(description="Say which checks see which mutations of our own stories.")
    parser.add_argument("--only", default="", metavar="TEXT")
    parser.add_argument("--part", default="1/1", metavar="N/M")
    parser.add_argument("--each", action="store_true")
    given = parser.parse_args()
    part, parts = map(int, given.part.split("/"))
    # A story's rows together: its unmutated look is needed once a part.
    rows = sorted(
        (each for each in [*BROKEN, *SAME] if given.only in each.name or given.only == each.story), key=_story
    )
    browser = find(Engine.chromium)
    if browser is None:
        sys.exit(remedy(Engine.chromium))
    tally, begun = Tally(), time.perf_counter()
    with site() as served, started(browser, served) as running:
        eyes = Eyes(running)
        for mutation in rows[len(rows) * (part - 1) // parts : len(rows) * part // parts]:
            seen = eyes.layers(mutation)
            said = tally.add(mutation, seen)
            if said or given.each:
                sys.stdout.write((said or f"found {mutation.name}: {', '.join(seen) or 'by nobody, rightly'}") + "\n")
                sys.stdout.flush()
    sys.stdout.write(f"{tally.table()}\n{time.perf_counter() - begun:.0f} s\n")


def _share(part: int, of: int) -> str:
    return f"{part:4} of {of}  {100 * part / max(1, of):5.1f} %"


def _story(mutation: Mutation) -> str:
    return mutation.story


if __name__ == "__main__":
    main()
