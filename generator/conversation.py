"""From one request to an answer that the checks accept: repaired a bounded number of times, replayable throughout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generator.answers import Answers, Round
from generator.errors import AnswerRejected, RecordingMissing
from generator.findings import Finding
from generator.repair import follow_up
from generator.requests import Completion, Request
from generator.synthesis import Accepted

Judge = Callable[[Completion], Accepted | tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Conversation:
    """Rounds in order, which end when the last answer is ``accepted``.

    Until then ``findings`` say what is wrong with that answer, and ``pending`` is the request to answer next.
    """

    rounds: tuple[Round, ...]
    pending: Request
    findings: tuple[Finding, ...] = ()
    accepted: Accepted | None = None

    @property
    def calls(self) -> int:
        """How many rounds a provider was asked for in this run."""
        return sum(answered.asked for answered in self.rounds)

    @property
    def cost_usd(self) -> float:
        """What those calls cost."""
        return sum(answered.completion.usage.cost_usd for answered in self.rounds if answered.asked)


def replay(first: Request, answers: Answers, judge: Judge) -> Conversation:
    """Return the conversation as far as stored answers carry it, whatever its length.

    It ends: every request is longer than the one before, and a folder holds only so many recordings.
    """
    so_far = Conversation((), first)
    while so_far.accepted is None and (answered := answers.stored(so_far.pending)) is not None:
        so_far = _heard(so_far, answered, judge)
    return so_far


def converse(
    first: Request, answers: Answers, judge: Judge, *, max_repairs: int, replay_only: bool
) -> tuple[Conversation, Accepted]:
    """Return the conversation that ends in an accepted answer, and that answer.

    What is stored is replayed first. After that ``max_repairs`` bounds the repairs, the replayed ones included, and
    with ``replay_only`` nobody is asked for one. Raises AnswerRejected with the last answer's findings when repair
    gives up, and whatever asking raises (RecordingMissing, ProviderFailed, BudgetExceeded).
    """
    so_far = replay(first, answers, judge)
    while so_far.accepted is None:
        if so_far.rounds and (replay_only or len(so_far.rounds) > max_repairs):
            raise _given_up(so_far, replay_only=replay_only)
        so_far = _heard(so_far, _asked(so_far, answers), judge)
    return so_far, so_far.accepted


def _asked(so_far: Conversation, answers: Answers) -> Round:
    try:
        return answers.ask(so_far.pending)
    except RecordingMissing as error:
        if not so_far.findings:
            raise
        # Who answers by file sees the same sentence each time; only this tells a repair from the first request.
        broken = "\n".join(f"  {finding.place}: {finding.rule}: {finding.message}" for finding in so_far.findings)
        raise RecordingMissing(
            f"{error}\nIt asks for a repair, because the answer before was refused:\n{broken}"
        ) from error


def _heard(so_far: Conversation, answered: Round, judge: Judge) -> Conversation:
    verdict = judge(answered.completion)
    rounds = (*so_far.rounds, answered)
    if isinstance(verdict, Accepted):
        return Conversation(rounds, answered.request, accepted=verdict)
    return Conversation(rounds, follow_up(answered.request, answered.completion, verdict), verdict)


def _given_up(so_far: Conversation, *, replay_only: bool) -> AnswerRejected:
    request, findings, repairs = so_far.pending, so_far.findings, len(so_far.rounds) - 1
    unit = f"{request.feature}/v{request.version}"
    count = "1 rule" if len(findings) == 1 else f"{len(findings)} rules"
    after = "" if not repairs else " after 1 repair" if repairs == 1 else f" after {repairs} repairs"
    again = (
        f"Have it repaired with: lockstep regenerate {unit} --provider openai, or store a better answer with: "
        f"lockstep record {unit} --answer FILE"
        if replay_only
        else f"Make the prompt clearer, ask anew with --fresh, or allow more with --max-repairs {repairs + 3}"
    )
    return AnswerRejected(
        f"{unit}: the answer to {request.prompt}.prompt breaks {count}{after}; nothing in generated/ has changed. "
        f"{again}.",
        findings,
    )
