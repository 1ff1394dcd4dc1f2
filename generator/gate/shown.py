"""Everything that was accepted by looking at it: prompts, documents and surfaces, and what browsers show of stories."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from generator.gate.browsing import Browsed, browse, kept, laid_out
from generator.gate.compared import compared, stories_of
from generator.gate.judged import judged
from generator.gate.looked import LookedAt
from generator.gate.report import CheckResult
from generator.gate.scope import Scope, not_run
from generator.gate.snapshots import Row, SuiteFailed, findings, run_suite
from generator.gate.viewers import Viewers
from generator.looks.criteria import FAMILIES
from generator.units import Unit

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Shown:
    """What came of it: results by unit, and each story that there is something to tell of; ``count`` are all."""

    checks: Mapping[Unit, tuple[CheckResult, ...]]
    stories: tuple[LookedAt, ...] = ()
    count: int = 0


@dataclass(slots=True)
class _Checks:
    by_unit: dict[Unit, list[CheckResult]] = field(default_factory=dict)

    def add(self, unit: Unit, *results: CheckResult) -> None:
        self.by_unit.setdefault(unit, []).extend(results)


def check_shown(
    scope: Scope,
    units: Sequence[Unit],
    to_see: Collection[Unit],
    is_known: Callable[[Unit, str], bool],
    viewers: Viewers,
    say: Say,
) -> Shown:
    """Compare what ``units`` show with what was accepted, in one run of the suite.

    ``to_see`` are the units whose stories are looked at in browsers. ``is_known`` says which family (``snapshots`` or
    ``looks``) of a unit was clean before, and nothing has changed.
    """
    interfaces = [unit for unit in units if viewers.browsers and unit in to_see]
    looks = [unit for unit in interfaces if not is_known(unit, "looks")]
    plain = [unit for unit in units if not is_known(unit, "snapshots")]
    browsed = browse(scope.project, looks, viewers, scope.cache, say)
    rows = _rows(scope, sorted({*plain, *looks}), browsed, viewers, say)
    checks = _Checks()
    for unit in units:
        checks.add(unit, _snapshots(unit, rows) if unit in plain else CheckResult("snapshots"))
    stories: list[LookedAt] = []
    of = {each.unit: each for each in browsed}
    for unit in interfaces:
        looked = of.get(unit)
        found = judged(scope, looked, viewers, [] if isinstance(rows, str) else rows) if looked else None
        checks.add(unit, *(found.checks if found else map(CheckResult, FAMILIES)))
        if looked and found:
            kept(looked, scope.cache, found.flawed)
        stories += compared(scope, unit, looked, viewers, found.by_story if found else {})
    count = sum(len(list(stories_of(scope.project, unit))) for unit in interfaces)
    return Shown({unit: tuple(each) for unit, each in checks.by_unit.items()}, tuple(stories), count)


def _rows(
    scope: Scope, units: Sequence[Unit], browsed: Sequence[Browsed], viewers: Viewers, say: Say
) -> list[Row] | str:
    """Return what the suite says of ``units``, or why it says nothing."""
    if not units:
        return []
    say(f"snapshots of {len(units)} {'unit' if len(units) == 1 else 'units'}")
    with ExitStack() as ends:
        listing = ends.enter_context(laid_out(scope.project, browsed, viewers, recording=False)) if browsed else None
        try:
            return list(run_suite(scope.project, [str(unit) for unit in units], looks=listing))
        except SuiteFailed as error:
            return str(error)


def _snapshots(unit: Unit, rows: list[Row] | str) -> CheckResult:
    if isinstance(rows, str):
        return CheckResult("snapshots", (not_run(unit, "snapshots", rows),))
    return CheckResult("snapshots", tuple(findings(unit, rows)))
