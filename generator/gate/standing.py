"""``safety/*`` and ``types/python``: the code that stands in generated/ is checked again, whoever wrote it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator import synthesis, typing_check
from generator.errors import LockstepError
from generator.findings import Finding
from generator.gate.report import CheckResult
from generator.gate.scope import Scope, not_run
from generator.project import Project
from generator.question import Question, questions
from generator.requests import Completion, Source
from generator.synthesis import Accepted
from generator.units import Unit


def check_safety(scope: Scope, unit: Unit) -> CheckResult:
    """Hold the files that the unit's prompts may write to the policy, exactly as a fresh answer would be."""
    return CheckResult("safety", tuple(_unsafe(scope.project, unit)))


def python_types(project: Project, unit: Unit) -> Iterator[Finding]:
    """Yield what mypy --strict says of the whole unit."""
    for question in _questions(project, unit, "types/python"):
        if isinstance(question, Finding):
            yield question
        elif question.rendered:
            yield from _typed(project, unit, question)


def _unsafe(project: Project, unit: Unit) -> Iterator[Finding]:
    for question in _questions(project, unit, "safety"):
        if isinstance(question, Finding):
            yield question
            continue
        texts, broken = _texts(project, unit, question.expectations.writes)
        yield from broken
        answer = {"files": [{"path": path, "content": text} for path, text in texts.items()], "assumptions": []}
        completion = Completion(json.dumps(answer), "what stands in generated/", Source.person)
        verdict = synthesis.check(completion, question.expectations)
        if not isinstance(verdict, Accepted):
            yield from verdict


def _typed(project: Project, unit: Unit, question: Question) -> Iterator[Finding]:
    texts, broken = _texts(project, unit, (*question.expectations.writes, *question.rendered))
    if broken:
        yield not_run(unit, "types/python", "a file of the bundle cannot be read")
        return
    from dataclasses import replace  # noqa: PLC0415

    written = {path: text for path, text in texts.items() if path not in question.rendered}
    rendered = {path: texts.get(path, text) for path, text in question.rendered.items()}
    yield from typing_check.check(written, replace(question.expectations, rendered=rendered))


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
            broken.append(
                Finding("code/syntax", f"the file is no UTF-8 text: {error}", project.relative(file), str(unit))
            )
    return texts, broken
