"""``behaviour/*``: a bundle loads, serves what it declares, and answers every request as its contract says.

Generated code never runs in this process: the router's own loader serves it in a sandbox, and another child asks.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator import children, contract, openapi, prompts
from generator.canonical import canonical_json
from generator.errors import LockstepError
from generator.findings import Finding
from generator.gate.asking import REFUSED, Answered, Limits, ask
from generator.gate.report import CheckResult
from generator.gate.scope import Scope, not_run
from generator.programs import command, environment
from generator.project import Project
from generator.units import Unit

_ENDS = {"load": "behaviour/load", "crash": "behaviour/crash", "timeout": "behaviour/timeout"}
_PATIENT = Limits()
_SHOWN = 200


def check_behaviour(scope: Scope, unit: Unit, limits: Limits = _PATIENT) -> CheckResult:
    """Load, compare and exercise the bundle of ``unit``; each step needs the one before it."""
    return CheckResult("behaviour", tuple(_findings(scope.project, unit, limits)))


def _findings(project: Project, unit: Unit, limits: Limits) -> Iterator[Finding]:
    if not (project.generated(unit) / "bundle.json").is_file():
        yield not_run(unit, "behaviour/load", "there is no bundle", remedy=f"Run: lockstep regenerate {unit.feature}")
        return
    served = _served(project, unit, limits)
    if isinstance(served, Finding):
        yield served
        return
    try:
        declared = _declared(project, unit)
    except LockstepError as error:
        yield not_run(unit, "behaviour/openapi", str(error), f"prompts/{unit}")
        declared = served
    yield from _differences(unit, declared, served)
    if declared["paths"]:
        yield from _exercised(project, unit, declared, limits)


def _served(project: Project, unit: Unit, limits: Limits) -> dict[str, Any] | Finding:
    """Return the OpenAPI document that the bundle serves, or why it does not load."""
    folder = project.relative(project.generated(unit))
    try:
        done = children.run(
            command("router", "probe", folder, "--openapi", "--seconds", str(limits.loading)),
            folder=project.root,
            environment=environment(),
            seconds=limits.loading + 30,
        )
    except subprocess.TimeoutExpired:
        return _load(unit, "behaviour/timeout", f"the bundle did not load within {limits.loading} s")
    told, said = _table(done.stdout), done.stderr.decode(errors="replace").strip()[-2000:]
    if done.returncode == 0 and told is not None:
        return told
    if done.returncode == REFUSED and told is not None:
        last = said.rpartition("\n")[2]  # of a traceback, the line that says what happened
        message = f"{told.get('detail', '')}{f'; its last words: {last}' if last else ''}"
        return _load(unit, _ENDS.get(str(told.get("error")), "behaviour/load"), message)
    return not_run(unit, "behaviour/load", f"the probe ended with {done.returncode}: {said}")


def _table(data: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(data)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _load(unit: Unit, rule: str, message: str) -> Finding:
    return Finding(rule, message, f"generated/{unit}", str(unit))


def _declared(project: Project, unit: Unit) -> dict[str, Any]:
    name = contract.main_prompt(project, unit)
    prompt = next(prompt for prompt in prompts.load(project, unit) if prompt.name == name)
    return openapi.declared(contract.load(project, prompt))


def _differences(unit: Unit, declared: dict[str, Any], served: dict[str, Any]) -> Iterator[Finding]:
    for pointer, old, new in openapi.same(declared, served):
        message = "the bundle serves something else than its prompt and schemas declare"
        routes = f"generated/{unit}/routes.py"
        yield Finding(
            "behaviour/openapi", message, routes, str(unit), pointer=pointer, old=_short(old), new=_short(new)
        )


def _short(value: object) -> str:
    text = canonical_json(value).decode()
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


@dataclass(frozen=True, slots=True)
class _Documented:
    id: str
    statuses: frozenset[int]


def _exercised(project: Project, unit: Unit, document: Mapping[str, Any], limits: Limits) -> Iterator[Finding]:
    """Ask the running bundle everything, and turn what came back into one finding for each kind of trouble."""
    answered = ask(project, unit, document, limits)
    documented = _documented(document)
    yield from _of_failures(project, unit, answered.failures, documented)
    yield from _of_errors(unit, answered)


def _of_failures(
    project: Project, unit: Unit, rows: Iterable[Mapping[str, Any]], documented: Mapping[str, _Documented]
) -> Iterator[Finding]:
    shortest: dict[tuple[str, str, str], Mapping[str, Any]] = {}
    for row in rows:
        known = documented.get(row["operation"], _Documented("", frozenset()))
        rule = _rule(row, known)
        if rule is None:
            continue
        key = (rule, row["operation"], row["title"])
        best = shortest.get(key)
        if best is None or _clumsiness(row) < _clumsiness(best):
            shortest[key] = row
    for (rule, operation, title), row in sorted(shortest.items()):
        said = f": {first}" if (first := str(row["message"]).strip().partition("\n\n")[0].replace("\n", "; ")) else ""
        handler = documented[operation].id if operation in documented else ""
        yield Finding(
            rule,
            f"{operation}: {title.lower()} ({row['status']}){said[:_SHOWN]}",
            f"generated/{unit}/api.py",
            str(unit),
            line=_line(project, unit, handler),
            witness=[line for line in str(row["curl"]).splitlines() if line],
            has_witness=True,
            remedy=f"Serve it and ask again: lockstep-router serve ; {row['curl'].splitlines()[-1]}",
        )


def _clumsiness(row: Mapping[str, Any]) -> tuple[bool, int, str]:
    """Order examples: short ones first, but what names a thing in its path shows first how the thing came to be."""
    curl = str(row["curl"])
    return ("{" in row["operation"] and "\n" not in curl, len(curl), curl)


def _rule(row: Mapping[str, Any], known: _Documented) -> str | None:
    """Return which rule a failed check breaks; None for a 5xx that the contract documents, or that is said already."""
    status = row["status"] or 0
    if row["title"] == "Server error":
        return None if status in known.statuses else "behaviour/server-error"
    if row["title"] == "Undocumented status code" and status >= 500:
        return None
    return "behaviour/response-schema"


def _of_errors(unit: Unit, answered: Answered) -> Iterator[Finding]:
    """Say what stopped the asking; one finding for each kind, since each request after a crash fails alike."""
    rules = {"timeout": "behaviour/timeout", "network": "behaviour/crash"}
    first: dict[str, Mapping[str, Any]] = {}
    for row in answered.errors:
        first.setdefault(rules.get(row["reason"], "gate/not-run"), row)
    for rule, row in first.items():
        where = row["operation"] or "the bundle"
        if rule == "gate/not-run":
            yield not_run(unit, "behaviour/response-schema", f"{where}: {row['message'][:500]}")
        elif not (rule == "behaviour/crash" and answered.ended):
            yield _load(unit, rule, f"{where}: {row['message'][:500]}")
    if answered.ended:
        yield _load(unit, _ENDS[answered.ended.kind], answered.ended.said)
    if answered.unfinished:
        yield not_run(unit, "behaviour/response-schema", answered.unfinished)


def _documented(document: Mapping[str, Any]) -> dict[str, _Documented]:
    return {
        f"{method.upper()} {path}": _Documented(
            str(operation.get("operationId", "")),
            frozenset(int(status) for status in operation.get("responses", {}) if str(status).isdigit()),
        )
        for path, item in document.get("paths", {}).items()
        for method, operation in item.items()
        if isinstance(operation, dict)
    }


def _line(project: Project, unit: Unit, handler: str) -> int | None:
    file = project.generated(unit) / "api.py"
    if not handler or not file.is_file():
        return None
    text = file.read_text(encoding="utf-8", errors="replace")
    found = re.search(rf"^async def {re.escape(handler)}\b", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else None
