"""Storing an answer that somebody has: checked first, so that what is stored is what regenerate will accept."""

from __future__ import annotations

from dataclasses import dataclass

from generator import recordings, synthesis
from generator.contract import main_prompt
from generator.errors import AnswerRejected, UsageInvalid
from generator.explain import explain_prompt
from generator.findings import Finding
from generator.project import Project
from generator.question import Question, questions
from generator.requests import Completion, Request
from generator.synthesis import Accepted
from generator.units import Unit


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was stored: ``path`` relative to the root; ``round`` is 1 for an answer to the prompt, 2 for a repair..."""

    path: str
    request: Request
    round: int
    findings: tuple[Finding, ...]


def record(
    project: Project,
    unit: Unit,
    completion: Completion,
    *,
    prompt: str | None = None,
    replace: bool = False,
    anyway: bool,
) -> Recorded:
    """Store ``completion`` as the answer to the unit's pending request: the prompt's, or the latest repair's.

    ``prompt`` is its name; without one it is the prompt that the unit's Python is rendered from. With ``replace`` it
    answers the prompt itself, in the place of what is stored. Raises AnswerRejected with the findings when the checks
    refuse it, unless ``anyway`` (a wrong answer is worth storing when its repair follows); UsageInvalid when there is
    no such prompt, or nothing is pending.
    """
    question = _question(project, unit, prompt or main_prompt(project, unit))
    request, number = (question.request, 1) if replace else _pending(project, question)
    verdict = synthesis.check(completion, question.expectations, project)
    findings = () if isinstance(verdict, Accepted) else verdict
    if findings and not anyway:
        raise AnswerRejected(
            f"{unit}: the answer breaks {len(findings)} rules, so it was not stored. Mend it, or store it with its "
            "faults, as the first round of a repair, with: --anyway",
            findings,
        )
    path = recordings.store(project, unit, request, completion, replace=replace)
    return Recorded(project.relative(path), request, number, findings)


def _question(project: Project, unit: Unit, name: str) -> Question:
    found = {question.prompt.name: question for question in questions(project, unit)}
    if name not in found:
        raise UsageInvalid(f"{unit} has no {name}.prompt. It has: {', '.join(sorted(found))}.")
    return found[name]


def _pending(project: Project, question: Question) -> tuple[Request, int]:
    explained = explain_prompt(project, question)
    if explained.pending is None:
        raise UsageInvalid(
            f"{question.prompt.unit}: the request of {question.prompt.name}.prompt is answered already, and the answer "
            "is accepted. Put another in its place with: --replace"
        )
    return explained.pending, len(explained.conversation.rounds) + 1
