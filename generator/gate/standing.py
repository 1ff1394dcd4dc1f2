"""``safety/*``, ``ui/*`` and ``types/python``: what stands in generated/ is checked again, whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterator

from generator import answered_files
from generator.contract import main_prompt
from generator.errors import LockstepError
from generator.findings import Finding
from generator.gate.report import CheckResult
from generator.gate.scope import Scope, not_run
from generator.interfaces import UI
from generator.project import Project
from generator.question import Question, questions
from generator.rules import family_of
from generator.typing_check import check_types
from generator.units import Unit


def check_safety(scope: Scope, unit: Unit) -> tuple[CheckResult, ...]:
    """Hold the files that the unit's prompts may write to the policy, exactly as a fresh answer would be.

    A unit with an interface has a second result, for the family ``ui``.
    """
    found = [finding for question in _questions(scope.project, unit, "safety") for finding in _unsafe(scope, question)]
    drawn = tuple(finding for finding in found if family_of(finding.rule) == "ui")
    safety = CheckResult("safety", tuple(finding for finding in found if finding not in drawn))
    return (safety, CheckResult("ui", drawn)) if scope.has_interface(unit) else (safety,)


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
    expectations = question.expectations
    texts, broken = _texts(scope.project, question.prompt.unit, expectations.writes)
    yield from broken
    unread = {finding.path for finding in broken}
    lost = [
        path for path in sorted(set(expectations.writes) - texts.keys()) if expectations.place_of(path) not in unread
    ]
    for path in lost:
        yield not_run(question.prompt.unit, "safety", f"{path} is not there", expectations.place_of(path))
    # An interface is one thing: part of one would seem wrong for what is said already.
    if texts and (expectations.interface is None or not (lost or broken)):
        yield from answered_files.examine(texts, expectations)


def _untyped(scope: Scope, question: Question | Finding) -> Iterator[Finding]:
    if isinstance(question, Finding):
        yield question
        return
    unit = question.prompt.unit
    if question.prompt.name == UI and main_prompt(scope.project, unit) != UI:
        return  # rendered Python imports api.py, so it is looked at with the question that writes that
    python = [path for path in (*question.expectations.writes, *question.rendered) if path.endswith(".py")]
    texts, broken = _texts(scope.project, unit, tuple(python))
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
