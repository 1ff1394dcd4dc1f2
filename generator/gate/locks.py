"""``lock/*``: prompt, schemas, answer and code are still the ones that were locked together."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from generator.canonical import sha256
from generator.disk import file_names
from generator.findings import Finding
from generator.gate.frozen import frozen_unit
from generator.gate.report import CheckResult
from generator.gate.scope import Scope
from generator.lock import Changed, Reason, State, Why
from generator.project import Project
from generator.units import Unit

_DIGEST = re.compile(r"[0-9a-f]{64}\Z")  # anything else could lead out of the folder, and is no manifest anyway
_RULES = {
    Why.not_generated: "lock/missing-bundle",
    Why.unreadable: "lock/forged",
    Why.forged: "lock/forged",
    Why.input_changed: "lock/drift",
    Why.input_added: "lock/drift",
    Why.input_removed: "lock/drift",
    Why.parent_changed: "lock/drift",
    Why.file_edited: "lock/edited-by-hand",
    Why.file_missing: "lock/edited-by-hand",
    Why.file_extra: "lock/edited-by-hand",
}


def check_lock(scope: Scope, unit: Unit, state: State, *, replayed: bool = True) -> CheckResult:
    """Compare ``unit`` with its manifest, its recordings, the merge base and, if asked, with its replay."""
    findings = [*_stands(unit, state), *_recorded(scope, unit)]
    if scope.base.tree is not None and scope.has_landed(unit):
        findings += frozen_unit(scope.project.root, scope.base.tree, unit)
    if replayed and may_replay(state) and not any(finding.rule == "lock/missing-recording" for finding in findings):
        findings += _replayed(scope, unit)
    return CheckResult("lock", tuple(findings))


def check_absent(scope: Scope, unit: Unit) -> CheckResult:
    """Say what is wrong with a unit that has no prompt here: it landed and was deleted, or its bundle is an orphan."""
    findings: list[Finding] = []
    if scope.base.tree is not None and scope.has_landed(unit):
        findings += frozen_unit(scope.project.root, scope.base.tree, unit)
    if scope.project.generated(unit).is_dir():
        findings.append(
            Finding(
                "lock/orphan",
                f"there is a bundle, but no prompt in prompts/{unit}/",
                f"generated/{unit}",
                str(unit),
                remedy=f"Delete generated/{unit}/, or take its prompt back: git checkout HEAD -- prompts/{unit}",
            )
        )
    return CheckResult("lock", tuple(findings))


def strays(project: Project, known: Collection[Unit]) -> Iterator[Finding]:
    """Yield a finding for each file in ``generated/`` that lies in the folder of none of the ``known`` units."""
    folders = {str(unit) for unit in known}
    for name in sorted(file_names(str(project.root / "generated"))):
        if "/".join(name.split("/")[:2]) not in folders or name.count("/") < 2:
            path = f"generated/{name}"
            message = "the file belongs to no prompt, so nobody generated it"
            yield Finding("lock/orphan", message, path, remedy=f"Delete it: rm {path}")


def may_replay(state: State) -> bool:
    """Say whether manifest and inputs agree: else there is nothing true to replay, and that is a finding already."""
    return not isinstance(state, Changed) or state.only_by_hand


def _stands(unit: Unit, state: State) -> Iterator[Finding]:
    if isinstance(state, Changed):
        for reason in state.reasons:
            yield Finding(_RULES[reason.why], _message(reason), reason.path, str(unit), remedy=_remedy(unit, reason))


def _message(reason: Reason) -> str:
    told = {
        Why.not_generated: "there is a prompt, but nothing was generated from it",
        Why.unreadable: "the file cannot be read as a manifest of this version of Lockstep",
        Why.forged: "bundle_id is not the digest of the rest of the file",
        Why.input_changed: "the file is not the one that the bundle was made of",
        Why.input_added: "the file is new since the bundle was made",
        Why.input_removed: "the file was there when the bundle was made",
        Why.parent_changed: "the version before it has another bundle_id than when this one was made",
        Why.file_edited: "the file is not what was generated",
        Why.file_missing: "the file was generated and is gone",
        Why.file_extra: "the file was not generated",
    }
    return told[reason.why]


def _remedy(unit: Unit, reason: Reason) -> str:
    if _RULES[reason.why] == "lock/edited-by-hand":
        return f"Say it in prompts/{unit}/, and take it back here: lockstep regenerate {unit.feature} --discard-edits"
    return f"Run: lockstep regenerate {unit.feature}"


def _recorded(scope: Scope, unit: Unit) -> Iterator[Finding]:
    """Yield a finding for each link of a repair chain whose recording is not there or is another one."""
    manifest = scope.project.generated(unit) / "bundle.json"
    for request, digest in _links(manifest):
        file = scope.project.recordings(unit) / f"{request}.json"
        path = scope.project.relative(file)
        if not file.is_file():
            yield Finding("lock/missing-recording", "an answer that the bundle stands on is not here", path, str(unit))
        elif (found := sha256(file.read_bytes())) != digest:
            message = "the answer is not the one that the bundle stands on"
            yield Finding("lock/missing-recording", message, path, str(unit), old=digest[:12], new=found[:12])


def _links(manifest: Path) -> list[tuple[str, str]]:
    """Return request and recording digest of every link; nothing for a manifest that is a finding anyway."""
    try:
        prompts = json.loads(manifest.read_bytes())["prompts"].values()
        links = [(str(link["request"]), str(link["recording"])) for prompt in prompts for link in prompt["chain"]]
        return [link for link in links if _DIGEST.match(link[0])]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


def _replayed(scope: Scope, unit: Unit) -> tuple[Finding, ...]:
    from generator.gate.replay import replay  # noqa: PLC0415  # renders and parses: a second that a cached run saves

    return replay(scope.project, unit, landed=_manifest_landed(scope, unit))


def _manifest_landed(scope: Scope, unit: Unit) -> bool:
    """Say whether the very manifest stands on the merge base: a prompt may have landed without one."""
    tree, path = scope.base.tree, f"generated/{unit}/bundle.json"
    return tree is not None and path in tree.entries and tree.has_same(path, scope.project.root / path)
