"""``safety/*`` and ``types/python``: the code that stands in generated/ is checked again, whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.errors import LockstepError
from generator.findings import Finding
from generator.gate.report import CheckResult
from generator.gate.scope import Scope, not_run
from generator.project import Project
from generator.quarantine import examine
from generator.question import Question, questions
from generator.typing_check import check_types
from generator.units import Unit


def check_safety(scope: Scope, unit: Unit) -> CheckResult:
    """Hold the files that the unit's prompts may write to the policy, exactly as a fresh answer would be."""
    found = [finding for question in _questions(scope.project, unit, "safety") for finding in _unsafe(scope, question)]
    return CheckResult("safety", tuple(found))


def python_types(scope: Scope, unit: Unit) -> CheckResult:
    """Hold the whole unit, rendered files and all, to mypy --strict."""
    found = [
        finding for question in _questions(scope.project, unit, "types/python") for finding in _untyped(scope, question)
    ]
    return CheckResult("types", tuple(found))


def _unsafe(scope: Scope, question: Question | Finding) -> Iterator[Finding]:
    if isinstance(question, Finding):
        yield question
        return
    writes = question.expectations.writes
    texts, broken = _texts(scope.project, question.prompt.unit, writes)
    yield from broken
    missing = sorted(set(writes) - texts.keys() - {finding.path.rpartition("/")[2] for finding in broken})
    for path in missing:
        yield not_run(question.prompt.unit, "safety", f"{path} is not there", question.expectations.place_of(path))
    if texts:
        yield from examine(texts, question.expectations)


def _untyped(scope: Scope, question: Question | Finding) -> Iterator[Finding]:
    if isinstance(question, Finding):
        yield question
        return
    unit = question.prompt.unit
    texts, broken = _texts(scope.project, unit, (*question.expectations.writes, *question.rendered))
    if broken:
        yield not_run(unit, "types/python", "a file of the bundle is no text", broken[0].path)
        return
    try:
        yield from check_types({**question.rendered, **texts}, question.expectations, scope.project)
    except LockstepError as error:
        yield not_run(unit, "types/python", str(error))


def _questions(project: Project, unit: Unit, what: str) -> Iterator[Question | Finding]:
    try:
        yield from questions(project, unit)
    except LockstepError as error:
        yield not_run(unit, what, str(error), f"prompts/{unit}")


def _texts(project: Project, unit: Unit, paths: tuple[str, ...]) -> tuple[dict[str, str], list[Finding]]:
    """Return the texts of the files that are there, and a finding for each that is no text."""
    texts, broken = {}, []
    for path in paths:
        file = project.generated(unit) / path
        try:
            texts[path] = file.read_bytes().decode("utf-8")
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            message = f"the file is no UTF-8 text: {error}"
            broken.append(Finding("code/syntax", message, project.relative(file), str(unit)))
    return texts, broken
