"""The gate's order of business: every family for every unit, slow ones side by side, clean ones remembered."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime

from generator.findings import Finding
from generator.gate.asking import Limits
from generator.gate.base import find_base
from generator.gate.cache import files_of, open_cache
from generator.gate.frozen import frozen_kernel
from generator.gate.git import tracked
from generator.gate.links import linked
from generator.gate.locks import check_absent, check_lock, strays
from generator.gate.looked import Looked
from generator.gate.report import CheckResult, Report, UnitResult, sorted_findings
from generator.gate.scope import Scope, open_scope
from generator.gate.unready import unready
from generator.gate.viewers import ANY, Choice, Viewers, check_viewers, viewers
from generator.lock import State, Unchanged, generated_versions, states
from generator.looks.files import shared
from generator.project import Project
from generator.threads import Threads
from generator.units import Unit, is_feature_name

Say = Callable[[str], None]
_PATIENT = Limits()


def run(  # noqa: PLR0913  # see below
    project: Project,
    base: str | None = None,
    *,
    fresh: bool = False,
    features: tuple[str, ...] = (),
    today: date | None = None,
    limits: Limits = _PATIENT,
    browsers: Choice = ANY,
    say: Say = lambda _words: None,
) -> Report:
    """Check ``features`` (all, when none is named) and return everything there is to say; see :func:`look`."""
    return look(project, base, fresh=fresh, features=features, today=today, limits=limits, browsers=browsers, say=say)[
        1
    ]


def look(  # noqa: PLR0913  # one parameter an option of the command line
    project: Project,
    base: str | None = None,
    *,
    fresh: bool = False,
    features: tuple[str, ...] = (),
    today: date | None = None,
    limits: Limits = _PATIENT,
    browsers: Choice = ANY,
    say: Say = lambda _words: None,
) -> tuple[Scope, Report]:
    """Return what the gate looked at, and everything there is to say of it.

    ``features`` are checked, all when none is named; ``base`` is the Git ref to compare with (default: the merge base
    with the main branch); ``fresh`` ignores results of earlier runs; ``today`` is the day that waivers are held to
    (default: today, UTC); ``limits`` say how much a running bundle is asked; ``browsers`` are what stories are looked
    at with; ``say`` is told what is being done. Raises UsageInvalid for an unknown feature, ref or engine.
    """
    units = project.chosen(features)
    found = find_base(project.root, base, project.settings.main_branch)
    scope = open_scope(project, found, open_cache(project, fresh=fresh), today or datetime.now(UTC).date())
    absent = [] if features else sorted(_absent(scope, units))
    results = [UnitResult(str(unit), (_sorted(check_absent(scope, unit)),)) for unit in absent]
    to_see = [unit for unit in units if scope.has_interface(unit) and (features or fresh or not scope.has_landed(unit))]
    visit = _Visit(scope, limits, say, viewers(to_see, browsers, project), frozenset(to_see))
    results += visit.all(units)
    whole = UnitResult("", (_of_no_unit(scope, units, chosen=bool(features)), *check_viewers(visit.viewers)))
    ordered = sorted(results, key=lambda result: _place(result.name))
    return scope, Report(found.comparison, (whole, *ordered), visit.looked)


@dataclass(slots=True)
class _Visit:
    """One pass over the units: what runs in the background, and what each family said.

    ``to_see`` are those whose stories are looked at: what has landed was looked at then, and cannot have changed, so it
    is looked at when it is named or everything is run again. ``prompts`` are all there are: whether an address is
    another feature's is read off them. ``linked`` is the digest of what pages of several units load.
    """

    scope: Scope
    limits: Limits
    say: Say
    viewers: Viewers
    to_see: frozenset[Unit] = frozenset()
    linked: str = ""
    looked: Looked = field(default_factory=Looked)
    keys: dict[tuple[Unit, str], str] = field(default_factory=dict)
    prompts: tuple[str, ...] = ()

    def all(self, units: list[Unit]) -> list[UnitResult]:
        known = dict(states(self.scope.project, units))
        missing = {unit: said for unit in units if (said := unready(self.scope, unit, known[unit])) is not None}
        checked = {unit: tuple(_sorted(check) for check in said) for unit, said in missing.items()}
        checked |= self._checked([unit for unit in units if unit not in missing], known)
        return [UnitResult(str(unit), checked[unit]) for unit in units]

    def _checked(self, units: list[Unit], known: Mapping[Unit, State]) -> dict[Unit, tuple[CheckResult, ...]]:
        self.prompts = tuple(self.scope.all_prompts())
        self.linked = shared(self.scope.project.root) if self.viewers.browsers else ""
        for unit in units:
            self._remember_keys(unit, known[unit])
        # The slow families run other programs and wait for them, so threads are enough.
        with Threads(max(2, min(4, os.cpu_count() or 1))) as pool:
            behaviour = {unit: pool.submit(self._behaviour, unit) for unit in units}
            pictures = pool.submit(self._shown, units)
            quick = {unit: self._quick(unit, known[unit]) for unit in units}
            return {unit: self._gathered(quick[unit], behaviour[unit], pictures, unit) for unit in units}

    def _gathered(
        self,
        quick: tuple[CheckResult, ...],
        behaviour: Future[CheckResult],
        pictures: Future[Mapping[Unit, tuple[CheckResult, ...]]],
        unit: Unit,
    ) -> tuple[CheckResult, ...]:
        return tuple(_sorted(check) for check in (*quick, behaviour.result(), *pictures.result()[unit]))

    def _remember_keys(self, unit: Unit, state: State) -> None:
        """Name the results of ``unit``. A unit that is not as it was locked gets no name: its result is not kept."""
        if not isinstance(state, Unchanged):
            return
        cache, files = self.scope.cache, files_of(self.scope.project.root, unit)
        for family in ("replay", "safety", "python", "behaviour", "snapshots"):
            self.keys[unit, family] = cache.key(family, str(unit), state.bundle_id, files, asdict(self.limits))
        if unit in self.to_see:
            self.keys[unit, "looks"] = cache.key("looks", str(unit), files, self.linked, self.viewers.name)
        other = self.scope.version_before(unit)
        before = files_of(self.scope.project.root, other) if other else {}
        landed = [*self.scope.blobs(unit), *(self.scope.blobs(other) if other else [])]
        self.keys[unit, "contract"] = cache.key("contract", str(unit), files, before, landed, self.prompts)

    def _known_clean(self, unit: Unit, family: str) -> bool:
        key = self.keys.get((unit, family))
        return key is not None and self.scope.cache.has(key)

    def _kept(self, unit: Unit, family: str, result: CheckResult) -> CheckResult:
        key = self.keys.get((unit, family))
        if key is not None and not result.findings and not result.excused:
            self.scope.cache.keep(key)
        return result

    def _quick(self, unit: Unit, state: State) -> tuple[CheckResult, ...]:
        return self._lock(unit, state), *self._safety(unit), self._types(unit)

    def _lock(self, unit: Unit, state: State) -> CheckResult:
        # Digests are compared each time; only the replay, which renders and parses, is worth remembering.
        replay = not self._known_clean(unit, "replay")
        if replay:
            self.say(f"{unit}: replaying recordings")
        result = check_lock(self.scope, unit, state, replayed=replay)
        return self._kept(unit, "replay", result) if replay else result

    def _safety(self, unit: Unit) -> tuple[CheckResult, ...]:
        if self._known_clean(unit, "safety"):
            families = ("safety", "ui") if self.scope.has_interface(unit) else ("safety",)
            return tuple(CheckResult(family) for family in families)
        from generator.gate.standing import check_safety  # noqa: PLC0415  # renders: a cached run needs none of it

        self.say(f"{unit}: safety")
        results = check_safety(self.scope, unit)
        self._kept(unit, "safety", CheckResult("safety", tuple(each for result in results for each in result.findings)))
        return results

    def _types(self, unit: Unit) -> CheckResult:
        python, contract = self._python(unit), self._contract(unit)
        return CheckResult("types", (*contract.findings, *python.findings), contract.excused)

    def _python(self, unit: Unit) -> CheckResult:
        if self._known_clean(unit, "python"):
            return CheckResult("types")
        from generator.gate.standing import python_types  # noqa: PLC0415  # as above

        self.say(f"{unit}: types")
        return self._kept(unit, "python", python_types(self.scope, unit))

    def _contract(self, unit: Unit) -> CheckResult:
        if self._known_clean(unit, "contract"):
            return CheckResult("types")
        from generator.gate.contracts import check_contract  # noqa: PLC0415  # as above

        return self._kept(unit, "contract", check_contract(self.scope, unit))

    def _behaviour(self, unit: Unit) -> CheckResult:
        if self._known_clean(unit, "behaviour"):
            return CheckResult("behaviour")
        from generator.gate.behaviour import check_behaviour  # noqa: PLC0415  # as above

        self.say(f"{unit}: behaviour")
        return self._kept(unit, "behaviour", check_behaviour(self.scope, unit, self.limits))

    def _shown(self, units: list[Unit]) -> Mapping[Unit, tuple[CheckResult, ...]]:
        if not self.to_see and all(self._known_clean(unit, "snapshots") for unit in units):
            return {unit: (CheckResult("snapshots"),) for unit in units}
        from generator.gate.shown import check_shown  # noqa: PLC0415  # as above

        shown = check_shown(self.scope, units, self.to_see, self._known_clean, self.viewers, self.say)
        self.looked = self.viewers.looked(shown.stories, shown.count)
        for unit, checks in shown.checks.items():
            for family in ("snapshots", "looks"):
                of_family = [check for check in checks if (check.family == "snapshots") == (family == "snapshots")]
                if of_family and not any(check.findings or check.excused for check in of_family):
                    self._kept(unit, family, CheckResult(family))
        return shown.checks


def _of_no_unit(scope: Scope, units: Iterable[Unit], *, chosen: bool) -> CheckResult:
    """Return what belongs to no unit: a base that should have been there, links, kernel files, left-over snapshots."""
    findings: list[Finding] = [scope.base.problem] if scope.base.problem else []
    findings += [*_tracked(scope.project), *linked(scope.project.root)]
    if scope.base.tree is not None:
        findings += frozen_kernel(scope.project.root, scope.base.tree)
    if not chosen:
        findings += _left_over(scope.project, {str(unit) for unit in units})
        findings += strays(scope.project, {*units, *_absent(scope, units)})
    return CheckResult("lock", sorted_findings(findings))


def _tracked(project: Project) -> Iterator[Finding]:
    # Caches of ours and of mypy's lie there: whoever may commit one could say what a check has found.
    if tracked(project.root, ".lockstep"):
        yield Finding("lock/private", "Git tracks files in our private folder", ".lockstep")


def _left_over(project: Project, known: set[str]) -> Iterator[Finding]:
    """Yield a finding for each unit whose snapshots are still there though its prompt is not."""
    for folder in sorted((project.root / "snapshots").glob("*/v*")):
        unit = f"{folder.parent.name}/{folder.name}"
        if folder.is_dir() and unit not in known:
            message = f"there are snapshots of {unit}, but no prompt in prompts/{unit}/"
            yield Finding(
                "snapshots/unused", message, project.relative(folder), remedy=f"Delete {project.relative(folder)}/"
            )


def _absent(scope: Scope, units: Iterable[Unit]) -> set[Unit]:
    """Return units that have no prompt here, but stand on the merge base or in generated/."""
    root = scope.project.root
    names = [folder.name for folder in (root / "generated").glob("*") if is_feature_name(folder.name)]
    generated = {Unit(name, number) for name in names for number in generated_versions(str(root), name)}
    return (generated | scope.landed) - set(units)


def _sorted(check: CheckResult) -> CheckResult:
    return CheckResult(check.family, sorted_findings(check.findings), check.excused)


def _place(name: str) -> tuple[str, int]:
    feature, _, version = name.partition("/v")
    return feature, int(version)
