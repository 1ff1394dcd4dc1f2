"""One unit's next bundle, complete in memory: prompts rendered, answers accepted, files rendered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from generator import contract as contracts
from generator.answers import Answers
from generator.canonical import sha256
from generator.conversation import Conversation, converse
from generator.manifest import Manifest
from generator.options import Options
from generator.project import Project
from generator.providers import Provider, charges
from generator.question import Question, judge, questions
from generator.synthesis import Accepted
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
        _answer(project, question, options, provider, _trust(standing, inputs, question, options), on_tokens)
        for question in asked
    )
    return Candidate(unit, inputs, answered, _texts(answered))


def _answer(
    project: Project,
    question: Question,
    options: Options,
    provider: Provider,
    trusted: Callable[[Accepted], bool],
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
        judge(question, trusted),
        max_repairs=options.max_repairs,
        replay_only=options.provider == "recordings",
    )
    return Answered(question, answers, conversation, accepted)


def _trust(
    standing: Manifest | None, inputs: dict[str, str], question: Question, options: Options
) -> Callable[[Accepted], bool]:
    """Vouch for an answer whose very bytes stand in a bundle already, beside the same rendered files and kernel."""

    def trusted(accepted: Accepted) -> bool:
        if standing is None or options.fresh:
            return False
        texts = {**question.rendered, **accepted.files}
        kernels = {path: digest for path, digest in inputs.items() if path.startswith(KERNELS)}
        return all(
            name in standing.files and standing.files[name].written == sha256(text.encode())
            for name, text in texts.items()
        ) and all(standing.inputs.get(path) == digest for path, digest in kernels.items())

    return trusted


def _texts(answered: tuple[Answered, ...]) -> dict[str, Text]:
    texts: dict[str, Text] = {}
    for each in answered:
        for name, text in each.question.rendered.items():
            texts[name] = Text("rendered", None, text)
        for name, text in each.accepted.files.items():
            texts[name] = Text("model", each.accepted.answered[name], text)
    return texts
