"""What ``regenerate`` would do for one unit and why: which input changed, what would be sent, what it could cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator import budget, contract, lock
from generator.answers import Answers
from generator.candidate import judge
from generator.conversation import Conversation, replay
from generator.errors import UsageInvalid
from generator.lock import Unchanged
from generator.project import Project
from generator.providers import open_provider
from generator.question import Question, questions
from generator.requests import Request
from generator.units import Unit
from generator.work import standing


@dataclass(frozen=True, slots=True)
class PromptExplained:
    """One prompt: ``conversation`` is what is stored of it.

    The sizes bound what sending the pending request (or, when all is answered, asking the first one anew) would take:
    upper bounds in tokens and US dollars, None where no limit or no price is set.
    """

    question: Question
    conversation: Conversation
    input_tokens: int
    output_tokens: int | None
    worst_usd: float | None

    @property
    def pending(self) -> Request | None:
        """The request that nobody has answered yet, None when the stored answer is accepted."""
        return None if self.conversation.accepted else self.conversation.pending

    @property
    def budget_usd(self) -> float:
        """What the prompt allows for one run."""
        return self.question.prompt.head.lockstep.budget_usd


@dataclass(frozen=True, slots=True)
class Explained:
    """One unit: why it would be regenerated (empty: it would not), its hand edits, and its prompts."""

    unit: Unit
    reasons: tuple[str, ...]
    edits: tuple[str, ...]
    prompts: tuple[PromptExplained, ...]


def explain(project: Project, unit: Unit, only: str | None = None) -> Explained:
    """Look at one unit, or at its prompt named ``only``, without asking anybody.

    Stored answers are checked as ``regenerate`` would. Raises PromptInvalid and UsageInvalid for what cannot be read.
    """
    state = lock.state(project, unit)
    asked = [each for each in questions(project, unit) if only in (None, each.prompt.name)]
    if not asked:
        raise UsageInvalid(f"{unit} has no {only}.prompt.")
    return Explained(
        unit,
        () if isinstance(state, Unchanged) else tuple(str(reason) for reason in state.reasons),
        () if isinstance(state, Unchanged) else tuple(reason.path for reason in state.by_hand),
        tuple(explain_prompt(project, question) for question in asked),
    )


def explain_prompt(project: Project, question: Question) -> PromptExplained:
    """Replay what is stored for one prompt, and say what would be sent next."""
    unit = question.prompt.unit
    inputs = contract.inputs(project, unit, (question.prompt,))
    answers = Answers(project, unit, open_provider("recordings", project), lambda _: None, write=False)
    judged = judge(project, question, inputs, standing(project, unit))
    conversation = replay(question.request, answers, judged)
    sent = question.request if conversation.accepted else conversation.pending
    return PromptExplained(
        question,
        conversation,
        budget.input_tokens(sent),
        budget.output_tokens(sent),
        budget.estimate(sent, project.settings.prices.get(sent.model)),
    )


def in_words(explained: Explained) -> Iterator[str]:
    """Yield the lines that people read."""
    yield f"{explained.unit}"
    for reason in explained.reasons or ("unchanged: regenerate would leave it alone",):
        yield f"  {reason}"
    for prompt in explained.prompts:
        yield f"  {prompt.question.prompt.path} ({prompt.question.request.model})"
        yield from (f"    {line}" for line in _prompt(prompt))


def _prompt(explained: PromptExplained) -> Iterator[str]:
    for number, each in enumerate(explained.conversation.rounds, 1):
        who = f"{each.completion.source.value} {each.completion.model}"
        yield f"answer {number}: recorded as {each.request.digest[:12]}, by {who}"
    if explained.conversation.findings:
        rules = sorted({finding.rule for finding in explained.conversation.findings})
        yield f"the last answer breaks {', '.join(rules)}"
    if explained.pending is None:
        yield "would be sent: nothing; the recorded answer is replayed without a call"
        yield f"asked anew it would take {_size(explained)}"
        return
    messages = len(explained.pending.messages)
    yield f"would be sent: request {explained.pending.digest[:12]}, {messages} messages, which no recording answers"
    yield f"it would take {_size(explained)}"


def _size(explained: PromptExplained) -> str:
    limit = "an unlimited number of" if explained.output_tokens is None else f"{explained.output_tokens:,}"
    worst = "an unknown cost" if explained.worst_usd is None else f"${explained.worst_usd:.4f}"
    budgeted = f"the budget is ${explained.budget_usd:.2f}"
    return f"at most {explained.input_tokens:,} tokens in, {limit} out, {worst} ({budgeted})"
