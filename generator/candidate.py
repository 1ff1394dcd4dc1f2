"""One unit's next bundle, complete in memory: prompts rendered, answers accepted, files rendered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from generator import answered_files, known, synthesis, ui_assets
from generator import contract as contracts
from generator.answers import Answers
from generator.canonical import sha256
from generator.conversation import Conversation, Judge, converse
from generator.findings import Finding
from generator.manifest import Manifest
from generator.options import Options
from generator.project import Project
from generator.providers import Provider, charges
from generator.question import Question, questions
from generator.requests import Completion
from generator.synthesis import Accepted
from generator.typing_check import check_types
from generator.units import Unit

KERNELS = "schemas/kernel/"


@dataclass(frozen=True, slots=True)
class Text:
    """One file of a bundle: ``answered`` as the model gave it (None: rendered by us), ``written`` as it will stand."""

    origin: Literal["model", "rendered"]
    answered: str | None
    written: str


@dataclass(frozen=True, slots=True)
class Answered:
    """One question, the conversation that answered it, what was accepted, and where its answers are stored."""

    question: Question
    answers: Answers
    conversation: Conversation
    accepted: Accepted


@dataclass(frozen=True, slots=True)
class Candidate:
    """Everything a bundle is made of but its parent. ``inputs`` maps root-relative paths to the digests as read."""

    unit: Unit
    inputs: dict[str, str]
    answered: tuple[Answered, ...]
    texts: dict[str, Text]

    @property
    def calls(self) -> int:
        """How many times a provider was asked."""
        return sum(each.conversation.calls for each in self.answered)

    @property
    def cost_usd(self) -> float:
        """What those calls cost."""
        return sum(each.conversation.cost_usd for each in self.answered)

    def keep_answers(self) -> None:
        """Store the answers that were held back until now: see :class:`generator.answers.Answers`."""
        for each in self.answered:
            each.answers.keep()


def build(
    project: Project,
    unit: Unit,
    options: Options,
    provider: Provider,
    standing: Manifest | None,
    on_tokens: Callable[[int], None],
) -> Candidate:
    """Render, ask or replay, and check, until every prompt of ``unit`` has an accepted answer.

    ``standing`` is the manifest of the bundle that stands. Nothing in ``generated/`` is touched. Raises any
    LockstepError but Stale and HandEdited.
    """
    asked = questions(project, unit)
    inputs = contracts.inputs(project, unit, tuple(question.prompt for question in asked))
    answered = tuple(
        _answer(
            project,
            question,
            options,
            provider,
            judge(project, question, inputs, standing, fresh=options.fresh),
            on_tokens,
        )
        for question in asked
    )
    return Candidate(unit, inputs, answered, _texts(answered))


def _answer(
    project: Project,
    question: Question,
    options: Options,
    provider: Provider,
    judged: Judge,
    on_tokens: Callable[[int], None],
) -> Answered:
    answers = Answers(
        project=project,
        unit=question.prompt.unit,
        provider=provider,
        on_tokens=on_tokens,
        anew=options.asks_anew,
        write=not options.check,
        paid=charges(options.provider),
        price=project.settings.prices.get(question.request.model),
        budget_usd=question.prompt.head.lockstep.budget_usd,
    )
    conversation, accepted = converse(
        question.request,
        answers,
        judged,
        max_repairs=options.max_repairs,
        replay_only=options.provider == "recordings",
    )
    return Answered(question, answers, conversation, accepted)


def judge(
    project: Project, question: Question, inputs: dict[str, str], standing: Manifest | None, *, fresh: bool = False
) -> Judge:
    """Return the checks of ``question``'s answers.

    Types take seconds where all else takes a fraction of one. So unless all is to be looked at ``fresh``, they are not
    checked again of an answer that passed on this machine, or that the ``standing`` bundle holds already beside the
    same rendered files and the same kernel.
    """

    def judged(completion: Completion) -> Accepted | tuple[Finding, ...]:
        verdict = synthesis.check(completion, question.expectations)
        if not isinstance(verdict, Accepted):
            return verdict
        python, _ = answered_files.split(verdict.files)
        if not python:
            return verdict
        if not fresh and (_holds(standing, question, verdict, inputs) or known.passed(project, question, verdict)):
            return verdict
        findings = check_types(python, question.expectations, project)
        if not findings:
            known.remember(project, question, verdict)
        return findings or verdict

    return judged


def _holds(standing: Manifest | None, question: Question, accepted: Accepted, inputs: dict[str, str]) -> bool:
    """Whether the bundle was made of these very texts, and for this kernel."""
    if standing is None:
        return False
    texts = {**question.rendered, **accepted.files}
    locked = {name: row.written for name, row in standing.files.items() if name in texts}
    kernels, before = (
        {path: digest for path, digest in of.items() if path.startswith(KERNELS)} for of in (inputs, standing.inputs)
    )
    return kernels == before and locked == {name: sha256(text.encode()) for name, text in texts.items()}


def _texts(answered: tuple[Answered, ...]) -> dict[str, Text]:
    texts: dict[str, Text] = {}
    for each in answered:
        for name, text in each.question.rendered.items():
            texts[name] = Text("rendered", None, text)
        for name, text in each.accepted.files.items():
            texts[name] = Text("model", each.accepted.answered[name], text)
        drawn = each.question.expectations.interface
        if drawn is not None:
            assets = ui_assets.render(drawn, each.question.prompt.unit, each.accepted.files)
            texts |= {name: Text("rendered", None, text) for name, text in assets.items()}
    return texts
