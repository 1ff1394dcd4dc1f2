"""How often the walker is right about focus traps, in both engines: ``python -m tests.benchmarks.focus_traps``.

Walks our own corpus, and with ``--act FOLDER`` and ``--apg FOLDER`` (or ``LOCKSTEP_ACT``, ``LOCKSTEP_APG`` in the
environment) the examples of the ACT rules on keyboard traps and of the ARIA Authoring Practices, read from checkouts of
act-rules/act-rules.github.io and w3c/aria-practices. What is not given is said to be missing. ``--engine`` and
``--only TEXT`` narrow it down. Prints precision, recall and every disagreement.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.looks.browsers.found import Engine, find, remedy
from generator.looks.browsers.site import site
from generator.looks.browsers.started import Started, started
from tests.benchmarks.traps import act_rules, apg, ours
from tests.benchmarks.traps.case import Case, walked


@dataclass(slots=True)
class Score:
    """What was found over one set of pages: traps, missed ones, false alarms, and pages that are rightly quiet."""

    hit: int = 0
    missed: int = 0
    alarms: int = 0
    quiet: int = 0

    def add(self, case: Case, found: str) -> None:
        """Count one page, and say where they disagree; ``found`` is what the walk says of a trap, empty for none."""
        if bool(found) == case.trap:
            self.hit += case.trap
            self.quiet += not case.trap
            return
        self.missed += case.trap
        self.alarms += not case.trap
        label = "trap" if case.trap else "fine"
        _say(f"  {case.name}: {label}, because: {case.why}\n    the walk: {found or 'no trap'}\n")

    def __str__(self) -> str:
        """Say it in one line."""
        precision = self.hit / (self.hit + self.alarms) if self.hit + self.alarms else 1.0
        recall = self.hit / (self.hit + self.missed) if self.hit + self.missed else 1.0
        pages = self.hit + self.missed + self.alarms + self.quiet
        return (
            f"{pages:4} pages  precision {precision:.3f}  recall {recall:.3f}  "
            f"({self.hit} found, {self.missed} missed, {self.alarms} false alarms)"
        )


def scored(running: Started, cases: Iterable[Case]) -> Score:
    """Walk each page."""
    score = Score()
    for case in cases:
        try:
            found = "; ".join(flaw.message for flaw in walked(running, case))
        except Exception as error:  # noqa: BLE001  # a walk that breaks is a result like any other
            found = "" if case.trap else f"broke: {error}"
            _say(f"  {case.name}: broke with {type(error).__name__}: {str(error)[:200]}\n")
        score.add(case, found)
    return score


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description="Score the walker on pages with and without focus traps.")
    parser.add_argument("--act", type=Path, default=_from_environment("LOCKSTEP_ACT"), metavar="FOLDER")
    parser.add_argument("--apg", type=Path, default=_from_environment("LOCKSTEP_APG"), metavar="FOLDER")
    parser.add_argument("--engine", type=Engine, choices=list(Engine), action="append")
    parser.add_argument("--only", default="", metavar="TEXT", help="only pages whose name holds this")
    given = parser.parse_args()
    sets = {"our corpus": ours.cases()}
    for name, folder, read in (("ACT rules", given.act, act_rules.cases), ("APG examples", given.apg, apg.cases)):
        if folder is None:
            sys.stdout.write(f"{name} are missing: give a checkout with --{read.__module__.rpartition('.')[2][:3]}\n")
        else:
            sets[name] = list(read(folder))
    for engine in given.engine or Engine:
        _in(engine, {name: [case for case in cases if given.only in case.name] for name, cases in sets.items()})


def _in(engine: Engine, sets: dict[str, list[Case]]) -> None:
    browser = find(engine)
    if browser is None:
        sys.stdout.write(f"{engine} is not here. {remedy(engine)}\n")
        return
    with site() as served, started(browser, served) as running:
        for name, cases in sets.items():
            begun = time.perf_counter()
            score = scored(running, cases)
            took = (time.perf_counter() - begun) / max(1, len(cases))
            _say(f"{engine:9} {name:13} {score}  {took:.2f} s a page\n")


def _say(line: str) -> None:
    sys.stdout.write(line)
    sys.stdout.flush()


def _from_environment(name: str) -> Path | None:
    return Path(os.environ[name]) if os.environ.get(name) else None


if __name__ == "__main__":
    main()
