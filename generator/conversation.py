"""From one request to an answer that the checks accept: repaired a bounded number of times, replayable throughout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generator.answers import Answers, Round
from generator.errors import AnswerRejected
from generator.findings import Finding
from generator.repair import follow_up
from generator.requests import Completion, Request
from generator.synthesis import Accepted

_MOST_ROUNDS = 50  # of a stored chain; ours have at most eleven, so a longer one is somebody's mistake

Judge = Callable[[Completion], Accepted | tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Conversation:
    """Every round in order, the last of which was accepted."""

    rounds: tuple[Round, ...]
    accepted: Accepted

    @property
    def calls(self) -> int:
        """How many rounds a provider was asked for in this run."""
        return sum(answered.asked for answered in self.rounds)

    @property
    def cost_usd(self) -> float:
        """What those calls cost."""
        return sum(answered.completion.usage.cost_usd for answered in self.rounds if answered.asked)


def converse(first: Request, answers: Answers, judge: Judge, *, max_repairs: int, replay_only: bool) -> Conversation:
    """Return the conversation that ends in an accepted answer.

    Stored rounds are replayed whatever their number; ``max_repairs`` bounds what is asked for. With ``replay_only``
    nobody is asked for a repair. Raises AnswerRejected with the last answer's findings when repair gives up, and
    whatever asking raises (RecordingMissing, ProviderFailed, BudgetExceeded).
    """
    request, rounds, findings = first, list[Round](), tuple[Finding, ...]()
    while len(rounds) < _MOST_ROUNDS:
        answered = answers.stored(request)
        if answered is None:
            if rounds and (replay_only or len(rounds) > max_repairs):
                break
            answered = answers.ask(request)
        rounds.append(answered)
        verdict = judge(answered.completion)
        if isinstance(verdict, Accepted):
            return Conversation(tuple(rounds), verdict)
        findings = verdict
        request = follow_up(answered.request, answered.completion, findings)
    raise _given_up(first, len(rounds) - 1, findings, replay_only=replay_only)


def _given_up(request: Request, repairs: int, findings: tuple[Finding, ...], *, replay_only: bool) -> AnswerRejected:
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
